"""When a line counts as crossed: once upward, said again when a corrected figure falls back below, and rung anew when
it rises again after that: whoever heard the correction must hear that it no longer holds."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from monitor.model import Alert, AlertStatus


class Crossing(Struct, frozen=True):
    """A line that was crossed (firing) or fallen back below (revised: `alert` is what was said). Neither: no status.
    `note` says what else was wrong with that than its figure."""

    reason: str
    status: AlertStatus | None = None
    threshold: int | None = None
    alert: Alert | None = None
    note: str = ""


def crossed(value: int, thresholds: Sequence[int], raised: Sequence[Alert]) -> Crossing:
    """Judge a figure by what was raised about its subject before, oldest first. A jump over several thresholds is one
    crossing, of the highest; those below count as crossed with it."""
    level = reached(value, thresholds)
    if not raised:
        return _first(value, level, thresholds)
    standing = _standing(raised[-1], thresholds)
    if level > standing:
        return Crossing(f"{value} reaches {level}", "firing", level, _fired(level, raised))
    if level < standing:
        wrong = _heard(level, thresholds, raised) or raised[-1]
        return Crossing(f"{value} falls back below {standing}", "revised", wrong.threshold, wrong)
    return Crossing(f"{value} crosses nothing new: {standing} was told")


def one_history(told: Sequence[Sequence[Alert]], thresholds: Sequence[int]) -> list[Alert]:
    """What was raised about happenings that turned out to be one, each oldest first, as the history of that one: what
    was told highest counts, so that nobody is alarmed anew by what he was told under another name."""
    ranked = sorted((raised for raised in told if raised), key=lambda raised: _standing(raised[-1], thresholds))
    return [alert for raised in ranked for alert in raised]


def _standing(alert: Alert, thresholds: Sequence[int]) -> int:
    """The line that holds after an alert."""
    return reached(alert.value or 0, thresholds) if alert.status == "revised" else alert.threshold or 0


def _heard(level: int, thresholds: Sequence[int], raised: Sequence[Alert]) -> Alert | None:
    """What people were told last, where that is over the level: later alerts may have been muted."""
    heard = next((alert for alert in reversed(raised) if alert.muted is None), None)
    return heard if heard is not None and _standing(heard, thresholds) > level else None


def _fired(level: int, raised: Sequence[Alert]) -> Alert | None:
    """The alert of a threshold that fired before: whoever was told of its fall is told on the same thread."""
    return next((alert for alert in reversed(raised) if alert.threshold == level), None)


def _first(value: int, level: int, thresholds: Sequence[int]) -> Crossing:
    if level:
        return Crossing(f"{value} reaches {level}", "firing", level)
    return Crossing(f"{value} is below {min(thresholds)}")


def reached(value: int, thresholds: Sequence[int]) -> int:
    """The highest threshold that a value reaches; 0 for none."""
    return max((threshold for threshold in thresholds if value >= threshold), default=0)


def still_counting(raised: Sequence[Alert], before: int, now: datetime, window: timedelta) -> list[Alert]:
    """Those alerts of a rolling total whose crossing is not over. It is over once the total has sunk below the
    threshold because time went by; one that sank because it was corrected waits for its window to pass."""
    last: dict[str, Alert] = {}
    for alert in raised:
        last.pop(alert.id, None)
        last[alert.id] = alert
    return [
        alert
        for alert in last.values()
        if (before >= (alert.threshold or 0) if alert.status == "firing" else now - alert.at < window)
    ]
