"""Two configurations over the same articles: what one rings for and the other does not, or at another time. Pure.

An alert of one is the other's where it is of the same rule, subject and threshold; what is left over is paired by rule
and subject, so that a changed threshold shows as an alert that comes earlier or later and not as two."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta

from msgspec import Struct

from monitor.model import Alert

MINUTE = timedelta(minutes=1)


class Pair(Struct, frozen=True):
    """One alert as both configurations raise it. `minutes`: how much later the second does; below 0 it is earlier."""

    one: Alert
    other: Alert

    @property
    def minutes(self) -> float:
        """Minutes from the first's to the second's."""
        return (self.other.at - self.one.at) / MINUTE


class Comparison(Struct, frozen=True):
    """What two configurations make of the same articles, of what anybody is told: muted alerts are left out.
    `moved` come at the same time and are told to others."""

    only_one: tuple[Alert, ...]
    only_other: tuple[Alert, ...]
    earlier: tuple[Pair, ...]
    later: tuple[Pair, ...]
    moved: tuple[Pair, ...]
    same: int


def compare(one: Iterable[Alert], other: Iterable[Alert]) -> Comparison:
    """Compare what the first configuration raises with what the second does."""
    ours = [alert for alert in one if alert.muted is None]
    theirs = [alert for alert in other if alert.muted is None]
    exact, ours, theirs = _paired(ours, theirs, lambda alert: (alert.rule, alert.id, alert.status))
    alike, ours, theirs = _paired(ours, theirs, lambda alert: (alert.rule, alert.subject, alert.status))
    pairs = sorted((*exact, *alike), key=lambda pair: (pair.one.at, pair.one.id))
    at_once = [pair for pair in pairs if not pair.minutes]
    moved = tuple(pair for pair in at_once if set(pair.one.receivers) != set(pair.other.receivers))
    return Comparison(
        only_one=tuple(ours),
        only_other=tuple(theirs),
        earlier=tuple(pair for pair in pairs if pair.minutes < 0),
        later=tuple(pair for pair in pairs if pair.minutes > 0),
        moved=moved,
        same=len(at_once) - len(moved),
    )


def _paired(
    ours: Sequence[Alert], theirs: Sequence[Alert], key: Callable[[Alert], tuple[str, ...]]
) -> tuple[list[Pair], list[Alert], list[Alert]]:
    """Alerts of one key, paired in their order; and what is left of both."""
    waiting: dict[tuple[str, ...], list[Alert]] = defaultdict(list)
    for alert in theirs:
        waiting[key(alert)].append(alert)
    pairs, left = [], []
    for alert in ours:
        if found := waiting[key(alert)]:
            pairs.append(Pair(alert, found.pop(0)))
        else:
            left.append(alert)
    taken = {id(pair.other) for pair in pairs}
    return pairs, left, [alert for alert in theirs if id(alert) not in taken]
