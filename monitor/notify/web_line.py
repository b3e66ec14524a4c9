"""Posting to web addresses over connections that are used again."""

import asyncio
from collections.abc import Mapping

import aiohttp
from msgspec import Struct

from monitor.network import open_session
from monitor.notify.message import one_line

TIMEOUT = 15.0
"""Seconds for a whole post."""
FRESH = 4.0
"""Seconds that a connection is kept for the next delivery: less than the five after which many servers end one."""
TURNS = 2
"""Of the event loop, in which it takes notice of connections that were ended while it stood still."""
LONGEST_WORDS = 2.0
"""Seconds that we listen for the answer's words."""
LONGEST_ANSWER = 1_000
"""Bytes that we keep of them."""
TELLING = ("Content-Type", "Retry-After", "Server")
"""The headers of an answer that help to understand it."""


class Answer(Struct, frozen=True):
    """What the receiver said: the first kilobyte of it, and those of its headers that are TELLING."""

    status: int
    text: str
    headers: Mapping[str, str]


class WebLine:
    """A session whose connections are used again while they are fresh."""

    def __init__(self, *, allow_private: bool) -> None:
        self._runner = asyncio.Runner()
        self._used_before = False
        trace = aiohttp.TraceConfig()
        trace.on_connection_reuseconn.append(self._notice)
        self._session = self._runner.run(_opened(trace, allow_private=allow_private))

    def post(self, url: str, data: bytes, headers: Mapping[str, str]) -> Answer:
        """Posts once, and waits for the answer."""
        return self._runner.run(self._post(url, data, headers))

    def close(self) -> None:
        """Ends the connections."""
        self._runner.run(self._session.close())
        self._runner.close()

    async def _notice(self, *_: object) -> None:
        self._used_before = True

    async def _post(self, url: str, data: bytes, headers: Mapping[str, str]) -> Answer:
        """A receiver may end a kept connection at the moment that we use it. Then it is told again at once, by the same
        id, over a new one."""
        for _ in range(TURNS):
            await asyncio.sleep(0)
        self._used_before = False
        async with asyncio.timeout(TIMEOUT):
            try:
                return await self._post_once(url, data, headers)
            except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError):
                if not self._used_before:
                    raise
            return await self._post_once(url, data, headers)

    async def _post_once(self, url: str, data: bytes, headers: Mapping[str, str]) -> Answer:
        async with self._session.post(url, data=data, headers=headers, allow_redirects=False) as response:
            return Answer(
                response.status,
                await _said(response),
                {name: response.headers[name] for name in TELLING if name in response.headers},
            )


async def _opened(trace: aiohttp.TraceConfig, *, allow_private: bool) -> aiohttp.ClientSession:
    return open_session(allow_private=allow_private, keep=FRESH, traces=[trace])


async def _said(response: aiohttp.ClientResponse) -> str:
    """The beginning of the answer. The status has come already: what breaks off after it does not count."""
    try:
        async with asyncio.timeout(LONGEST_WORDS):
            said = await response.content.read(LONGEST_ANSWER)
    except (aiohttp.ClientError, TimeoutError):
        return "(the answer broke off)"
    return one_line(said.decode(errors="replace"))
