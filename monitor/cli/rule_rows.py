"""Rules as rows: what each is about, and how often it rang on which day."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from monitor.model import Alert
from monitor.notify.message import headline, one_line
from monitor.rules import RuleBase
from monitor.times import stamp

HEAD = ("rule", "type", "severity", "rings for")
TESTED = ("rule", "rang", "a day", "most", "corrected", "muted", "day by day")
KEPT = ("rang", "a day", "most", "corrected", "muted", "day by day")
RANG = ("when", "rule", "severity", "what")
UNICODE, ASCII = "·▁▂▃▄▅▆▇█", "_.:-=+*#@"
"""Bars by their height, the first of days without any."""
DAY = timedelta(days=1)
BARS = 8, 31
"""Bars of a chart at least and at most: of a longer time each stands for several days."""
BESIDE = 68
"""Columns that the rest of the table of a backtest needs."""
LABELS = frozenset({"name", "type", "severity", "labels", "annotations"})
"""What says nothing about when a rule rings."""


class Tally(msgspec.Struct, frozen=True):
    """How often a rule would have rung: new alerts that somebody is told of, by day; those corrected or over; those
    that nobody is told of."""

    rule: str
    days: tuple[int, ...]
    corrected: int
    muted: int

    @property
    def rang(self) -> int:
        """New alerts in all."""
        return sum(self.days)


def listed(rules: Iterable[RuleBase]) -> Iterator[tuple[str, ...]]:
    """The rows of the table of rules."""
    for rule in rules:
        yield one_line(rule.name), str(rule.model_dump().get("type")), rule.severity, conditions(rule)


def conditions(rule: RuleBase) -> str:
    """What a rule asks for, as it is written in the configuration."""
    written = rule.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude=set(LABELS))
    return one_line(", ".join(f"{name}: {_plain(value)}" for name, value in written.items() if value)) or "anything"


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_plain(item)}" for name, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_plain, value)) + "]"
    return str(value)


def tallies(rules: Iterable[RuleBase], alerts: Sequence[Alert], since: datetime, until: datetime) -> list[Tally]:
    """A tally of each rule, over the days of UTC from `since` to `until`."""
    days = [since.date() + n * DAY for n in range((until.date() - since.date()).days + 1)]
    return [_tally(rule.name, [alert for alert in alerts if alert.rule == rule.name], days) for rule in rules]


def _tally(name: str, alerts: Sequence[Alert], days: Sequence[date]) -> Tally:
    told = [alert for alert in alerts if alert.muted is None]
    rang = Counter(alert.at.date() for alert in told if alert.status == "firing")
    corrected = sum(alert.status != "firing" for alert in told)
    return Tally(name, tuple(rang[day] for day in days), corrected, len(alerts) - len(told))


def trials(
    found: Iterable[Tally], since: datetime, *, unicode: bool = True, columns: int = 100
) -> Iterator[tuple[str, ...]]:
    """The rows of the table of a backtest, for a terminal of so many columns."""
    fewest, most_bars = BARS
    room = max(fewest, min(most_bars, columns - BESIDE))
    for tally in found:
        most = max(tally.days, default=0)
        best = since.date() + tally.days.index(most) * DAY if most else None
        yield (
            one_line(tally.rule),
            str(tally.rang),
            f"{tally.rang / max(len(tally.days), 1):.1f}",
            f"{most} on {best}" if best else "–",
            str(tally.corrected),
            str(tally.muted),
            bars(tally.days, room, unicode=unicode),
        )


def bars(days: Sequence[int], room: int, *, unicode: bool = True) -> str:
    """A bar for each day, or for as many days as make no more than `room` of them."""
    width = -(-len(days) // room)
    sums = [sum(days[start : start + width]) for start in range(0, len(days), max(width, 1))]
    letters, highest = UNICODE if unicode else ASCII, max(1, max(sums, default=0))
    return "".join(letters[-(-each * (len(letters) - 1) // highest)] for each in sums)


def rang(alerts: Iterable[Alert]) -> Iterator[tuple[str, ...]]:
    """The rows of the table of single alerts."""
    for alert in alerts:
        status = "" if alert.status == "firing" else f", {alert.status}"
        muted = f" (muted: {alert.muted})" if alert.muted else ""
        yield stamp(alert.at), one_line(alert.rule), f"{alert.severity}{status}", one_line(headline(alert) + muted)


def plain(tally: Tally, since: datetime) -> dict[str, Any]:
    """A tally for programs."""
    by_day = {(since.date() + n * DAY).isoformat(): count for n, count in enumerate(tally.days) if count}
    share = tally.rang / max(len(tally.days), 1)
    counts = {"rang": tally.rang, "a_day": round(share, 3), "corrected": tally.corrected, "muted": tally.muted}
    return {"rule": tally.rule, **counts, "days": by_day}
