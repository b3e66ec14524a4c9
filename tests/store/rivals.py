"""What one of several processes does in `test_rivals`: waits for a line on its input, then says in JSON what it got.

python rivals.py JOB URL NAME"""

import json
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

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

if __name__ == "__main__":
    job, url, name = sys.argv[1:]
    with Store.open(url, Path()) as store:
        sys.stdin.readline()
        print(json.dumps(JOBS[job](store, name)))
