"""Several processes that go for the same rows at the same moment, and what each of them does there."""

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from multiprocessing.synchronize import Event, Semaphore
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from monitor import clock, pipeline
from monitor.model import Alert, Article, Attempt, Delivery, FeedState
from monitor.store import Store, deliveries
from monitor.store.articles import mark_read
from monitor.store.engine import LEDGER_LOCK
from monitor.store.tables import feeds
from tests.incidents.support import desk, toll_rule

LEASE = timedelta(minutes=5)


def read(store: Store, name: str) -> list[str]:
    """Claim and read until nothing is left."""
    got = []
    while ids := store.articles.unread(clock.now(), 20):
        for article in store.articles.claim(ids, clock.now(), LEASE):
            with store.database.write() as connection:
                assert mark_read(connection, article)
            got.append(article.id)
    return got


def deliver(store: Store, name: str) -> list[str]:
    """Claim whatever is due."""
    due = store.deliveries.due(clock.now(), 1000)
    return [id for id in due if store.deliveries.claim(id, clock.now(), LEASE)]


def lead(store: Store, name: str) -> bool:
    """Try for the lease once."""
    return store.leases.hold("scheduler", name, clock.now(), LEASE)


def migrate(store: Store, name: str) -> bool:
    """Start on an empty database."""
    store.migrate()
    return True


def count(store: Store, name: str) -> int:
    """Read a number and write the next one, fifty times, as the ledger does: no other may come between."""
    for _ in range(50):
        with store.database.write(LEDGER_LOCK) as connection:
            seen = connection.scalar(sa.select(feeds.c.failures).where(feeds.c.feed == "counter"))
            connection.execute(sa.update(feeds).where(feeds.c.feed == "counter").values(failures=(seen or 0) + 1))
    return 50


def poll(store: Store, name: str) -> list[str]:
    """Save the same articles as everybody else."""
    articles = [Article(f"{n:03}", f"text {n}") for n in range(100)]
    return store.feeds.save_poll(FeedState("wire", clock.now()), articles, clock.now())


def raise_alerts(store: Store, name: str) -> list[str]:
    """Raise a hundred alerts: each joins the waiting delivery of its group, or begins a new one."""
    for n in range(100):
        now = clock.now()
        alert = Alert(f"{name} {n:03}", "toll", "firing", "critical", now, 10, 12, None, None, "12 killed", ())
        with store.database.write(LEDGER_LOCK) as connection:
            waiting = deliveries.pending_group(connection, "desk", "webhook", "toll")
            if waiting:
                deliveries.extend(connection, waiting.id, [alert])
            else:
                fresh = Delivery(alert.id, "desk", "webhook", "toll", (alert,), now, now)
                deliveries.add(connection, [fresh])
    return []


def send(store: Store, name: str) -> dict[str, list[str]]:
    """Deliver until two hundred alerts were told; what each message said."""
    sent: dict[str, list[str]] = {}
    while sum(map(len, sent.values())) < 200:
        for id in store.deliveries.due(clock.now(), 10):
            if delivery := store.deliveries.claim(id, clock.now(), LEASE):
                sent[id] = [alert.id for alert in delivery.alerts]
                store.deliveries.record(id, Attempt(clock.now(), "delivered", "", 0.0), None, "delivered")
    return sent


def watch(store: Store, name: str) -> list[str]:
    """Decide about whatever is due, until nothing is; the alerts that were told."""
    told = []
    while ids := store.timers.due(clock.now(), 20):
        with store.ledger.write() as tx:
            plan = pipeline.elapse(tx.take(ids, clock.now()), desk(toll_rule(10)), tx, clock.now())
            tx.owe(plan)
        told += [alert.id for alert in plan.alerts]
    return told


JOBS: dict[str, Callable[[Store, str], object]] = {
    "read": read, "deliver": deliver, "lead": lead, "migrate": migrate, "count": count,
    "poll": poll, "raise": raise_alerts, "send": send,
    "watch": watch,
}  # fmt: skip
MOST = 4
PATIENCE = 120
"""Seconds until a race is given up."""


class Start:
    """Holds the processes until all of them are there."""

    def __init__(self, ready: Semaphore, go: Event) -> None:
        self.ready, self.go = ready, go


class Rivals:
    """Up to MOST processes, each started afresh and not forked, which serve one race after the other."""

    start: Start
    """What the process that this is waits for."""

    def __init__(self, pool: ProcessPoolExecutor, start: Start) -> None:
        self._pool, self._start = pool, start

    def race(self, url: str, *jobs: str) -> list[Any]:
        """Let a process for each job go at the same moment, and return what each got."""
        self._start.go.clear()
        running = [self._pool.submit(_run, job, url, f"rival {n}") for n, job in enumerate(jobs)]
        for _ in jobs:
            assert self._start.ready.acquire(timeout=PATIENCE)
        self._start.go.set()
        return [each.result(timeout=PATIENCE) for each in running]


@contextmanager
def rivals() -> Iterator[Rivals]:
    """Processes that are there until the end."""
    fresh = multiprocessing.get_context("spawn")
    start = Start(fresh.Semaphore(0), fresh.Event())
    with ProcessPoolExecutor(MOST, fresh, _stand_ready, (start,)) as pool:
        yield Rivals(pool, start)


def _stand_ready(start: Start) -> None:
    Rivals.start = start


def _run(job: str, url: str, name: str) -> object:
    with Store.open(url, Path()) as store:
        Rivals.start.ready.release()
        assert Rivals.start.go.wait(PATIENCE)
        return JOBS[job](store, name)
