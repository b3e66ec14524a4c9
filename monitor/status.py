"""How the whole is doing: one look at the store and the queue, for the status command, the index page and readiness."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from msgspec import Struct

from monitor import embedded_redis
from monitor.config import Config
from monitor.errors import QueueError, StoreError
from monitor.model import Alert, Delivery, FeedState
from monitor.model.alert import MutedBy
from monitor.queue import NOTIFY, READ, Queue, WorkerInfo
from monitor.store import Store
from monitor.store.articles import ArticleState, SetAside
from monitor.store.channels import SwitchedOff
from monitor.store.deliveries import Counts, Struggle
from monitor.times import ago

LEADER = "scheduler"
REACHED = ("ok", "new")
DAY = timedelta(days=1)
QUIET = timedelta(minutes=2)
"""A worker that has said nothing for so long is gone."""
DEAD = timedelta(minutes=5)
"""A receiver that has taken nothing for so long, though it was tried, is told about."""


class Status(Struct, frozen=True):
    """One look. `lengths` is None where Redis does not answer, `leader` where no scheduler leads."""

    at: datetime
    feeds: tuple[FeedState, ...]
    leader: str | None
    articles: dict[ArticleState, int]
    set_aside: tuple[SetAside, ...]
    deliveries: Counts
    undelivered: tuple[Delivery, ...]
    alerts: tuple[Alert, ...]
    lengths: dict[str, int] | None = None
    workers: tuple[WorkerInfo, ...] = ()
    struggles: tuple[Struggle, ...] = ()
    switched_off: tuple[SwitchedOff, ...] = ()
    kept_since: datetime | None = None
    """When the oldest article came that the database has."""
    muted: dict[MutedBy, int] = {}
    """How many alerts of the last day nobody was told of, by what kept them from it."""


class Reason(Struct, frozen=True):
    """One condition of readiness, whether it holds, and why (not)."""

    name: str
    ok: bool
    says: str


def open_store(config: Config) -> Store:
    """The store of a configuration that has run before; StoreError where it has not."""
    store = Store.open(config.database, config.data_dir)
    file = store.database.file
    if file is not None and not file.exists():
        raise StoreError(f"nothing has run here yet: there is no {file}. Start with `tocsin run`")
    return store


def open_queue(config: Config) -> Queue:
    """The queue of a configuration; nothing is sent yet."""
    return Queue.connect(embedded_redis.address(config.redis, config.data_dir))


def look(store: Store, queue: Queue, now: datetime, limit: int = 10) -> Status:
    """How everything is at `now`, with the last `limit` of each list. StoreError where the database does not answer."""
    lengths, workers = _queue(queue, now)
    return Status(
        at=now,
        feeds=tuple(store.feeds.states()),
        leader=store.leases.holder(LEADER, now),
        articles=store.articles.counts(),
        set_aside=tuple(store.articles.set_aside(limit)),
        deliveries=store.deliveries.counts(),
        undelivered=tuple(store.deliveries.recent(limit, "failed")),
        alerts=tuple(store.alerts.recent(limit)),
        lengths=lengths,
        workers=workers,
        struggles=tuple(store.deliveries.struggles()),
        switched_off=tuple(store.channels.off()),
        kept_since=store.retention.oldest(),
        muted=store.alerts.muted(now - DAY),
    )


def _queue(queue: Queue, now: datetime) -> tuple[dict[str, int] | None, tuple[WorkerInfo, ...]]:
    try:
        return queue.lengths(), tuple(worker for worker in queue.workers() if _alive(worker, now))
    except QueueError:
        return None, ()


def _alive(worker: WorkerInfo, now: datetime) -> bool:
    return worker.last_heartbeat is not None and now - worker.last_heartbeat < QUIET


def readiness(status: Status, workers: int) -> tuple[Reason, ...]:
    """What must hold for alerts to come, condition by condition; `workers` is how many are configured."""
    return tuple(_reasons(status, workers))


def _reasons(status: Status, workers: int) -> Iterator[Reason]:
    redis = status.lengths is not None
    yield Reason("database", ok=True, says="it answers")
    yield Reason("redis", redis, "it answers" if redis else "it does not answer")
    led = status.leader is not None
    yield Reason("scheduler", led, f"{status.leader} leads" if led else "none leads: feeds are not polled")
    readers, senders = (sum(name in one.queues for one in status.workers) for name in (READ, NOTIFY))
    yield Reason("workers", readers > 0, f"{readers} of {workers} alive")
    yield Reason("notifier", senders > 0, "alerts are sent" if senders else "nobody sends alerts")
    dead = [each for each in status.struggles if each.since is not None and status.at - each.since >= DEAD]
    told = [*(_fails(each, status.at) for each in dead), *map(_is_off, status.switched_off)]
    yield Reason("receivers", not told, "; ".join(told) or "none has failed for long")
    reached, polled = sum(feed.health in REACHED for feed in status.feeds), len(status.feeds)
    yield Reason("feeds", reached > 0 or not polled, f"{reached} of {polled} reachable")


def _fails(struggle: Struggle, now: datetime) -> str:
    return (
        f"{struggle.receiver} has taken nothing since its first failure {ago(struggle.since, now)}; {struggle.waiting} "
        f"wait; it said {ago(struggle.at, now)}: {struggle.error}"
    )


def _is_off(off: SwitchedOff) -> str:
    return f"{off.channel} of {off.receiver} is switched off ({off.reason}); `tocsin receivers enable {off.receiver}`"
