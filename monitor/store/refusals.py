"""What a database refused, in words for a person: what is wrong, where, and what to do. Passwords never appear."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, InterfaceError, NoSuchModuleError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from monitor.errors import StoreError

ADVICE = {
    "database is locked": "another process held it for too long; see which one has the file open",
    "readonly database": "it cannot be written; check the rights of the file and of its folder",
    "unable to open database file": "check that its folder exists and may be written",
    "database or disk is full": "the disk is full; free some space, nothing that was saved is lost",
    "disk i/o error": "the disk fails or is full; check the machine's log",
    "file is not a database": "it is no SQLite database, or it is damaged; move it away or restore a backup",
    "malformed": "the file is damaged; restore a backup",
    "no such table": "it has not been set up for this version; `tocsin run` does that",
    "no such column": "it has not been set up for this version; `tocsin run` does that",
    'relation "[^"]*" does not exist': "it has not been set up for this version; `tocsin run` does that",
    "column [^ ]* does not exist": "it has not been set up for this version; `tocsin run` does that",
    "password authentication failed": "the server refuses the user name or password of the address",
    'database "[^"]*" does not exist': "create the database, or correct its name in the address",
    "connection refused": "no PostgreSQL server answers there; start it, or correct the address",
    "could not translate host name": "the server's name is not known; correct the address",
    "failed to resolve host": "the server's name is not known; correct the address",
    "no space left": "the server's disk is full; free some space, nothing that was saved is lost",
    "read-only transaction": "the server takes no changes now (a standby?); use the primary's address",
    "timeout": "the server does not answer in time",
}
"""A pattern in the database's own message -> what to do."""
EXTRA = "the driver for PostgreSQL is missing: pip install 'tocsin[postgresql]'"


def named(url: sa.URL) -> str:
    """The address as it may be shown."""
    if url.get_backend_name() == "sqlite":
        return url.database or "in memory"
    return url.render_as_string(hide_password=True)


@contextmanager
def explained(url: sa.URL) -> Iterator[None]:
    """Raise StoreError for what the database or its driver refuses inside; other errors pass."""
    try:
        yield
    except (DBAPIError, PoolTimeout, sqlite3.Error) as error:
        raise StoreError(f"database {named(url)}: {_told(error)}") from error
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        if isinstance(error, ModuleNotFoundError) and error.name != "psycopg":
            raise
        raise StoreError(f"database {named(url)}: {EXTRA}") from error


def _told(error: DBAPIError | PoolTimeout | sqlite3.Error) -> str:
    said = str(error.orig if isinstance(error, DBAPIError) else error).strip()
    first = said.splitlines()[0] if said else type(error).__name__
    advice = next((advice for pattern, advice in ADVICE.items() if re.search(pattern, said.lower())), None)
    if advice is None and isinstance(error, (OperationalError, InterfaceError)):
        advice = "see whether the database runs and may be reached"
    return f"{first} ({advice})" if advice else first
