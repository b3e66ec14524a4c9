"""A real Redis for the tests of this folder: the embedded one, on a socket of its own."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from monitor import embedded_redis
from monitor.lifeline import die_with_parent


class Server:
    """The embedded Redis of one data folder."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.url = embedded_redis.url(data_dir)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *, afresh: bool = False) -> None:
        embedded_redis.prepare(self.data_dir, afresh=afresh)
        self.process = subprocess.Popen(embedded_redis.command(self.data_dir), preexec_fn=die_with_parent)
        while not embedded_redis.answers(self.data_dir):
            assert self.process.poll() is None, "the server ended at once"

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()


@pytest.fixture
def new_server(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    servers: list[Server] = []

    def make(data_dir: Path | None = None) -> Server:
        servers.append(Server(data_dir or tmp_path / "var"))
        return servers[-1]

    yield make
    for server in servers:
        server.kill()


@pytest.fixture
def server(new_server: Callable[..., Server]) -> Server:
    made: Server = new_server()
    made.start()
    return made
