"""Every test of the store runs on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.store import Store
from tests.postgres import Server


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'tocsin.db'}"
    url: str = request.getfixturevalue("pg_url")
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a migrated database."""
    if request.param == "sqlite":
        with Store.open("sqlite", tmp_path) as store:
            store.migrate()
        return f"sqlite:///{tmp_path / 'tocsin.db'}"
    server: Server = request.getfixturevalue("pg_server")
    return server.create(request.getfixturevalue("pg_template"))


@pytest.fixture
def store(url: str, tmp_path: Path) -> Iterator[Store]:
    """A migrated store."""
    with Store.open(url, tmp_path) as opened:
        yield opened
