"""Along which branches of the tree an alert is told, and why."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from monitor.alerts.muting import Mute, hearers, with_mute
from monitor.alerts.notice import Notice
from monitor.alerts.policy import Policy
from monitor.model import Alert
from monitor.model.route import Route

WHAT = {"firing": "new", "revised": "what was told is corrected", "resolved": "it is over"}


def notice_of(alert: Alert, mute: Mute | None, policy: Policy, history: Sequence[Alert], why: str = "") -> Notice:
    """How an alert that was just decided is told; `why` goes before the receivers in its reason."""
    decided = with_mute(alert, mute)
    if mute is not None:
        return Notice(replace(decided, receivers=(), notify_reason=f"muted: {mute.reason}"))
    rule = policy.rules.get(alert.rule)
    branches = _heard(alert, policy.route, history) if alert.status != "firing" else policy.route.find(alert.labels)
    told = addressed(decided, branches, why or WHAT[alert.status])
    steps = tuple(rule.escalate) if rule is not None else ()
    return Notice(told, branches, lasting=rule is not None and rule.lasts(told), steps=steps)


def addressed(alert: Alert, branches: Iterable[Route], why: str) -> Alert:
    """The alert with its receivers, and the reason."""
    receivers = tuple(dict.fromkeys(branch.receiver for branch in branches))
    reason = f"{why}; routed to {', '.join(receivers)}" if receivers else f"{why}; no route takes it"
    return replace(alert, receivers=receivers, notify_reason=reason)


def to_receiver(name: str, route: Route) -> Route:
    """The first branch that leads to a receiver; where none does, one like the root. Whoever is called in turn is told
    at once and not in a digest."""
    found = next((branch for branch in route.branches() if branch.receiver == name), route)
    return found.model_copy(update={"receiver": name, "digest": None})


def _heard(alert: Alert, route: Route, history: Sequence[Alert]) -> tuple[Route, ...]:
    """The branches of whoever heard what is corrected, also those who were called in turn since."""
    found = route.find(alert.labels)
    heard = hearers(alert.id, history)
    if not heard:
        return found
    same = tuple(branch for branch in found if branch.receiver in heard)
    known = {branch.receiver for branch in same}
    return (*same, *(to_receiver(name, route) for name in heard if name not in known))
