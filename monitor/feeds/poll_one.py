"""One poll of one feed, from the request to articles, with every failure turned into state, so that a bad feed delays
no other. Nothing is saved here: the caller saves articles and state in one transaction."""

from datetime import datetime

from msgspec import Struct

from monitor.errors import AddressRefused, FeedError, FetchError
from monitor.feeds.articles import to_articles
from monitor.feeds.fetch import Client, Fetched
from monitor.feeds.guard import Parser
from monitor.feeds.poll import Outcome, Result, next_poll
from monitor.model import Article, Feed, FeedHealth, FeedState

_PERMANENT = frozenset({401, 403, 404, 410, 451})
"""Answers that time alone rarely mends."""
_GONE = 410


class Poll(Struct, frozen=True):
    """What to save: the articles of the answer, oldest first, known ones among them, and the feed's next state."""

    result: Result
    articles: tuple[Article, ...]
    state: FeedState


async def poll_one(feed: Feed, state: FeedState, client: Client, parser: Parser, now: datetime) -> Poll:
    """Polls `feed` once. `now` dates the articles and the plan. Raises no FeedError: a failure is in the state."""
    try:
        fetched = await client.fetch(feed, state, now)
        if fetched.body is None:
            return _poll(feed, state, _unchanged(fetched), now)
        entries = await parser.parse(fetched.body, fetched.content_type, fetched.url)
    except FeedError as error:
        return _poll(feed, state, failure(error), now)
    batch = to_articles(entries, feed, now, first=state.last_ok_at is None)
    return _poll(feed, state, _read(fetched, batch.notes), now, batch.articles)


def failure(error: FeedError) -> Outcome:
    """What a failure means for the feed: unreachable (no answer), failing (a bad one) or refused (for good)."""
    status = error.status if isinstance(error, FetchError) else None
    health: FeedHealth = "failing"
    if isinstance(error, AddressRefused) or status in _PERMANENT:
        health = "refused"
    elif isinstance(error, FetchError) and status is None:
        health = "unreachable"
    wait = error.retry_after if isinstance(error, FetchError) else None
    return Outcome("failed", health=health, error=str(error), retry_after=wait, gone=status == _GONE)


def _poll(feed: Feed, state: FeedState, outcome: Outcome, now: datetime, articles: tuple[Article, ...] = ()) -> Poll:
    return Poll(outcome.result, articles, next_poll(feed, state, outcome, now))


def _unchanged(fetched: Fetched) -> Outcome:
    return Outcome("unchanged", error="; ".join(_moved(fetched)) or None)


def _read(fetched: Fetched, notes: tuple[str, ...]) -> Outcome:
    return Outcome(
        "read",
        etag=fetched.etag,
        last_modified=fetched.last_modified,
        body_hash=fetched.body_hash,
        error="; ".join((*_moved(fetched), *notes)) or None,
    )


def _moved(fetched: Fetched) -> tuple[str, ...]:
    """A hint for the operator; a feed's address in the configuration is his to change."""
    return (f"the feed has moved for good to {fetched.moved_to}",) if fetched.moved_to else ()
