"""RSS 0.9x, 1.0 and 2.0, and Atom, by feedparser.

feedparser opens paths and addresses when it is given text, so it only ever gets a file object of bytes. Its own
sanitizing is off: what is kept of an entry is plain text."""

import io
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import feedparser

from monitor.errors import ParseError
from monitor.feeds.prescan import Limits, clean
from monitor.feeds.text import from_html, one_line, plain, web_address
from monitor.model import Entry

_Node = Mapping[str, Any]


def matches(text: str) -> bool:
    """Markup begins with a less-than sign."""
    return text.lstrip()[:1] == "<"


def entries(text: str, url: str) -> list[Entry]:
    """The feed's entries, also those of a feed whose XML is broken as far as they can be told. Raises ParseError."""
    body = clean(text, Limits()).encode()
    headers = {"content-type": "application/xml; charset=utf-8"}
    parsed = feedparser.parse(
        io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    if not parsed.version and not parsed.entries:
        raise ParseError(_why_not(text, parsed.get("bozo_exception")))
    language = parsed.feed.get("language")
    return [_entry(node, language, url) for node in parsed.entries]


def _why_not(text: str, error: object) -> str:
    if "<html" in text[:2000].lower():
        return "the answer is a web page, not a feed"
    return f"the answer is XML, but no feed that can be read ({error})" if error else "the answer is XML, but no feed"


def _entry(node: _Node, language: str | None, base: str) -> Entry:
    return Entry(
        id=str(node.get("id") or ""),
        title=one_line(_text(node.get("title_detail"))),
        text=max((_text(part) for part in _bodies(node)), key=len, default=""),
        url=web_address(node.get("link"), base),
        published=_moment(node, "published_parsed"),
        updated=_moment(node, "updated_parsed"),
        language=_language(node) or language,
        authors=tuple(one_line(person["name"]) for person in node.get("authors", ()) if person.get("name")),
    )


def _bodies(node: _Node) -> Iterator[_Node]:
    yield from node.get("content", ())
    if "summary_detail" in node:
        yield node["summary_detail"]


def _text(part: _Node | None) -> str:
    if part is None:
        return ""
    read: Callable[[str], str] = plain if part.get("type") == "text/plain" else from_html
    return read(part.get("value") or "")


def _language(node: _Node) -> str | None:
    details = (node.get("title_detail") or {}, *_bodies(node))
    return next((part["language"] for part in details if part.get("language")), None)


def _moment(node: _Node, key: str) -> datetime | None:
    """feedparser's nine-tuple, which is in UTC already."""
    parts = dict(node).get(key)
    if parts is None:
        return None
    year, month, day, hour, minute, second = parts[:6]
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
