"""Alerts whose time has come: those that had to wait, those that still last, those that nobody has acknowledged."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import replace

from monitor.alerts.muting import (
    GRAVITY,
    Mute,
    Paced,
    Quiet,
    fell_away,
    inhibited,
    muted_still,
    silenced,
)
from monitor.alerts.notice import Notice
from monitor.alerts.policy import Policy
from monitor.alerts.routing import addressed, notice_of, to_receiver
from monitor.model import Alert
from monitor.model.pace import Acknowledgement, Timer
from monitor.model.settings import format_duration
from monitor.times import stamp

OVER = {"silence": "its silence is over", "inhibition": "what inhibited it is over", "cooldown": "its cooldown is over"}
Decided = tuple[list[Notice], list[Timer]]


@dataclass(frozen=True, slots=True)
class Case:
    """What is known when timers are due; `history` is all that was raised about their subjects, oldest first."""

    policy: Policy
    history: Sequence[Alert]
    acknowledged: Mapping[str, Acknowledgement]
    quiet: Quiet
    now: datetime

    def rule(self, alert: Alert) -> Paced | None:
        """The alert's rule, where the configuration still has it."""
        return self.policy.rules.get(alert.rule)

    def later(self, alert: Alert) -> list[Alert]:
        """What its rule raised about its subject after an alert; not what was raised before it and only told since."""
        same = [each for each in self.history if (each.rule, each.subject) == (alert.rule, alert.subject)]
        said = (alert.id, alert.status, alert.at)
        place = max((n for n, each in enumerate(same) if (each.id, each.status, each.at) == said), default=-1)
        older = {each.id for each in same[: place + 1]} - {alert.id}
        return [each for each in same[place + 1 :] if each.status != "firing" or each.id not in older]

    def open(self, alert: Alert) -> bool:
        """Whether an alert still holds, nobody has acknowledged it, and no graver one was told in its place."""
        rule, given, later = self.rule(alert), self.acknowledged.get(alert.id), self.later(alert)
        if rule is None or (given is not None and given.at >= alert.at):
            return False
        graver = {each.id: each for each in later if each.id != alert.id}.values()
        overtaken = any(each.status == "firing" and each.muted is None for each in graver)
        return rule.stands(alert, later) and not overtaken

    def now_says(self, alert: Alert) -> Alert:
        """The alert as it was told last, to anybody."""
        told = (each for each in reversed(self.history) if each.id == alert.id and each.muted is None)
        return next(told, alert)

    def kept_quiet(self, alert: Alert) -> Mute | None:
        """Why nobody is told again."""
        return silenced(alert, self.quiet.silences, self.now) or inhibited(alert, self.quiet, self.now)


def decided(timers: Iterable[Timer], case: Case) -> Decided:
    """What is told now, and what is to be decided again later."""
    notices: list[Notice] = []
    coming: list[Timer] = []
    for timer in timers:
        told, more = DECIDE[timer.kind](timer, case)
        notices += told
        coming += more
    return notices, coming


def _released(timer: Timer, case: Case) -> Decided:
    """An alert whose time to wait is over. One that was raised anew meanwhile waits under a timer of its own."""
    alert, rule, later = timer.alert, case.rule(timer.alert), case.later(timer.alert)
    if any(each.id == alert.id for each in later):
        return [], []
    fresh = replace(alert, at=case.now)
    if rule is None or not rule.stands(alert, later):
        return [notice_of(fresh, Mute("hold", fell_away(rule)), case.policy, case.history)], []
    mute = muted_still(fresh, rule, case.history, case.quiet, case.now)
    if mute is not None and mute.by == alert.muted_by:
        return [], [replace(timer, due=mute.until, silence=mute.silence)] if mute.until is not None else []
    why = OVER.get(alert.muted_by or "", f"it has held since {stamp(alert.at)}")
    told = notice_of(fresh, mute, case.policy, case.history, why)
    return [told], list(mute.timer(told.alert)) if mute is not None else []


def _repeated(timer: Timer, case: Case) -> Decided:
    """An alert that lasts, told again as it was told last, until it is older than any that is told at all."""
    alert, rule = case.now_says(timer.alert), case.rule(timer.alert)
    too_old = case.now - timer.alert.at > case.policy.max_age
    branches = tuple(each for each in case.policy.route.find(alert.labels) if each.receiver == timer.receiver)
    if rule is None or not rule.lasts(alert) or too_old or not branches or not case.open(timer.alert):
        return [], []
    if case.kept_quiet(alert):
        return [], [replace(timer, due=case.now + branches[0].repeat_interval)]
    why = f"still so since {stamp(timer.alert.at)}, and nobody has acknowledged it"
    told = addressed(replace(alert, at=case.now, again="repeat"), branches, why)
    return [Notice(told, branches, lasting=True, logged=False, first=timer.alert)], []


def _escalated(timer: Timer, case: Case) -> Decided:
    """An alert that nobody has acknowledged, told again with the severity and to the receiver of the step."""
    if not case.open(timer.alert):
        return [], []
    alert = case.now_says(timer.alert)
    severity = max(alert.severity, timer.severity or alert.severity, key=GRAVITY.index)
    labels = {**alert.labels, "severity": severity}
    raised = replace(alert, at=case.now, severity=severity, labels=labels, again="escalation")
    if mute := case.kept_quiet(raised):
        return [notice_of(raised, mute, case.policy, case.history)], []
    route = case.policy.route
    branches = (to_receiver(timer.receiver, route),) if timer.receiver else route.find(raised.labels)
    why = f"nobody acknowledged it for {format_duration(timer.after)}"
    return [Notice(addressed(raised, branches, why), branches, escalated=True)], []


DECIDE = {"hold": _released, "repeat": _repeated, "escalate": _escalated}
