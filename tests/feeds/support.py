"""A real HTTP server on the loopback for feeds that behave, and for those that do not."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web
from msgspec.structs import replace

from monitor.model import Feed, FeedState

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


class FeedServer:
    """`serve(path, handler)`, `url(path)`; `requests` holds what was asked, in order."""

    def __init__(self) -> None:
        self.handlers: dict[str, Handler] = {}
        self.requests: list[web.Request] = []
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def serve(self, path: str, handler: Handler) -> str:
        self.handlers[path] = handler
        return self.url(path)

    def answer(self, path: str, body: bytes | str = b"", status: int = 200, **headers: str) -> str:
        data = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}

        async def handler(_: web.Request) -> web.Response:
            return web.Response(body=data, status=status, headers=named)

        return self.serve(path, handler)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def start(self) -> None:
        self._thread.start()
        assert self._ready.wait(10)

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        runner = web.AppRunner(self._application(), shutdown_timeout=0.1)
        self._loop.run_until_complete(runner.setup())
        site = web.TCPSite(runner, "127.0.0.1", 0)
        self._loop.run_until_complete(site.start())
        self.port = runner.addresses[0][1]
        self._ready.set()
        self._loop.run_forever()
        self._loop.run_until_complete(runner.cleanup())
        self._loop.close()

    def _application(self) -> web.Application:
        async def dispatch(request: web.Request) -> web.StreamResponse:
            self.requests.append(request)
            return await self.handlers[request.path](request)

        application = web.Application()
        application.router.add_get("/{path:.*}", dispatch)
        return application


def feed(url: str = "https://example.org/feed", **fields: Any) -> Feed:
    return replace(Feed(name="wire", url=url, every=timedelta(minutes=5), source="example.org"), **fields)


def fresh(name: str = "wire") -> FeedState:
    return FeedState(name, NOW)


def rss(*items: str, head: str = "") -> str:
    channel = f"<channel><title>Wire</title>{''.join(items)}</channel>"
    return f'<?xml version="1.0" encoding="utf-8"?>{head}<rss version="2.0">{channel}</rss>'


def item(guid: str, title: str = "A headline", text: str = "A text.", link: str = "https://example.org/1") -> str:
    return f"<item><guid>{guid}</guid><title>{title}</title><description>{text}</description><link>{link}</link></item>"
