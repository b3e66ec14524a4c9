"""Fixtures of the queue's tests."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.queue.support import RedisServer


@pytest.fixture
def new_server(tmp_path: Path) -> Iterator[Callable[..., RedisServer]]:
    servers: list[RedisServer] = []

    def make(data_dir: Path | None = None) -> RedisServer:
        servers.append(RedisServer(data_dir or tmp_path / "var"))
        return servers[-1]

    yield make
    for server in servers:
        server.kill()


@pytest.fixture
def server(new_server: Callable[..., RedisServer]) -> RedisServer:
    return new_server().start()
