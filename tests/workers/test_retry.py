"""Deliveries are tried again with growing patience, for days, and never after an answer that settles them."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.model import Attempt
from workers.retry import DELAYS, GIVE_UP_AFTER, LONGEST_WISH, verdict

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def tried(*outcomes: str) -> tuple[Attempt, ...]:
    return tuple(Attempt(at=NOW, outcome=outcome, answer="", seconds=0.1) for outcome in outcomes)


@pytest.mark.parametrize(("outcome", "status"), [("delivered", "delivered"), ("refused", "failed")])
def test_an_answer_that_settles_it_ends_it(outcome: str, status: str):
    assert verdict(NOW, tried("failed", outcome), None, NOW) == (status, None)


def test_delays_grow_and_then_stay():
    waits = [verdict(NOW, tried(*["failed"] * n), None, NOW)[1] - NOW for n in range(1, 12)]
    assert waits == sorted(waits)
    assert waits[0] == DELAYS[0]
    assert set(waits[7:]) == {DELAYS[-1]}


def test_a_receivers_wish_is_heard_within_reason():
    assert verdict(NOW, tried("failed"), timedelta(minutes=7), NOW) == ("pending", NOW + timedelta(minutes=7))
    assert verdict(NOW, tried("failed"), timedelta(days=90), NOW) == ("pending", NOW + LONGEST_WISH)
    assert verdict(NOW, tried("failed"), timedelta(0), NOW) == ("pending", NOW + DELAYS[0])


def test_days_without_an_answer_are_enough():
    assert verdict(NOW - GIVE_UP_AFTER, tried("failed"), None, NOW) == ("failed", None)
    assert verdict(NOW - GIVE_UP_AFTER / 2, tried("failed"), None, NOW)[0] == "pending"
