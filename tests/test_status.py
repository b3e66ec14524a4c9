"""Readiness: which conditions hold, and what is said of those that do not."""

from datetime import UTC, datetime, timedelta

from monitor.status import DEAD, Reason, Status, readiness
from monitor.store.deliveries import Struggle

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def receivers(*struggles: Struggle) -> Reason:
    status = Status(NOW, (), None, {}, (), {}, (), (), struggles=struggles)
    (reason,) = (reason for reason in readiness(status, 2) if reason.name == "receivers")
    return reason


def failing(since: timedelta | None) -> Struggle:
    return Struggle("desk", 55, None if since is None else NOW - since, NOW - timedelta(minutes=2), "no route to host")


def test_a_receiver_that_has_taken_nothing_for_long_is_named_with_its_answer() -> None:
    reason = receivers(failing(DEAD))
    assert not reason.ok
    assert reason.says == (
        "desk has taken nothing since its first failure 5m ago; 55 wait; it said 2m ago: no route to host"
    )


def test_a_short_failure_or_one_that_others_have_passed_is_none() -> None:
    assert receivers(failing(DEAD - timedelta(seconds=1)), failing(None)).ok
