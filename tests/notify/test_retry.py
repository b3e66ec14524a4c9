"""When a delivery is tried again."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from monitor.model import Attempt
from monitor.notify.retry import DELAYS, LONGEST_WISH, verdict
from tests.notify.support import NOW, delivery

FAILED = Attempt(NOW, "failed", "500", 0.1)
WISHES = st.one_of(st.none(), st.timedeltas(timedelta(0), timedelta(days=9)))


def test_the_attempts_spread_over_three_days_and_then_end() -> None:
    now, owed = NOW, delivery()
    waits = []
    while (step := verdict(owed, FAILED, None, now))[1] is not None:
        status, at = step
        assert status == "pending"
        waits.append(at - now)
        owed, now = replace(owed, attempts=(*owed.attempts, FAILED)), at
    assert step == ("failed", None)
    assert [round(wait / delay - 1, 1) <= 0.1 for wait, delay in zip(waits, DELAYS[1:], strict=True)] == [True] * 9
    assert timedelta(hours=75) < now - NOW < timedelta(hours=84)


def test_success_and_refusal_are_final() -> None:
    assert verdict(delivery(), replace(FAILED, outcome="delivered"), None, NOW) == ("delivered", None)
    assert verdict(delivery(), replace(FAILED, outcome="refused"), None, NOW) == ("failed", None)


@given(st.text(max_size=10), st.integers(0, len(DELAYS) - 2), WISHES)
def test_the_receiver_is_never_disturbed_before_it_wishes(id: str, made: int, wish: timedelta | None) -> None:
    owed = delivery(id=id, attempts=(FAILED,) * made)
    status, at = verdict(owed, FAILED, wish, NOW)
    assert status == "pending" and at is not None
    assert at >= NOW + max(DELAYS[made + 1], min(wish or timedelta(0), LONGEST_WISH))
    assert verdict(owed, FAILED, wish, NOW) == (status, at)


def test_deliveries_that_failed_together_come_back_apart() -> None:
    owed = [delivery(id=str(number), attempts=(FAILED,) * 4) for number in range(50)]
    assert len({verdict(each, FAILED, None, NOW)[1] for each in owed}) == 50
