"""One article from wherever a person has it: a file, standard input or an address; plain text or HTML."""

import asyncio
import re
import sys
from datetime import datetime
from pathlib import Path

import msgspec
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import detect_encoding
from resiliparse.parse.html import HTMLTree

from monitor import clock
from monitor.errors import ReadError
from monitor.feeds.fetch import Client
from monitor.feeds.text import one_line, plain
from monitor.lines import when
from monitor.model import Article, Feed, FeedState
from monitor.model.settings import UNITS

MAX_BYTES = 20_000_000
_HTML = re.compile(rb"\s*(?:<!doctype html|<html|<head|<body|<article|<p\b|<div\b)", re.IGNORECASE)
_PUBLISHED = "meta[property='article:published_time'], meta[itemprop='datePublished'], meta[name='date']"


def read_article(where: str, published: str | None, *, allow_private: bool = False) -> Article:
    """The article at a path, at an http(s) address, or on standard input (`-`).

    Raises:
        ReadError: there is none, it is too long, or `published` is no date.
        FeedError: the address does not answer.
    """
    date = when(published)
    if where.lower().startswith(("http://", "https://")):
        body, url = asyncio.run(_fetch(where, allow_private))
    else:
        body, url = _local(where), None
    article = article_of(body, url)
    return msgspec.structs.replace(article, published=date) if date else article


def article_of(body: bytes, url: str | None = None) -> Article:
    """The article in a document: plain text as it is; of HTML its main text, its title and the date that it names."""
    text = body.decode(_encoding(body), "replace")
    if not _HTML.match(body):
        return Article("", text, url=url)
    tree = HTMLTree.parse(text)
    main = extract_plain_text(tree, main_content=True, list_bullets=False, alt_texts=False)
    return Article("", plain(main), title=one_line(tree.title or ""), url=url, published=_date(tree))


def _encoding(body: bytes) -> str:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return str(detect_encoding(body[:100_000]))
    return "utf-8-sig"


def _date(tree: HTMLTree) -> datetime | None:
    meta = tree.head.query_selector(_PUBLISHED) if tree.head else None
    try:
        return when(meta.getattr("content")) if meta else None
    except ReadError:
        return None


def _local(where: str) -> bytes:
    try:
        if where == "-":
            body = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with Path(where).open("rb") as file:
                body = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ReadError(f"{where} cannot be read: {error.strerror}") from None
    if len(body) > MAX_BYTES:
        raise ReadError(f"{where} is longer than {MAX_BYTES:,} bytes; no article is")
    return body


async def _fetch(url: str, allow_private: bool) -> tuple[bytes, str]:
    now = clock.now()
    page = Feed(url, url, UNITS["d"], url)
    async with Client(allow_private=allow_private) as client:
        fetched = await client.fetch(page, FeedState(url, now), now)
    return fetched.body or b"", fetched.url
