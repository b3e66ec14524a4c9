"""The tick rings for alerts whose time has come, and once a minute where rules watch the clock; else for nothing."""

import asyncio
from datetime import timedelta

import pytest

from monitor import clock
from monitor.alerts import Plan
from monitor.config import Config
from monitor.feeds.fetch import Client
from monitor.feeds.guard import Parser
from monitor.model.pace import Timer
from monitor.queue import Queue
from monitor.rules import RULE_TYPES
from monitor.scheduler import Scheduler
from monitor.store import Store
from tests.alerts.board import alert
from tests.queue.support import RedisServer
from tests.scheduler.test_scheduler import redis_server

__all__ = ["redis_server"]
SOON = timedelta(hours=1)


def rung(store: Store, server: RedisServer, ticks: int = 1, **settings: object) -> int:
    """How many jobs some ticks ring for."""
    queue = Queue.connect(server.url)

    async def scenario() -> int:
        async with Client(allow_private=True) as client, Parser() as parser:
            scheduler = Scheduler(Config.model_validate(settings), store, queue, client, parser, "one")
            for _ in range(ticks):
                await scheduler.tick()
            await scheduler.close()
        return queue.lengths()["notify"]

    return asyncio.run(scenario())


@pytest.mark.parametrize(("ago", "jobs"), [(timedelta(0), 1), (-SOON, 0)])
def test_what_is_due_is_rung_for(tmp_store: Store, redis_server: RedisServer, ago: timedelta, jobs: int) -> None:
    with tmp_store.ledger.write() as tx:
        tx.owe(Plan(timers=(Timer("hold", clock.now() - ago, alert()),)))
    assert rung(tmp_store, redis_server) == jobs


def test_the_clock_is_looked_at_only_where_rules_watch_it(tmp_store: Store, redis_server: RedisServer) -> None:
    watching = RULE_TYPES["silence"].model_validate({"name": "quiet", "after": "6h"})
    assert rung(tmp_store, redis_server, ticks=3) == 0
    assert rung(tmp_store, redis_server, ticks=3, rules=(watching,)) == 1
