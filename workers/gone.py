"""A receiver that says that it is gone for good: its channel gets nothing more, and somebody is told by another way."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime

from monitor.config import Config
from monitor.model import Alert, Delivery
from monitor.store.channels import SwitchedOff

RULE = "tocsin"
"""What stands where an alert names its rule."""


def notices(config: Config, gone: SwitchedOff, off: Iterable[SwitchedOff]) -> tuple[Delivery, ...]:
    """What is told of it, and to whom: the receiver by its other channels, else whoever gets what no route takes. None
    where both are off."""
    silent = {(each.receiver, each.channel) for each in (*off, gone)}
    for name in dict.fromkeys((gone.receiver, config.route.receiver)):
        receiver = config.receiver(name)
        channels = [channel for channel in receiver.channels if (name, channel) not in silent] if receiver else []
        if channels:
            return tuple(_deliveries(gone, name, channels))
    return ()


def _deliveries(gone: SwitchedOff, receiver: str, channels: Iterable[str]) -> Iterator[Delivery]:
    for channel in channels:
        id = _id(gone, receiver, channel)
        yield Delivery(id, receiver, channel, RULE, (_notice(gone, receiver),), created=gone.at, not_before=gone.at)


def _notice(gone: SwitchedOff, receiver: str) -> Alert:
    summary = f"{gone.channel} of {gone.receiver} gets nothing more: {gone.reason}"
    todo = f"mend it and run `tocsin receivers enable {gone.receiver}`, or change its settings"
    return Alert(
        id=_id(gone)[:16],
        rule=RULE,
        status="firing",
        severity="warning",
        at=gone.at,
        threshold=None,
        value=None,
        incident=None,
        place=None,
        summary=summary,
        evidence=(),
        receivers=(receiver,),
        notify_reason=todo,
        subject=f"receiver:{gone.receiver}",
        labels={"rule": RULE, "severity": "warning", "subject": f"receiver:{gone.receiver}", "status": "firing"},
    )


def _id(gone: SwitchedOff, *parts: str) -> str:
    at: datetime = gone.at
    words = ("gone", gone.receiver, gone.channel, gone.settings, at.isoformat(), *parts)
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:32]
