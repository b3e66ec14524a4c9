"""A month of articles leaves the database as small as it was, loses nothing, and can be replayed."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from monitor import keeping
from monitor.archive import Archive
from monitor.config import Config, Receiver
from monitor.lines import line
from monitor.model import Article, FeedState
from monitor.notify import NOTIFIERS
from monitor.replay import in_time, parsed
from monitor.store import Store
from monitor.store.articles import mark_read
from tests.bench import month
from tests.bench.linking import World
from tests.incidents.support import DAY, Told
from tests.store.test_ledger import DESK, take

WEEK = timedelta(days=7)


def test_a_month_leaves_rows_and_file_as_they_were(tmp_store: Store, tmp_path: Path) -> None:
    days = list(month.days(tmp_store, Archive(tmp_path / "archive"), 30, 60, WEEK))
    settled, last = days[17], days[-1]
    for table, number in settled.rows.items():
        assert last.rows[table] <= 1.25 * number + 60, table
    assert last.database <= 1.1 * settled.database
    assert last.archive > settled.archive
    archived = list(Archive(tmp_path / "archive").read("article"))
    assert len(archived) + last.rows["articles"] == 30 * 60
    assert len({record.key for record in archived}) == len(archived)


def took_in(store: Store, count: int) -> list[Article]:
    world, saved = World(DAY), []
    for _ in range(count):
        told = world.next()
        article = msgspec.structs.replace(told.article, feed="world", url=f"https://example.org/{told.id}")
        store.feeds.save_poll(FeedState("world", world.now), [article], world.now)
        take(store, told)
        saved.append(article)
    return saved


@pytest.mark.parametrize("share", [0, 0.5, 1])
def test_an_export_has_every_article_once_in_its_order(tmp_store: Store, tmp_path: Path, share: float) -> None:
    saved = took_in(tmp_store, 450)
    archive = Archive(tmp_path / "archive")
    cut = saved[int(share * 449)].fetched
    assert cut is not None
    keeping.archive(tmp_store, archive, cut, DAY)
    assert list(keeping.articles(tmp_store, archive, None, None)) == saved
    since, until = saved[100].fetched, saved[300].fetched
    assert list(keeping.articles(tmp_store, archive, since, until)) == saved[100:300]


def test_what_is_archived_during_an_export_is_exported_once(tmp_store: Store, tmp_path: Path) -> None:
    saved = took_in(tmp_store, 450)
    archive = Archive(tmp_path / "archive")
    keeping.archive(tmp_store, archive, saved[100].fetched or DAY, DAY)
    exported = keeping.articles(tmp_store, archive, None, None)
    first = [next(exported) for _ in range(150)]
    keeping.archive(tmp_store, archive, saved[400].fetched or DAY, DAY)
    assert [*first, *exported] == saved


def test_a_replayed_export_gives_the_daemons_own_ledger(tmp_store: Store, tmp_path: Path) -> None:
    world, told = World(DAY), {}
    for _ in range(300):
        one = world.next()
        told[one.id] = one
        tmp_store.feeds.save_poll(FeedState("world", world.now), [one.article], world.now)
        take(tmp_store, one)
    before = tmp_store.ledger.incidents()
    archive = Archive(tmp_path / "archive")
    while batch := tmp_store.retention.old_articles(world.now - timedelta(hours=1)):
        archive.append(batch)
        tmp_store.retention.drop_articles(batch, world.now)
    lines = [line(article) for article in keeping.articles(tmp_store, archive, None, None)]
    problems: list[str] = []
    with Store.open("sqlite://", Path()) as again:
        again.migrate()
        for timed in in_time(parsed(lines, problems), problems):
            assert timed.article == told[timed.article.id].article
            take(again, told[timed.article.id], DESK)
        assert again.ledger.incidents() == before
    assert problems == []


def test_old_mails_leave_their_folder(tmp_store: Store, tmp_path: Path) -> None:
    channels = {"mail_folder": NOTIFIERS["mail_folder"].Settings(), "console": NOTIFIERS["console"].Settings()}
    config = Config(data_dir=tmp_path, receivers=(Receiver(name="desk", channels=channels),))
    mails = tmp_path / "mail"
    mails.mkdir()
    for name, age in (("old.eml", 181), ("young.eml", 179), ("old.txt", 300)):
        (mails / name).write_text(name)
        at = (DAY - timedelta(days=age)).timestamp()
        os.utime(mails / name, (at, at))
    keeping.keep_house(tmp_store, config, DAY)
    assert sorted(path.name for path in mails.iterdir()) == ["old.txt", "young.eml"]


KEEPER = """
import sys
from datetime import timedelta
from pathlib import Path
from monitor import keeping
from monitor.archive import Archive
from monitor.store import Store
from tests.incidents.support import DAY
with Store.open("sqlite", Path(sys.argv[1])) as store:
    print("go", flush=True)
    keeping.archive(store, Archive(Path(sys.argv[1]) / "archive"), DAY + timedelta(days=400), DAY)
"""


@pytest.mark.process
def test_a_housekeeper_that_is_killed_at_any_moment_loses_nothing(tmp_store: Store, tmp_path: Path) -> None:
    saved = [Told(f"{n:04}", []).article for n in range(1200)]
    tmp_store.feeds.save_poll(FeedState("coast", DAY), saved, DAY)
    with tmp_store.database.write() as connection:
        assert all(mark_read(connection, article) for article in saved)
    for wait in (0.01, 0.03, 0.06, 0.1):
        _kill_after(wait, tmp_path)
    archive = Archive(tmp_path / "archive")
    keeping.archive(tmp_store, archive, DAY + timedelta(days=400), DAY)
    assert [record.key for record in archive.read("article")] == [f"{n:04}:1" for n in range(1200)]
    assert tmp_store.articles.counts()["read"] == 0


def _kill_after(seconds: float, folder: Path) -> None:
    keeper = subprocess.Popen([sys.executable, "-c", KEEPER, str(folder)], stdout=-1, text=True)
    assert keeper.stdout is not None
    assert keeper.stdout.readline() == "go\n"
    try:
        keeper.wait(seconds)
    except subprocess.TimeoutExpired:
        keeper.send_signal(signal.SIGKILL)
        keeper.wait()
