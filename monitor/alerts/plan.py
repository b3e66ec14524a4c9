"""Which messages go out, and when: one delivery for each channel of a receiver and group.

Alerts of one group that are raised while its delivery still waits join it; what is beyond a receiver's limit is told in
one summary at the end of the span, but for calls because nobody has answered. Time and what is pending are
arguments."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from msgspec.structs import replace

from monitor.alerts.notice import Joining, Notice, Plan
from monitor.alerts.policy import NOTHING, Channels, Group, Lane, Policy, Standing
from monitor.alerts.timing import flush_at, span_of
from monitor.model import Alert, Delivery, DeliveryForm
from monitor.model.pace import Escalation, Timer
from monitor.model.route import Route

SUMMARY = "beyond the limit"
"""The key of the group that a limit's summaries are."""


def groups(notices: Iterable[Notice], policy: Policy) -> tuple[Group, ...]:
    """The groups that alerts would be told in, of which `plan` must know how they stand."""
    found: dict[Group, None] = {}
    for notice in notices:
        for branch, channel in _ways(notice, policy.channels):
            found[_group(notice.alert, branch, channel)] = None
            if branch.receiver in policy.limits:
                found[Group(branch.receiver, channel, SUMMARY)] = None
    return tuple(found)


def limited(notices: Iterable[Notice], policy: Policy, now: datetime) -> dict[Lane, datetime]:
    """The lanes with a limit that alerts would be told in, and since when their alerts count."""
    return {
        (branch.receiver, channel): span_of(policy.limits[branch.receiver], now)[0]
        for notice in notices
        for branch, channel in _ways(notice, policy.channels)
        if branch.receiver in policy.limits
    }


def plan(
    notices: Sequence[Notice],
    policy: Policy,
    standing: Mapping[Group, Standing],
    counted: Mapping[Lane, int],
    now: datetime,
) -> Plan:
    """Deliveries and timers for alerts. One that waits in a delivery is not planned twice."""
    draft = _Draft(policy, standing, Counter(counted), now)
    for notice in notices:
        for branch, channel in _ways(notice, policy.channels):
            draft.tell(notice, branch, channel)
    return Plan(
        alerts=tuple(notice.alert for notice in notices if notice.logged),
        deliveries=tuple(draft.fresh.values()),
        joined=tuple(draft.joined.values()),
        timers=tuple(draft.timers.values()),
    )


def _ways(notice: Notice, channels: Channels) -> Iterable[tuple[Route, str]]:
    return ((branch, channel) for branch in notice.branches for channel in channels.get(branch.receiver, ()))


@dataclass(slots=True)
class _Draft:
    policy: Policy
    standing: Mapping[Group, Standing]
    counted: Counter[Lane]
    now: datetime
    fresh: dict[Group, Delivery] = field(default_factory=dict)
    joined: dict[str, Joining] = field(default_factory=dict)
    timers: dict[str, Timer] = field(default_factory=dict)

    def tell(self, notice: Notice, branch: Route, channel: str) -> None:
        """Puts an alert into the message of its group, or the summary where its receiver has had enough."""
        alert, lane = notice.alert, (branch.receiver, channel)
        group, form = _group(alert, branch, channel), _form(branch)
        if self._holds(group, alert):
            return
        flushed = self.standing.get(group, NOTHING).flushed
        due = flush_at(branch, self.now, flushed, urgent=notice.urgent)
        limit = self.policy.limits.get(branch.receiver)
        if limit is not None and form == "alerts" and not notice.escalated:
            self.counted[lane] += 1
            if self.counted[lane] > limit.alerts:
                group, form, due = Group(*lane, SUMMARY), "summary", span_of(limit, self.now)[1]
        self._set(notice, branch, self._put(group, notice, due, form))

    def _put(self, group: Group, notice: Notice, due: datetime, form: DeliveryForm) -> datetime:
        """Into the delivery that waits, or a fresh one. Returns when it goes out."""
        alert = notice.alert
        if self._holds(group, alert):
            return due
        if waiting := self._waiting(group):
            return self._join(waiting, notice, due)
        begun = self.fresh.get(group)
        if begun is None:
            self.fresh[group] = _delivery(group, alert, self.now, due, form)
            return due
        due = min(begun.not_before, due)
        self.fresh[group] = replace(begun, alerts=(*begun.alerts, alert), not_before=due)
        return due

    def _join(self, waiting: Delivery, notice: Notice, due: datetime) -> datetime:
        """What is urgent hurries what waits, unless its alert waits there too and was told to nobody yet."""
        alert = notice.alert
        hurries = notice.urgent and all(other.id != alert.id for other in waiting.alerts)
        due = min(due, waiting.not_before) if hurries else waiting.not_before
        begun = self.joined.get(waiting.id, Joining(waiting.id, (), due))
        self.joined[waiting.id] = Joining(waiting.id, (*begun.alerts, alert), min(due, begun.flush_at))
        return due

    def _waiting(self, group: Group) -> Delivery | None:
        return self.standing.get(group, NOTHING).waiting

    def _holds(self, group: Group, alert: Alert) -> bool:
        """Whether the group's next message tells this already."""
        waiting, begun = self._waiting(group), self.fresh.get(group)
        joined = self.joined.get(waiting.id) if waiting else None
        told = (each for message in (waiting, joined, begun) if message is not None for each in message.alerts)
        return any((each.id, each.status, each.at) == (alert.id, alert.status, alert.at) for each in told)

    def _set(self, notice: Notice, branch: Route, told_at: datetime) -> None:
        """The timers of an alert that fires: its escalation while nobody answers, its repeats while it lasts."""
        if notice.alert.status != "firing":
            return
        first = notice.first or notice.alert
        timers = [
            Timer("escalate", told_at + step.after, first, step.receiver, step.after, step.severity)
            for step in _steps(notice, branch)
        ]
        if notice.lasting and not branch.digest:
            timers.append(Timer("repeat", told_at + branch.repeat_interval, first, branch.receiver))
        for timer in timers:
            self.timers.setdefault(timer.id, timer)


def _steps(notice: Notice, branch: Route) -> tuple[Escalation, ...]:
    return () if notice.steps is None else notice.steps or branch.escalate


def _form(branch: Route) -> DeliveryForm:
    return "digest" if branch.digest else "alerts"


def _group(alert: Alert, branch: Route, channel: str) -> Group:
    if branch.digest:
        return Group(branch.receiver, channel, f"{branch.digest} digest")
    shared = ",".join(f"{name}={alert.labels.get(name, '')}" for name in branch.group_by)
    return Group(branch.receiver, channel, shared)


def _delivery(group: Group, alert: Alert, now: datetime, due: datetime, form: DeliveryForm) -> Delivery:
    return Delivery(
        id=delivery_id(group, alert),
        receiver=group.receiver,
        channel=group.channel,
        group=group.key,
        alerts=(alert,),
        created=now,
        not_before=due,
        form=form,
    )


def delivery_id(group: Group, first: Alert) -> str:
    """The id of a delivery, the same in all attempts and however often it is planned: 32 hexadecimal digits."""
    parts = (group.receiver, group.channel, group.key, first.id, first.status, first.at.isoformat())
    return hashlib.sha256("\0".join(("delivery", *parts)).encode()).hexdigest()[:32]
