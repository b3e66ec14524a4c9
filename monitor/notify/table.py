"""Many alerts in one table: the digest of an hour or a day, the summary of what a receiver's limit held back. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime

from msgspec import Struct

from monitor.model import Alert, Delivery
from monitor.notify.context import Context
from monitor.notify.message import Story, one_line, story

GRAVITY = {"critical": 0, "warning": 1, "info": 2}
MOST = {"digest": 200, "summary": 20}
"""Rows that a table of each form has; the rest are counted."""
MOST_NAMES = 10
"""Names that a count lists."""


class Row(Struct, frozen=True):
    """One alert, as it was told last, with the first of its sources."""

    story: Story
    publisher: str
    link: str | None

    @property
    def at(self) -> datetime:
        """When it was last told."""
        return self.story.at


class Count(Struct, frozen=True):
    """How many alerts each severity, rule or place has, the most first."""

    of: str
    numbers: tuple[tuple[str, int], ...]

    @property
    def words(self) -> str:
        """The numbers on one line."""
        names = [f"{name} {number}" for name, number in self.numbers[:MOST_NAMES]]
        more = len(self.numbers) - len(names)
        return ", ".join([*names, f"and {more} more"] if more > 0 else names)


class Table(Struct, frozen=True):
    """`alerts` are those of the `rows`, the gravest first; `left_out` is how many there are beyond them."""

    title: str
    number: int
    counts: tuple[Count, ...]
    alerts: tuple[Alert, ...]
    rows: tuple[Row, ...]
    left_out: int
    demonstration: bool


def tabled(delivery: Delivery, context: Context, most: int | None = None) -> Table:
    """The table of a delivery, of at most `most` rows. An alert that was corrected meanwhile stands there once, as it
    was told last."""
    latest = {alert.id: alert for alert in sorted(delivery.alerts, key=lambda alert: alert.at)}
    ranked = sorted(latest.values(), key=lambda alert: (GRAVITY[alert.severity], -(alert.value or 0), alert.at))
    shown = tuple(ranked[: most or MOST.get(delivery.form, len(ranked))])
    rows = tuple(_row(story(alert, context)) for alert in shown)
    return Table(
        title=_title(delivery, ranked, rows),
        number=len(ranked),
        counts=tuple(_counts(ranked)),
        alerts=shown,
        rows=rows,
        left_out=len(ranked) - len(shown),
        demonstration=any(row.story.demonstration for row in rows),
    )


def _row(told: Story) -> Row:
    first = told.evidence[0] if told.evidence else None
    return Row(told, first.publisher if first else "", first.link if first else None)


def _title(delivery: Delivery, alerts: list[Alert], rows: tuple[Row, ...]) -> str:
    if not alerts:
        return "nothing to tell"
    number = f"{len(alerts)} alert{'s' if len(alerts) != 1 else ''}"
    grave = sum(alert.severity == "critical" for alert in alerts)
    parts = [f"{number}, {grave} critical" if grave else number, f"the gravest: {rows[0].story.headline}"]
    if delivery.form == "summary":
        parts.insert(1, "beyond this receiver's limit")
    return "; ".join(parts)


def _counts(alerts: Iterable[Alert]) -> Iterator[Count]:
    told = tuple(alerts)
    yield Count("severity", _numbers(alert.severity for alert in told))
    yield Count("rule", _numbers(alert.rule for alert in told))
    yield Count("place", _numbers(alert.place.name if alert.place else "no place" for alert in told))


def _numbers(names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(Counter(one_line(name) for name in names).most_common())
