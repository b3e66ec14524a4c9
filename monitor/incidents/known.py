"""What must be loaded to judge an article, and what was: the ledger's side of the contract with its store.

The world is cut into cells of a quarter of a degree, and time into days, so that a search for the same happening costs
what its neighbourhood holds and not what the archive holds."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from math import cos, floor, radians

from msgspec import Struct

from monitor.incidents.cues import Cues
from monitor.incidents.holdings import Base
from monitor.incidents.nearness import MANY, MISPLACED_KM, NEXT_TOWN_KM
from monitor.incidents.origin import Print
from monitor.incidents.reports import BACKGROUND
from monitor.incidents.story import Story
from monitor.incidents.timing import REACH, REACH_OTHERWISE, follows_up, reach_of
from monitor.model import ArticleRef, Claim, Event, Incident, Place, Report

CELLS_PER_DEGREE = 4
ROW = 360 * CELLS_PER_DEGREE
KM_PER_DEGREE = 111.2
WIDEST_KM = 60.0
"""Beyond this a place is searched by its country: its cells would be too many."""
CANDIDATES = 48
"""The most recent incidents of an area that are compared with a report."""


GOES_ON = 3 * timedelta(days=max(REACH.values())) + BACKGROUND
"""For how long after a happening a report may still be linked to it: no search looks further back."""


class Area(Struct, frozen=True):
    """Incidents to load, of certain days: with `cells` those in them, those of the `country` as a whole, and those of
    no known place; without `cells` all of the country; with neither all there are."""

    first: date
    last: date
    cells: tuple[int, ...] = ()
    country: str | None = None


class Stretch(Struct, frozen=True):
    """Incidents to load for rolling totals: those of a country or an actor, or all, that ended on `since` or later."""

    since: date
    country: str | None = None
    actor: str | None = None


class Neighbourhood(Struct, frozen=True):
    """Where texts that may be copies are looked for."""

    bands: tuple[int, ...]
    since: datetime


class Queries(Struct, frozen=True):
    """All that must be loaded to judge one article."""

    article: str
    url: str | None
    source: str
    at: datetime
    areas: tuple[Area, ...] = ()
    places: tuple[str, ...] = ()
    """Keys of holdings."""
    names: tuple[str, ...] = ()
    """Folded names of places whose holdings may be meant."""
    stretches: tuple[Stretch, ...] = ()
    incidents: tuple[str, ...] = ()
    """Ids of incidents to load whatever their place and day."""
    copies: Neighbourhood | None = None


class Ground(Struct, frozen=True):
    """The claims known about one place, in any order, and what older ones left."""

    key: str
    claims: tuple[Claim, ...]
    base: Base | None = None


class Known(Struct, frozen=True):
    """What the ledger knows of an article's neighbourhood."""

    stories: tuple[Story, ...] = ()
    grounds: tuple[Ground, ...] = ()
    stretch: tuple[Incident, ...] = ()
    prints: tuple[Print, ...] = ()
    """The fingerprints that share a band with the article's, in a settled order."""


def is_wide(place: Place) -> bool:
    """Whether a place is too wide for cells: a province, a country."""
    return place.geo_precision == 3 and place.radius_km > WIDEST_KM


def cell_of(place: Place | None) -> int | None:
    """The cell that a place lies in; none for a wide one."""
    if place is None or is_wide(place):
        return None
    return _row(place.lat) * ROW + _column(place.lon)


def cells_around(place: Place, km: float) -> tuple[int, ...]:
    """The cells that a circle touches, across the antimeridian where need be."""
    tall = km / KM_PER_DEGREE
    wide = km / (KM_PER_DEGREE * max(0.05, cos(radians(min(89.0, abs(place.lat))))))
    rows = range(_row(max(-90.0, place.lat - tall)), _row(min(90.0, place.lat + tall)) + 1)
    first, last = floor((place.lon - wide + 180) * CELLS_PER_DEGREE), floor((place.lon + wide + 180) * CELLS_PER_DEGREE)
    columns = sorted({column % ROW for column in range(first, min(last, first + ROW - 1) + 1)})
    return tuple(row * ROW + column for row in rows for column in columns)


def _row(lat: float) -> int:
    return floor((lat + 90) * CELLS_PER_DEGREE)


def _column(lon: float) -> int:
    return floor((lon + 180) * CELLS_PER_DEGREE) % ROW


def queries(
    ref: ArticleRef,
    reports: Iterable[Report],
    claims: Iterable[Claim],
    cues: Cues,
    stretches: Iterable[Stretch] = (),
    copies: Neighbourhood | None = None,
) -> Queries:
    """What must be loaded to judge these reports and claims of one article."""
    told = tuple(claims)
    areas: dict[Area, None] = {}
    for report in reports:
        areas.update(dict.fromkeys(areas_of(report.event, reach_of(report, cues))))
        areas.update(dict.fromkeys(_anywhere(report, cues)))
    return Queries(
        article=ref.id,
        url=ref.url,
        source=ref.source,
        at=ref.at,
        areas=tuple(areas),
        places=tuple(dict.fromkeys(claim.ground for claim in told)),
        names=tuple(dict.fromkeys(claim.place.name.casefold() for claim in told)),
        stretches=tuple(dict.fromkeys(stretches)),
        copies=copies,
    )


def areas_of(event: Event, reach: int) -> tuple[Area, ...]:
    """Where incidents lie that an event may be: around its place, or in its country where that is all it says. A place
    that is near a wide one may be told as the wide one, so both are searched. `reach` is in days; as far ahead may lie
    one that was told of already, by a later day."""
    ahead = REACH.get(event.event_type, REACH_OTHERWISE)
    first, last = event.time.start - timedelta(days=reach), event.time.end + timedelta(days=ahead)
    place = event.place
    if place is None:
        return (Area(first, last),)
    beyond = _beyond(event, place, first, last)
    if is_wide(place) and place.country:
        return (Area(first, last, country=place.country), *beyond)
    killed = event.toll.killed
    wide = event.sub_event_type == "Earthquake" or (killed is not None and killed.best >= MANY)
    near = MISPLACED_KM if wide else min(WIDEST_KM, max(place.radius_km, NEXT_TOWN_KM) + 15)
    return (Area(first, last, cells_around(place, near), place.country), *beyond)


def _anywhere(report: Report, cues: Cues) -> Iterator[Area]:
    """The whole country, where a report goes on about what is known: one of the two may have been put in a wrong place
    of it."""
    place, time = report.event.place, report.event.time
    if place is not None and place.country and not is_wide(place) and follows_up(report, cues):
        yield Area(time.start - timedelta(days=REACH_OTHERWISE), time.end, country=place.country)


def _beyond(event: Event, place: Place, first: date, last: date) -> tuple[Area, ...]:
    """The other side of a border that is fought over: what its country tells of itself as a whole."""
    sides = {actor.country for actor in (event.actor1, event.actor2) if actor is not None and actor.country}
    return tuple(
        Area(first, last, cells_around(place, NEXT_TOWN_KM), country) for country in sorted(sides - {place.country})
    )
