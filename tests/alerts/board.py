"""A switchboard in plain lists, with a clock of its own: what the store does for alerts, for tests of the pure core."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from monitor.alerts import Group, Lane, Plan, Policy, Standing, elapse, settle
from monitor.model import Alert, Delivery
from monitor.model.pace import Acknowledgement, Timer
from monitor.model.route import Route
from monitor.model.silence import Silence
from monitor.rules import RuleBase

NOW = datetime(2024, 3, 5, 12, tzinfo=UTC)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
CHANNELS = {"desk": ("console", "email"), "night": ("webhook",)}
ONE = {"desk": ("console",), "night": ("webhook",)}


def alert(id: str = "1", **changes: Any) -> Alert:
    known: dict[str, Any] = {
        "rule": "deaths", "status": "firing", "severity": "critical", "at": NOW, "threshold": 10, "value": 12,
        "incident": None, "place": None, "summary": "", "evidence": (), "subject": "incident:a",
        "labels": {"rule": "deaths", "place": "Merka", "severity": "critical"},
    }  # fmt: skip
    return Alert(id=id, **{**known, **changes})


def route(**changes: Any) -> Route:
    return Route(**{"receiver": "desk", **changes}).spread()


def rule(name: str = "deaths", **changes: Any) -> RuleBase:
    return RuleBase(name=name, **changes)


class Lasting(RuleBase):
    """A rule whose alerts last."""

    lasting = True


def policy(*rules: RuleBase, **changes: Any) -> Policy:
    known = {"route": route(), "channels": ONE, "rules": {each.name: each for each in rules or (rule(),)}}
    return Policy(**{**known, **changes})


@dataclass
class Board:
    """Takes alerts, tells them when their time has come, and remembers. `sent` is each message with when it went."""

    policy: Policy
    now: datetime = NOW
    alerts: list[Alert] = field(default_factory=list)
    waiting: list[Delivery] = field(default_factory=list)
    sent: list[tuple[datetime, Delivery]] = field(default_factory=list)
    timers: dict[str, Timer] = field(default_factory=dict)
    quiet: list[Silence] = field(default_factory=list)
    acks: dict[str, Acknowledgement] = field(default_factory=dict)

    def standing(self, wanted: Sequence[Group]) -> Mapping[Group, Standing]:
        return {group: self._standing(group) for group in wanted}

    def _standing(self, group: Group) -> Standing:
        known = [each for each in self.waiting if _group(each) == group]
        went = [at for at, each in self.sent if _group(each) == group]
        return Standing(known[0] if known else None, max(went, default=None))

    def counted(self, since: Mapping[Lane, datetime]) -> Mapping[Lane, int]:
        made = [*self.waiting, *(each for _, each in self.sent)]
        return {
            lane: sum(
                len(each.alerts)
                for each in made
                if (each.receiver, each.channel) == lane and each.created >= start and each.form == "alerts"
            )
            for lane, start in since.items()
        }

    def silences(self, now: datetime) -> Sequence[Silence]:
        return [each for each in self.quiet if each.start <= now < each.end]

    def firing(self, since: datetime) -> Sequence[Alert]:
        latest = {each.id: each for each in self.alerts if each.at >= since}
        return [each for each in latest.values() if each.status == "firing"]

    def ring(self, *raised: Alert) -> "Board":
        """Alerts are raised now."""
        now = [replace(each, at=self.now) for each in raised]
        history = [each for each in self.alerts if each.subject in {one.subject for one in now}]
        return self._take(settle(now, history, self.policy, self, self.now))

    def correct(self, id: str, **changes: Any) -> "Board":
        """What was said is corrected, as rules do: muted where that was."""
        last = next(each for each in reversed(self.alerts) if each.id == id)
        return self.ring(replace(last, **{"status": "revised", "receivers": (), "value": 1, **changes}))

    def acknowledge(self, id: str) -> None:
        self.acks[id] = Acknowledgement(id, self.now, "me")

    def until(self, then: datetime) -> "Board":
        """Time goes by: what is due goes out, what is to be decided again is."""
        while due := [at for at in self._dues() if at <= then]:
            self.now = max(self.now, min(due))
            self._flush()
            timers = sorted((each for each in self.timers.values() if each.due <= self.now), key=lambda each: each.due)
            for each in timers:
                del self.timers[each.id]
            subjects = {each.alert.subject for each in timers}
            history = [each for each in self.alerts if each.subject in subjects]
            self._take(elapse(timers, history, self.acks, self.policy, self, self.now))
        self.now = then
        return self

    def after(self, span: timedelta) -> "Board":
        return self.until(self.now + span)

    def told(self) -> list[tuple[float, str, tuple[str, ...]]]:
        """Minutes after the beginning, receiver, and the ids of the alerts, of each message that went out."""
        return [((at - NOW) / MINUTE, each.receiver, tuple(one.id for one in each.alerts)) for at, each in self.sent]

    def _dues(self) -> list[datetime]:
        return [*(each.not_before for each in self.waiting), *(each.due for each in self.timers.values())]

    def _flush(self) -> None:
        for each in [each for each in self.waiting if each.not_before <= self.now]:
            self.waiting.remove(each)
            self.sent.append((self.now, each))

    def _take(self, plan: Plan) -> "Board":
        self.alerts += plan.alerts
        self.waiting += plan.deliveries
        for joining in plan.joined:
            [old] = [each for each in self.waiting if each.id == joining.delivery]
            soon = min(old.not_before, joining.flush_at)
            self.waiting.remove(old)
            self.waiting.append(replace(old, alerts=(*old.alerts, *joining.alerts), not_before=soon))
        self.timers |= {each.id: each for each in plan.timers}
        return self


def _group(delivery: Delivery) -> Group:
    return Group(delivery.receiver, delivery.channel, delivery.group)
