"""Deliveries to send, and a receiver to send them to."""

import ssl
import subprocess
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from monitor.model import Alert, Delivery, Place, Quote
from monitor.notify import Context

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
ALEPPO = Place("Aleppo", 170063, "SY", "09", 36.2, 37.16, 1, 10.0)
QUOTE = Quote("a1", "Levant Wire", "https://example.org/1?a=1&b=2", "More than 50 fighters were killed.", "text", 0, 34)
ALERT = Alert(
    id="al1",
    rule="mass casualties",
    status="firing",
    severity="critical",
    at=NOW,
    threshold=50,
    value=50,
    incident="inc1",
    place=ALEPPO,
    summary="More than 50 killed in Aleppo, over 50",
    evidence=(QUOTE,),
    notify_reason="first notification",
    figure="more than 50",
    says=("the observatory", "state TV"),
    labels={"metric": "killed"},
)


def alert(**fields: Any) -> Alert:
    return replace(ALERT, **fields)


def delivery(*alerts: Alert, **fields: Any) -> Delivery:
    plain = Delivery("d1", "desk", "console", "g1", alerts or (ALERT,), created=NOW, not_before=NOW)
    return replace(plain, **fields)


def context(data_dir: Path = Path("nowhere"), **fields: Any) -> Context:
    return replace(Context(data_dir, NOW, allow_private=True), **fields)


class Receiver:
    """A webhook receiver on the loopback. `answer` writes the reply to each post; `posts` holds headers and bodies.
    After each post it ends the connection without a word, unless it is to `keep` it."""

    def __init__(self, answer: Callable[[BaseHTTPRequestHandler], None], *, keep: bool = False) -> None:
        self.posts: list[tuple[dict[str, str], bytes]] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:  # the name that http.server asks for
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.posts.append(({name.lower(): value for name, value in self.headers.items()}, body))
                answer(self)
                self.close_connection = not keep

            def log_message(self, format: str, *args: Any) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/hook"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    def __enter__(self) -> "Receiver":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)


def reply(status: int, body: bytes = b"ok", **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    """An answer that is well-formed."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return answer


def certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A server's TLS context with a fresh certificate for localhost, and the file by which a client trusts it."""
    key, cert = folder / "key.pem", folder / "cert.pem"
    names = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-subj", "/CN=localhost"]
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    command = ["openssl", "req", "-x509", *curve, "-nodes", "-days", "2", "-keyout", key, "-out", cert, *names]
    subprocess.run(command, check=True, capture_output=True)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(cert, key)
    return server, cert
