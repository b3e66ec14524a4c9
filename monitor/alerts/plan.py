"""Who is told of which alert, by which channel, and when: one delivery for each channel of a receiver and group.

Alerts of one group that are raised while its delivery still waits join it. Time and what is pending are arguments."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import msgspec
from msgspec import Struct

from monitor.model import Alert, Delivery
from monitor.model.route import Route

Channels = Mapping[str, Sequence[str]]
"""Receiver -> the names of its channels."""


class Group(Struct, frozen=True):
    """What is told in one message: a receiver's channel, and the labels that its alerts share."""

    receiver: str
    channel: str
    key: str


class Plan(Struct, frozen=True):
    """The alerts with who is told and why, the deliveries to write, and what joins those that wait already."""

    alerts: tuple[Alert, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    joined: tuple[tuple[str, tuple[Alert, ...]], ...] = ()
    """Delivery id and the alerts that join it."""


def groups(alerts: Iterable[Alert], route: Route, channels: Channels) -> tuple[Group, ...]:
    """The groups that alerts would be told in, whose pending deliveries `plan` must know."""
    found = (
        _group(alert, branch, channel)
        for alert in alerts
        if alert.muted is None
        for branch in route.find(alert.labels)
        for channel in channels.get(branch.receiver, ())
    )
    return tuple(dict.fromkeys(found))


def plan(
    alerts: Sequence[Alert], route: Route, channels: Channels, pending: Mapping[Group, Delivery], now: datetime
) -> Plan:
    """Deliveries for alerts. Muted ones are told to nobody; one that waits in a delivery is not planned twice."""
    routed = tuple(_routed(alert, route) for alert in alerts)
    fresh: dict[Group, Delivery] = {}
    joined: dict[str, list[Alert]] = {}
    for alert in routed:
        for branch in route.find(alert.labels) if alert.muted is None else ():
            for channel in channels.get(branch.receiver, ()):
                group = _group(alert, branch, channel)
                waiting = pending.get(group)
                if waiting is None:
                    fresh[group] = _delivery(group, alert, branch, now, fresh.get(group))
                elif not _holds(waiting, alert) and alert not in joined.get(waiting.id, ()):
                    joined.setdefault(waiting.id, []).append(alert)
    return Plan(routed, tuple(fresh.values()), tuple((id, tuple(more)) for id, more in joined.items()))


def _routed(alert: Alert, route: Route) -> Alert:
    if alert.muted is not None:
        return msgspec.structs.replace(alert, notify_reason=f"muted: {alert.muted}")
    receivers = tuple(dict.fromkeys(branch.receiver for branch in route.find(alert.labels)))
    return msgspec.structs.replace(alert, receivers=receivers, notify_reason=_reason(alert, receivers))


def _reason(alert: Alert, receivers: tuple[str, ...]) -> str:
    what = {"firing": "new", "revised": "what was told is corrected", "resolved": "it is over"}[alert.status]
    return f"{what}; routed to {', '.join(receivers)}" if receivers else f"{what}; no route takes it"


def _group(alert: Alert, branch: Route, channel: str) -> Group:
    shared = ",".join(f"{name}={alert.labels.get(name, '')}" for name in branch.group_by)
    return Group(branch.receiver, channel, shared)


def _delivery(group: Group, alert: Alert, branch: Route, now: datetime, begun: Delivery | None) -> Delivery:
    if begun is not None:
        return begun if _holds(begun, alert) else msgspec.structs.replace(begun, alerts=(*begun.alerts, alert))
    return Delivery(
        id=delivery_id(group, alert),
        receiver=group.receiver,
        channel=group.channel,
        group=group.key,
        alerts=(alert,),
        created=now,
        not_before=now + branch.group_wait,
    )


def _holds(delivery: Delivery, alert: Alert) -> bool:
    said = (alert.id, alert.status, alert.at)
    return any((other.id, other.status, other.at) == said for other in delivery.alerts)


def delivery_id(group: Group, first: Alert) -> str:
    """The id of a delivery, the same in all attempts and however often it is planned: 32 hexadecimal digits."""
    parts = (group.receiver, group.channel, group.key, first.id, first.status, first.at.isoformat())
    return hashlib.sha256("\0".join(("delivery", *parts)).encode()).hexdigest()[:32]
