"""One leads, and another takes over when it goes silent."""

from datetime import datetime, timedelta

from monitor.store import Store

TTL = timedelta(seconds=15)
SECOND = timedelta(seconds=1)


def test_one_holder_at_a_time(store: Store, now: datetime) -> None:
    assert store.leases.hold("scheduler", "a", now, TTL)
    assert not store.leases.hold("scheduler", "b", now, TTL)
    assert store.leases.hold("janitor", "b", now, TTL)
    assert store.leases.holder("scheduler") == "a"
    assert store.leases.holder("nobody's") is None


def test_a_renewed_lease_lasts_from_then_on(store: Store, now: datetime) -> None:
    store.leases.hold("scheduler", "a", now, TTL)
    assert store.leases.hold("scheduler", "a", now + TTL - SECOND, TTL)
    assert not store.leases.hold("scheduler", "b", now + TTL, TTL)


def test_another_takes_over_from_one_that_went_silent(store: Store, now: datetime) -> None:
    store.leases.hold("scheduler", "a", now, TTL)
    assert store.leases.holder("scheduler", now + TTL - SECOND) == "a"
    assert store.leases.holder("scheduler", now + TTL) is None
    assert store.leases.hold("scheduler", "b", now + TTL, TTL)
    assert not store.leases.hold("scheduler", "a", now + TTL, TTL)


def test_a_released_lease_is_free_at_once_and_only_its_holder_releases_it(store: Store, now: datetime) -> None:
    store.leases.hold("scheduler", "a", now, TTL)
    store.leases.release("scheduler", "b")
    assert not store.leases.hold("scheduler", "b", now, TTL)
    store.leases.release("scheduler", "a")
    assert store.leases.hold("scheduler", "b", now, TTL)
