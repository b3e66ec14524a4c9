"""One article from wherever a person has it: a file, standard input or an address; plain text or HTML."""

import asyncio
import codecs
import re
import sys
from pathlib import Path

import msgspec
from resiliparse.parse.encoding import detect_encoding

from monitor import clock
from monitor.cli.webpage import article_of_page
from monitor.errors import FeedError, ReadError
from monitor.feeds.fetch import Client
from monitor.lines import when
from monitor.model import Article, Feed, FeedState
from monitor.model.settings import UNITS

MAX_BYTES = 20_000_000
_OTHER = {
    b"%PDF": "a PDF", b"PK\x03\x04": "an archive or an office file", b"\x1f\x8b": "a compressed file",
    b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture", b"GIF8": "a picture",
}  # fmt: skip
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*|<!--(?:(?!-->).){0,2000}-->\s*){0,9}"
    r"<(?:!doctype\s+html|html|head|body|main|article|section|header|div|p|h[1-6]|table)\b",
    re.IGNORECASE | re.DOTALL,
)
_FEED = re.compile(r"\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:rss|feed|rdf:RDF)\b", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def read_article(where: str, published: str | None, *, allow_private: bool = False) -> Article:
    """The article at a path, at an http(s) address, or on standard input (`-`).

    Raises:
        ReadError: there is none, it is no text or too long, the address does not answer, or `published` is no date.
    """
    date = when(published)
    try:
        if where.lower().startswith(("http://", "https://")):
            article = article_of(*asyncio.run(_fetch(where, allow_private)))
        else:
            article = article_of(_local(where))
    except (ReadError, FeedError) as problem:
        raise ReadError(f"{'standard input' if where == '-' else where}: {problem}") from None
    return msgspec.structs.replace(article, published=date) if date else article


def article_of(body: bytes, url: str | None = None) -> Article:
    """The article in a document: plain text as it is; of HTML its main text, its title and the date that it names.

    Raises:
        ReadError: it is no text, a feed, or a page without any.
    """
    text = _text(body)
    if _FEED.match(text):
        raise ReadError(
            "this is a feed, not an article: name it under `feeds` in config.yaml, or give a story's address"
        )
    if not _HTML.match(text):
        return Article("", text, url=url)
    article = article_of_page(text, url)
    if not article.text:
        raise ReadError("no text was found in the page; save the story as plain text and give that")
    return article


def _text(body: bytes) -> str:
    """A document as text.

    Raises:
        ReadError: it is none, or there is nothing in it.
    """
    if not body.strip():
        raise ReadError("there is nothing in it to read")
    kind = next((name for magic, name in _OTHER.items() if body.startswith(magic)), None)
    if kind is None and b"\x00" in body[:1000] and not body.startswith(_UTF16):
        kind = "a program or another binary file"
    if kind:
        raise ReadError(f"this is {kind}, not text: give the story as plain text or HTML")
    return body.decode(_encoding(body), "replace").removeprefix("\ufeff")


def _encoding(body: bytes) -> str:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return str(detect_encoding(body[:100_000], from_html_meta=True))
    return "utf-8"


def _local(where: str) -> bytes:
    if _SCHEME.match(where):
        raise ReadError("only http and https addresses can be read, and files by their path")
    try:
        if where == "-":
            body = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with Path(where).open("rb") as file:
                body = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ReadError(f"it cannot be read: {error.strerror}") from None
    if len(body) > MAX_BYTES:
        raise ReadError(f"it is longer than {MAX_BYTES:,} bytes; no article is")
    return body


async def _fetch(url: str, allow_private: bool) -> tuple[bytes, str]:
    now = clock.now()
    page = Feed(url, url, UNITS["d"], url)
    async with Client(allow_private=allow_private) as client:
        fetched = await client.fetch(page, FeedState(url, now), now)
    return fetched.body or b"", fetched.url
