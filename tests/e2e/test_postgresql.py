"""The same daemon on PostgreSQL, killed and started again."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.house import House, configuration
from tests.e2e.world import World
from tests.postgres import Server

pytestmark = pytest.mark.process
LEASES = 120
"""Seconds in which whatever was in hand is free again, and done."""


@pytest.fixture
def house(tmp_path: Path, world: World, pg_url: str) -> Iterator[House]:
    with House(tmp_path, configuration(world, pg_url), pg_url) as made:
        yield made


def test_everything_killed_under_load_and_started_again(house: House, world: World, check: Callable[[House], None]):
    house.start()
    house.until(lambda: house.count("read") > 30)
    house.kill_everything()
    assert house.count("read") < world.count()
    house.start()
    check(house)
    code, seconds, left = house.stop()
    assert (code, left) == (0, [])
    assert seconds < 10


def test_a_server_that_crashes_under_load_is_found_again(
    house: House, world: World, check: Callable[[House], None], pg_server: Server
):
    """What it forgot, because commits do not wait for its disk, is done again."""
    house.start()
    house.until(lambda: house.count("read") > 30)
    assert house.count("read") < world.count()
    parts = house.readers(), house.part("monitor.scheduler")
    pg_server.crash()
    house.until(lambda: house.settled(world), LEASES)
    check(house)
    assert (house.readers(), house.part("monitor.scheduler")) == parts
