"""A feed, what is remembered of it between two polls, and the entries that a poll brings."""

from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct

SourceKind = Literal[
    "agency",
    "newspaper",
    "broadcaster",
    "state_media",
    "monitor",
    "un_ngo",
    "government",
    "armed_group",
    "demonstration",
]
FeedHealth = Literal["new", "ok", "failing", "unreachable", "refused"]


class Feed(Struct, frozen=True):
    """A feed as configured. `source` is its publisher, `tier` 1 (strongest) to 4, `story_now` the instant of a
    demonstration's story that is told as if it were the present."""

    name: str
    url: str
    every: timedelta
    source: str
    tier: int = 3
    language: str | None = None
    country: str | None = None
    kind: SourceKind | None = None
    max_age: timedelta = timedelta(days=7)
    story_now: datetime | None = None


class FeedState(Struct, frozen=True):
    """What a poll left behind. Validators are kept only with the articles they vouch for."""

    feed: str
    next_poll_at: datetime
    health: FeedHealth = "new"
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    last_ok_at: datetime | None = None
    last_error: str | None = None
    failures: int = 0


class Entry(Struct, frozen=True):
    """One item of a feed in any format, in plain text. `id` is the format's own (guid, atom:id, id), else the link."""

    id: str
    title: str
    text: str
    url: str | None
    published: datetime | None
    updated: datetime | None = None
    language: str | None = None
    authors: tuple[str, ...] = ()
