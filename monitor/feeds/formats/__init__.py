"""Feed formats: one file each, and this visible dict. A format reads a scanned text into entries; it never fetches."""

from collections.abc import Callable

from msgspec import Struct

from monitor.errors import ParseError
from monitor.feeds.formats import json_feed, rss_atom
from monitor.model import Entry


class Format(Struct, frozen=True):
    """`matches(text)` knows its own by how they begin; `entries(text, url)` raises ParseError."""

    matches: Callable[[str], bool]
    entries: Callable[[str, str], list[Entry]]


FORMATS: dict[str, Format] = {
    "json_feed": Format(json_feed.matches, json_feed.entries),
    "rss_atom": Format(rss_atom.matches, rss_atom.entries),
}


def entries(text: str, url: str) -> list[Entry]:
    """The entries of a feed in any known format, in the feed's order. Raises ParseError."""
    for form in FORMATS.values():
        if form.matches(text):
            return form.entries(text, url)
    raise ParseError("the answer is neither RSS, Atom nor JSON Feed")
