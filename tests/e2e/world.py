"""The world outside, on this machine: publishers' feeds, a webhook receiver, a mail server."""

import json
import socket
import threading
from contextlib import suppress
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import Message
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from aiosmtpd.controller import Controller
from msgspec import Struct

from tests.bench.world import QUIET, TOLLS, TOWNS, Item, item, rss

FEEDS = ("north", "south", "coast")


FAULTS = "500", "503", "429", "nothing", "half"
"""What a moody receiver answers: that it broke, that it cannot, that it wants to be left alone, nothing, and half a
status line."""


class Post(Struct, frozen=True):
    """One request that the webhook receiver got: the delivery's id, the ids of its alerts, and whether it was taken."""

    id: str
    alerts: tuple[str, ...]
    taken: bool


class Server(ThreadingHTTPServer):
    """An HTTP server on this machine that can be killed with all its connections."""

    def __init__(self, handler: type[BaseHTTPRequestHandler], port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), handler)
        self.port: int = self.server_address[1]
        self._open: list[socket.socket] = []

    def start(self) -> "Server":
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        self._open.append(connection)
        return connection, address

    def handle_error(self, *_: object) -> None:
        """Whoever asked is gone, or we are."""

    def kill(self) -> None:
        """Ends at once, in the middle of whatever it was answering."""
        self.shutdown()
        self.socket.close()
        for connection in self._open:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class World:
    """Feeds at `url`/feeds/NAME, a webhook at `hook`, mail on `smtp_port`. A context manager."""

    def __init__(self) -> None:
        self.posts: list[Post] = []
        self.mails: list[Message] = []
        self.served: dict[str, list[Item]] = {}
        self.moody = False
        """While set, the webhook receiver answers each delivery once with one of FAULTS, and takes it when it comes
        again; the mail server takes each mail and breaks off before it says so, once."""
        self.answering = threading.Event()
        """While cleared, the webhook receiver says nothing."""
        self.answering.set()
        self._publisher, self._receiver = Server(self._handler()), Server(self._handler())
        self.url, self.hook = (f"http://127.0.0.1:{each.port}" for each in (self._publisher, self._receiver))
        self.smtp_port = free_port()
        self._smtp = Controller(self, hostname="127.0.0.1", port=self.smtp_port)

    def __enter__(self) -> Self:
        self._publisher.start()
        self._receiver.start()
        self._smtp.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._smtp.stop()
        self._publisher.kill()
        self._receiver.kill()

    def forget(self) -> None:
        """Nothing has been received yet; everything is taken again."""
        self.posts, self.mails, self.moody = [], [], False
        self.answering.set()

    def kill_receiver(self) -> None:
        """The webhook receiver dies, whatever it was answering."""
        self._receiver.kill()

    def revive_receiver(self) -> None:
        """It is back where it was."""
        self._receiver = Server(self._handler(), self._receiver.port).start()

    def publish(self, items: dict[str, list[Item]]) -> None:
        """Adds items to the feeds, for good."""
        for feed, more in items.items():
            self.served[feed] = [*self.served.get(feed, []), *more]

    def count(self) -> int:
        """How many items are served."""
        return sum(len(items) for items in self.served.values())

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:
        mail = message_from_bytes(envelope.content)
        known = any(other["Message-ID"] == mail["Message-ID"] for other in self.mails)
        self.mails.append(mail)
        if self.moody and not known:
            server.transport.abort()
        return "250 OK"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        world = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                name = self.path.rpartition("/")[2]
                body = rss(name, world.served.get(name, []), world.url)
                tag = f'"{sha256(body).hexdigest()[:16]}"'
                known = self.headers.get("If-None-Match") == tag
                self.answer(304 if known else 200, b"" if known else body, ETag=tag)

            def do_POST(self) -> None:
                data = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["data"]
                alerts = data.get("alerts", [data])
                id = self.headers["webhook-id"]
                taken = not world.moody or any(post.id == id for post in world.posts)
                world.answering.wait(30)
                world.posts.append(Post(id, tuple(one["id"] for one in alerts), taken))
                if taken:
                    self.answer(204)
                else:
                    self.fail(FAULTS[int(id, 16) % len(FAULTS)])

            def fail(self, fault: str) -> None:
                if fault.isdigit():
                    self.answer(int(fault), **({} if fault == "500" else {"Retry-After": "1"}))
                    return
                self.wfile.write(b"HTTP/1.1 20" if fault == "half" else b"")
                self.close_connection = True

            def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if status != 204:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        return Handler


def news(tolls: int, quiet: int, now: datetime, first: int = 0) -> dict[str, list[Item]]:
    """Articles spread over the feeds: each of the first `tolls` tells of a toll over ten in a town of its own, the
    others of nothing that counts. `first` numbers them on from an earlier batch."""
    items = [item(first + n, now, TOLLS, TOWNS[(first + n) % len(TOWNS)]) for n in range(tolls)]
    items += [item(10_000 + first + n, now, QUIET) for n in range(quiet)]
    mixed = sorted(items, key=lambda one: sha256(str(one.number).encode()).digest())
    return {feed: mixed[position :: len(FEEDS)] for position, feed in enumerate(FEEDS)}


def story_day() -> datetime:
    """A moment that the articles count from: recent, and the same for all that one test publishes."""
    from monitor import clock

    return clock.now() - timedelta(minutes=5)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
