"""The tick on real parts: a store, a Redis, a feed server. What is due is polled once, saved, and rung for."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from aiohttp import web

from monitor import clock
from monitor.config import Config, Network
from monitor.feeds.fetch import Client
from monitor.feeds.guard import Parser
from monitor.incidents import COPY_WINDOW, Print
from monitor.model import Feed
from monitor.queue import Queue
from monitor.scheduler import LEASE, LEASE_TTL, Scheduler
from monitor.store import Store
from monitor.store.ledger_write import save_print
from monitor.store.tables_ledger import prints
from tests.feeds.support import FeedServer, feed, item, rss
from tests.queue.support import RedisServer


@pytest.fixture
def feeds() -> Iterator[FeedServer]:
    server = FeedServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path / "var").start()
    yield server
    server.kill()


@asynccontextmanager
async def scheduling(
    store: Store, server: RedisServer, *configured: Feed, name: str = "one"
) -> AsyncIterator[Scheduler]:
    config = Config(feeds=configured, network=Network(allow_private=True))
    async with Client(allow_private=True) as client, Parser() as parser:
        scheduler = Scheduler(config, store, Queue.connect(server.url), client, parser, name)
        try:
            yield scheduler
        finally:
            await scheduler.close()


async def ticks(scheduler: Scheduler, done) -> None:
    """Ticks until `done()`; each polls what is due and waits for nothing."""
    while not done():
        await scheduler.tick()
        await asyncio.sleep(0.02)


def test_what_a_feed_serves_is_saved_and_rung_for(tmp_store: Store, redis_server: RedisServer, feeds: FeedServer):
    url = feeds.answer("/a", rss(item("1"), item("2"), item("3")), ETag='"v1"')
    queue = Queue.connect(redis_server.url)

    async def scenario() -> None:
        async with scheduling(tmp_store, redis_server, feed(url)) as scheduler:
            await ticks(scheduler, lambda: queue.lengths()["read"] == 1)

    asyncio.run(scenario())
    assert tmp_store.articles.counts()["new"] == 3
    (state,) = tmp_store.feeds.states()
    assert (state.etag, state.health) == ('"v1"', "ok")
    assert len(feeds.requests) == 1


def test_a_slow_feed_delays_no_other(tmp_store: Store, redis_server: RedisServer, feeds: FeedServer):
    async def never(_: web.Request) -> web.Response:
        await asyncio.sleep(3600)
        return web.Response()

    slow = [feed(feeds.serve(f"/slow{n}", never), name=f"slow{n}") for n in range(3)]
    quick = feed(feeds.answer("/quick", rss(item("1"))), name="quick")

    async def scenario() -> None:
        async with scheduling(tmp_store, redis_server, *slow, quick) as scheduler:
            await ticks(scheduler, lambda: tmp_store.articles.counts()["new"] == 1)

    asyncio.run(scenario())
    asked = [request.path for request in feeds.requests]
    assert sorted(asked) == sorted(set(asked)), "a poll under way was started twice"
    unpolled = {state.feed for state in tmp_store.feeds.states() if state.health == "new"}
    assert unpolled == {"slow0", "slow1", "slow2"}, "a poll that was dropped is due again"


def test_what_redis_loses_is_rung_again(tmp_store: Store, redis_server: RedisServer, feeds: FeedServer):
    url = feeds.answer("/a", rss(item("1")))
    queue = Queue.connect(redis_server.url)

    async def scenario() -> None:
        async with scheduling(tmp_store, redis_server, feed(url)) as scheduler:
            await ticks(scheduler, lambda: queue.lengths()["read"] == 1)
            redis_server.kill()
            await scheduler.tick()
            redis_server.start(afresh=True)
            assert queue.lengths()["read"] == 0
            await ticks(scheduler, lambda: queue.lengths()["read"] == 1)

    asyncio.run(scenario())
    assert tmp_store.articles.counts()["new"] == 1


def test_a_queue_that_is_not_empty_is_not_filled_up(
    tmp_store: Store, redis_server: RedisServer, feeds: FeedServer, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("monitor.scheduler.SWEEP_EVERY", timedelta(0))
    url = feeds.answer("/a", rss(item("1")))
    queue = Queue.connect(redis_server.url)

    async def scenario() -> None:
        async with scheduling(tmp_store, redis_server, feed(url)) as scheduler:
            await ticks(scheduler, lambda: queue.lengths()["read"] > 0)
            for _ in range(3):
                await scheduler.tick()
            # the sweep may ring between a poll's commit and its own ring: twice, but never again
            assert queue.lengths()["read"] <= 2

    asyncio.run(scenario())


def test_one_of_two_leads_until_it_ends(tmp_store: Store, redis_server: RedisServer, feeds: FeedServer):
    url = feeds.answer("/a", rss(item("1")))

    async def scenario() -> None:
        async with scheduling(tmp_store, redis_server, feed(url), name="two") as two:
            async with scheduling(tmp_store, redis_server, feed(url), name="one") as one:
                await one.tick()
                await two.tick()
                assert tmp_store.leases.holder(LEASE, clock.now()) == "one"
            await two.tick()
            assert tmp_store.leases.holder(LEASE, clock.now()) == "two"

    asyncio.run(scenario())


def test_a_leader_that_goes_silent_is_followed_within_fifteen_seconds(tmp_store: Store):
    assert timedelta(seconds=14) >= LEASE_TTL, "and the tick is a second"
    assert tmp_store.leases.hold(LEASE, "dead", clock.now() - LEASE_TTL, LEASE_TTL)
    assert tmp_store.leases.hold(LEASE, "alive", clock.now(), LEASE_TTL)


def test_a_feed_that_fails_is_state_and_not_a_stop(tmp_store: Store, redis_server: RedisServer, feeds: FeedServer):
    broken = feed(feeds.answer("/broken", "this is no feed"), name="broken")

    async def scenario() -> None:
        async with scheduling(tmp_store, redis_server, broken) as scheduler:
            await ticks(scheduler, lambda: tmp_store.feeds.states() and tmp_store.feeds.states()[0].failures == 1)

    asyncio.run(scenario())
    (state,) = tmp_store.feeds.states()
    assert state.health == "failing"
    assert state.next_poll_at > clock.now()


def test_a_mistake_of_ours_in_a_poll_counts_as_a_failure(tmp_store: Store, redis_server: RedisServer):
    class Broken(Client):
        async def fetch(self, *_: object) -> None:
            raise ZeroDivisionError("ours")

    async def scenario() -> None:
        config = Config(feeds=(feed(),))
        queue = Queue.connect(redis_server.url)
        async with Broken(allow_private=True) as client, Parser() as parser:
            scheduler = Scheduler(config, tmp_store, queue, client, parser, "one")
            await ticks(scheduler, lambda: tmp_store.feeds.states() and tmp_store.feeds.states()[0].failures == 1)

    asyncio.run(scenario())
    assert "ZeroDivisionError" in tmp_store.feeds.states()[0].last_error


def kept(store: Store) -> list[str]:
    """The articles whose fingerprints are still there."""
    with store.database.read() as connection:
        return list(connection.scalars(sa.select(prints.c.article)))


def test_housekeeping_is_the_leaders(tmp_store: Store, redis_server: RedisServer, feeds: FeedServer):
    long_ago = clock.now() - 3 * COPY_WINDOW
    with tmp_store.database.write() as connection:
        save_print(connection, Print("old", "old", "wire", long_ago, tuple(range(64))))

    async def scenario() -> tuple[list[str], list[str]]:
        async with scheduling(tmp_store, redis_server) as scheduler:
            await scheduler.housekeeping()
            following = kept(tmp_store)
            await scheduler.tick()
            await scheduler.housekeeping()
            return following, kept(tmp_store)

    assert asyncio.run(scenario()) == (["old"], [])
