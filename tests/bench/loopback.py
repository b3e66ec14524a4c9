"""The world outside on this machine: a server of feeds, and of a webhook that notes when it was called."""

import asyncio
import re
import threading
from datetime import datetime
from hashlib import sha256
from typing import Self

from aiohttp import web

from monitor import clock
from tests.bench.world import Item, rss

FOREVER = 60.0
"""Seconds: longer than anybody waits for an answer."""
LINK = re.compile(r"/items/(\d+)")


class Loopback:
    """Feeds at /feeds/NAME and a webhook at /hook, served by a thread. `told` maps an item's number to the moment
    (monotonic seconds) when the webhook first named it; `taken` lists each delivery's id with the time of day."""

    def __init__(self) -> None:
        self.url = ""
        self.told: dict[int, float] = {}
        self.silent: frozenset[str] = frozenset()
        """Receivers at /hook/NAME that never answer."""
        self.taken: list[tuple[str, datetime]] = []
        self._feeds: dict[str, tuple[bytes, str]] = {}
        self._news = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self.url = asyncio.run_coroutine_threadsafe(self._serve(), self._loop).result()
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def publish(self, feed: str, items: list[Item]) -> None:
        """Serve these items under a feed's name from now on."""
        body = rss(feed, items, self.url)
        self._feeds[feed] = body, sha256(body).hexdigest()[:16]

    def wait_for(self, number: int, seconds: float) -> float | None:
        """When the webhook was told of an item; None if it was not within `seconds`."""
        with self._news:
            self._news.wait_for(lambda: number in self.told, seconds)
        return self.told.get(number)

    async def _serve(self) -> str:
        app = web.Application()
        app.add_routes(
            [web.get("/feeds/{name}", self._feed), web.post("/hook", self._hook), web.post("/hook/{desk}", self._hook)]
        )
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        return f"http://{host}:{port}"

    async def _feed(self, request: web.Request) -> web.Response:
        body, tag = self._feeds[request.match_info["name"]]
        response = web.Response(body=body, content_type="application/rss+xml", headers={"ETag": f'"{tag}"'})
        if request.headers.get("If-None-Match") == f'"{tag}"':
            response = web.Response(status=304)
        return response

    async def _hook(self, request: web.Request) -> web.Response:
        body, now = await request.text(), clock.monotonic()
        if request.match_info.get("desk") in self.silent:
            await asyncio.sleep(FOREVER)
        self.taken.append((request.headers.get("webhook-id", ""), clock.now()))
        with self._news:
            for number in LINK.findall(body):
                self.told.setdefault(int(number), now)
            self._news.notify_all()
        return web.Response(status=204)
