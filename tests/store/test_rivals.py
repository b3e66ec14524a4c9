"""Real processes at the same rows at the same moment: each thing is got by exactly one."""

import json
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor import clock
from monitor.model import Alert, Article, Delivery, FeedState
from monitor.store import Store, migrations
from monitor.store.deliveries import add

pytestmark = pytest.mark.process
RIVALS = Path(__file__).with_name("rivals.py")


def race(job: str, url: str, runners: int) -> list[Any]:
    """Start processes, let them go together, and return what each got."""
    started = [
        subprocess.Popen([sys.executable, RIVALS, job, url, f"rival {n}"], stdin=-1, stdout=-1, stderr=-1, text=True)
        for n in range(runners)
    ]
    for process in started:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    ended = [process.communicate(timeout=120) for process in started]
    assert [process.returncode for process in started] == [0] * runners, "\n".join(err for _, err in ended)
    return [json.loads(out) for out, _ in ended]


def test_every_article_is_read_by_one_worker(store: Store, url: str) -> None:
    now = clock.now()
    ids = store.feeds.save_poll(FeedState("wire", now), [Article(f"{n:03}", f"text {n}") for n in range(300)], now)
    got = Counter(id for mine in race("read", url, 3) for id in mine)
    assert got == Counter(ids)
    assert store.articles.counts() == {"new": 0, "read": 300, "set_aside": 0}


def test_every_delivery_is_claimed_by_one_worker(store: Store, url: str) -> None:
    now = clock.now() - timedelta(seconds=1)
    alert = Alert("a1", "toll", "firing", "critical", now, 10, 12, None, None, "12 killed", ())
    planned = [Delivery(f"{n:03}", "desk", "webhook", f"group {n}", (alert,), now, now) for n in range(100)]
    with store.database.write() as connection:
        add(connection, planned)
    got = Counter(id for mine in race("deliver", url, 3) for id in mine)
    assert got == Counter(delivery.id for delivery in planned)


def test_one_of_several_schedulers_leads(store: Store, url: str) -> None:
    assert sorted(race("lead", url, 4)) == [False, False, False, True]
    assert str(store.leases.holder("scheduler", clock.now())).startswith("rival")


def test_processes_that_start_together_migrate_once(empty_url: str, tmp_path: Path) -> None:
    assert race("migrate", empty_url, 4) == [True] * 4
    with Store.open(empty_url, tmp_path) as store, store.database.read() as connection:
        assert migrations.current(connection) == migrations.HEAD


def test_writes_of_the_ledger_come_one_after_the_other(store: Store, url: str) -> None:
    store.feeds.save_poll(FeedState("counter", clock.now()), [], clock.now())
    assert sum(race("count", url, 3)) == 150
    [state] = store.feeds.states()
    assert state.failures == 150
