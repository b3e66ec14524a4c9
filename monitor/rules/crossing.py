"""When a line counts as crossed: once upward, and said again when a corrected figure falls back below."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from monitor.model import Alert, AlertStatus


class Crossing(Struct, frozen=True):
    """A line that was crossed (firing) or fallen back below (revised: `alert` is what was said). Neither: no status."""

    reason: str
    status: AlertStatus | None = None
    threshold: int | None = None
    alert: Alert | None = None


def crossed(value: int, thresholds: Sequence[int], raised: Sequence[Alert]) -> Crossing:
    """Judge a figure by what was raised about its subject before, oldest first. A jump over several thresholds is one
    crossing, of the highest; those below count as crossed with it."""
    level = reached(value, thresholds)
    if not raised:
        return _first(value, level, thresholds)
    highest = max(raised, key=lambda alert: alert.threshold or 0)
    told = reached(raised[-1].value or 0, thresholds)
    if level > (highest.threshold or 0):
        return Crossing(f"{value} reaches {level}", "firing", level)
    if level < told:
        return Crossing(f"{value} falls back below {told}", "revised", highest.threshold, highest)
    return Crossing(f"{value} crosses nothing new: {highest.threshold} has fired")


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
    last = {alert.id: alert for alert in raised}
    return [
        alert
        for alert in last.values()
        if (before >= (alert.threshold or 0) if alert.status == "firing" else now - alert.at < window)
    ]
