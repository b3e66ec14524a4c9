"""Connections and transactions: the same promises on SQLite and on PostgreSQL.

    with database.read() as connection:    a look; on SQLite a snapshot
    with database.write() as connection:   one transaction; SQLite's only writer is taken at its start (BEGIN IMMEDIATE)
    with database.write(LEDGER_LOCK) ...   on PostgreSQL also an advisory lock: such transactions run one after another

Whatever the database refuses leaves here as a StoreError that says what, where and what to do."""

import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import sqlalchemy as sa
from sqlalchemy import Connection, Dialect, Engine, Table, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool
from sqlalchemy.sql.dml import UpdateBase

from monitor import clock
from monitor.errors import StoreError
from monitor.store import refusals
from monitor.store.prepared import Prepared

BUSY_TIMEOUT = 30
"""Seconds that a writer of SQLite waits for another process's transaction."""
TURN = 0.0005
"""Seconds between two tries for SQLite's writer."""
LOG_SIZE = 64 * 2**20
"""Bytes that SQLite's write-ahead log is cut back to."""
CHECKPOINT = 4000
"""Pages of the log after which it is carried over: each page that many articles touch is then written once."""
PAGES_KEPT = 16 * 2**10
"""KiB of pages that a connection to SQLite keeps in memory: those that a search goes through again and again."""
LEDGER_LOCK = 0x70C51
MIGRATION_LOCK = 0x70C52
"""Keys of PostgreSQL's advisory locks, Tocsin's own."""
FRESH, STEADY = "READ COMMITTED", "REPEATABLE READ"
"""What a statement sees on PostgreSQL, whatever its server is set to: whoever waited for a lock must see what was saved
under it, and whoever looks for long sees one moment."""
HOLD = Prepared(
    sa.text(
        "SELECT set_config('synchronous_commit', 'off', true),"
        " set_config('plan_cache_mode', 'force_generic_plan', true),"
        " set_config('enable_seqscan', 'off', true),"
        " set_config('jit', 'off', true),"
        " pg_advisory_xact_lock(:lock)"
    )
)
"""Whoever holds a lock does what can be done again, so that its commit need not wait for the disk: after a loss of
power the last moment's articles are unread again and have the same effect under the same ids. SQLite's log, which is
synced at its checkpoints, promises just as much; neither ever loses an earlier transaction and keeps a later one.

Its statements go by indexes whatever they are given, so that PostgreSQL need not plan them anew for each article: to
plan a search of the neighbourhood takes it longer than to answer it. A plan that was made while the tables were small
must serve when they are large."""
RESTED = 1.0
"""Seconds after which a connection to PostgreSQL is asked whether it is still there, before it is used again. To ask
each time is one way more there and back for every transaction; what is lost in a busy second is done again."""


def database_url(database: str, data_dir: Path) -> sa.URL:
    """The address that a configured `database` means: `sqlite` is data_dir/tocsin.db, the rest are SQLAlchemy URLs."""
    if database == "sqlite":
        return sa.URL.create("sqlite", database=str(data_dir / "tocsin.db"))
    try:
        url = sa.make_url(database)
    except sa.exc.ArgumentError:
        raise StoreError(
            "database is neither `sqlite` nor an address such as postgresql+psycopg://user@host/name"
        ) from None
    return url.set(drivername="postgresql+psycopg") if url.drivername in ("postgresql", "postgres") else url


class Database:
    """One address and its connections. Opens nothing before the first transaction, and belongs to the process that
    first used it: a forked child makes its own."""

    def __init__(self, url: sa.URL) -> None:
        if url.get_backend_name() not in ("sqlite", "postgresql"):
            raise StoreError(f"database {refusals.named(url)}: use `sqlite` or postgresql+psycopg://…")
        self.url = url
        self._pid: int | None = None
        self._engine = _engine(url)
        self._writer = self._engine.execution_options(tocsin_begin="BEGIN IMMEDIATE")
        self._steady = self._engine if self.is_sqlite else self._engine.execution_options(isolation_level=STEADY)
        self._bare = self._engine.execution_options(tocsin_begin=None)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is SQLite (else it is PostgreSQL)."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def file(self) -> Path | None:
        """SQLite's file, also where the address names it by a `file:` URI; None in memory and on PostgreSQL."""
        name = self.url.database if self.is_sqlite else None
        if name and "uri" in self.url.query:
            name = unquote(urlsplit(name).path)
        return Path(name) if name and name != ":memory:" else None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only looks."""
        with refusals.explained(self.url), self._own(self._engine).begin() as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A look at one moment, however long it takes."""
        with refusals.explained(self.url), self._own(self._steady).begin() as connection:
            yield connection

    @contextmanager
    def write(self, lock: int | None = None) -> Iterator[Connection]:
        """A transaction that changes: committed at the end, rolled back by any exception."""
        with refusals.explained(self.url), self._own(self._writer).begin() as connection:
            if lock is not None and not self.is_sqlite:
                with piped(connection):
                    HOLD.change(connection, {"lock": lock})
            yield connection

    @contextmanager
    def bare(self) -> Iterator[Connection]:
        """A connection to SQLite without a transaction, for what may not stand in one (its journal, checkpoints)."""
        with refusals.explained(self.url), self._own(self._bare).connect() as connection:
            yield connection

    def close(self) -> None:
        """Close every connection. The next transaction would open new ones."""
        self._engine.dispose(close=self._pid in (None, os.getpid()))

    def _own(self, engine: Engine) -> Engine:
        if self._pid is None:
            self._pid = os.getpid()
        elif self._pid != os.getpid():
            raise StoreError("this Store was used before the process forked; open a new one in the child")
        return engine


@contextmanager
def piped(connection: Connection) -> Iterator[None]:
    """Statements whose answers nobody looks at: PostgreSQL is sent all of them at once, and waited for once, at the
    end. On SQLite, which has no way to go, they are executed one by one."""
    if connection.dialect.name == "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    try:
        with driver.pipeline():
            yield
    except driver.Error as error:
        raise sa.exc.DBAPIError.instance("", None, error, driver.Error) from error


def is_busy(error: BaseException | None) -> bool:
    """Whether SQLite refused because somebody else is at it, so that trying again can help."""
    return isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY


def insert(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that knows `on_conflict_do_nothing` and `on_conflict_do_update` on either database."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def changed(connection: Connection, statement: UpdateBase, values: dict[str, Any] | None = None) -> int:
    """Execute, and tell how many rows it made or changed (an INSERT's count is dropped unless one asks for it)."""
    return connection.execute(statement, values, execution_options={"preserve_rowcount": True}).rowcount


def insert_new(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert in bulk; a row whose key is there already is left as it is."""
    if rows:
        connection.execute(inserting_new(connection.dialect.name, table), list(rows))


@cache
def inserting_new(dialect: str, table: Table) -> UpdateBase:
    """An INSERT that leaves a row as it is whose key is there already. Built once, and without the new keys that
    PostgreSQL would answer."""
    insert = sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
    return insert.inline().on_conflict_do_nothing()


def _engine(url: sa.URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        with refusals.explained(url):
            engine = sa.create_engine(url, isolation_level=FRESH, connect_args={"connect_timeout": 10})
        event.listen(engine, "checkin", _note_rest)
        event.listen(engine, "checkout", partial(_see_if_alive, engine.dialect))
        return engine
    if url.database in (None, "", ":memory:"):
        engine = sa.create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False})
    else:
        engine = sa.create_engine(url, connect_args={"timeout": BUSY_TIMEOUT})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _note_rest(_connection: Any, record: ConnectionPoolEntry) -> None:
    record.info["rests_since"] = clock.monotonic()


def _see_if_alive(dialect: Dialect, connection: Any, record: ConnectionPoolEntry, _proxy: Any) -> None:
    """Have the pool replace a connection that was cut while it lay idle."""
    now = clock.monotonic()
    if now - record.info.get("rests_since", now) < RESTED:
        return
    try:
        dialect.do_ping(connection)
    except dialect.loaded_dbapi.Error as error:
        raise sa.exc.DisconnectionError from error


def _prepare(connection: Any, _record: Any) -> None:
    """Take transactions out of the driver's hands: it would begin them late, after the first read."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute(f"PRAGMA journal_size_limit = {LOG_SIZE}")
    cursor.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT}")
    cursor.execute(f"PRAGMA cache_size = -{PAGES_KEPT}")
    cursor.close()


def _begin(connection: Connection) -> None:
    statement = connection.get_execution_options().get("tocsin_begin", "BEGIN")
    if statement == "BEGIN IMMEDIATE":
        _begin_in_turn(connection.connection.dbapi_connection)
    elif statement:
        connection.exec_driver_sql(statement)


def _begin_in_turn(driver: Any) -> None:
    """SQLite's own wait for its writer sleeps longer each time, so that a process can starve beside a busy one. Short
    sleeps of equal length give each its turn."""
    deadline = clock.monotonic() + BUSY_TIMEOUT
    driver.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                driver.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if not is_busy(error) or clock.monotonic() > deadline:
                    raise
                time.sleep(TURN)
            else:
                return
    finally:
        driver.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT * 1000:.0f}")
