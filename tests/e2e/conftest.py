"""One world for all end-to-end tests, and what an undisturbed monitor makes of it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.house import House, configuration
from tests.e2e.world import World, news, story_day

TOLLS, QUIET = 36, 200


@pytest.fixture(scope="session")
def _world() -> Iterator[World]:
    with World() as world:
        world.publish(news(TOLLS, QUIET, story_day()))
        yield world


@pytest.fixture
def world(_world: World) -> World:
    """The publishers and receivers, with nothing received yet. What is served never changes."""
    _world.forget()
    return _world


@pytest.fixture(scope="session")
def expected(_world: World, tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """The ids of the alerts that an undisturbed monitor raises."""
    _world.forget()
    with House(tmp_path_factory.mktemp("undisturbed"), configuration(_world)) as house:
        house.start()
        house.until(lambda: house.settled(_world))
        with house.store() as store:
            ids = [alert.id for alert in store.alerts.recent(1000)]
        house.stop()
    assert len(ids) == len(set(ids)) >= TOLLS / 2, "the articles are not read as they should be"
    return frozenset(ids)


@pytest.fixture
def house(tmp_path: Path, world: World) -> Iterator[House]:
    with House(tmp_path, configuration(world)) as made:
        yield made


@pytest.fixture
def check(world: World, expected: frozenset[str]) -> Callable[[House], None]:
    """Everything that was served has had its effect once, and every alert has reached every receiver under one id."""

    def checked(house: House) -> None:
        house.until(lambda: house.settled(world))
        with house.store() as store:
            assert [one.traceback for one in store.articles.set_aside(3)] == []
            assert store.articles.counts() == {"new": 0, "read": world.count(), "set_aside": 0}
            raised = [alert.id for alert in store.alerts.recent(10_000)]
            delivered = store.deliveries.recent(10_000)
        assert sorted(raised) == sorted(expected)
        by_channel = {
            channel: sorted(alert.id for one in delivered if one.channel == channel for alert in one.alerts)
            for channel in ("mail_folder", "webhook", "email")
        }
        assert by_channel == dict.fromkeys(by_channel, sorted(expected))
        assert {one.status for one in delivered} == {"delivered"}
        posted = {post.id: set(post.alerts) for post in world.posts if post.taken}
        assert sorted(alert for alerts in posted.values() for alert in alerts) == sorted(expected)
        assert len({mail["Message-ID"] for mail in world.mails}) == sum(one.channel == "email" for one in delivered)
        assert len(list((house.data_dir / "mail").glob("*.eml"))) == sum(
            one.channel == "mail_folder" for one in delivered
        )

    return checked
