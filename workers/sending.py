"""Sending deliveries: through their lanes, by their channels, every attempt recorded and the next one planned."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

import structlog
from structlog.contextvars import bound_contextvars

from monitor import clock
from monitor.alerts import hushed
from monitor.attempt import LEASE, attempted, fingerprint
from monitor.config import Config
from monitor.errors import StoreError
from monitor.model import Attempt, Delivery, DeliveryStatus
from monitor.notify import retry
from monitor.notify.links import Links
from monitor.store import Store
from monitor.store.channels import SwitchedOff
from monitor.store.deliveries import Held
from workers.gone import notices
from workers.lanes import Lanes
from workers.recorder import Recorder

HOLD = timedelta(seconds=10)
"""How long deliveries wait in their lane before others may take them up. Those of a receiver that has just failed are
left alone for what is left of it."""
log = structlog.get_logger()


class Sender:
    """Sends beside the jobs of one worker. `config` gives the configuration of the moment."""

    def __init__(self, store: Store, recorder: Recorder, config: Callable[[], Config]) -> None:
        self._store, self._recorder, self._config = store, recorder, config
        self.lanes = Lanes(self._send, self._give_back)

    def take_up(self, ids: Sequence[str]) -> None:
        """Sends deliveries soon, those that are due and that nobody else has."""
        now = clock.now()
        for held in self._store.deliveries.hold(ids, now, now + HOLD):
            self.lanes.put(held)

    def close(self, seconds: float) -> bool:
        """Gives back what waits, and waits for what is being sent. False: some of it still is."""
        return self.lanes.settle(seconds)

    def _send(self, held: Held, links: Links) -> bool:
        """Sends one delivery and records how that went. Returns whether its receiver is well."""
        with bound_contextvars(delivery=held.id, receiver=held.receiver, channel=held.channel):
            try:
                self._recorder.sending(held.id)
                delivery = self._store.deliveries.claim(held.id, clock.now(), LEASE, held.until)
                wanted = self._unless_silenced(delivery) if delivery is not None else None
                well = wanted is None or self._attempt(wanted, links)
            except StoreError:
                log.exception("a delivery was not begun, or its attempt not recorded; it comes again")
                return False
            self._recorder.sent(held.id)
            return well

    def _unless_silenced(self, delivery: Delivery) -> Delivery | None:
        """What silences have left of a delivery that waited; None: nothing. Later attempts tell what the first did,
        also where whoever made that died before it could say so."""
        if delivery.attempts or delivery.claims > 1:
            return delivery
        now = clock.now()
        fixed = (each.silence() for each in self._config().silences)
        left, muted = hushed(delivery, (*fixed, *self._store.silences.active(now)), now)
        if muted:
            self._store.deliveries.hush(left, muted)
            log.info("silenced while it waited", alerts=[alert.id for alert in muted], left=len(left.alerts))
        return left if left.alerts else None

    def _attempt(self, delivery: Delivery, links: Links) -> bool:
        prolong = partial(self._prolong, delivery.id)
        attempt, wish = self._refusal(delivery) or attempted(self._config(), delivery, links, prolong=prolong)
        if attempt.outcome == "gone":
            self._switch_off(delivery, attempt)
        status, next_at = retry.verdict(delivery, attempt, wish, clock.now())
        following = self._store.deliveries.record(delivery.id, attempt, next_at, status)
        _report(delivery, attempt, status, next_at)
        if following is not None:
            self.take_up([following])
        return status != "pending"

    def _prolong(self, id: str, span: timedelta) -> None:
        self._store.deliveries.prolong(id, clock.now() + span)

    def _refusal(self, delivery: Delivery) -> tuple[Attempt, None] | None:
        """The attempt at a channel that is switched off, and has not been set otherwise since: there is none."""
        off = self._store.channels.find(delivery.receiver, delivery.channel)
        if off is None:
            return None
        if off.settings != fingerprint(self._config(), delivery.receiver, delivery.channel):
            self._store.channels.switch_on(off.receiver, off.channel)
            return None
        why = f"switched off at {off.at:%Y-%m-%d %H:%M} UTC; `tocsin receivers enable {off.receiver}` switches it on"
        return Attempt(clock.now(), "refused", f"{why}. {off.reason}", 0.0), None

    def _switch_off(self, delivery: Delivery, attempt: Attempt) -> None:
        """The receiver is gone: nothing more goes there, and somebody else is told so."""
        config, channels = self._config(), self._store.channels
        set_so = fingerprint(config, delivery.receiver, delivery.channel)
        off = SwitchedOff(delivery.receiver, delivery.channel, set_so, attempt.at, attempt.answer)
        told = notices(config, off, channels.off())
        if channels.switch_off(off, told):
            log.error("the channel is switched off", answer=attempt.answer, told=[each.receiver for each in told])

    def _give_back(self, held: Sequence[Held]) -> None:
        """Makes deliveries due again that are not sent now."""
        now = clock.now()
        ids = [each.id for each in held if each.until > now]
        try:
            self._store.deliveries.release(ids, now)
        except StoreError as error:
            log.warning("deliveries come again when they are free", error=str(error))


def _report(delivery: Delivery, attempt: Attempt, status: DeliveryStatus, next_at: datetime | None) -> None:
    say = log.info if status == "delivered" else log.warning
    alerts = [alert.id for alert in delivery.alerts]
    say("delivery attempted", status=status, answer=attempt.answer, next_at=next_at, alerts=alerts)
