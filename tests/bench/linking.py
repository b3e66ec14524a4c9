"""What it costs to link one event as the ledger grows, on both databases.

Incidents lie in 3,000 towns, the few large ones far more often, and follow each other every 26 seconds: 100,000 of them
are a month, and all of that month lies open. Measured is one article's whole transaction, in two parts: to load its
neighbourhood and judge it, and all of it with saving and committing. A late article is one that comes two days after it
was published. Beside the time that passes stands the processor's own, which other programs on the machine disturb
less."""

import random
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from monitor import clock, pipeline
from monitor.alerts import Untold
from monitor.incidents import Known, Queries
from monitor.model import Alert, FeedState, Place
from monitor.model.pace import Acknowledgement
from monitor.store import Store
from tests import postgres
from tests.bench.figures import Figure, middle, p95
from tests.incidents.support import Told, control_rule, desk, event, toll_rule

SIZES = (10_000, 100_000)
PROBES = 300
BATCH = 1_000
"""Articles that one transaction of the filling takes in."""
TOWNS = 3_000
STEP = timedelta(seconds=26)
LATE = timedelta(days=2)
DECIDED, COMMITTED = "from its turn to the decision", "from its turn to the commit"
DESK = desk(toll_rule(10, 50), control_rule())
KINDS = (
    ("Explosions/Remote violence", "Air/drone strike"),
    ("Battles", "Armed clash"),
    ("Violence against civilians", "Attack"),
)


Cost = tuple[float, float]
"""Seconds that passed, and seconds of the processor in this thread."""


class Nothing(Untold):
    """A Memory of nothing: every event is an incident of its own. For the filling."""

    def known(self, asked: Queries) -> Known:
        return Known()

    def raised(self, subjects: Sequence[str]) -> Sequence[Alert]:
        return ()

    def firing(self, since: datetime) -> Sequence[Alert]:
        return ()

    def acknowledged(self, ids: Sequence[str]) -> Mapping[str, Acknowledgement]:
        return {}


class World:
    """An endless row of articles, the same at every run, with a clock that goes on with each."""

    def __init__(self, start: datetime) -> None:
        self.now = start
        self._dice = random.Random(7)
        self._number = 0
        self._towns = [self._town(n) for n in range(TOWNS)]
        self._weights = [1 / (n + 10) for n in range(TOWNS)]

    def next(self, late: timedelta = timedelta(0)) -> Told:
        """One more article, with one event."""
        self._number += 1
        self.now += STEP
        dice, killed = self._dice, self._dice.randrange(1, 60)
        [where] = dice.choices(self._towns, self._weights)
        kind, sub_kind = dice.choice(KINDS)
        text = f"{killed} people were killed in {where.name}, witness {self._number} said. {dice.getrandbits(80):x}"
        told = event(killed, where, event_type=kind, sub_event_type=sub_kind)
        source = f"outlet {dice.randrange(40)}"
        return Told(f"{self._number:016x}", [told], source=source, text=text, at=self.now - late, fetched=self.now)

    def _town(self, number: int) -> Place:
        lat, lon = self._dice.uniform(-35, 60), self._dice.uniform(-120, 150)
        country = chr(65 + number % 26) + chr(65 + number // 26 % 6)
        return Place(f"Town {number}", number, country, None, lat, lon, 1, 5.0)


def measure(sizes: Sequence[int]) -> Iterator[Figure]:
    """The cost at each size, on SQLite and on PostgreSQL."""
    for name, opened in (("SQLite", _sqlite), ("PostgreSQL", _postgresql)):
        with opened() as store:
            world, filled = World(clock.now()), 0
            for size in sizes:
                for first in range(filled, size, BATCH):
                    _fill(store, world, min(BATCH, size - first))
                    print(f"\r{name}: {first + BATCH:,} of {size:,} ", end="", file=sys.stderr)
                filled = size
                print(file=sys.stderr)
                yield from _probed(store, world, f"{size:,} incidents, {name}")


@contextmanager
def filled(articles: int) -> Iterator[Store]:
    """A store on SQLite in which so many articles each told of an incident of its own."""
    with _sqlite() as store:
        world = World(clock.now() - articles * STEP)
        for first in range(0, articles, BATCH):
            _fill(store, world, min(BATCH, articles - first))
            print(f"\r{first + BATCH:,} of {articles:,} ", end="", file=sys.stderr)
        print(file=sys.stderr)
        yield store


def _probed(store: Store, world: World, where: str) -> Iterator[Figure]:
    for what, late in (("event", timedelta(0)), ("late event", LATE)):
        judged, saved = zip(*(_probe(store, world.next(late), world.now) for _ in range(PROBES)), strict=True)
        for how, costs, span in (("judged", judged, DECIDED), ("and saved", saved, COMMITTED)):
            passed, busy = zip(*costs, strict=True)
            note = f"p95 {p95(passed) * 1000:.1f} ms; of the processor {middle(busy) * 1000:.2f} ms; {span}"
            yield Figure(f"{what} {how}, {where}", middle(passed) * 1000, "ms", note)


def _fill(store: Store, world: World, articles: int) -> None:
    told = [world.next() for _ in range(articles)]
    store.feeds.save_poll(FeedState("bench", world.now), [one.article for one in told], world.now)
    with store.ledger.write() as tx:
        for one in told:
            tx.save(pipeline.decide(one.article, one.extraction, DESK, Nothing(), one.at))


def _probe(store: Store, told: Told, now: datetime) -> tuple[Cost, Cost]:
    """What it cost until one article was judged, and until its effect was committed."""
    store.feeds.save_poll(FeedState("bench", now), [told.article], now)
    begun = _spent()
    with store.ledger.write() as tx:
        decision = pipeline.decide(told.article, told.extraction, DESK, tx, now)
        judged = _spent()
        tx.save(decision)
    saved = _spent()
    return (judged[0] - begun[0], judged[1] - begun[1]), (saved[0] - begun[0], saved[1] - begun[1])


def _spent() -> Cost:
    return clock.monotonic(), time.thread_time()


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
