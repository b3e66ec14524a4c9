"""The same daemon on PostgreSQL, killed and started again."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.house import House, configuration
from tests.e2e.world import World

pytestmark = pytest.mark.process


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
