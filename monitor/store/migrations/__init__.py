"""The schema's history: numbered Alembic revisions in `versions`, applied by `upgrade`.

A new revision is a file `versions/NNNN_what.py` whose `upgrade()` makes the change with `alembic.op`; HEAD below names
it, and the tests compare the outcome with the tables."""

import time
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from monitor import clock
from monitor.errors import StoreError
from monitor.store import refusals
from monitor.store.engine import BUSY_TIMEOUT, MIGRATION_LOCK, Database, is_busy

HEAD = "0009"
SCRIPTS = Path(__file__).parent
RETRY = 0.05
"""Seconds between two tries at the journal mode."""


def upgrade(database: Database) -> None:
    """Apply what is missing in one transaction, while other processes that start wait for it.
    StoreError: the database was made by a newer program."""
    if database.file:
        _keep_a_write_ahead_log(database)
    with database.read() as connection:
        if current(connection) == HEAD:
            return
    with database.write(MIGRATION_LOCK) as connection:
        found = current(connection)
        if found != HEAD:
            _refuse_unknown(database, found)
            _run(connection)


def current(connection: Connection) -> str | None:
    """The revision that the database is at; None where it is empty."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return revision


def _refuse_unknown(database: Database, found: str | None) -> None:
    if found is not None and not any(SCRIPTS.glob(f"versions/{found}_*.py")):
        raise StoreError(
            f"database {refusals.named(database.url)} has schema {found}, this program knows up to {HEAD}: it was"
            " made by a newer Tocsin; use that one, or name another database in the configuration"
        )


def _run(connection: Connection, revision: str = HEAD) -> None:
    """Alembic is imported only here: it costs a start-up more than all the rest of the store."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _keep_a_write_ahead_log(database: Database) -> None:
    """WAL is a lasting property of the file. SQLite gives up at once where two processes change it, so try again."""
    deadline = clock.monotonic() + BUSY_TIMEOUT
    with database.bare() as connection:
        while True:
            try:
                connection.exec_driver_sql("PRAGMA journal_mode = WAL").close()
            except OperationalError as error:
                if not is_busy(error.orig) or clock.monotonic() > deadline:
                    raise
                time.sleep(RETRY)
            else:
                return
