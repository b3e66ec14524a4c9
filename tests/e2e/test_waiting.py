"""Alerts that must hold and escalate, while everything is killed: each is told when it has held, and once more."""

from collections import Counter

import pytest

from monitor.model import Delivery
from tests.e2e.house import House
from tests.e2e.world import World

pytestmark = pytest.mark.process


def test_timers_outlive_whatever_is_killed(house: House, world: World, expected: frozenset[str]) -> None:
    config = house.config.read_text().replace("of: incident,", "of: incident, for: 3s, escalate: [{after: 2s}],")
    house.config.write_text(config)
    house.start()
    house.until(lambda: held(house) >= 3)
    house.kill_everything()
    house.delete_redis_data()
    house.start()
    house.until(lambda: house.settled(world) and not waiting(house))
    told = Counter(alert.id for each in sent(house) for alert in each.alerts)
    assert told == Counter(dict.fromkeys(expected, 2)), "when it had held, and when nobody had acknowledged it"
    whys = Counter(alert.notify_reason.split()[0] for each in sent(house) for alert in each.alerts)
    assert whys == {"it": len(expected), "nobody": len(expected)}, "it has held · nobody acknowledged it"
    with house.store() as store:
        assert store.alerts.muted(min(alert.at for alert in store.alerts.recent(1000))) == {}


def held(house: House) -> int:
    """How many alerts wait; none while there is no database yet."""
    return len(house.look(lambda store: store.alerts.recent(100, muted=True)))


def waiting(house: House) -> bool:
    return bool(house.look(lambda store: [each for each in [store.timers.next()] if each]))


def sent(house: House) -> list[Delivery]:
    """What the webhook got."""
    with house.store() as store:
        return [each for each in store.deliveries.recent(10_000) if each.channel == "webhook"]
