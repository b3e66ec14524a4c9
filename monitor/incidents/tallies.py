"""Who suffered how much within a window: totals by country, actor, place or day, each with what it is made of. Pure.

A death counts once in each total: what a total over a stretch covers is not added to it (see `totals`)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from types import MappingProxyType
from typing import Literal

from msgspec import Struct

from monitor.incidents.totals import Part, in_window, length, moment, parts
from monitor.model import TOLL_KINDS, Incident, Range, TollKind, subject

By = Literal["country", "actor", "place", "day"]
DAY = timedelta(days=1)


NOBODY: Mapping[By, str] = {"country": "no country known", "actor": "nobody identified", "place": "no place named"}
"""What people call the totals of incidents of which that is not known; their key is empty."""


class Tally(Struct, frozen=True):
    """One total. `key` is what it is of: SY, islamic-state, a place's key, 2026-03-14; `name` the same for people.
    `left_out` are totals over a stretch that is longer than the window."""

    key: str
    name: str
    toll: dict[TollKind, Range]
    incidents: tuple[Incident, ...]
    left_out: tuple[Incident, ...] = ()

    def parts(self, kind: TollKind) -> list[Part]:
        """What one of its figures is made of, the largest first."""
        return sorted(parts(self.incidents, kind), key=lambda part: (-part.value, part.incident.id))


def tallies(
    incidents: Iterable[Incident],
    by: By,
    at: datetime,
    window: timedelta,
    countries: Mapping[str, str] = MappingProxyType({}),
) -> list[Tally]:
    """The totals of the window that ends at `at`: days in their order, all others by their dead, the most first.
    `countries` are called by the names given, code -> name."""
    known = list(incidents)
    if by == "day":
        return [
            _tally(f"{start:%Y-%m-%d}", f"{start:%Y-%m-%d}", known, end, end - start) for start, end in days(at, window)
        ]
    groups: dict[str, list[Incident]] = defaultdict(list)
    for incident in known:
        for key in _keys(incident, by):
            groups[key].append(incident)
    found = [_tally(key, _name(key, by, told, countries), told, at, window) for key, told in groups.items()]
    counted = [tally for tally in found if tally.incidents or tally.left_out]
    return sorted(counted, key=lambda tally: (-_best(tally, "killed"), -len(tally.incidents), tally.name))


def days(at: datetime, window: timedelta) -> list[tuple[datetime, datetime]]:
    """The days, in UTC, that a window touches, each from its beginning to its end or to the window's."""
    first, last = (at - window).astimezone(UTC).date(), at.astimezone(UTC).date()
    starts = [datetime.combine(first + n * DAY, time.min, UTC) for n in range((last - first).days + 1)]
    spans = [(start, min(start + DAY - timedelta(microseconds=1), at)) for start in starts]
    return [(start, end) for start, end in spans if start < end]


def _tally(key: str, name: str, known: Sequence[Incident], at: datetime, window: timedelta) -> Tally:
    counted = [incident for incident in known if in_window(incident, at, window)]
    too_long = [each for each in known if each not in counted and _is_longer(each, at, window)]
    figures = {kind: figure for kind in TOLL_KINDS if (figure := _figure(counted, kind)) is not None}
    return Tally(key, name, figures, tuple(counted), tuple(too_long))


def _is_longer(incident: Incident, at: datetime, window: timedelta) -> bool:
    """Whether a total ends within the window and begins before it."""
    return incident.scope == "period" and length(incident) > max(window, DAY) and at - window < moment(incident) <= at


def _figure(counted: Sequence[Incident], kind: TollKind) -> Range | None:
    """A total's bounds; open above where one of its parts is. None where nobody says anything of that kind."""
    told = [incident.toll[kind] for incident in counted if kind in incident.toll]
    if not told:
        return None
    low, best, high = (sum(part.value for part in parts(counted, kind, bound)) for bound in ("low", "best", "high"))
    return Range(low, best, None if any(each.high is None for each in told) else high)


def _keys(incident: Incident, by: By) -> tuple[str, ...]:
    """The totals that an incident counts in: at least one, so that none is lost."""
    prefix = f"{by}:"
    return tuple(key.removeprefix(prefix) for key in subject.totals(incident) if key.startswith(prefix)) or ("",)


def _name(key: str, by: By, told: Sequence[Incident], countries: Mapping[str, str]) -> str:
    if not key:
        return NOBODY[by]
    if by == "place":
        return next((each.place.name for each in told if each.place is not None), key)
    if by == "country":
        return countries.get(key, key)
    actors = (actor for each in told for actor in (each.actor1, each.actor2) if actor is not None and actor.id == key)
    return next((actor.name for actor in actors), key)


def _best(tally: Tally, kind: TollKind) -> int:
    return tally.toll[kind].best if kind in tally.toll else 0
