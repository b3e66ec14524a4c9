"""The tick: once a second the scheduler that leads polls the feeds that are due, rings for what SQL says is to be done,
and once in a while cleans up. Several may run; one leads, and another takes over when it goes silent.

    python -m monitor.scheduler --config config.yaml"""

import asyncio
import signal
import socket
import threading
from argparse import ArgumentParser
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from monitor import clock, embedded_redis, startup
from monitor.config import Config
from monitor.errors import ArchiveError, FeedError, QueueError, StoreError, TocsinError
from monitor.feeds.fetch import Client
from monitor.feeds.guard import Parser
from monitor.feeds.poll import next_poll
from monitor.feeds.poll_one import Poll, failure, poll_one
from monitor.keeping import keep_house
from monitor.lifeline import beat
from monitor.model import Feed, FeedState
from monitor.queue import CLOCK, NOTIFY, READ, Queue
from monitor.store import Store

LEASE = "scheduler"
LEASE_TTL = timedelta(seconds=10)
LEASE_RENEW = timedelta(seconds=3)
SWEEP_EVERY = timedelta(seconds=5)
WATCH_EVERY = timedelta(minutes=1)
"""How often the rules are asked that time alone can make ring."""
POLLS_AT_ONCE = 100
RUNG_AT_ONCE = 1000
HOUSEKEEPING_AFTER = timedelta(minutes=2)
"""How long after its start a scheduler first cleans up; then it does so once an hour."""
REST_AFTER_STORE_ERROR = 30.0
"""Seconds. A database that takes nothing must not make us ask a publisher once a second."""

log = structlog.get_logger()


class Scheduler:
    """One scheduler process under one configuration. `tick` is called once a second, from within the event loop."""

    def __init__(self, config: Config, store: Store, queue: Queue, client: Client, parser: Parser, name: str) -> None:
        self._feeds = {feed.name: feed for feed in config.feeds}
        self._config, self._ending = config, threading.Event()
        self._store, self._queue, self._client, self._parser, self._name = store, queue, client, parser, name
        self._polls: dict[str, asyncio.Task[None]] = {}
        self._leads = False
        self._watches = any(rule.watches for rule in config.rules)
        self._renewed = self._swept = self._watched = clock.now() - timedelta(days=1)
        self._trouble = ""

    async def tick(self) -> None:
        """Everything that is due now, and a sign of life. What goes wrong is logged once, until it is over or something
        else does."""
        try:
            if await asyncio.to_thread(self._lead):
                await self._start_polls()
                await asyncio.to_thread(self._ring)
        except QueueError as error:
            self._swept -= SWEEP_EVERY
            self._complain(str(error))
        except StoreError as error:
            self._complain(str(error))
        else:
            self._complain("")
        finally:
            beat()

    async def housekeeping(self) -> None:
        """What is due once an hour. Where it cannot be done, the next hour's goes on from there."""
        if not self._leads:
            return
        try:
            await asyncio.to_thread(keep_house, self._store, self._config, clock.now(), self._must_stop)
        except (StoreError, ArchiveError) as error:
            log.warning("housekeeping was broken off, and goes on in an hour", error=str(error))

    def _must_stop(self) -> bool:
        return self._ending.is_set() or not self._leads

    async def close(self) -> None:
        """Drops the polls under way (they come again) and gives the lead to whoever wants it."""
        self._ending.set()
        for task in self._polls.values():
            task.cancel()
        await asyncio.gather(*self._polls.values(), return_exceptions=True)
        if self._leads:
            await asyncio.to_thread(self._store.leases.release, LEASE, self._name)

    def _lead(self) -> bool:
        """Takes or keeps the lead; the feeds of the configuration become the store's when it is taken."""
        now = clock.now()
        if self._leads and now - self._renewed < LEASE_RENEW:
            return True
        led, self._leads = self._leads, self._store.leases.hold(LEASE, self._name, now, LEASE_TTL)
        if self._leads and not led:
            self._store.feeds.sync(tuple(self._feeds.values()), now)
            log.info("this scheduler leads", feeds=len(self._feeds))
        self._renewed = now
        return self._leads

    async def _start_polls(self) -> None:
        due = await asyncio.to_thread(self._store.feeds.due, clock.now(), POLLS_AT_ONCE)
        for state in due:
            feed = self._feeds.get(state.feed)
            if feed is not None and feed.name not in self._polls and len(self._polls) < POLLS_AT_ONCE:
                task = asyncio.create_task(self._poll(feed, state), name=feed.name)
                self._polls[feed.name] = task
                task.add_done_callback(lambda done: self._polls.pop(done.get_name()))

    async def _poll(self, feed: Feed, state: FeedState) -> None:
        with structlog.contextvars.bound_contextvars(feed=feed.name):
            try:
                poll = await self._guarded(feed, state)
                ids = await asyncio.to_thread(self._store.feeds.save_poll, poll.state, poll.articles, clock.now())
                _report(state, poll, len(ids))
                await asyncio.to_thread(self._queue.enqueue_read, ids)
            except QueueError as error:
                log.warning("new articles wait for the sweep", error=str(error))
            except StoreError:
                log.exception("what the feed brought could not be saved")
                await asyncio.sleep(REST_AFTER_STORE_ERROR)

    async def _guarded(self, feed: Feed, state: FeedState) -> Poll:
        """The job's boundary: a feed that finds a mistake of ours is one that fails, and is asked ever more rarely."""
        try:
            return await poll_one(feed, state, self._client, self._parser, clock.now())
        except Exception as error:
            log.exception("the poll broke")
            outcome = failure(FeedError(f"Tocsin could not cope with this feed ({type(error).__name__}: {error})"))
            return Poll("failed", (), next_poll(feed, state, outcome, clock.now()))

    def _ring(self) -> None:
        """The doorbell: deliveries at each tick, articles at each sweep. A queue that is not empty rings already."""
        waiting, now = self._queue.lengths(), clock.now()
        if not waiting[NOTIFY]:
            self._queue.enqueue_deliver(self._store.deliveries.due(now, RUNG_AT_ONCE))
            self._queue.enqueue_watch(self._to_watch(now))
        if not waiting[READ] and now - self._swept >= SWEEP_EVERY:
            self._queue.enqueue_read(self._store.articles.unread(now, RUNG_AT_ONCE))
            self._swept = now

    def _to_watch(self, now: datetime) -> list[str]:
        """The timers that are due, and once a minute the clock, where rules watch it."""
        due = self._store.timers.due(now, RUNG_AT_ONCE)
        if not self._watches or now - self._watched < WATCH_EVERY:
            return due
        self._watched = now
        return [*due, CLOCK]

    def _complain(self, trouble: str) -> None:
        if trouble != self._trouble:
            log.error("the scheduler cannot work", error=trouble) if trouble else log.warning(
                "the scheduler works again"
            )
            self._trouble = trouble


def _report(before: FeedState, poll: Poll, new: int) -> None:
    after = poll.state
    log.info("feed polled", result=poll.result, new=new, health=after.health, error=after.last_error)
    if after.health != before.health and after.health == "refused":
        log.warning("the feed is refused", error=after.last_error)


async def serve(path: Path, config: Config, name: str) -> None:
    """Schedules, as `name` among others, until SIGTERM or SIGINT. SIGHUP reads the configuration again."""
    stop, hup = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    loop.add_signal_handler(signal.SIGHUP, hup.set)
    if startup.hangup.is_set():
        hup.set()
    with startup.open_store(config) as store:
        queue = Queue.connect(embedded_redis.address(config.redis, config.data_dir))
        while not stop.is_set():
            await _serve_one(config, store, queue, name, stop, hup)
            hup.clear()
            if not stop.is_set():
                config = startup.reload(path, config)
        queue.close()


async def _serve_one(
    config: Config, store: Store, queue: Queue, name: str, stop: asyncio.Event, hup: asyncio.Event
) -> None:
    """Under one configuration, until an event comes."""
    async with Client(allow_private=config.network.allow_private) as client, Parser() as parser:
        scheduler = Scheduler(config, store, queue, client, parser, name)
        ticker = AsyncIOScheduler(timezone="UTC")
        patience = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        ticker.add_job(scheduler.tick, "interval", seconds=1, next_run_time=clock.now(), **patience)
        begin = clock.now() + HOUSEKEEPING_AFTER
        ticker.add_job(scheduler.housekeeping, "interval", hours=1, next_run_time=begin, **patience)
        ticker.start()
        waits = [asyncio.create_task(event.wait()) for event in (stop, hup)]
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()
        ticker.shutdown(wait=False)
        try:
            await scheduler.close()
        except TocsinError as error:
            log.warning("the lead could not be given back", error=str(error))


def main() -> None:
    """The process."""
    parser = startup.arguments(ArgumentParser(prog="monitor.scheduler", description="Polls feeds and rings for work."))
    own = f"{socket.gethostname()}-{uuid4().hex[:12]}"
    parser.add_argument("--name", default=own, help="who this is among several: no two alive may share it")
    options = parser.parse_args()
    config = startup.begin("scheduler", options)
    with startup.explained():
        asyncio.run(serve(options.config, config, options.name))


if __name__ == "__main__":
    main()
