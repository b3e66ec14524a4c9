"""One conditional GET against a real server, well-behaved and not."""

import asyncio
import gzip
import socket
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import AddressRefused, FetchError
from monitor.feeds.fetch import Client, Fetched, FetchLimits
from monitor.feeds.inflate import Body
from monitor.model import FeedState
from tests.feeds.support import NOW, FeedServer, feed, fresh

SMALL = FetchLimits(deadline=1.0, size=2**20, redirects=3)


def get(
    url: str, state: FeedState | None = None, *, allow_private: bool = True, limits: FetchLimits | None = None
) -> Fetched:
    async def once() -> Fetched:
        async with Client(allow_private=allow_private, limits=limits or FetchLimits(deadline=10)) as client:
            return await client.fetch(feed(url), state or fresh(), NOW)

    return asyncio.run(once())


def test_an_answer_comes_with_its_validators_and_they_are_sent_back(server: FeedServer) -> None:
    url = server.answer("/feed", "<rss/>", ETag='W/"7"', Last_Modified="Sun, 01 Mar 2026 10:00:00 GMT")
    fetched = get(url)
    state = FeedState("wire", NOW, etag=fetched.etag, last_modified=fetched.last_modified)
    server.answer("/feed", status=304)
    assert get(url, state).body is None
    assert fetched.body == b"<rss/>"
    assert server.requests[-1].headers["If-None-Match"] == 'W/"7"'
    assert server.requests[-1].headers["If-Modified-Since"] == "Sun, 01 Mar 2026 10:00:00 GMT"


def test_the_same_body_without_validators_is_unchanged(server: FeedServer) -> None:
    url = server.answer("/feed", "<rss/>")
    first = get(url)
    assert get(url, FeedState("wire", NOW, body_hash=first.body_hash)).body is None


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, lambda b: zlib.compress(b, wbits=-15)])
def test_packed_answers_are_unpacked(server: FeedServer, pack: Callable[[bytes], bytes]) -> None:
    encoding = "gzip" if pack is gzip.compress else "deflate"
    url = server.answer("/feed", pack(b"<rss/>" * 99), Content_Encoding=encoding)
    assert get(url).body == b"<rss/>" * 99


def test_a_gzip_bomb_is_stopped_when_it_grows_too_large(server: FeedServer) -> None:
    bomb = gzip.compress(bytes(200 * 2**20), compresslevel=9)
    url = server.answer("/feed", bomb, Content_Encoding="gzip")
    with pytest.raises(FetchError, match="larger than 1 MiB when unpacked"):
        get(url, limits=SMALL)


def test_a_packed_answer_that_breaks_off_is_no_complete_answer(server: FeedServer) -> None:
    url = server.answer("/feed", gzip.compress(bytes(range(256)) * 50)[:-20], Content_Encoding="gzip")
    with pytest.raises(FetchError, match="broke off"):
        get(url)


@pytest.mark.parametrize(("encoding", "words"), [("br", "not asked for"), ("gzip", "cannot be decompressed")])
def test_an_answer_that_is_packed_wrongly_is_refused(server: FeedServer, encoding: str, words: str) -> None:
    with pytest.raises(FetchError, match=words):
        get(server.answer("/feed", b"no such thing", Content_Encoding=encoding))


def test_a_body_shorter_than_announced_is_no_complete_answer() -> None:
    with pytest.raises(FetchError, match="broke off"):
        asyncio.run(_get_raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss/>"))


def test_what_is_no_http_is_said_to_be_none() -> None:
    with pytest.raises(FetchError, match="not valid HTTP"):
        asyncio.run(_get_raw(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"))


async def _get_raw(answer: bytes) -> Fetched:
    """Fetches from a server that sends these bytes and hangs up."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server, Client(allow_private=True) as client:
        port = server.sockets[0].getsockname()[1]
        return await client.fetch(feed(f"http://127.0.0.1:{port}/"), fresh(), NOW)


@pytest.mark.parametrize("first_bytes", [b"", b"<rss>"])
def test_a_server_that_falls_silent_meets_the_deadline(server: FeedServer, first_bytes: bytes) -> None:
    async def stall(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        if first_bytes:
            await response.prepare(request)
            await response.write(first_bytes)
        await asyncio.Event().wait()
        return response

    with pytest.raises(FetchError, match="no complete answer in time"):
        get(server.serve("/slow", stall), limits=FetchLimits(deadline=0.2))


def test_an_endless_body_is_stopped_by_its_size(server: FeedServer) -> None:
    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b" " * 2**16)

    with pytest.raises(FetchError, match="larger than 1 MiB"):
        get(server.serve("/endless", endless), limits=FetchLimits(size=2**20))


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/feed",
        "http://localhost:{port}/feed",
        "http://[::1]:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
    ],
)
def test_private_addresses_are_refused_however_they_are_written(server: FeedServer, url: str) -> None:
    server.answer("/feed", "<rss/>")
    with pytest.raises(AddressRefused, match="private or reserved"):
        get(url.format(port=server.port), allow_private=False)
    assert server.requests == []


def test_the_address_is_checked_at_each_redirect() -> None:
    """The first address is allowed here (as a public one would be), the second is not."""
    dialled = []

    async def run() -> None:
        async with Client(allow_private=False) as client:
            assert client._session is not None
            connector = client._session.connector
            guarded = connector._socket_factory

            def first_is_public(info):
                dialled.append(info[4][0])
                return guarded(info) if len(dialled) > 1 else socket.socket(*info[:3])

            connector._socket_factory = first_is_public
            await client.fetch(feed(address), fresh(), NOW)

    server = FeedServer()
    server.start()
    address = server.answer("/feed", status=302, Location="http://127.0.0.2:1/metadata", Connection="close")
    with pytest.raises(AddressRefused):
        asyncio.run(run())
    server.stop()
    assert dialled == ["127.0.0.1", "127.0.0.2"]


def test_long_headers_are_read(server: FeedServer) -> None:
    assert get(server.answer("/feed", "<rss/>", Content_Security_Policy="x" * 30_000)).body == b"<rss/>"


def test_a_permanent_move_is_followed_and_told(server: FeedServer) -> None:
    server.answer("/old", status=301, Location="/newer")
    server.answer("/newer", status=308, Location="/new")
    server.answer("/for-now", status=302, Location="/new")
    new = server.answer("/new", "<rss/>")
    assert get(server.url("/old")).moved_to == new
    assert get(server.url("/for-now")).moved_to is None
    assert get(server.url("/old")).url == new


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://example.org/", "gopher://x", "http://", ""])
def test_a_redirect_to_anything_but_the_web_is_refused(server: FeedServer, location: str) -> None:
    with pytest.raises((AddressRefused, FetchError)):
        get(server.answer("/feed", status=302, Location=location))


def test_redirects_come_to_an_end(server: FeedServer) -> None:
    with pytest.raises(FetchError, match="more than 3 redirects"):
        get(server.answer("/loop", status=302, Location="/loop"), limits=SMALL)


def test_a_bad_status_keeps_its_number_and_the_wish_to_wait(server: FeedServer) -> None:
    with pytest.raises(FetchError, match="answered 503") as caught:
        get(server.answer("/feed", status=503, Retry_After="77"))
    assert caught.value.status == 503
    assert caught.value.retry_after is not None
    assert caught.value.retry_after.total_seconds() == 77


@pytest.mark.parametrize("url", ["http://", "http://exa mple/", "https://:99999/", "http://nowhere.invalid/"])
def test_an_address_that_leads_nowhere_is_a_fetch_error(url: str) -> None:
    with pytest.raises(FetchError):
        get(url)


def test_passwords_in_an_address_stay_out_of_messages(server: FeedServer) -> None:
    url = server.answer("/feed", status=500).replace("http://", "http://me:secret@")
    with pytest.raises(FetchError) as caught:
        get(url)
    assert "secret" not in str(caught.value)


def test_one_host_is_asked_a_few_times_at_once(server: FeedServer) -> None:
    waiting, peak = 0, 0

    async def count(_: web.Request) -> web.StreamResponse:
        nonlocal waiting, peak
        waiting, peak = waiting + 1, max(peak, waiting + 1)
        await asyncio.sleep(0)
        waiting -= 1
        return web.Response(text="<rss/>")

    async def many() -> None:
        async with Client(allow_private=True, limits=FetchLimits(per_host=2)) as client:
            await asyncio.gather(*(client.fetch(feed(server.url("/feed")), fresh(), NOW) for _ in range(20)))

    server.serve("/feed", count)
    asyncio.run(many())
    assert len(server.requests) == 20
    assert peak <= 2


def test_a_file_is_read_until_it_stays_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a feed.xml"
    path.write_text("<rss/>")
    first = get(path.as_uri())
    assert first.body == b"<rss/>"
    assert get(path.as_uri(), FeedState("wire", NOW, body_hash=first.body_hash)).body is None
    with pytest.raises(FetchError, match="there is no file"):
        get(f"file:{tmp_path}/missing.xml")
    with pytest.raises(FetchError, match="larger than"):
        get(path.as_uri(), limits=FetchLimits(size=3))


@given(st.lists(st.binary(max_size=300), max_size=5), st.integers(1, 50))
def test_unpacking_gives_back_what_was_packed_however_it_is_cut(parts: list[bytes], step: int) -> None:
    packed = b"".join(gzip.compress(part) for part in parts)
    body = Body("gzip", 10_000)
    for at in range(0, len(packed), step):
        body.add(packed[at : at + step])
    assert body.whole() == b"".join(parts)
