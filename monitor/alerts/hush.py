"""Silences that began while a message waited: what they match is taken out of it before it is sent. Pure."""

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from monitor.alerts.muting import Mute, silenced, with_mute
from monitor.model import Alert, Delivery
from monitor.model.silence import Silence


def hushed(delivery: Delivery, silences: Sequence[Silence], now: datetime) -> tuple[Delivery, tuple[Alert, ...]]:
    """What is left of a message that nobody has got yet, and what was taken out, as it is to be logged. A correction
    stays in it, unless what it corrects was taken out of the same message."""
    mutes: dict[str, Mute] = {}
    left: list[Alert] = []
    muted: list[Alert] = []
    for alert in delivery.alerts:
        mute = silenced(alert, silences, now) if alert.status == "firing" else mutes.get(alert.id)
        if mute is None:
            left.append(alert)
            continue
        if alert.again is None:
            mutes[alert.id] = mute
        muted.append(_logged(alert, mute, delivery.receiver, now))
    return replace(delivery, alerts=tuple(left)), tuple(muted)


def _logged(alert: Alert, mute: Mute, receiver: str, now: datetime) -> Alert:
    """The alert with why its receiver is not told after all; one that is told again was heard by it before."""
    kept_from = (receiver,) if alert.again is None else ()
    return replace(with_mute(alert, mute), at=now, receivers=kept_from, notify_reason=f"muted: {mute.reason}")
