"""From a feed's entries to articles: ids that stay, times that can be relied on, and caps. Pure."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime

from msgspec import Struct
from msgspec.structs import replace

from monitor.feeds.text import plain
from monitor.model import Article, Entry, Feed

ENTRIES_A_POLL = 2_000
LONGEST_TEXT = 100_000
LONGEST_TITLE = 1_000
_OLDEST = datetime(1980, 1, 1, tzinfo=UTC)
"""Dates before it are a clock's zero or a slip, not a publication."""


class Batch(Struct, frozen=True):
    """One poll's articles, oldest first, and what had to be left out, in sentences for a person."""

    articles: tuple[Article, ...]
    notes: tuple[str, ...] = ()


def to_articles(entries: list[Entry], feed: Feed, now: datetime, first: bool = False) -> Batch:
    """The articles of a complete answer, the `first` that the feed ever gave or a later one. Entries without any words
    are left out.

    A guid that several different entries share cannot tell them apart: then the link (else the title) joins it."""
    kept = [entry for entry in entries[:ENTRIES_A_POLL] if entry.title or entry.text]
    shared = {name for name, count in Counter(map(_name, _distinct(kept))).items() if count > 1}
    by_id: dict[str, Article] = {}
    for entry in kept:
        name = _name(entry)
        article = _article(entry, f"{name}\0{entry.url or entry.title}" if name in shared else name, feed, now)
        undated = first and article.published is None
        by_id.setdefault(article.id, replace(article, backlog=True) if undated else article)
    told = sorted(by_id.values(), key=lambda article: article.told_at or now)
    return Batch(tuple(told), tuple(_notes(entries, kept)))


def article_id(feed: str, entry: str) -> str:
    """The id of an entry's article: 16 hexadecimal digits, the same in every poll."""
    return hashlib.sha256(f"{feed}\0{entry}".encode(errors="surrogatepass")).hexdigest()[:16]


def _name(entry: Entry) -> str:
    """What tells the entry apart in its feed: its own id, else its link, else its title and date."""
    if entry.id or entry.url:
        return entry.id or entry.url or ""
    date = entry.published.isoformat() if entry.published else ""
    return hashlib.sha256(f"{entry.title or entry.text}\0{date}".encode()).hexdigest()


def _distinct(entries: Iterable[Entry]) -> Iterable[Entry]:
    """The entries without repetitions of the same one (same name, link or title)."""
    return {(_name(entry), entry.url or entry.title): entry for entry in entries}.values()


def _article(entry: Entry, name: str, feed: Feed, now: datetime) -> Article:
    return Article(
        id=article_id(feed.name, name),
        text=plain(entry.text[:LONGEST_TEXT]),
        title=plain(entry.title[:LONGEST_TITLE]),
        published=_told(entry, feed, now),
        url=entry.url,
        source=feed.source,
        language=feed.language or _language(entry.language),
        fetched=now,
        feed=feed.name,
    )


def _told(entry: Entry, feed: Feed, now: datetime) -> datetime | None:
    """When the entry was published, in UTC: never in the future; None where it does not say (then `fetched` counts).

    A demonstration's story is moved as a whole, so that its `story_now` is the present."""
    said = entry.published or entry.updated
    if said is None or said < _OLDEST:
        return None
    present = feed.story_now or now
    return now - (present - said) if said < present else now


def _language(tag: str | None) -> str | None:
    """The primary language of a tag such as en-GB."""
    primary = (tag or "").replace("_", "-").split("-")[0].strip().lower()
    return primary if primary.isascii() and primary.isalpha() and len(primary) in (2, 3) else None


def _notes(entries: list[Entry], kept: list[Entry]) -> Iterable[str]:
    if len(entries) > ENTRIES_A_POLL:
        yield f"the feed lists {len(entries)} entries; only the first {ENTRIES_A_POLL} are read"
    long = sum(len(entry.text) > LONGEST_TEXT for entry in kept)
    if long:
        yield f"{long} texts are longer than {LONGEST_TEXT} characters and were cut there"
