"""Rolling totals of an area that count nobody twice.

A total over a stretch ("58 killed across the province in 24 hours") covers the incidents inside it: the larger of the
two counts, never both. Which of them was told first makes no difference."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import combinations
from typing import Literal

from monitor.incidents.nearness import NEXT_TOWN_KM
from monitor.model import Actor, Incident, Place, Report, TollKind

Bound = Literal["low", "best", "high"]
MAX_PARTS = 8
"""Of how many incidents a total is recognised as the sum."""
AROUND_KM = 25.0
"""A total "in" a town is told of its surroundings as well."""
ALONE = timedelta(days=2)
"""A total over no more than this, of which no part is known, is told of as one happening: a battle of a day."""


@dataclass(frozen=True, slots=True)
class Part:
    """An incident or a total with what it counts for, what it covers included: the larger of the two counts."""

    incident: Incident
    value: int
    covers: tuple["Part", ...] = ()


def moment(incident: Incident) -> datetime:
    """The latest instant at which it may have happened: when it was first told, within its own days."""
    told = incident.told_at
    if told is not None and told.tzinfo is UTC and incident.date_start <= told.date() <= incident.date_end:
        return told
    first = datetime.combine(incident.date_start, time.min, UTC)
    last = datetime.combine(incident.date_end, time.max, UTC)
    return min(max(told or last, first), last)


def in_window(incident: Incident, now: datetime, window: timedelta) -> bool:
    """Whether an incident falls into the window that ends now; a total must also be no longer than the window."""
    if incident.scope == "period" and length(incident) > max(window, timedelta(days=1)):
        return False
    return now - window < moment(incident) <= now


def length(incident: Incident) -> timedelta:
    """How long a stretch is: "the past 24 hours" touches two days and is one long."""
    return max(timedelta(days=1), incident.date_end - incident.date_start)


def total(incidents: Iterable[Incident], kind: TollKind, bound: Bound = "best") -> int:
    """How many victims of one kind these incidents and totals amount to, each counted once."""
    told = list(incidents)
    if all(incident.scope == "incident" for incident in told):
        return sum(figure(incident, kind, bound) or 0 for incident in told)
    return sum(part.value for part in parts(told, kind, bound))


def parts(incidents: Iterable[Incident], kind: TollKind, bound: Bound = "best") -> list[Part]:
    """What a total is made of: incidents, and totals over a stretch with the incidents that they cover."""
    counted = [Part(incident, value) for incident in incidents if (value := figure(incident, kind, bound)) is not None]
    items = [item for item in counted if item.incident.scope == "incident"]
    for item in sorted((item for item in counted if item.incident.scope == "period"), key=_extent):
        inside = tuple(other for other in items if covers(item.incident, other.incident))
        value = max(item.value, sum(other.value for other in inside))
        items = [other for other in items if other not in inside] + [Part(item.incident, value, inside)]
    return items


def figure(incident: Incident, kind: TollKind, bound: Bound) -> int | None:
    """One bound of one figure; without an upper bound the best stands for it. None where nothing is said."""
    known = incident.toll.get(kind)
    if known is None:
        return None
    if bound == "high":
        return known.best if known.high is None else known.high
    return known.low if bound == "low" else known.best


def _extent(item: Part) -> tuple[float, timedelta, int, str]:
    place = item.incident.place
    return place.radius_km if place else 0.0, length(item.incident), item.value, item.incident.id


def covers(period: Incident, part: Incident) -> bool:
    """Whether a total over a stretch counts an incident, or a shorter or equal total, among its own."""
    if period.id == part.id or not _same_people(period, part):
        return False
    if part.date_start < period.date_start or part.date_end > period.date_end:
        return False
    if period.place is None or part.place is None:
        return False
    if part.scope == "period" and (length(part) > length(period) or part.date_end != period.date_end):
        return False
    return lies_in(part.place, period.place, AROUND_KM)


def lies_in(inner: Place, outer: Place, around: float = NEXT_TOWN_KM) -> bool:
    """Whether one place lies in the other, or within `around` kilometres, as far as names and distances tell."""
    if inner.key == outer.key:
        return True
    if outer.country and inner.country and outer.country != inner.country:
        return False
    if outer.feature == "country":
        return outer.country == inner.country
    if outer.geo_precision >= 2 and outer.admin1 and inner.admin1:
        return outer.admin1 == inner.admin1 or inner.distance_km(outer) <= outer.radius_km
    return inner.distance_km(outer) <= max(outer.radius_km, around)


def _same_people(period: Incident, part: Incident) -> bool:
    """A total of one side's dead covers only those; one that names nobody covers all."""
    return _may_be(period.actor1, part.actor1) and _may_be(period.actor2, part.actor2)


def _may_be(one: Actor | None, other: Actor | None) -> bool:
    return one is None or other is None or one.id is None or other.id is None or one.id == other.id


def stands_alone(period: Incident, others: Iterable[Incident]) -> bool:
    """Whether a total is the only word about what it counts: short, of less than a country, of no known incidents."""
    if period.place is not None and period.place.feature == "country":
        return False
    inside = [other for other in others if other.scope == "incident" and other.toll and covers(period, other)]
    if length(period) > ALONE:
        return False
    whole = figure(period, "killed", "best") or 0
    return 2 * sum(figure(part, "killed", "best") or 0 for part in inside) < max(whole, 1)


def is_sum(report: Report, known: Sequence[Incident], *, about: bool) -> bool:
    """Whether a report's deaths are those of two or more known incidents of its place and days: exactly, or `about`
    so many where the report itself speaks of several."""
    killed, place = report.event.toll.killed, report.event.place
    if killed is None or place is None or killed.best < 2:
        return False
    deaths = list(_deaths(report, place, known))[:MAX_PARTS]
    whole = sum(deaths)
    if about and len(deaths) > 1 and abs(killed.best - whole) * 4 <= whole:
        return True
    sizes = range(2, len(deaths) + 1)
    return any(sum(chosen) == killed.best for size in sizes for chosen in combinations(deaths, size))


def _deaths(report: Report, place: Place, known: Sequence[Incident]) -> Iterable[int]:
    """The deaths of the incidents that a report may be the sum of."""
    killed = report.event.toll.killed
    first, last = report.event.time.start - timedelta(days=1), report.event.time.end
    for incident in known:
        deaths = figure(incident, "killed", "best")
        if incident.scope == "period" or not deaths or incident.place is None or killed is None:
            continue
        if deaths < killed.best and first <= incident.date_start <= last and lies_in(incident.place, place):
            yield deaths
