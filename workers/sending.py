"""Sending deliveries: through their lanes, by their channels, every attempt recorded and the next one planned."""

import os
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Literal

import structlog
from structlog.contextvars import bound_contextvars

from monitor import clock
from monitor.config import Config
from monitor.errors import DeliveryError, DeliveryRefused, StoreError
from monitor.model import Attempt, Delivery
from monitor.notify import NOTIFIERS, Context, retry
from monitor.store import Store
from workers.lanes import Lanes
from workers.recorder import Recorder

LEASE = timedelta(seconds=60)
"""Longer than a channel takes to give up, unless its receiver answers drop by drop: then it may be told twice."""
REST = timedelta(seconds=5)
"""How long deliveries wait whose receiver is slow or has just failed."""
LONGEST_ANSWER = 1_000

Outcome = Literal["delivered", "failed", "refused"]
log = structlog.get_logger()


class Sender:
    """Sends beside the jobs of one worker. `config` gives the configuration of the moment."""

    def __init__(self, store: Store, recorder: Recorder, config: Callable[[], Config]) -> None:
        self._store, self._recorder, self._config = store, recorder, config
        self._closing = False
        self.lanes = Lanes(self._send, self._give_back)

    def take_up(self, id: str) -> None:
        """Sends a delivery soon, if it is due and nobody else has it."""
        delivery = self._store.deliveries.claim(id, clock.now(), LEASE)
        if delivery is not None:
            self._recorder.sending(id)
            self.lanes.put(delivery)

    def close(self, seconds: float) -> bool:
        """Gives back what waits, and waits for what is being sent. False: some of it still is."""
        self._closing = True
        return self.lanes.settle(seconds)

    def _send(self, delivery: Delivery) -> bool:
        """Sends one delivery and records how that went. Returns whether its receiver is well."""
        with bound_contextvars(delivery=delivery.id, receiver=delivery.receiver, channel=delivery.channel):
            attempt, wish = attempted(self._config(), delivery)
            status, next_at = retry.verdict(delivery, attempt, wish, clock.now())
            try:
                self._store.deliveries.record(delivery.id, attempt, next_at, status)
            except StoreError:
                log.exception("an attempt could not be recorded, and comes again")
                return False
            self._recorder.sent(delivery.id)
            alerts = [alert.id for alert in delivery.alerts]
            say = log.info if status == "delivered" else log.warning
            say("delivery attempted", status=status, answer=attempt.answer, next_at=next_at, alerts=alerts)
            return status != "pending"

    def _give_back(self, deliveries: Sequence[Delivery]) -> None:
        """Makes deliveries due again that are not sent now."""
        at = clock.now() if self._closing else clock.now() + REST
        try:
            self._store.deliveries.release([delivery.id for delivery in deliveries], at)
        except StoreError as error:
            log.warning("deliveries come again when their lease ends", error=str(error))
        for delivery in deliveries:
            self._recorder.sent(delivery.id)


def attempted(config: Config, delivery: Delivery) -> tuple[Attempt, timedelta | None]:
    """One attempt, however it ended, and how long the receiver wishes to be left alone."""
    at, begun = clock.now(), clock.monotonic()
    outcome, answer, wish = _outcome(config, delivery)
    return Attempt(at, outcome, answer[:LONGEST_ANSWER], round(clock.monotonic() - begun, 3)), wish


def _outcome(config: Config, delivery: Delivery) -> tuple[Outcome, str, timedelta | None]:
    """The boundary of one attempt: a channel that breaks is a channel that failed this time."""
    try:
        return "delivered", _through_its_channel(config, delivery), None
    except DeliveryError as error:
        return "failed" if error.retryable else "refused", str(error), error.retry_after
    except Exception as error:
        log.exception("the channel broke")
        return "failed", f"{type(error).__name__}: {error}", None


def _through_its_channel(config: Config, delivery: Delivery) -> str:
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
