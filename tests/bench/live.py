"""The running monitor, measured from outside: how soon it starts and rings, how much it reads, what it weighs."""

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from monitor import clock
from monitor.errors import StoreError
from monitor.store import Store
from tests.bench import world
from tests.bench.daemon import Daemon
from tests.bench.figures import Figure, middle, p95
from tests.bench.loopback import Loopback
from tests.bench.world import Item

Databases = Callable[[], str]
"""Gives the address of an empty database, another one at each call."""
FEEDS = tuple(f"feed{n:02}" for n in range(20))
LATE = "latest"
"""The feed that brings one item at a time."""
STARTS = 3
FIRST_ALERT = 900_000
SINGLE = 1_000_000
LOOK = 0.1
GIVE_UP = 300.0
"""Seconds without the thing that is waited for."""


def measure(articles: int, singles: int, databases: Databases, workers: int) -> Iterator[Figure]:
    """All of it, one figure at a time."""
    yield from _starts(databases, workers)
    with _daemon(databases, workers) as (daemon, outside, store):
        daemon.ready()
        _wait(lambda: store.feeds.counts().get("ok", 0) == len(FEEDS) + 1)
        yield from _weights("idle", daemon.memory())
        yield from _latency(outside, singles)
        heaviest: dict[str, tuple[float, float]] = {}
        yield from _throughput(daemon, outside, store, articles, heaviest)
        yield from _weights("under load", heaviest)


def _starts(databases: Databases, workers: int) -> Iterator[Figure]:
    ready, first = [], []
    for _ in range(STARTS):
        alarm = world.item(FIRST_ALERT, clock.now(), world.TOLLS[:1], world.TOWNS[0])
        with _daemon(databases, workers, [alarm]) as (daemon, outside, _):
            ready.append(daemon.ready())
            told = outside.wait_for(FIRST_ALERT, GIVE_UP / 5)
            if told is None:
                raise SystemExit(f"no alert came; the log ends:\n{daemon.last_words()}")
            first.append(told - daemon.started)
    yield Figure("start: to /readyz", middle(ready), "s", f"median of {STARTS}, empty data folder")
    yield Figure("start: to the first alert delivered", middle(first), "s", "one item waits in a feed")


def _throughput(
    daemon: Daemon, outside: Loopback, store: Store, articles: int, heaviest: dict[str, tuple[float, float]]
) -> Iterator[Figure]:
    now, share = clock.now(), articles // len(FEEDS)
    for n, feed in enumerate(FEEDS):
        outside.publish(feed, [world.item(n * share + i, now) for i in range(share)])
    _wait(lambda: store.articles.counts()["new"] > 0)
    begun, worked = clock.monotonic(), daemon.processor_time()
    while store.articles.counts()["read"] < share * len(FEEDS):
        for name, memory in daemon.memory().items():
            heaviest[name] = max(memory, heaviest.get(name, (0, 0)))
        if clock.monotonic() - begun > GIVE_UP:
            raise SystemExit(f"only {store.articles.counts()} after {GIVE_UP:.0f} s")
        time.sleep(LOOK * 5)
    seconds, worked = clock.monotonic() - begun, daemon.processor_time() - worked
    total = share * len(FEEDS)
    note = f"{total:,} articles of {world.WORDS} words, from their feeds to the ledger"
    yield Figure("articles read", total / seconds, "1/s", note)
    yield Figure(
        "processor time for an article", worked / total * 1000, "ms", "of all processes, polls and deliveries too"
    )


def _latency(outside: Loopback, singles: int) -> Iterator[Figure]:
    """One item after the other, each with a toll of its own in a town of its own, and so an alert."""
    waits, missed, dice = [], [], random.Random(1)
    shown: list[Item] = []
    for number, town in enumerate(world.TOWNS[:singles], SINGLE):
        shown = [*shown[-20:], world.item(number, clock.now(), world.TOLLS[:1], town)]
        time.sleep(dice.random())  # so that it comes at any moment between two polls
        outside.publish(LATE, shown)
        served = clock.monotonic()
        told = outside.wait_for(number, 30)
        if told is None:
            missed.append(town[0])
        else:
            waits.append(told - served)
    note = f"{len(waits)} items, feed polled each second, no group_wait; not told: {', '.join(missed) or 'none'}"
    if waits:
        yield Figure("served to delivered, median", middle(waits), "s", note)
        yield Figure("served to delivered, p95", p95(waits), "s")


def _weights(when: str, memory: dict[str, tuple[float, float]]) -> Iterator[Figure]:
    for name, (resident, own) in sorted(memory.items()):
        yield Figure(f"memory {when}: {name}", resident, "MiB", f"{own:.0f} MiB of it not shared")
    yield Figure(f"memory {when}: all, not shared", sum(own for _, own in memory.values()), "MiB")


@contextmanager
def _daemon(
    databases: Databases, workers: int, first: list[Item] | None = None
) -> Iterator[tuple[Daemon, Loopback, Store]]:
    with tempfile.TemporaryDirectory(prefix="tocsin-bench-") as name, Loopback() as outside:
        folder, database = Path(name), databases()
        for feed in (*FEEDS, LATE):
            outside.publish(feed, (first or []) if feed == LATE else [])
        with (
            Daemon(folder, outside.url, (*FEEDS, LATE), database=database, workers=workers) as daemon,
            Store.open(database, folder / "var") as store,
        ):
            yield daemon, outside, store


def _wait(done: Callable[[], bool]) -> None:
    deadline = clock.monotonic() + GIVE_UP
    while clock.monotonic() < deadline:
        try:
            if done():
                return
        except StoreError:
            pass
        time.sleep(LOOK)
    raise SystemExit("the daemon does not get on; nothing to measure")
