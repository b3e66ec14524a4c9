"""kill -9 under load: nothing that a feed served is lost, nothing has its effect twice, every alert arrives."""

from collections.abc import Callable

import pytest

from tests.e2e.house import House
from tests.e2e.world import World

pytestmark = pytest.mark.process
Check = Callable[[House], None]


def busy(house: House, world: World, least: int = 20) -> None:
    """Waits until it reads, and sees to it that there is more to read."""
    house.until(lambda: house.count("read") >= least)
    assert house.count("read") < world.count() - least, "all was read before anything could be broken"


def test_a_worker_that_is_killed_while_it_reads(house: House, world: World, check: Check):
    house.start()
    busy(house, world)
    house.kill(house.readers()[0])
    house.until(lambda: len(house.readers()) == 2)
    house.kill(*house.readers())
    check(house)


def test_a_scheduler_that_is_killed(house: House, check: Check):
    house.start()
    house.until(lambda: house.count("new", "read") > 0)
    house.kill(*house.part("monitor.scheduler"))
    check(house)


def test_a_redis_that_is_killed_with_its_data_deleted(house: House, world: World, check: Check):
    house.start()
    busy(house, world)
    house.delete_redis_data()
    house.kill(*house.redis())
    check(house)


def test_a_redis_that_cannot_read_its_own_files_any_more(house: House, world: World, check: Check):
    house.start()
    busy(house, world)
    for manifest in (house.data_dir / "redis").glob("appendonlydir/*.manifest"):
        manifest.write_text("nonsense")
    house.kill(*house.redis())
    check(house)


def test_everything_killed_at_once_and_started_again(house: House, world: World, check: Check):
    house.start()
    busy(house, world)
    house.kill_everything()
    house.delete_redis_data()
    house.start()
    check(house)
    code, seconds, left = house.stop()
    assert (code, left) == (0, [])
    assert seconds < 10
