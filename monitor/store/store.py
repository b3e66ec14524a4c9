"""The store: every noun that outlives a process, behind one door."""

from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

import sqlalchemy as sa

from monitor.errors import StoreError
from monitor.incidents import COPY_WINDOW
from monitor.store import migrations
from monitor.store.acknowledgements import Acknowledgements
from monitor.store.alerts import Alerts
from monitor.store.articles import Articles
from monitor.store.channels import Channels
from monitor.store.deliveries import Deliveries
from monitor.store.engine import Database, database_url
from monitor.store.feeds import Feeds
from monitor.store.leases import Leases
from monitor.store.ledger import Ledger
from monitor.store.retention import Retention
from monitor.store.silences import Silences
from monitor.store.tables import attempts, deliveries
from monitor.store.tellings import Tellings
from monitor.store.timers import Timers
from monitor.store.views import Views

KEEP_ATTEMPTS = timedelta(days=30)
KEEP_PRINTS = 2 * COPY_WINDOW
"""Copies are looked for within the window around an article's own time, and articles come late."""


class Store:
    """One database. Cheap to open, and to be opened by each process (and after each fork) for itself.

    Any method may raise StoreError: the database is locked, full, read-only, unreachable, or of another version."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.feeds = Feeds(database)
        self.articles = Articles(database)
        self.alerts = Alerts(database)
        self.deliveries = Deliveries(database)
        self.channels = Channels(database)
        self.timers = Timers(database)
        self.silences = Silences(database)
        self.acknowledgements = Acknowledgements(database)
        self.leases = Leases(database)
        self.ledger = Ledger(database)
        self.views = Views(database)
        self.tellings = Tellings(database)
        self.retention = Retention(database)

    @classmethod
    def open(cls, url: str, data_dir: Path) -> Self:
        """The store at `url`: `sqlite` (a file in data_dir), `sqlite://` (in memory), or a PostgreSQL address.
        Connects at its first use only."""
        database = Database(database_url(url, data_dir))
        if database.file:
            try:
                database.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            except OSError as error:
                raise StoreError(f"database {database.file}: its folder cannot be made: {error.strerror}") from error
        return cls(database)

    def migrate(self) -> None:
        """Bring the schema up to this program's, once, whichever of several starting processes comes first.
        A database of a newer program is refused."""
        migrations.upgrade(self.database)

    def housekeeping(self, now: datetime) -> None:
        """Drop what nobody asks for any more: attempts of deliveries settled long ago, fingerprints of old texts,
        acknowledgements of alerts that are archived."""
        self.ledger.forget_prints(now - KEEP_PRINTS)
        self.acknowledgements.forget()
        settled = sa.select(deliveries.c.id).where(deliveries.c.status != "pending")
        with self.database.write() as connection:
            old = attempts.c.at < now - KEEP_ATTEMPTS
            connection.execute(sa.delete(attempts).where(old, attempts.c.delivery.in_(settled)))
        if self.database.is_sqlite:
            with self.database.bare() as connection:
                connection.exec_driver_sql("PRAGMA optimize").close()

    def close(self) -> None:
        """Close its connections."""
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
