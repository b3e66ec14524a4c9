"""Real parts that any test may ask for: a PostgreSQL server, databases in it, a migrated SQLite store."""

import logging
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog
from hypothesis import settings

from monitor.store import Store
from tests import postgres
from tests.postgres import Server

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")  # how long an example takes is for tests/bench to say

MOST_PROCESSES = 8  # each starts a PostgreSQL server of its own


def pytest_xdist_auto_num_workers() -> int:
    """Among how many processes `-n auto` shares out the tests: many wait for real processes, so every core counts."""
    return min(os.cpu_count() or 1, MOST_PROCESSES)


@pytest.fixture(scope="session")
def pg_server() -> Iterator[Server]:
    """One PostgreSQL server for the whole session."""
    with postgres.server(safe=False) as server:
        yield server


@pytest.fixture(scope="session")
def pg_template(pg_server: Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database that is migrated already: copying it is faster than migrating."""
    url = pg_server.create()
    with Store.open(url, tmp_path_factory.mktemp("template")) as store:
        store.migrate()
    return url.partition("?")[0].rpartition("/")[2]


@pytest.fixture
def pg_url(pg_server: Server) -> str:
    """The URL of an empty PostgreSQL database of this test's own."""
    return pg_server.create()


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


@pytest.fixture
def restored_logs() -> Iterator[None]:
    """Lets a test configure this process's logs."""
    root = logging.getLogger()
    before = root.handlers[:], root.level, logging.raiseExceptions
    yield
    root.handlers[:], root.level, logging.raiseExceptions = before
    structlog.reset_defaults()
