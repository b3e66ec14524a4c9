"""Reading: each article has its effect once, in one transaction, whoever reads it and however often."""

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from monitor import clock
from monitor.errors import StoreError
from monitor.model import Article, FeedState
from tests.queue.support import RedisServer
from workers import jobs, sending
from workers.station import Station

TEXT = "At least 25 people were killed on Monday when shells hit a market in Homs, Syria, police said."


def serve(station: Station, *found: Article) -> list[str]:
    now = clock.now()
    state = FeedState("Wire", now + timedelta(minutes=5), health="ok")
    return station.store.feeds.save_poll(state, found, now)


def article(id: str = "a1", text: str = TEXT, **fields: object) -> Article:
    now = clock.now()
    told = Article(id=id, text=text, title="Shells hit market", published=now, fetched=now, source="example.org")
    return replace(told, feed="Wire", url=f"https://example.org/{id}", **fields)


def test_an_article_has_its_effect_once(station: Station):
    ids = serve(station, article())
    jobs.read(ids)
    jobs.read(ids)
    (alert,) = station.store.alerts.recent(10)
    assert alert.value == 25
    assert station.store.articles.counts()["read"] == 1
    (owed,) = station.store.deliveries.recent(10)
    assert [one.id for one in owed.alerts] == [alert.id]
    assert station.queue.lengths()["notify"] == 1, "what is due at once is rung for at once"


def test_alerts_wait_for_the_tick_where_redis_is_away(station: Station, redis_server: RedisServer):
    redis_server.kill()
    jobs.read(serve(station, article()))
    assert station.store.articles.counts()["read"] == 1
    assert len(station.store.deliveries.due(clock.now(), 10)) == 1


def test_an_article_that_is_edited_while_it_is_read_is_read_again(station: Station, monkeypatch: pytest.MonkeyPatch):
    reader = station.reader

    class Edited:
        language = "en"

        def read(self, old: Article):
            if old.revision == 1:
                serve(station, article(text=TEXT.replace("25", "31")))
            return reader.read(old)

    monkeypatch.setattr(Station, "reader", Edited())
    ids = serve(station, article())
    jobs.read(ids)
    assert station.store.alerts.recent(10)[0].value == 31
    assert station.store.articles.counts()["read"] == 1


def test_an_article_that_breaks_the_reader_is_noted_and_rests(station: Station, monkeypatch: pytest.MonkeyPatch):
    class Broken:
        def read(self, article: Article):
            raise ZeroDivisionError("a mistake of ours")

    monkeypatch.setattr(Station, "reader", Broken())
    ids = serve(station, article())
    jobs.read(ids)
    assert station.store.articles.counts()["new"] == 1
    assert station.store.articles.unread(clock.now(), 10) == []
    monkeypatch.undo()
    assert station.store.articles.unread(clock.now() + timedelta(minutes=1), 10) == ids


def test_a_reader_that_takes_too_long_is_a_failed_try(station: Station, monkeypatch: pytest.MonkeyPatch):
    class Endless:
        def read(self, article: Article):
            while True:
                pass

    monkeypatch.setattr(Station, "reader", Endless())
    monkeypatch.setattr(jobs, "ARTICLE_S", 0.05)
    monkeypatch.setattr("monitor.store.articles.BACKOFF", (timedelta(0),) * 2)
    jobs.read(serve(station, article()))
    (aside,) = station.store.articles.set_aside()
    assert "it took longer than 0.05 s" in aside.traceback
    assert aside.tries == 3


def test_a_store_that_takes_nothing_ends_the_job_and_loses_nothing(station: Station, monkeypatch: pytest.MonkeyPatch):
    ids = serve(station, article("a1"), article("a2"))
    reader = station.reader

    class Filling:
        def read(self, article: Article):
            monkeypatch.setattr("monitor.store.engine.Database.write", full)
            return reader.read(article)

    def full(*_: object) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr(Station, "reader", Filling())
    with pytest.raises(StoreError):
        jobs.read(ids)
    monkeypatch.undo()
    assert station.store.articles.unread(clock.now() + jobs.READ_LEASE, 10) == ids


def test_a_worker_that_is_to_end_gives_back_what_it_has_not_read(station: Station, monkeypatch: pytest.MonkeyPatch):
    reader = station.reader

    class Interrupted:
        def read(self, article: Article):
            station.stopping.set()
            return reader.read(article)

    monkeypatch.setattr(Station, "reader", Interrupted())
    ids = serve(station, *(article(f"a{n}") for n in range(5)))
    jobs.read(ids)
    assert station.store.articles.counts()["read"] == 1
    assert len(station.store.articles.unread(clock.now(), 10)) == 4


def test_what_takes_half_the_lease_is_claimed_afresh(station: Station, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(jobs, "READ_LEASE", timedelta(microseconds=2))
    jobs.read(serve(station, *(article(f"a{n}") for n in range(5))))
    assert station.store.articles.counts()["read"] == 5


def test_what_a_dead_worker_had_in_hand_is_settled(station: Station, tmp_path: Path):
    ids = serve(station, *(article(f"a{n}") for n in range(3)))
    station.store.articles.claim(ids, clock.now(), timedelta(hours=1))
    (station.folder / "dead.txt").write_text(f"claimed {' '.join(ids)}\nat a0\ndone\nat a1\nFatal Python error\n")
    station.salvage()
    assert station.store.articles.unread(clock.now(), 10) == ["a0", "a2"]
    assert station.store.articles.unread(clock.now() + timedelta(minutes=1), 10) == ["a0", "a1", "a2"]
    assert not (station.folder / "dead.txt").exists()


def test_what_a_dead_worker_was_sending_is_due_again(station: Station):
    jobs.read(serve(station, article()))
    (id,) = station.store.deliveries.due(clock.now(), 10)
    assert station.store.deliveries.claim(id, clock.now(), sending.LEASE) is not None
    (station.folder / "dead.txt").write_text(f"sending {id}\n")
    station.salvage()
    assert station.store.deliveries.due(clock.now(), 10) == [id]


def test_the_configuration_is_read_again_when_asked_for(station: Station):
    path = station.config.data_dir.parent / "config.yaml"
    path.write_text(path.read_text().replace("[10]", "[20]"))
    station.refresh()
    assert station.desk.rules[0].thresholds == (10,)
    station.reload_wanted.set()
    station.refresh()
    assert station.desk.rules[0].thresholds == (20,)


def test_jobs_run_in_a_worker_process_only(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("workers.station._station", None)
    with pytest.raises(RuntimeError, match="in a worker process only"):
        jobs.read(["a"])
