"""What it costs to link one event, with more and more open incidents in the ledger, on both databases.

An event is told in one of 3,000 towns, the few large ones far more often, and within the last month. Measured is the
whole of one article's transaction: load the neighbourhood, judge, save, commit."""

import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from monitor import clock, pipeline
from monitor.model import FeedState, Place
from monitor.pipeline import Desk
from monitor.store import Store
from tests import postgres
from tests.bench.figures import Figure, middle, p95
from tests.incidents.support import Told, control_rule, desk, event, toll_rule

SIZES = (10_000, 100_000)
PROBES = 300
BATCH = 2_000
"""Articles that one transaction of the filling takes in."""
TOWNS = 3_000
DAYS = 30
KINDS = (
    ("Explosions/Remote violence", "Air/drone strike"),
    ("Battles", "Armed clash"),
    ("Violence against civilians", "Attack"),
)


class World:
    """An endless row of articles, the same at every run."""

    def __init__(self, now: datetime) -> None:
        self._dice = random.Random(7)
        self._now = now
        self._number = 0
        self._towns = [self._town(n) for n in range(TOWNS)]
        self._weights = [1 / (n + 10) for n in range(TOWNS)]

    def next(self) -> Told:
        """One more article, with one event."""
        self._number += 1
        dice, killed = self._dice, self._dice.randrange(1, 60)
        [where] = dice.choices(self._towns, self._weights)
        kind, sub_kind = dice.choice(KINDS)
        hours = -dice.random() * 24 * DAYS
        text = f"{killed} people were killed in {where.name}, witness {self._number} said. {dice.getrandbits(80):x}"
        told = event(killed, where, event_type=kind, sub_event_type=sub_kind)
        return Told(f"{self._number:016x}", [told], hours, f"outlet {dice.randrange(40)}", text, at=self._now)

    def _town(self, number: int) -> Place:
        lat, lon = self._dice.uniform(-35, 60), self._dice.uniform(-120, 150)
        country = chr(65 + number % 26) + chr(65 + number // 26 % 6)
        return Place(f"Town {number}", number, country, None, lat, lon, 1, 5.0)


def measure(sizes: Sequence[int]) -> Iterator[Figure]:
    """The cost at each size, on SQLite and on PostgreSQL."""
    for name, opened in (("SQLite", _sqlite), ("PostgreSQL", _postgresql)):
        with opened() as store:
            yield from _grow(store, name, sizes)


def _grow(store: Store, name: str, sizes: Sequence[int]) -> Iterator[Figure]:
    now = clock.now()
    world, told = World(now), desk(toll_rule(10, 50), control_rule())
    filled = 0
    for size in sizes:
        while filled < size:
            _take_in(store, told, [world.next() for _ in range(min(BATCH, size - filled))], now)
            filled = min(filled + BATCH, size)
            print(f"\r{name}: {filled:,} of {size:,} articles ", end="", file=sys.stderr)
        seconds = [_take_in(store, told, [world.next()], now) for _ in range(PROBES)]
        print(file=sys.stderr)
        yield Figure(
            f"one event, {size:,} articles, {name}", middle(seconds) * 1000, "ms", f"p95 {p95(seconds) * 1000:.2f} ms"
        )


def _take_in(store: Store, told: Desk, articles: Sequence[Told], now: datetime) -> float:
    """Save articles and let them have their effect, in one transaction; the seconds of that transaction."""
    store.feeds.save_poll(FeedState("bench", now), [one.article for one in articles], now)
    begun = clock.monotonic()
    with store.ledger.write() as tx:
        for one in articles:
            tx.save(pipeline.decide(one.article, one.extraction, told, tx, now))
    return clock.monotonic() - begun


@contextmanager
def _sqlite() -> Iterator[Store]:
    with tempfile.TemporaryDirectory(prefix="tocsin-bench-") as folder, Store.open("sqlite", Path(folder)) as store:
        store.migrate()
        yield store


@contextmanager
def _postgresql() -> Iterator[Store]:
    with postgres.server() as server, Store.open(server.create(), Path()) as store:
        store.migrate()
        yield store
