"""A whole poll: a real server, the real parser, and state instead of exceptions."""

import asyncio
from collections.abc import Callable
from itertools import count

import pytest
from aiohttp import web

from monitor.errors import AddressRefused, FeedError, FetchError, ParseError
from monitor.feeds.fetch import Client, FetchLimits
from monitor.feeds.guard import Parser
from monitor.feeds.poll_one import Poll, failure, poll_one
from monitor.model import Feed
from tests.feeds.support import NOW, FeedServer, feed, fresh, item, rss

pytestmark = pytest.mark.process


def poll(*feeds: Feed, allow_private: bool = True, times: int = 1) -> list[Poll]:
    """Polls each feed `times` times in a row, all feeds at once; the last poll of each."""

    async def again(each: Feed, client: Client, parser: Parser) -> Poll:
        state = fresh(each.name)
        for _ in range(times):
            done = await poll_one(each, state, client, parser, NOW)
            state = done.state
        return done

    async def run() -> list[Poll]:
        limits = FetchLimits(deadline=3)
        async with Client(allow_private=allow_private, limits=limits) as client, Parser() as parser:
            return await asyncio.gather(*(again(each, client, parser) for each in feeds))

    return asyncio.run(run())


def test_a_good_feed_gives_articles_and_a_state_to_save_with_them(server: FeedServer) -> None:
    url = server.answer("/feed", rss(item("1"), item("2")), ETag='"v1"')
    (done,) = poll(feed(url))
    assert (done.result, len(done.articles)) == ("read", 2)
    assert (done.state.health, done.state.etag, done.state.last_ok_at) == ("ok", '"v1"', NOW)
    assert done.state.next_poll_at > NOW


def test_only_the_first_answer_of_a_feed_is_backlog(server: FeedServer) -> None:
    numbers = count()

    async def growing(_: web.Request) -> web.Response:
        return web.Response(text=rss(item(str(next(numbers)))), content_type="application/rss+xml")

    url = server.serve("/growing", growing)
    (first,) = poll(feed(url))
    (second,) = poll(feed(url), times=2)
    assert [article.backlog for article in first.articles + second.articles] == [True, False]


def test_an_unchanged_feed_is_not_parsed_again(server: FeedServer) -> None:
    (done,) = poll(feed(server.answer("/feed", rss(item("1")))), times=2)
    assert (done.result, done.articles, done.state.health) == ("unchanged", (), "ok")
    assert done.state.body_hash


@pytest.mark.parametrize(
    ("answer", "health", "words"),
    [
        (lambda server: server.answer("/f", status=500), "failing", "answered 500"),
        (lambda server: server.answer("/f", status=404), "refused", "answered 404"),
        (lambda server: server.answer("/f", status=410), "refused", "answered 410"),
        (lambda server: server.answer("/f", "<html></html>"), "failing", "web page"),
        (lambda server: server.answer("/f", rss("<x>" * 999)), "failing", "nested"),
        (lambda _: "http://127.0.0.1:1/", "unreachable", "no connection"),
        (lambda _: "http://feeds.invalid/", "unreachable", "host name is not known"),
        (lambda _: "file:missing.xml", "unreachable", "no file"),
    ],
)
def test_a_failure_is_state_in_words(
    server: FeedServer, answer: Callable[[FeedServer], str], health: str, words: str
) -> None:
    (done,) = poll(feed(answer(server)))
    assert (done.result, done.articles, done.state.health, done.state.failures) == ("failed", (), health, 1)
    assert done.state.last_error is not None and words in done.state.last_error
    assert (done.state.etag, done.state.body_hash) == (None, None)


def test_private_addresses_are_refused_unless_allowed(server: FeedServer) -> None:
    (done,) = poll(feed(server.answer("/feed", rss(item("1")))), allow_private=False)
    assert done.state.health == "refused"
    assert server.requests == []


def test_a_move_for_good_is_told_to_the_operator(server: FeedServer) -> None:
    server.answer("/new", rss(item("1")))
    (done,) = poll(feed(server.answer("/old", status=301, Location="/new")))
    assert done.result == "read"
    assert done.state.last_error == f"the feed has moved for good to {server.url('/new')}"


def test_bad_feeds_delay_no_other(server: FeedServer) -> None:
    """While some feeds hang, the good ones are done: the good answers end the hanging."""
    hanging = asyncio.Event()
    served = 0

    async def hang(_: web.Request) -> web.Response:
        await hanging.wait()
        return web.Response(text=rss(item("1")))

    async def good(_: web.Request) -> web.Response:
        nonlocal served
        served += 1
        if served == 20:
            hanging.set()
        return web.Response(text=rss(item("1")))

    bad = server.serve("/bad", hang).replace("127.0.0.1", "localhost")
    fine = server.serve("/good", good)
    feeds = [feed(bad, name=f"bad {n}") for n in range(10)] + [feed(fine, name=f"good {n}") for n in range(20)]
    assert {done.result for done in poll(*feeds)} == {"read"}


def test_what_kind_of_failure_it_is() -> None:
    kinds: list[tuple[FeedError, str]] = [
        (FetchError("x"), "unreachable"),
        (FetchError("x", status=500), "failing"),
        (FetchError("x", status=403), "refused"),
        (AddressRefused("x"), "refused"),
        (ParseError("x"), "failing"),
    ]
    assert [failure(error).health for error, _ in kinds] == [health for _, health in kinds]
    assert failure(FetchError("x", status=410)).gone
