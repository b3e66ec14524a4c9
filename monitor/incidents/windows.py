"""Rolling totals, kept up rather than counted anew: what counts in one total lies in the order of its moments, so that
a window is a slice, and what it amounts to is mostly a sum. Only what a total over a stretch may cover is looked at
one by one."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta
from operator import itemgetter
from typing import Protocol

from monitor.incidents.totals import Bound, figure, in_window, moment, total
from monitor.model import Incident, TollKind, subject

Key = tuple[datetime, str]
"""An incident's moment and its id."""
AT = itemgetter(0)


class Measure(Protocol):
    """What is counted of each incident. Measures that count the same are equal."""

    @property
    def kind(self) -> TollKind: ...
    @property
    def bound(self) -> Bound: ...
    def counts(self, incident: Incident) -> bool: ...
    def __hash__(self) -> int: ...


class Line:
    """Incidents in the order of their moments, with what each counts for by every measure that was asked."""

    def __init__(self, incidents: Iterable[Incident] = ()) -> None:
        keyed = sorted((((moment(each), each.id), each) for each in incidents), key=AT)
        self.incidents = [each for _, each in keyed]
        self._keys: list[Key] = [key for key, _ in keyed]
        self._values: dict[Measure, list[int]] = {}

    def put(self, incident: Incident) -> None:
        """Take one in."""
        key = moment(incident), incident.id
        at = bisect_left(self._keys, key)
        self._keys.insert(at, key)
        self.incidents.insert(at, incident)
        for measure, values in self._values.items():
            values.insert(at, _value(incident, measure))

    def drop(self, which: slice) -> None:
        """Let some go, by their positions."""
        del self._keys[which]
        del self.incidents[which]
        for values in self._values.values():
            del values[which]

    def position(self, incident: Incident) -> int | None:
        """Where one lies; None where it does not."""
        key = moment(incident), incident.id
        at = bisect_left(self._keys, key)
        return at if at < len(self._keys) and self._keys[at] == key else None

    def until(self, end: datetime) -> int:
        """How many have their moment then or earlier."""
        return bisect_right(self._keys, end, key=AT)

    def values(self, measure: Measure) -> list[int]:
        """What each counts for."""
        if measure not in self._values:
            self._values[measure] = [_value(each, measure) for each in self.incidents]
        return self._values[measure]


class Rolling:
    """What counts in one total: single happenings, and totals over a stretch."""

    def __init__(self, incidents: Iterable[Incident] = ()) -> None:
        known = list(incidents)
        self._singles = Line(each for each in known if each.scope == "incident")
        self._stretches = Line(each for each in known if each.scope != "incident")

    def put(self, incident: Incident) -> None:
        """Take one in."""
        self._line(incident).put(incident)

    def drop(self, incident: Incident) -> None:
        """Let one go, if it is there."""
        line = self._line(incident)
        at = line.position(incident)
        if at is not None:
            line.drop(slice(at, at + 1))

    def between(self, begin: datetime, end: datetime) -> list[Incident]:
        """All that happened after `begin` and by the end."""
        lines = (self._singles, self._stretches)
        return [each for line in lines for each in line.incidents[line.until(begin) : line.until(end)]]

    def forget(self, before: datetime) -> bool:
        """Let go of what happened by then. Returns whether anything is left."""
        for line in (self._singles, self._stretches):
            line.drop(slice(line.until(before)))
        return bool(self._singles.incidents or self._stretches.incidents)

    def amount(
        self,
        end: datetime,
        window: timedelta,
        measure: Measure,
        without: Sequence[Incident] = (),
        besides: Sequence[Incident] = (),
    ) -> int:
        """How many victims the window that ends then counts, each once; `without` some incidents that lie here, and
        with others `besides`."""
        first, last = self._singles.until(end - window), self._singles.until(end)
        values = self._singles.values(measure)
        gone = {at for each in without if (at := self._singles.position(each)) is not None and first <= at < last}
        added = [each for each in besides if in_window(each, end, window) and measure.counts(each)]
        left_out = {each.id for each in without}
        stretches = [
            each
            for each in self._stretches.incidents[self._stretches.until(end - window) : self._stretches.until(end)]
            if each.id not in left_out and in_window(each, end, window) and measure.counts(each)
        ]
        covered = self._covered([*stretches, *added], first, last) - gone
        inside = [self._singles.incidents[at] for at in covered if values[at]]
        alone = sum(values[first:last]) - sum(values[at] for at in covered | gone)
        return alone + total([*inside, *stretches, *added], measure.kind, measure.bound)

    def _line(self, incident: Incident) -> Line:
        return self._singles if incident.scope == "incident" else self._stretches

    def _covered(self, found: Iterable[Incident], first: int, last: int) -> set[int]:
        """The positions, from `first` to `last`, of what a total over a stretch among these may cover: whatever
        happened on its days."""
        spans = (
            range(max(first, self._singles.until(_begin(each))), min(last, self._singles.until(_end(each))))
            for each in found
            if each.scope != "incident"
        )
        return set().union(*spans)


class Windows:
    """The rolling totals of all that counts in any."""

    def __init__(self) -> None:
        self._rolling: dict[str, Rolling] = defaultdict(Rolling)

    def take(self, before: Incident | None, after: Incident) -> None:
        """An incident is known, or known otherwise than before."""
        if before is not None:
            for key in subject.totals(before):
                self._rolling[key].drop(before)
        for key in subject.totals(after):
            self._rolling[key].put(after)

    def of(self, key: str) -> Rolling:
        """What counts in one total."""
        return self._rolling.get(key) or Rolling()

    def forget(self, before: datetime) -> None:
        """Let go of what happened by then."""
        for key in [key for key, rolling in self._rolling.items() if not rolling.forget(before)]:
            del self._rolling[key]


def _value(incident: Incident, measure: Measure) -> int:
    return (figure(incident, measure.kind, measure.bound) or 0) if measure.counts(incident) else 0


def _begin(stretch: Incident) -> datetime:
    """Just before its first day."""
    return datetime.combine(stretch.date_start, time.min, UTC) - timedelta(microseconds=1)


def _end(stretch: Incident) -> datetime:
    return datetime.combine(stretch.date_end, time.max, UTC)
