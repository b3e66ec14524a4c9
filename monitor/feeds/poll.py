"""When to ask a feed again. Pure: no clock, no chance; the same inputs give the same plan.

A healthy feed is asked at fixed moments of its own, a phase taken from its name, so that a thousand feeds that were
configured together spread over their interval. A failing one is asked ever more rarely until it answers again."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from monitor.model import Feed, FeedHealth, FeedState

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SLOWEST: dict[FeedHealth, timedelta] = {
    "failing": timedelta(hours=1),
    "unreachable": timedelta(hours=1),
    "refused": timedelta(hours=6),
}
GONE_EVERY = timedelta(days=1)
"""How often a feed that answered 410 Gone is looked at, in case somebody was wrong."""

Result = Literal["read", "unchanged", "failed"]


class Outcome(Struct, frozen=True):
    """What one poll came to. Validators are set only on `read`; `error` is a sentence for a person."""

    result: Result
    health: FeedHealth = "ok"
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    error: str | None = None
    retry_after: timedelta | None = None
    gone: bool = False


def due(states: Iterable[FeedState], now: datetime) -> list[FeedState]:
    """The feeds whose moment has come, the longest overdue first."""
    return sorted((state for state in states if state.next_poll_at <= now), key=lambda s: (s.next_poll_at, s.feed))


def next_poll(feed: Feed, state: FeedState, outcome: Outcome, now: datetime) -> FeedState:
    """The state after a poll that ended at `now`. A failure keeps the validators of the last good answer."""
    if outcome.result == "failed":
        return _after_failure(feed, state, outcome, now)
    fresh = replace(
        state,
        next_poll_at=max(_next_moment(feed, now), now + (outcome.retry_after or timedelta(0))),
        health="ok",
        last_ok_at=now,
        last_error=outcome.error,
        failures=0,
    )
    if outcome.result == "unchanged":
        return fresh
    return replace(fresh, etag=outcome.etag, last_modified=outcome.last_modified, body_hash=outcome.body_hash)


def _after_failure(feed: Feed, state: FeedState, outcome: Outcome, now: datetime) -> FeedState:
    failures = state.failures + 1
    wait = GONE_EVERY if outcome.gone else _backoff(feed, failures, _SLOWEST.get(outcome.health, timedelta(hours=1)))
    if outcome.retry_after is not None:
        wait = max(wait, outcome.retry_after)
    return replace(state, next_poll_at=now + wait, health=outcome.health, last_error=outcome.error, failures=failures)


def _backoff(feed: Feed, failures: int, slowest: timedelta) -> timedelta:
    """The interval, doubled with each failure after the first, never over `slowest` (or the interval itself), and
    lengthened by up to a tenth of the feed's own share so that feeds that failed together come back apart."""
    doubled: timedelta = min(feed.every * (1 << min(failures - 1, 20)), max(slowest, feed.every))
    return doubled * (1 + _share(feed) / 10)


def _next_moment(feed: Feed, now: datetime) -> datetime:
    """The feed's next own moment that is at least half an interval away."""
    phase = feed.every * _share(feed)
    earliest = now + feed.every / 2
    periods = (earliest - _EPOCH - phase) // feed.every + 1
    return _EPOCH + phase + periods * feed.every


def _share(feed: Feed) -> float:
    """A number in [0, 1) that is the feed's own."""
    return int.from_bytes(hashlib.sha256(feed.name.encode()).digest()[:6]) / 2**48
