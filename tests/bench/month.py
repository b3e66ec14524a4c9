"""A month and more in fast motion: articles come in, are judged, alert and are told, and what grows old is archived.
Measured is what stays: rows, and the size of the database's file, day by day."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from msgspec import Struct

from monitor import keeping, pipeline
from monitor.archive import Archive
from monitor.model import Attempt, FeedState
from monitor.store import Store
from monitor.store.tables import metadata
from tests.bench.figures import Figure
from tests.bench.linking import DESK, STEP, World
from tests.incidents.support import ARMY, MONITOR, SHABAAB, Told, capture

START = datetime(2026, 1, 1, tzinfo=UTC)
HOUSEKEEPING = 4
"""Times a day."""


class Day(Struct, frozen=True):
    """What is kept at the end of a day: rows of all tables, bytes of the database's file, bytes of the archive."""

    rows: dict[str, int]
    database: int
    archive: int


def days(store: Store, archive: Archive, number: int, articles: int, kept: timedelta) -> Iterator[Day]:
    """A run of so many days with so many articles each, of which the last `kept` stay."""
    world = World(START)
    step = timedelta(days=1) / articles
    for day in range(number):
        for n in range(articles):
            world.now = START + timedelta(days=day) + n * step - STEP
            told = world.next()
            if n % 10 == 0:
                side = (SHABAAB, ARMY) if n % 20 else (ARMY, SHABAAB)
                told.events = [*told.events, capture(*side, told.events[0].place, attribution=(MONITOR,))]
            _take_in(store, told, told.at)
            if n % (articles // HOUSEKEEPING) == 0:
                _keep_house(store, archive, told.at, kept)
        yield _measured(store, archive)


def _take_in(store: Store, told: Told, now: datetime) -> None:
    store.feeds.save_poll(FeedState("world", now), [told.article], now)
    with store.ledger.write() as tx:
        decision = pipeline.decide(told.article, told.extraction, DESK, tx, now)
        tx.save(decision)


def _keep_house(store: Store, archive: Archive, now: datetime, kept: timedelta) -> None:
    for id in store.deliveries.due(now, 10_000):
        store.deliveries.record(id, Attempt(now, "delivered", "250 ok", 0.1), None, "delivered")
    keeping.archive(store, archive, now - kept, now)
    store.housekeeping(now)


def _measured(store: Store, archive: Archive) -> Day:
    with store.database.read() as connection:
        count = sa.select(sa.func.count())
        rows = {table.name: connection.scalar(count.select_from(table)) or 0 for table in metadata.sorted_tables}
    if store.database.is_sqlite:
        with store.database.bare() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    file = store.database.file
    size = file.stat().st_size if file else 0
    return Day(rows, size, sum(volume.size for volume in archive.volumes()))


def measure(folder: Path, articles: int, number: int = 45) -> Iterator[Figure]:
    """Forty-five days of which fifteen are kept."""
    with Store.open("sqlite", folder) as store:
        store.migrate()
        archive = Archive(folder / "archive")
        for day, found in enumerate(days(store, archive, number, articles, timedelta(days=15)), 1):
            if day % 5 == 0:
                note = f"{sum(found.rows.values()):,} rows, archive {found.archive / 2**20:.1f} MiB"
                yield Figure(f"database after {day} days of {articles:,} articles", found.database / 2**20, "MiB", note)
