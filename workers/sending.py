"""Sending deliveries: through their lanes, by their channels, every attempt recorded and the next one planned."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import structlog
from structlog.contextvars import bound_contextvars

from monitor import clock
from monitor.attempt import LEASE, attempted
from monitor.config import Config
from monitor.errors import StoreError
from monitor.model import Delivery
from monitor.notify import retry
from monitor.store import Store
from workers.lanes import Lanes
from workers.recorder import Recorder

REST = timedelta(seconds=5)
"""How long deliveries wait whose receiver is slow or has just failed."""
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
