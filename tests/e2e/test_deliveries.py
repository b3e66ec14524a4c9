"""A receiver that is away gets every alert when it is back: later, at least once, all attempts under one id."""

from collections import Counter
from collections.abc import Callable

import pytest

from monitor.model import Attempt
from monitor.store import Store
from tests.e2e.house import House
from tests.e2e.world import World

pytestmark = pytest.mark.process


def test_a_receiver_that_hangs_and_is_killed_holds_up_no_other_and_gets_all(
    house: House, world: World, expected: frozenset[str], check: Callable[[House], None]
):
    world.answering.clear()
    house.start()
    house.until(lambda: len(world.mails) == len(expected))
    house.until(lambda: len(list((house.data_dir / "mail").glob("*.eml"))) == len(expected))
    assert world.posts == []
    world.kill_receiver()
    world.answering.set()
    house.until(lambda: bool(house.look(broken)))
    world.revive_receiver()
    check(house)


def broken(store: Store) -> list[Attempt]:
    """The attempts that ended because their receiver did."""
    tried = (attempt for each in store.deliveries.recent(1000) for attempt in each.attempts)
    return [attempt for attempt in tried if "broke off" in attempt.answer or "no connection" in attempt.answer]


def test_attempts_that_fail_or_are_killed_bear_one_id(house: House, world: World, check: Callable[[House], None]):
    """The webhook refuses, asks for patience, says nothing or half a line; the mail server breaks off with the mail in
    hand; the notifier and Redis are killed meanwhile."""
    world.moody = True
    house.start()
    house.until(lambda: len(world.posts) > 3 and len(world.mails) > 3)
    house.kill(*house.part("--queues notify"))
    house.until(lambda: len(world.posts) > 12)
    house.kill(*house.redis(), *house.part("--queues notify"))
    check(house)
    tried = Counter(post.id for post in world.posts)
    assert min(tried.values()) > 1, "something was taken at the first try"
    told: dict[str, set[str]] = {}
    for post in world.posts:
        for alert in post.alerts:
            told.setdefault(alert, set()).add(post.id)
    assert all(len(ids) == 1 for ids in told.values())
    mailed = Counter(mail["Message-ID"] for mail in world.mails)
    assert min(mailed.values()) > 1, "no mail came twice though the server broke off"
