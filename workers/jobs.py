"""The jobs: load, decide, save, ring. Each may be run twice, in two places, or die halfway, and has its effect once."""

import os
import traceback
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Literal

import structlog
from structlog.contextvars import bound_contextvars

from monitor import clock, pipeline
from monitor.config import Config
from monitor.errors import DeliveryError, DeliveryRefused, QueueError
from monitor.model import Article, Attempt, Delivery
from monitor.notify import NOTIFIERS, Context, retry
from monitor.pipeline import Decision
from workers import station as stations
from workers.limits import time_limit
from workers.station import Station

READ_LEASE = timedelta(seconds=30)
"""How long claimed articles are hidden from other workers: what is left of a batch at half of it is given back."""
ARTICLE_S, ARTICLE_AT_MOST_S = 10.0, 20.0
"""Seconds for one article, before an exception in our own code ends it, and before the process ends itself."""
SEND_LEASE = timedelta(seconds=60)
"""Longer than a channel takes to give up, unless its receiver answers drop by drop: then it may be told twice."""
SENDERS = 8
"""Deliveries that one worker has under way at once."""
LONGEST_ANSWER = 1_000

Outcome = Literal["delivered", "failed", "refused"]
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
    _ring(station, decision)


def _ring(station: Station, decision: Decision) -> None:
    """What is due at once need not wait for the scheduler's next tick."""
    now = clock.now()
    due = [delivery.id for delivery in decision.plan.deliveries if delivery.not_before <= now]
    try:
        station.queue.enqueue_deliver(due)
    except QueueError as error:
        log.info("deliveries wait for the tick", error=str(error))


def deliver(ids: list[str]) -> None:
    """Sends the deliveries that are still due, several at once: a slow receiver keeps no other waiting."""
    station = stations.current()
    with ThreadPoolExecutor(SENDERS) as senders:
        list(senders.map(lambda id: _deliver_one(station, id), ids))
    station.recorder.done()


def _deliver_one(station: Station, id: str) -> None:
    delivery = None if station.stopping.is_set() else station.store.deliveries.claim(id, clock.now(), SEND_LEASE)
    if delivery is None:
        return
    bound = bound_contextvars(delivery=id, receiver=delivery.receiver, channel=delivery.channel)
    with bound, station.recorder.sending(id):
        attempt, wish = attempted(station.config, delivery)
        status, next_at = retry.verdict(delivery, attempt, wish, clock.now())
        station.store.deliveries.record(id, attempt, next_at, status)
        alerts = [alert.id for alert in delivery.alerts]
        say = log.info if status == "delivered" else log.warning
        say("delivery attempted", status=status, answer=attempt.answer, next_at=next_at, alerts=alerts)


def attempted(config: Config, delivery: Delivery) -> tuple[Attempt, timedelta | None]:
    """One attempt, however it ended, and how long the receiver wishes to be left alone."""
    at, begun = clock.now(), clock.monotonic()
    outcome, answer, wish = _outcome(config, delivery)
    return Attempt(at, outcome, answer[:LONGEST_ANSWER], round(clock.monotonic() - begun, 3)), wish


def _outcome(config: Config, delivery: Delivery) -> tuple[Outcome, str, timedelta | None]:
    """The job's boundary: a channel that breaks is a channel that failed this time."""
    try:
        return "delivered", _send(config, delivery), None
    except DeliveryError as error:
        return "failed" if error.retryable else "refused", str(error), error.retry_after
    except Exception as error:
        log.exception("the channel broke")
        return "failed", f"{type(error).__name__}: {error}", None


def _send(config: Config, delivery: Delivery) -> str:
    receiver = config.receiver(delivery.receiver)
    settings = receiver.channels.get(delivery.channel) if receiver else None
    if settings is None:
        raise DeliveryRefused(f"the configuration has no receiver {delivery.receiver} with {delivery.channel} any more")
    context = Context(
        data_dir=config.data_dir,
        now=clock.now(),
        environment=os.environ,
        allow_private=config.network.allow_private,
        web=f"http://{config.web.host}:{config.web.port}" if config.web.port else None,
        demonstration=config.demonstration,
    )
    return NOTIFIERS[delivery.channel].send(settings, delivery, context)
