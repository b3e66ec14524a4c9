"""An article as a feed served it, in plain text."""

from datetime import datetime

from msgspec import Struct


class Article(Struct, frozen=True):
    """`id` is stable for the entry (edits keep it); `text` and `title` are plain text, and all offsets count in them.

    `source` is the publisher, `published` what the entry claims, `fetched` when it was first seen (UTC)."""

    id: str
    text: str
    title: str = ""
    published: datetime | None = None
    url: str | None = None
    source: str | None = None
    language: str | None = None
    fetched: datetime | None = None
    feed: str | None = None
    """The feed's name in the configuration."""
    revision: int = 1
    """Counts the entry's texts: an edited article comes again with the next number."""
    backlog: bool = False
    """Undated, and there before its feed was first read: nobody knows how old it is."""

    @property
    def told_at(self) -> datetime | None:
        """The moment that relative dates in the text lean on: its publication, else when it was seen."""
        return self.published or self.fetched
