"""A worker's station on real parts: a configuration, a migrated store, a Redis."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from monitor.config import load
from monitor.store import Store
from tests.queue.support import RedisServer
from workers import station as stations
from workers.station import Station

CONFIG = """\
data_dir: var
network: {allow_private: true}
feeds:
  - {name: Wire, url: "https://example.org/rss", source: example.org}
rules:
  - {name: mass casualties, type: toll, metric: killed, thresholds: [10]}
route: {receiver: desk, group_wait: 0s}
receivers:
  - {name: desk, mail_folder: {}}
"""


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path / "var").start()
    yield server
    server.kill()


@pytest.fixture
def station(tmp_path: Path, redis_server: RedisServer) -> Iterator[Station]:
    path = tmp_path / "config.yaml"
    path.write_text(CONFIG)
    config = load(path)
    with Store.open(config.database, config.data_dir) as store:
        store.migrate()
    opened = stations.open_station(path, config)
    yield opened
    opened.close()


@pytest.fixture
def until() -> Callable[[Callable[[], bool]], None]:
    """Waits for what other threads and processes bring about."""

    def wait(done: Callable[[], bool]) -> None:
        pause = threading.Event()
        while not done():
            pause.wait(0.01)

    return wait
