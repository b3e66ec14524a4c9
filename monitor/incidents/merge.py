"""An incident as a pure fold over its reports: whatever order they came in, the same reports give the same incident."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from monitor.incidents.cues import Cues
from monitor.incidents.kinds import GENERIC
from monitor.incidents.nearness import MISPLACED_KM
from monitor.incidents.reports import days
from monitor.incidents.tolls import fold_tolls
from monitor.incidents.voices import publishers
from monitor.model import Actor, Incident, Place, Report


def in_order(reports: Iterable[Report]) -> tuple[Report, ...]:
    """Reports in the order they were told, ties by id."""
    return tuple(sorted(reports, key=told_order))


def told_order(report: Report) -> tuple[datetime, str, str]:
    """The key that orders everything in the ledger."""
    return report.article.at, report.article.id, report.id


def incident_id(report: Report, attempt: int = 0) -> str:
    """The id of an incident that this report founds: 16 hexadecimal digits. Another `attempt` gives another one."""
    return hashlib.sha256(f"incident\0{report.id}\0{attempt}".encode()).hexdigest()[:16]


def fold(id: str, reports: tuple[Report, ...], cues: Cues, aliases: tuple[str, ...] = ()) -> Incident:
    """The incident that these reports tell of, in the order of `in_order`. Denials count for figures alone, memories
    for sources alone: an incident that is only denied or recalled has no articles and no sources."""
    news = tuple(report for report in reports if report.event.context not in ("negated", "historical"))
    affirmed = tuple(report for report in reports if report.event.context != "negated") if news else ()
    shown = news or reports
    origins = publishers(report.article for report in reports)
    toll, revisions = fold_tolls(reports, origins, cues)
    event_type, sub_event_type = _kind(shown)
    first, last = _dates(shown)
    return Incident(
        id=id,
        event_type=event_type,
        sub_event_type=sub_event_type,
        place=_place(shown, cues),
        date_start=first,
        date_end=last,
        scope="period" if shown[0].event.scope == "period" else "incident",
        toll=toll,
        articles=tuple(dict.fromkeys(report.article.id for report in affirmed)),
        sources=tuple(dict.fromkeys(origins[report.article.id] for report in affirmed)),
        revisions=revisions,
        actor1=_actor([report.event.actor1 for report in shown]),
        actor2=_actor([report.event.actor2 for report in shown]),
        seen_at=reports[-1].article.at,
        told_at=reports[0].article.at,
        aliases=aliases,
        victims=tuple(sorted({victims.kind for report in shown for victims in report.event.victims})),
        voices=tuple(sorted({kind for each in affirmed for kind in each.article.voices(each.event.attribution)})),
        languages=tuple(sorted({report.article.language for report in affirmed if report.article.language})),
    )


def _kind(reports: tuple[Report, ...]) -> tuple[str, str]:
    """What most reports call it; a definite kind before "attack", which is what anything is called later."""
    named = [(report.event.event_type, report.event.sub_event_type) for report in reports]
    definite = [pair for pair in named if pair[1] not in GENERIC]
    return Counter(definite or named).most_common(1)[0][0]


def _place(reports: tuple[Report, ...], cues: Cues) -> Place | None:
    """The finest place that most reports tell. One that lies far from where most put it, or name, is misread."""
    places = [report.event.place for report in reports if report.event.place is not None]
    if not places:
        return None
    spots = [place for place in places if place.geo_precision < 3]
    if any(place.distance_km(spots[0]) > MISPLACED_KM for place in spots):
        named = Counter(name for report in reports for name in cues.named_spots(report))
        told = Counter(place.key for place in spots)
        meant = max(spots, key=lambda place: told[place.key] + named[place.name.lower()])
        places = [place for place in spots if place.distance_km(meant) <= MISPLACED_KM]
    finest = min(map(_fineness, places))
    keys = Counter(place.key for place in places if _fineness(place) == finest)
    chosen = keys.most_common(1)[0][0]
    return next(place for place in places if place.key == chosen and _fineness(place) == finest)


def _fineness(place: Place) -> tuple[int, bool]:
    """The lower the finer: a province tells more than its country."""
    return place.geo_precision, place.feature == "country"


def _dates(reports: tuple[Report, ...]) -> tuple[date, date]:
    """The day that most reports state with the best precision. Undated ones lean on their own publication, so the
    earliest of those is nearest to the truth."""
    stated = [report.event for report in reports if report.event.time.text is not None]
    if not stated:
        return min(days(report.event) for report in reports)
    best = min(event.time.time_precision for event in stated)
    return Counter(days(event) for event in stated if event.time.time_precision == best).most_common(1)[0][0]


def _actor(actors: list[Actor | None]) -> Actor | None:
    """The first that is identified, else the first that is named at all."""
    named = [actor for actor in actors if actor is not None]
    return next((actor for actor in named if actor.id), named[0] if named else None)
