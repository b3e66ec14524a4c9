"""Why an alert is told to nobody, or not yet: one question after the other, and the first answer counts.

What the rules have muted already is old, or corrects what nobody heard. Then an alert waits until it has held and for
its active hours; then its rule may have rung just now, a person may have silenced it, another alert may stand for it.
A correction of what was told is never muted: whoever was told wrong hears so."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from monitor.model import Alert, Severity
from monitor.model.alert import MutedBy
from monitor.model.pace import Escalation, Timer
from monitor.model.schedule import Active
from monitor.model.settings import format_duration
from monitor.model.silence import Inhibition, Silence
from monitor.times import stamp

NEVER = timedelta(0)
GRAVITY: tuple[Severity, ...] = ("info", "warning", "critical")
LOOK_AGAIN = timedelta(minutes=5)
"""How soon an inhibited alert is looked at again: what inhibits it may be taken back, or over, at any time."""


class Paced(Protocol):
    """What a rule says about when it may ring."""

    @property
    def for_(self) -> timedelta: ...
    @property
    def cooldown(self) -> timedelta: ...
    @property
    def active(self) -> Active | None: ...
    @property
    def escalate(self) -> Sequence[Escalation]: ...
    def lasts(self, alert: Alert) -> bool:
        """Whether the alert tells of a state that lasts."""
        ...

    def graver(self, alert: Alert, than: Alert) -> bool:
        """Whether an alert crosses a line beyond the one of another about the same subject."""
        ...

    def stands(self, alert: Alert, later: Sequence[Alert]) -> bool:
        """Whether the alert still holds after what was raised later."""
        ...


class Mute(Struct, frozen=True):
    """Why nobody is told; `until` when that is to be decided again, None for never; `unless` the same for what happened
    once, which is told only where the reason falls away before its time; `silence` whose id it is."""

    by: MutedBy
    reason: str
    until: datetime | None = None
    silence: str = ""
    unless: datetime | None = None

    def timer(self, alert: Alert) -> tuple[Timer, ...]:
        """What decides again about the alert, where that is to be."""
        return () if self.until is None else (Timer("hold", self.until, alert, silence=self.silence),)


class Quiet(Struct, frozen=True):
    """What keeps alerts quiet at a moment: silences that hold, rules of inhibition, and the alerts that fire."""

    silences: tuple[Silence, ...] = ()
    inhibit: tuple[Inhibition, ...] = ()
    firing: tuple[Alert, ...] = ()


def muted(alert: Alert, rule: Paced | None, history: Sequence[Alert], quiet: Quiet, now: datetime) -> Mute | None:
    """Why an alert that was just raised is told to nobody; None where it is told. `history` is what was raised about
    its subject before, oldest first."""
    if alert.status != "firing":
        return _follows(alert, rule, history)
    if alert.muted is not None:
        return Mute("age", alert.muted)
    return _waits(rule, now, rule.for_ if rule else NEVER) or kept_quiet(alert, rule, history, quiet, now)


def muted_still(alert: Alert, rule: Paced | None, history: Sequence[Alert], quiet: Quiet, now: datetime) -> Mute | None:
    """The same of an alert whose time to hold is over."""
    return _waits(rule, now, NEVER) or kept_quiet(alert, rule, history, quiet, now)


def kept_quiet(alert: Alert, rule: Paced | None, history: Sequence[Alert], quiet: Quiet, now: datetime) -> Mute | None:
    """Why an alert that waits for nothing is told to nobody."""
    found = _cooling(alert, rule, history, now) or silenced(alert, quiet.silences, now) or inhibited(alert, quiet, now)
    if found is None or (rule is not None and rule.lasts(alert)):
        return found
    return replace(found, until=found.unless)


def silenced(alert: Alert, silences: Iterable[Silence], now: datetime) -> Mute | None:
    """The silence of those that hold which ends last; where it ends, a state that lasts is told after all."""
    found = max((each for each in silences if each.mutes(alert.labels, now)), key=lambda each: each.end, default=None)
    if found is None:
        return None
    reason = f"silence {found.id} until {stamp(found.end)} ({found.author}: {found.comment})"
    return Mute("silence", reason, found.end, found.id)


def inhibited(alert: Alert, quiet: Quiet, now: datetime) -> Mute | None:
    """The alert that stands for this one: of several the one that does so longest."""
    standing = (
        (source.at + rule.within, source)
        for rule in quiet.inhibit
        for source in (quiet.firing if rule.is_target(alert.labels) else ())
        if source.id != alert.id and now < source.at + rule.within and rule.mutes(source.labels, alert.labels)
    )
    ends, source = max(standing, key=lambda found: found[0], default=(now, None))
    if source is None:
        return None
    soon = now + LOOK_AGAIN
    why = f"{source.rule} fires ({source.id}), which inhibits it"
    return Mute("inhibition", why, min(ends, soon), unless=soon if soon < ends else None)


def sources(inhibit: Iterable[Inhibition], firing: Iterable[Alert]) -> tuple[Alert, ...]:
    """The alerts that may inhibit others. One that was old when it came, or still has to hold, fires for nobody."""
    fit = [alert for alert in firing if alert.muted_by not in ("age", "hold")]
    rules = tuple(inhibit)
    return tuple(alert for alert in fit if any(rule.is_source(alert.labels) for rule in rules))


def hearers(id: str, history: Iterable[Alert]) -> tuple[str, ...]:
    """Who was told of an alert, the first first. The receivers of a muted entry were kept from it after all, by a
    silence that began while its message waited."""
    heard: dict[str, None] = {}
    for each in (each for each in history if each.id == id):
        for name in each.receivers:
            if each.muted is None:
                heard[name] = None
            else:
                heard.pop(name, None)
    return tuple(heard)


def _follows(alert: Alert, rule: Paced | None, history: Sequence[Alert]) -> Mute | None:
    """A correction is muted where nobody heard what it corrects, since that was raised anew the last time."""
    said = [each for each in reversed(history) if each.id == alert.id]
    corrected = list(takewhile(lambda each: each.status == "firing", said)) or said[:1]
    to_nobody = any(each.muted is None and not each.receivers for each in corrected)
    if alert.muted is None or to_nobody or hearers(alert.id, reversed(corrected)):
        return None
    by = (corrected[0].muted_by if corrected else None) or "age"
    return Mute(by, fell_away(rule) if by == "hold" else alert.muted)


def fell_away(rule: Paced | None) -> str:
    """Why an alert that waited is told to nobody in the end."""
    if rule is None or rule.for_:
        return f"did not hold for {format_duration(rule.for_)}" if rule else "its rule is gone"
    return "no longer so when its active hours began"


def _waits(rule: Paced | None, now: datetime, hold: timedelta) -> Mute | None:
    if rule is None:
        return None
    held = now + hold
    begins = rule.active.begins(held) if rule.active else held
    if begins <= now:
        return None
    why = [f"it must hold for {format_duration(hold)}"] if hold else []
    if begins > held:
        why.append(f"it rings within {rule.active} only")
    return Mute("hold", f"waits until {stamp(begins)}: {', and '.join(why)}", begins)


def _cooling(alert: Alert, rule: Paced | None, history: Sequence[Alert], now: datetime) -> Mute | None:
    """Not what is graver than all that rang just now; nor where a correction was told last: whoever heard that hears
    that it no longer holds."""
    if rule is None or not rule.cooldown:
        return None
    told = [each for each in history if each.muted is None and (each.rule, each.subject) == (alert.rule, alert.subject)]
    if not told or told[-1].status == "revised" or now >= told[-1].at + rule.cooldown:
        return None
    lately = [each for each in told if each.status == "firing" and now < each.at + rule.cooldown]
    if lately and all(_graver(alert, each, rule) for each in lately):
        return None
    length = format_duration(rule.cooldown)
    return Mute("cooldown", f"cooldown of {length}: it rang at {stamp(told[-1].at)}", told[-1].at + rule.cooldown)


def _graver(alert: Alert, than: Alert, rule: Paced) -> bool:
    return GRAVITY.index(alert.severity) > GRAVITY.index(than.severity) or rule.graver(alert, than)


def with_mute(alert: Alert, mute: Mute | None) -> Alert:
    """The alert, with why nobody is told of it."""
    if mute is None:
        return replace(alert, muted=None, muted_by=None)
    return replace(alert, muted=mute.reason, muted_by=mute.by)
