"""When a feed is asked again."""

from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from monitor.feeds.poll import Outcome, due, next_poll
from monitor.model import FeedState
from tests.feeds.support import NOW, feed, fresh

INTERVALS = st.integers(1, 86_400 * 7).map(lambda seconds: timedelta(seconds=seconds))
NAMES = st.text(min_size=1, max_size=20)
MOMENTS = st.integers(0, 86_400 * 365).map(lambda seconds: NOW + timedelta(seconds=seconds))


def fail(state: FeedState, times: int, **fields: object) -> list[timedelta]:
    """The waits after each of several failures in a row."""
    waits, now = [], NOW
    for _ in range(times):
        state = next_poll(feed(), state, Outcome("failed", **({"health": "failing", "error": "no"} | fields)), now)
        waits.append(state.next_poll_at - now)
        now = state.next_poll_at
    return waits


def test_the_longest_overdue_feed_comes_first_and_the_future_not_at_all() -> None:
    states = [
        FeedState(name, NOW + timedelta(seconds=at)) for name, at in (("b", -5), ("late", 1), ("a", 0), ("c", -9))
    ]
    assert [state.feed for state in due(states, NOW)] == ["c", "b", "a"]


@given(NAMES, INTERVALS, MOMENTS)
def test_a_healthy_feed_is_asked_once_an_interval_at_its_own_moments(name: str, every: timedelta, now) -> None:
    mine = feed(name=name, every=every)
    first = next_poll(mine, fresh(), Outcome("unchanged"), now)
    second = next_poll(mine, first, Outcome("unchanged"), first.next_poll_at)
    assert every / 2 <= first.next_poll_at - now <= every * 1.5 + timedelta(milliseconds=1)
    assert second.next_poll_at - first.next_poll_at == every


@given(NAMES, st.integers(1, 200), MOMENTS)
def test_the_wait_after_failures_grows_and_stays_bounded(name: str, failures: int, now) -> None:
    mine = feed(name=name)
    state = replace(fresh(), failures=failures)
    this = next_poll(mine, state, Outcome("failed", health="unreachable"), now).next_poll_at
    before = next_poll(mine, replace(state, failures=failures - 1), Outcome("failed", health="unreachable"), now)
    assert mine.every <= before.next_poll_at - now <= this - now <= timedelta(hours=1) * 1.1


def test_feeds_configured_together_are_spread_over_their_interval() -> None:
    moments = [next_poll(feed(name=f"feed {n}"), fresh(), Outcome("unchanged"), NOW).next_poll_at for n in range(300)]
    halves = {moment > NOW + timedelta(minutes=5) for moment in moments}
    assert len(set(moments)) == 300
    assert halves == {True, False}


def test_failures_double_the_wait_and_a_refusal_goes_further() -> None:
    waits = fail(fresh(), 4)
    assert [round(later / earlier) for earlier, later in pairwise(waits)] == [2, 2, 2]
    assert fail(fresh(), 12)[-1] < timedelta(hours=2) < fail(fresh(), 12, health="refused")[-1]
    assert fail(fresh(), 1, health="refused", gone=True) == [timedelta(days=1)]


def test_a_servers_wish_to_wait_wins_when_it_is_longer() -> None:
    hour = timedelta(hours=3)
    assert fail(fresh(), 1, retry_after=hour) == [hour]
    assert fail(fresh(), 1, retry_after=timedelta(0))[0] >= timedelta(minutes=5)


def test_validators_are_kept_on_success_and_survive_a_failure() -> None:
    read = next_poll(feed(), fresh(), Outcome("read", etag='"1"', last_modified="then", body_hash="h"), NOW)
    failed = next_poll(feed(), read, Outcome("failed", health="failing", error="500"), NOW)
    same = next_poll(feed(), failed, Outcome("unchanged"), NOW)
    assert (read.etag, failed.etag, same.etag) == ('"1"', '"1"', '"1"')
    assert (failed.health, failed.failures, failed.last_error, failed.last_ok_at) == ("failing", 1, "500", NOW)
    assert (same.health, same.failures, same.last_error) == ("ok", 0, None)
