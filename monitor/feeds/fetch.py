"""One conditional GET, under guards: a deadline for everything, a size limit after decompression, redirects followed by
hand with the address checked again each time. Nothing is decided here; `poll` decides."""

import asyncio
import hashlib
from asyncio import Semaphore
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Self
from urllib.parse import unquote, urlsplit

import aiohttp
from msgspec import Struct
from multidict import CIMultiDictProxy
from yarl import URL

from monitor.errors import AddressRefused, FetchError
from monitor.feeds.inflate import ACCEPTED, Body
from monitor.model import Feed, FeedState
from monitor.network import explain, open_session, retry_after, was_refused

_ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
_MOVED = (301, 302, 303, 307, 308)
_FOR_GOOD = (301, 308)
LONGEST_VALIDATOR = 1_000


class FetchLimits(Struct, frozen=True):
    """What one poll may cost: seconds in all, unpacked bytes, redirects, requests to one host at once."""

    deadline: float = 30.0
    size: int = 8 * 2**20
    redirects: int = 5
    per_host: int = 4


class Fetched(Struct, frozen=True):
    """A complete answer. `body` is None when nothing has changed. `moved_to`: where it says it has moved for good."""

    url: str
    body: bytes | None
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    moved_to: str | None = None


class Client:
    """Fetches feeds, a few at a time from any one host. Make it inside the event loop; use it as a context manager."""

    def __init__(self, *, allow_private: bool, limits: FetchLimits | None = None) -> None:
        self.limits = limits or FetchLimits()
        self._allow_private = allow_private
        self._session: aiohttp.ClientSession | None = None
        self._hosts: dict[str, Semaphore] = defaultdict(lambda: Semaphore(self.limits.per_host))

    async def __aenter__(self) -> Self:
        self._session = open_session(allow_private=self._allow_private)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session is not None:
            await self._session.close()

    async def fetch(self, feed: Feed, state: FeedState, now: datetime) -> Fetched:
        """The feed's answer. Raises FetchError (no complete answer) or AddressRefused."""
        address = urlsplit(feed.url)
        if address.scheme == "file":
            return await asyncio.to_thread(_read_file, feed.url, state, self.limits)
        if self._session is None:
            raise RuntimeError("the client is used outside of its context")
        async with self._hosts[address.netloc.rpartition("@")[2]]:
            return await _within(self._session, feed, state, now, self.limits)


async def _within(
    session: aiohttp.ClientSession, feed: Feed, state: FeedState, now: datetime, limits: FetchLimits
) -> Fetched:
    try:
        async with asyncio.timeout(limits.deadline):
            return await _follow(session, feed, state, now, limits)
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
        if was_refused(error):
            raise AddressRefused(
                "the address is private or reserved; set network.allow_private to true if it is meant"
            ) from None
        raise FetchError(explain(error)) from None


async def _follow(
    session: aiohttp.ClientSession, feed: Feed, state: FeedState, now: datetime, limits: FetchLimits
) -> Fetched:
    """Asks, and asks again where a redirect points to; each hop dials anew, and so is checked anew."""
    url, moved_to, for_good = URL(feed.url), None, True
    for _ in range(limits.redirects + 1):
        async with _get(session, url, state) as response:
            if response.status not in _MOVED:
                return await _answer(response, state, now, limits, moved_to)
            url = _target(url, response.headers)
            for_good = for_good and response.status in _FOR_GOOD
            moved_to = str(url) if for_good else moved_to
    raise FetchError(f"more than {limits.redirects} redirects")


@asynccontextmanager
async def _get(session: aiohttp.ClientSession, url: URL, state: FeedState) -> AsyncIterator[aiohttp.ClientResponse]:
    headers = {"Accept": _ACCEPT, "Accept-Encoding": ACCEPTED}
    if state.etag:
        headers["If-None-Match"] = state.etag
    if state.last_modified:
        headers["If-Modified-Since"] = state.last_modified
    async with session.get(url, headers=headers, allow_redirects=False) as response:
        yield response


def _target(url: URL, headers: CIMultiDictProxy[str]) -> URL:
    location = headers.get("Location")
    if not location:
        raise FetchError("a redirect that says no address")
    target = url.join(URL(location))
    if target.scheme not in ("http", "https") or not target.host:
        raise AddressRefused("a redirect to something that is no web address")
    return target


async def _answer(
    response: aiohttp.ClientResponse, state: FeedState, now: datetime, limits: FetchLimits, moved_to: str | None
) -> Fetched:
    url = str(response.url.with_user(None))
    if response.status == 304:
        return Fetched(url, None, moved_to=moved_to)
    if response.status != 200:
        wait = retry_after(response.headers.get("Retry-After"), now)
        raise FetchError(f"the server answered {response.status}", status=response.status, retry_after=wait)
    collected = Body(response.headers.get("Content-Encoding", ""), limits.size)
    async for chunk in response.content.iter_any():
        collected.add(chunk)
    body = collected.whole()
    digest = _digest(body)
    return Fetched(
        url=url,
        body=None if digest == state.body_hash else body,
        content_type=response.headers.get("Content-Type"),
        etag=_validator(response.headers.get("ETag")),
        last_modified=_validator(response.headers.get("Last-Modified")),
        body_hash=digest,
        moved_to=moved_to,
    )


def _validator(value: str | None) -> str | None:
    """A validator that can be sent back."""
    return value if value and len(value) <= LONGEST_VALIDATOR and value.isprintable() else None


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _read_file(url: str, state: FeedState, limits: FetchLimits) -> Fetched:
    """A feed in a file, for demonstrations: `file:seeds/feeds/x.xml` or `file:///…`. Its validator is its content."""
    address = urlsplit(url)
    path = Path(unquote(address.path))
    try:
        if not path.is_file():
            raise FetchError(f"there is no file {path}")
        if path.stat().st_size > limits.size:
            raise FetchError(f"the file {path} is larger than {limits.size // 2**20} MiB")
        body = path.read_bytes()
    except OSError as error:
        raise FetchError(f"the file {path} cannot be read ({error.strerror})") from None
    digest = _digest(body)
    return Fetched(path.resolve().as_uri(), None if digest == state.body_hash else body, body_hash=digest)
