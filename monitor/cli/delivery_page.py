"""Deliveries as rows of a table, as a page, and as JSON."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec

from monitor.cli.common import counted
from monitor.cli.incident_rows import id_length
from monitor.cli.sheet import Page
from monitor.config.problems import shortened
from monitor.model import Alert, Delivery, contract
from monitor.model.settings import format_duration
from monitor.notify.message import headline, one_line
from monitor.notify.retry import DELAYS
from monitor.times import ago, stamp

HEAD = ("when", "to", "what", "status", "id")
KEEP = ("when", "id")
LONGEST_WHAT, LONGEST_ANSWER = 80, 60
NEVER_TRIED = "not tried yet"
SCHEDULE = ", ".join(format_duration(delay) for delay in DELAYS[1:])


def rows(found: Sequence[Delivery]) -> Iterator[tuple[str, ...]]:
    """The rows of a table."""
    length = id_length(each.id for each in found)
    for each in found:
        yield (
            f"{each.created:%m-%d %H:%M}",
            "\n".join((one_line(each.receiver), one_line(each.channel))),
            shortened(what(each), LONGEST_WHAT),
            _fate(each),
            each.id[:length],
        )


def _fate(delivery: Delivery) -> str:
    """How it stands with a delivery; the last answer too, where it did not arrive."""
    if delivery.status == "delivered":
        return delivery.status
    if not delivery.attempts:
        return f"{delivery.status}, {NEVER_TRIED}"
    tries = counted(len(delivery.attempts), "attempt")
    return f"{delivery.status}, {tries}\n{shortened(one_line(delivery.attempts[-1].answer), LONGEST_ANSWER)}"


def what(delivery: Delivery) -> str:
    """What is told, in one line."""
    if not delivery.alerts:
        return "nothing"
    if delivery.form != "alerts":
        return f"{delivery.form} of {counted(len(delivery.alerts), 'alert')}"
    more = f" (and {len(delivery.alerts) - 1} more)" if len(delivery.alerts) > 1 else ""
    return _told(delivery.alerts[0]) + more


def page(delivery: Delivery, ahead: Sequence[str], now: datetime) -> Page:
    """Everything about one delivery."""
    made = Page()
    made.heading(f"{delivery.receiver}, {delivery.channel}: {what(delivery)}")
    made.field("id", delivery.id)
    made.field("planned", stamp(delivery.created))
    made.field("group", one_line(delivery.group))
    made.field("status", delivery.status)
    made.field("next", coming(delivery, ahead, now))
    made.heading("Alerts")
    for alert in delivery.alerts:
        made.say(f"{stamp(alert.at)}  {alert.severity} {alert.status}, {one_line(alert.rule)}: {_told(alert)}", 2)
    made.heading("Attempts")
    for number, tried in enumerate(delivery.attempts, 1):
        took = f"{tried.outcome} after {tried.seconds:.3f} s"
        made.say(f"{number}. {tried.at:%Y-%m-%d %H:%M:%S} UTC  {took}: {one_line(tried.answer)}", 2)
    if not delivery.attempts:
        made.say(NEVER_TRIED, 2)
    return made


def coming(delivery: Delivery, ahead: Sequence[str], now: datetime) -> str:
    """When the next attempt is due, and why then; or why there is none."""
    made, last = len(delivery.attempts), delivery.attempts[-1] if delivery.attempts else None
    if delivery.status == "delivered":
        return "none: the receiver accepted it"
    if delivery.status == "failed":
        refused = last is not None and last.outcome in ("refused", "gone")
        why = "the receiver refused it for good" if refused else f"it was given up after {made} attempts"
        return f"none: {why}; `tocsin deliveries retry {delivery.id[:8]}` tries once more"
    if ahead:
        first = f"{ahead[0][:8]}, told to the same group before it"
        return f"after {first}: news never overtakes what it corrects"
    if delivery.not_before <= now:
        return "now: a running Tocsin sends what is due within seconds"
    due = f"{stamp(delivery.not_before)} ({ago(delivery.not_before, now)})"
    if not made:
        return f"{due}: it waits for more of its group, or is being sent"
    return f"{due}: attempt {made + 1} of {len(DELAYS)}; the waits between them are {SCHEDULE}"


def plain(delivery: Delivery) -> dict[str, Any]:
    """A delivery for programs, its alerts as everywhere."""
    fields: dict[str, Any] = msgspec.to_builtins(delivery)
    return fields | {"alerts": [contract.alert(alert) for alert in delivery.alerts]}


def _told(alert: Alert) -> str:
    return one_line(headline(alert))
