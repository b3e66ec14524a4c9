"""The jobs: load, decide, save, ring. Each may be run twice, in two places, or die halfway, and has its effect once."""

import traceback
from datetime import timedelta

import structlog
from structlog.contextvars import bound_contextvars

from monitor import clock, pipeline
from monitor.alerts import Plan
from monitor.errors import QueueError, StoreError
from monitor.model import Article
from monitor.queue import CLOCK
from workers import station as stations
from workers.limits import time_limit
from workers.station import Station

READ_LEASE = timedelta(seconds=30)
"""How long claimed articles are hidden from other workers: what is left of a batch at half of it is given back."""
ARTICLE_S, ARTICLE_AT_MOST_S = 10.0, 20.0
"""Seconds for one article, before an exception in our own code ends it, and before the process ends itself."""
WATCH_AGAIN = timedelta(minutes=5)
"""When a timer that breaks our code is tried again."""

log = structlog.get_logger()


def read(ids: list[str]) -> None:
    """Reads the articles that are still to be read: events into the ledger, alerts and deliveries planned."""
    station = stations.current()
    while not station.stopping.is_set() and (claimed := station.store.articles.claim(ids, clock.now(), READ_LEASE)):
        station.recorder.claimed([article.id for article in claimed])
        station.store.articles.release(_read_some(station, claimed))
        station.recorder.done()


def _read_some(station: Station, articles: list[Article]) -> list[str]:
    """Reads the first, and on until the lease is half over or the worker is to end. Returns what it did not come to."""
    until = clock.monotonic() + READ_LEASE.total_seconds() / 2
    for position, article in enumerate(articles):
        if station.stopping.is_set() or (position and clock.monotonic() > until):
            return [left.id for left in articles[position:]]
        with bound_contextvars(article=article.id, feed=article.feed):
            _read_one(station, article)
    return []


def _read_one(station: Station, article: Article) -> None:
    """The job's boundary: whatever an article does to our code costs that article a try, and no other anything.

    Where even that cannot be noted the database is away, which ends the job: its articles come again."""
    try:
        with station.recorder.at(article.id, ARTICLE_AT_MOST_S):
            _take_in(station, article)
    except Exception:
        log.exception("the article could not be read")
        station.store.articles.fail(article.id, traceback.format_exc(), clock.now())


def _take_in(station: Station, article: Article) -> None:
    """Reads one article, and lets it have its effect in one transaction, unless it has had it already."""
    with time_limit(ARTICLE_S):
        extraction = station.reader.read(article)
    with station.store.ledger.write() as tx:
        if not tx.is_unread(article):
            return
        decision = pipeline.decide(article, extraction, station.desk, tx, clock.now())
        tx.save(decision)
    alerts = [alert.id for alert in decision.plan.alerts]
    log.info("article read", events=len(extraction.events), alerts=alerts)
    _ring(station, decision.plan)


def _ring(station: Station, plan: Plan) -> None:
    """What is due at once need not wait for the scheduler's next tick."""
    now = clock.now()
    due = [delivery.id for delivery in plan.deliveries if delivery.not_before <= now]
    try:
        station.queue.enqueue_deliver(due)
    except QueueError as error:
        log.info("deliveries wait for the tick", error=str(error))


def deliver(ids: list[str]) -> None:
    """Takes up the deliveries that are still due. They are sent beside the jobs, each in its receiver's lane."""
    station = stations.current()
    if not station.stopping.is_set():
        station.sender.take_up(ids)
    station.recorder.done()


def watch(ids: list[str]) -> None:
    """Decides again about alerts whose time has come: they have held, they still last, nobody has acknowledged them."""
    station = stations.current()
    if station.stopping.is_set():
        return
    try:
        _decide_again(station, ids)
    except StoreError:
        raise
    except Exception:
        log.exception("what was due could not be decided together")
        for id in ids:
            _decide_alone(station, id)
    if CLOCK in ids:
        _look_at_the_clock(station)


def _look_at_the_clock(station: Station) -> None:
    """The job's boundary: what rules make of it that time has passed is asked again in a minute, whatever breaks."""
    try:
        now = clock.now()
        with station.store.ledger.write() as tx:
            plan, _ = pipeline.watch(station.desk, tx, now)
            tx.owe(plan)
    except StoreError:
        raise
    except Exception:
        log.exception("what time has brought could not be judged")
    else:
        _ring(station, plan)


def _decide_alone(station: Station, id: str) -> None:
    """The job's boundary: whatever one alert does to our code holds up no other, and is tried again later."""
    try:
        _decide_again(station, [id])
    except StoreError:
        raise
    except Exception:
        log.exception("what was due could not be decided", timer=id)
        station.store.timers.postpone(id, clock.now() + WATCH_AGAIN)


def _decide_again(station: Station, ids: list[str]) -> None:
    """In one transaction, so that of several workers one decides."""
    now = clock.now()
    with station.store.ledger.write() as tx:
        plan = pipeline.elapse(tx.take(ids, now), station.desk, tx, now)
        tx.owe(plan)
    if plan.alerts or plan.deliveries:
        log.info("decided again", alerts=[alert.id for alert in plan.alerts], deliveries=len(plan.deliveries))
    _ring(station, plan)
