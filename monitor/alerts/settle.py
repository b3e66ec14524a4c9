"""From alerts that rules raised, and timers that are due, to a plan. Pure: what is known comes through `Planned`."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace

from monitor.alerts import again
from monitor.alerts.muting import Mute, Quiet, muted, sources, with_mute
from monitor.alerts.notice import Notice, Plan
from monitor.alerts.plan import groups, limited, plan
from monitor.alerts.policy import Planned, Policy
from monitor.alerts.routing import notice_of
from monitor.model import Alert
from monitor.model.pace import Acknowledgement, Timer


def settle(raised: Sequence[Alert], history: Sequence[Alert], policy: Policy, memory: Planned, now: datetime) -> Plan:
    """Who is told of alerts that were just raised; `history` is what was raised about their subjects before."""
    if not raised:
        return Plan()
    quiet = quiet_at(policy, memory, now)
    if policy.inhibit:
        quiet = _with_these(raised, history, policy, quiet, now)
    decided = [(alert, _mute(alert, history, policy, quiet, now)) for alert in raised]
    notices = [notice_of(alert, mute, policy, history) for alert, mute in decided]
    holds = [
        timer
        for notice, (_, mute) in zip(notices, decided, strict=True)
        if mute is not None
        for timer in mute.timer(notice.alert)
    ]
    return _planned(notices, holds, policy, memory, now)


def elapse(
    timers: Sequence[Timer],
    history: Sequence[Alert],
    acknowledged: Mapping[str, Acknowledgement],
    policy: Policy,
    memory: Planned,
    now: datetime,
) -> Plan:
    """What becomes of alerts whose time has come: told, still muted, or fallen away because they hold no more.
    `history` is all that was raised about their subjects."""
    if not timers:
        return Plan()
    case = again.Case(policy, history, acknowledged, quiet_at(policy, memory, now), now)
    notices, coming = again.decided(timers, case)
    return _planned(notices, coming, policy, memory, now)


def quiet_at(policy: Policy, memory: Planned, now: datetime) -> Quiet:
    """What keeps alerts quiet now."""
    silences = (*(each for each in policy.silences if each.start <= now < each.end), *memory.silences(now))
    longest = max((each.within for each in policy.inhibit), default=timedelta(0))
    firing = memory.firing(now - longest) if policy.inhibit else ()
    return Quiet(silences, policy.inhibit, sources(policy.inhibit, firing))


def _with_these(
    raised: Sequence[Alert], history: Sequence[Alert], policy: Policy, quiet: Quiet, now: datetime
) -> Quiet:
    """What fires and what ends in this very moment counts for inhibition as well."""
    over = {alert.id for alert in raised if alert.status != "firing"}
    new = [with_mute(alert, _mute(alert, history, policy, quiet, now)) for alert in raised if alert.status == "firing"]
    before = (alert for alert in quiet.firing if alert.id not in over)
    return replace(quiet, firing=(*before, *sources(policy.inhibit, new)))


def _mute(alert: Alert, history: Sequence[Alert], policy: Policy, quiet: Quiet, now: datetime) -> Mute | None:
    return muted(alert, policy.rules.get(alert.rule), history, quiet, now)


def _planned(
    notices: Sequence[Notice], timers: Sequence[Timer], policy: Policy, memory: Planned, now: datetime
) -> Plan:
    standing = memory.standing(groups(notices, policy))
    since = limited(notices, policy, now)
    made = plan(notices, policy, standing, memory.counted(since) if since else {}, now)
    return replace(made, timers=(*timers, *made.timers))
