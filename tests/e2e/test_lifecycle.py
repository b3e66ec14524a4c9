"""Start, reload, stop, start again: one daemon a data folder, a clean end, and no alert told twice."""

import signal
import subprocess
import sys
from collections.abc import Callable

import psutil
import pytest

from monitor import clock
from monitor.data_dir import identity
from monitor.scheduler import LEASE
from tests.e2e.house import FEED, House
from tests.e2e.world import World

pytestmark = pytest.mark.process
TAKEN_OVER_WITHIN = 15
ENDS_WITHIN = 10


def test_a_clean_end_in_the_middle_and_a_second_start_that_repeats_nothing(
    house: House, world: World, check: Callable[[House], None]
):
    house.start()
    house.until(lambda: house.count("read") > 30)
    code, seconds, left = house.stop()
    assert (code, left) == (0, [])
    assert seconds < ENDS_WITHIN
    assert house.count("read") < world.count()
    house.start()
    check(house)
    house.stop()
    told = len(world.posts), len(world.mails)
    house.start()
    house.until(lambda: house.led())
    house.until(lambda: house.settled(world))
    house.stop()
    assert (len(world.posts), len(world.mails)) == told


def test_a_part_that_does_not_listen_is_ended_all_the_same(house: House):
    house.start()
    house.until(lambda: len(house.readers()) == 2)
    house.readers()[0].suspend()
    code, seconds, left = house.stop()
    assert (code, left) == (0, [])
    assert seconds < ENDS_WITHIN


def test_a_second_daemon_on_the_same_folder_is_refused(house: House):
    house.start()
    house.until(house.led)
    second = house.run_once()
    assert second.returncode == 1
    assert f"already runs on {house.data_dir} (process {house.process.pid})" in second.stderr
    assert house.process.is_running()


def test_a_configuration_that_cannot_be_used_is_refused_with_all_that_is_wrong(house: House):
    house.config.write_text(house.config.read_text().replace("every: 1s", "every: often").replace("[10]", "ten"))
    refused = house.run_once()
    assert refused.returncode == 2
    assert refused.stderr.count("config.yaml:") == 4
    assert not (house.data_dir / "tocsin.db").exists()


def test_a_good_configuration_is_taken_over_without_a_restart(house: House, world: World):
    text = house.config.read_text()
    house.config.write_text(text.replace(FEED.format(name="coast", url=world.url) + "\n", ""))
    house.start()
    house.until(house.led)
    before = set(house.process.children())
    house.config.write_text(text.replace("workers: 2", "workers: 3"))
    house.process.send_signal(signal.SIGHUP)
    house.until(lambda: house.count("new", "read") == world.count())
    house.until(lambda: len(house.readers()) == 3)
    assert before <= set(house.process.children())
    house.config.write_text(text.replace("workers: 2", "workers: 1"))
    house.process.send_signal(signal.SIGHUP)
    house.until(lambda: len(house.readers()) == 1)


def test_a_bad_configuration_changes_nothing_not_even_for_parts_that_start_again(house: House, world: World):
    house.start()
    house.until(house.led)
    house.config.write_text("feeds: 3\n")
    house.process.send_signal(signal.SIGHUP)
    house.until(lambda: "the old one goes on" in house.log())
    house.kill(*house.readers(), *house.part("monitor.scheduler"))
    house.until(lambda: house.settled(world))
    assert house.process.is_running()


def test_another_scheduler_takes_over(house: House):
    house.start()
    house.until(house.led)
    command = [sys.executable, "-m", "monitor.scheduler", "--config", "config.yaml", "--name", "second"]
    with subprocess.Popen(command, cwd=house.folder, env=house.env()) as second:
        house.until(lambda: len(psutil.Process(second.pid).threads()) > 1)
        (first,) = house.part("monitor.scheduler", str(house.data_dir))
        with house.store() as store:
            assert store.leases.holder(LEASE) == identity(house.data_dir)
        first.suspend()
        begun = clock.monotonic()
        with house.store() as store:
            house.until(lambda: store.leases.holder(LEASE) == "second")
        assert clock.monotonic() - begun < TAKEN_OVER_WITHIN
        first.resume()
        second.send_signal(signal.SIGTERM)
        assert second.wait(10) == 0


def test_a_part_that_dies_comes_back(house: House, world: World):
    house.start()
    house.until(house.led)
    victims = [*house.part("monitor.web"), *house.part("--queues notify")]
    house.kill(*victims)
    house.until(lambda: len(house.part("monitor.web")) == len(house.part("--queues notify")) == 1)
    house.until(lambda: house.settled(world))
    alive = {part.pid for part in (*house.part("monitor.web"), *house.part("--queues notify"))}
    assert alive.isdisjoint(victim.pid for victim in victims)


def test_who_kills_the_supervisor_kills_all(house: House):
    house.start()
    house.until(house.led)
    family = house.family()
    house.kill(house.process)
    house.until(lambda: not any(one.is_running() for one in family), 10)
    assert len(family) > 1
    assert not [one.pid for one in family if one.is_running()]
