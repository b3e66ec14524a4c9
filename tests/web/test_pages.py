"""The pages as they are served, headers and all."""

import http.client
import json
import signal
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from rq import SimpleWorker

from monitor import embedded_redis
from monitor.config import load
from monitor.queue import NOTIFY, READ, connection
from monitor.status import LEADER, open_store
from tests.livedin import SENTENCE, settle
from tests.queue.support import RedisServer
from tests.web.conftest import Pages

pytestmark = pytest.mark.process
Answer = tuple[int, dict[str, str], str]


def ask(pages: Pages, path: str, method: str = "GET", host: str | None = None) -> Answer:
    client = http.client.HTTPConnection("127.0.0.1", pages.port, timeout=20)
    client.request(method, path, headers={"Host": host or f"127.0.0.1:{pages.port}"})
    answer = client.getresponse()
    body = answer.read().decode()
    client.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


class Links(HTMLParser):
    """The tags and the addresses that a page leads to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.addresses: list[str] = []
        self.handlers: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src", "action")]
        self.handlers += [name for name, _ in attrs if name.startswith("on") or name == "style"]


def test_it_lives(pages: Pages) -> None:
    assert ask(pages, "/healthz")[::2] == (200, "ok\n")


def test_it_is_not_ready_and_says_why(pages: Pages) -> None:
    code, _, body = ask(pages, "/readyz")
    report = json.loads(body)
    assert (code, report["ready"]) == (503, False)
    assert {name: reason["ok"] for name, reason in report["reasons"].items()} == {
        "database": True, "redis": False, "scheduler": False, "workers": False, "notifier": False, "receivers": True,
        "feeds": True,
    }  # fmt: skip
    assert report["reasons"]["feeds"]["says"] == "1 of 2 reachable"


def test_it_is_ready_when_everything_works(pages: Pages, folder: Path) -> None:
    config = load(folder / "config.yaml")
    server = RedisServer(config.data_dir).start()
    try:
        worker = SimpleWorker([READ, NOTIFY], connection=connection(embedded_redis.url(config.data_dir)))
        worker.register_birth()
        with open_store(config) as store:
            store.leases.hold(LEADER, "me", datetime.now(UTC), timedelta(minutes=5))
            code, _, body = ask(pages, "/readyz")
            assert (code, json.loads(body)["ready"]) == (200, True), body
            assert "Watching" in ask(pages, "/")[2]
            store.leases.release(LEADER, "me")
    finally:
        server.kill()


def test_the_index_shows_alerts_feeds_and_counts(pages: Pages) -> None:
    code, headers, page = ask(pages, "/")
    assert (code, headers["content-type"]) == (200, "text/html; charset=utf-8")
    for part in (
        SENTENCE,
        "Mombasa: more than 20 killed",
        "Says: police",
        "Coast Herald",
        "unreachable",
        "many killed",
    ):
        assert part in page
    assert 'href="https://coast.example.org/1"' in page


def test_what_a_feed_wrote_is_only_text(pages: Pages) -> None:
    page = ask(pages, "/")[2]
    links = Links(page)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert not links.tags & {"script", "iframe", "img", "form", "style", "base", "object"}
    assert not links.handlers
    assert all(address.startswith(("/", "https://")) for address in links.addresses)
    assert "\x1b" not in page


@pytest.mark.parametrize("path", ["/", "/healthz", "/readyz", "/style.css", "/icon.svg", "/nothing"])
def test_every_answer_is_locked_down(pages: Pages, path: str) -> None:
    headers = ask(pages, path)[1]
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"
    assert "server" not in headers
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_nothing_can_be_changed(pages: Pages, method: str) -> None:
    code, headers, _ = ask(pages, "/", method)
    assert code == 405
    assert set(headers["allow"].replace(" ", "").split(",")) == {"GET", "HEAD"}


def test_head_is_a_get_without_body(pages: Pages) -> None:
    code, headers, body = ask(pages, "/healthz", "HEAD")
    assert (code, body, headers["content-length"]) == (200, "", "3")


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:1", "127.0.0.1", "[::1]:8710", "monitor.example.org", "MONITOR.example.org:80"]
)
def test_its_own_names_are_answered(pages: Pages, host: str) -> None:
    assert ask(pages, "/healthz", host=host)[0] == 200


@pytest.mark.parametrize(
    "host", ["evil.example.com", "evil.example.com:8710", "localhost.evil.example.com", "[evil]", "a b"]
)
def test_foreign_names_are_not(pages: Pages, host: str) -> None:
    code, headers, _ = ask(pages, "/", host=host)
    assert code == 421
    assert headers["x-content-type-options"] == "nosniff"


def test_a_database_that_is_gone_makes_it_unready_and_not_dead(tmp_path: Path) -> None:
    path = settle(tmp_path)
    served = Pages(path)
    try:
        with open_store(load(path)) as store, store.database.write() as connection:
            connection.exec_driver_sql("DROP TABLE alerts")
        code, _, body = ask(served, "/readyz")
        assert (code, json.loads(body)["reasons"]["database"]["ok"]) == (503, False)
        assert ask(served, "/")[0] == 503
        assert ask(served, "/healthz")[0] == 200
    finally:
        assert served.stop() == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    assert Pages(settle(tmp_path)).stop(number) == 0


def test_sighup_reads_the_configuration_again(tmp_path: Path) -> None:
    path = settle(tmp_path)
    served = Pages(path)
    try:
        assert json.loads(ask(served, "/readyz")[2])["reasons"]["workers"]["says"] == "0 of 2 alive"
        path.write_text(path.read_text() + "workers: 5\n")
        served.process.send_signal(signal.SIGHUP)
        while json.loads(ask(served, "/readyz")[2])["reasons"]["workers"]["says"] != "0 of 5 alive":
            assert served.process.poll() is None
    finally:
        served.stop()


def test_a_port_that_is_taken_is_said_in_one_line(tmp_path: Path) -> None:
    path = settle(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        path.write_text(path.read_text().replace("port: 0", f"port: {port}"))
        command = [sys.executable, "-m", "monitor.web", "--config", str(path)]
        ran = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 3
    assert f"cannot use 127.0.0.1 port {port}: Address already in use" in ran.stderr
    assert "Traceback" not in ran.stderr
