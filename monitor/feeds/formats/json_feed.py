"""JSON Feed 1.0 and 1.1."""

from datetime import UTC, datetime

import msgspec
from msgspec import Struct

from monitor.errors import ParseError
from monitor.feeds.text import from_html, one_line, plain, web_address
from monitor.model import Entry

VERSION = "https://jsonfeed.org/version/1"


class _Author(Struct):
    name: str | None = None


class _Item(Struct):
    id: str | int | float | None = None
    url: str | None = None
    external_url: str | None = None
    title: str | None = None
    content_html: str | None = None
    content_text: str | None = None
    summary: str | None = None
    date_published: str | None = None
    date_modified: str | None = None
    authors: list[_Author] | None = None
    author: _Author | None = None
    language: str | None = None


class _Feed(Struct):
    version: str
    items: list[msgspec.Raw]
    language: str | None = None


def matches(text: str) -> bool:
    """JSON begins with a brace, XML never does."""
    return text.lstrip()[:1] == "{"


def entries(text: str, url: str) -> list[Entry]:
    """The feed's items; a broken one is left out, the rest goes on. Raises ParseError when nothing can be read."""
    try:
        feed = msgspec.json.decode(text.encode(), type=_Feed)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ParseError(f"the answer is not a readable JSON Feed: {error}") from None
    if not feed.version.startswith(VERSION):
        raise ParseError(f"the answer is JSON, but no JSON Feed: its version is {feed.version[:60]!r}")
    items = [item for raw in feed.items if (item := _item(raw)) is not None]
    if feed.items and not items:
        raise ParseError("not one item of the JSON Feed can be read")
    return [_entry(item, feed.language, url) for item in items]


def _item(raw: msgspec.Raw) -> _Item | None:
    try:
        return msgspec.json.decode(raw, type=_Item)
    except (msgspec.DecodeError, RecursionError):
        return None


def _entry(item: _Item, language: str | None, base: str) -> Entry:
    link = web_address(item.url or item.external_url, base)
    people = item.authors or ([item.author] if item.author else [])
    bodies = (from_html(item.content_html or ""), plain(item.content_text or ""), plain(item.summary or ""))
    return Entry(
        id=str(item.id) if item.id is not None else "",
        title=one_line(item.title or ""),
        text=max(bodies, key=len),
        url=link,
        published=_moment(item.date_published),
        updated=_moment(item.date_modified),
        language=item.language or language,
        authors=tuple(one_line(person.name) for person in people if person.name),
    )


def _moment(value: str | None) -> datetime | None:
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
