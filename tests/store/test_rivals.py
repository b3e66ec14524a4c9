"""Real processes at the same rows at the same moment: each thing is got by exactly one."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor import clock
from monitor.alerts import Plan
from monitor.model import Alert, Article, Delivery, FeedState
from monitor.model.pace import Timer
from monitor.store import Store, migrations
from monitor.store.deliveries import add
from tests.store.rivals import rivals

pytestmark = pytest.mark.process
Race = Callable[..., list[Any]]


@pytest.fixture(scope="module")
def race() -> Iterator[Race]:
    """What several processes get that do their jobs at the same moment."""
    with rivals() as running:
        yield running.race


def test_every_article_is_read_by_one_worker(race: Race, store: Store, url: str) -> None:
    now = clock.now()
    ids = store.feeds.save_poll(FeedState("wire", now), [Article(f"{n:03}", f"text {n}") for n in range(300)], now)
    got = Counter(id for mine in race(url, *["read"] * 3) for id in mine)
    assert got == Counter(ids)
    assert store.articles.counts() == {"new": 0, "read": 300, "set_aside": 0}


def test_every_delivery_is_claimed_by_one_worker(race: Race, store: Store, url: str) -> None:
    now = clock.now() - timedelta(seconds=1)
    alert = Alert("a1", "toll", "firing", "critical", now, 10, 12, None, None, "12 killed", ())
    planned = [Delivery(f"{n:03}", "desk", "webhook", f"group {n}", (alert,), now, now) for n in range(100)]
    with store.database.write() as connection:
        add(connection, planned)
    got = Counter(id for mine in race(url, *["deliver"] * 3) for id in mine)
    assert got == Counter(delivery.id for delivery in planned)


def test_one_of_several_schedulers_leads(race: Race, store: Store, url: str) -> None:
    assert sorted(race(url, *["lead"] * 4)) == [False, False, False, True]
    assert str(store.leases.holder("scheduler", clock.now())).startswith("rival")


def test_processes_that_start_together_migrate_once(race: Race, empty_url: str, tmp_path: Path) -> None:
    assert race(empty_url, *["migrate"] * 4) == [True] * 4
    with Store.open(empty_url, tmp_path) as store, store.database.read() as connection:
        assert migrations.current(connection) == migrations.HEAD


def test_writes_of_the_ledger_come_one_after_the_other(race: Race, store: Store, url: str) -> None:
    store.feeds.save_poll(FeedState("counter", clock.now()), [], clock.now())
    assert sum(race(url, *["count"] * 3)) == 150
    [state] = store.feeds.states()
    assert state.failures == 150


def test_an_article_that_two_schedulers_bring_is_new_to_one_of_them(race: Race, store: Store, url: str) -> None:
    got = Counter(id for mine in race(url, *["poll"] * 3) for id in mine)
    assert got == Counter(f"{n:03}" for n in range(100))


def test_an_alert_joins_a_delivery_before_it_is_sent_or_begins_another(race: Race, store: Store, url: str) -> None:
    """Nothing is added to what somebody took up: every message says all that its delivery holds, once."""
    *_, sent = race(url, "raise", "raise", "send")
    assert Counter(alert for told in sent.values() for alert in told) == Counter(
        f"rival {name} {n:03}" for name in range(2) for n in range(100)
    )
    held = {id: store.deliveries.get(id) for id in sent}
    assert sent == {id: [alert.id for alert in delivery.alerts] for id, delivery in held.items() if delivery}


def test_what_is_due_is_decided_by_one_worker(race: Race, store: Store, url: str) -> None:
    """However many are rung for it: each alert is told once, and a group's go out together."""
    now = clock.now() - timedelta(minutes=1)
    raised = [
        Alert(
            f"{n:03}", "deaths", "firing", "critical", now, 10, 12, None, None, "12 killed", (), subject=f"incident:{n}"
        )
        for n in range(200)
    ]
    with store.ledger.write() as tx:
        tx.owe(Plan(alerts=tuple(raised), timers=tuple(Timer("hold", now, each) for each in raised)))
    got = Counter(id for mine in race(url, *["watch"] * 3) for id in mine)
    assert got == Counter(alert.id for alert in raised)
    told = store.deliveries.recent()
    assert Counter(alert.id for delivery in told for alert in delivery.alerts) == got
    assert len(told) == 2, "a message holds a hundred alerts"
    assert max(each.not_before for each in told) - min(each.not_before for each in told) < timedelta(minutes=1)
