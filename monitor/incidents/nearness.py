"""How near a report's place is to a happening's, in points.

Two outlets may put one happening into two neighbouring towns; two towns that were struck on one day are told of by
their own names."""

import re

from monitor.incidents.cues import Cue, Cues
from monitor.incidents.reports import days
from monitor.incidents.story import Points, RuledOut, Story, days_apart, heads
from monitor.incidents.timing import follows_up, was_told
from monitor.model import Event, Incident, Place, Report

NEXT_TOWN_KM = 6.0
AROUND_KM = 15.0
"""What lies "near" a town is hardly farther from it, unless it is a flood or a storm."""
REGION_KM = 60.0
MISPLACED_KM = 60.0
"""How far apart two outlets may put one happening: where it was, and the next town that is known."""
SEVERAL: frozenset[Cue] = frozenset({"separate", "several"})
MANY = 10
"""From which number of dead on two happenings of one day hardly have the same."""


def by_place(report: Report, story: Story, cues: Cues) -> Points:
    """The points of a report's place. Raises RuledOut where it is that of another happening."""
    here, there = report.event.place, story.incident.place
    if here is None or there is None:
        return _unplaced(report, story, cues)
    if here.country and there.country and here.country != there.country:
        return _across(report, story, here, there, cues)
    if here.key == there.key:
        return (2.5 if here.geo_precision < 3 else 1.5), f"same place ({there.name})"
    if 3 in (here.geo_precision, there.geo_precision):
        return _region(report, story, here, there, cues)
    gap = here.distance_km(there)
    near = max(NEXT_TOWN_KM, here.radius_km, there.radius_km, _shaken_km(report.event, story.incident))
    if gap > near + (AROUND_KM if 2 in (here.geo_precision, there.geo_precision) else 0):
        if gap <= MISPLACED_KM and _one_blow(report.event, story.incident):
            return -0.3, f"{here.name} is {gap:.0f} km from {there.name}"
        return _misplaced(report, story, f"{here.name} is {gap:.0f} km from {there.name}", cues)
    loose = any(place.geo_precision == 2 and gap <= place.radius_km for place in (here, there))
    return _by_gap(gap, report.event, loose), f"{here.name} is {gap:.0f} km from {there.name}"


def _misplaced(report: Report, story: Story, apart: str, cues: Cues) -> Points:
    """Places apart: one happening all the same where a report goes on about what is known, or gives a figure of it that
    is known, and both name one spot. Raises RuledOut where they do not."""
    first, last = days(report.event)
    same_day = days_apart(first, last, story.incident.date_start, story.incident.date_end) == 0
    goes_on = first >= story.incident.date_start and follows_up(report, cues)
    known = goes_on or (same_day and was_told(report.event, story.incident))
    shared = _shared_spots(report, story, cues) if known else frozenset()
    if not shared:
        raise RuledOut(apart)
    return 0.6, f"{apart}, but both name {', '.join(sorted(shared))}"


def _shared_spots(report: Report, story: Story, cues: Cues) -> frozenset[str]:
    """The spots that both name, where they tell of one happening and not of several. Where one of the two is told of
    the place that it was put in, it only mentions the other's."""
    ours = cues.named_spots(report)
    if not ours or cues.says_any(SEVERAL, report):
        return frozenset()
    single = (other for other in heads(story) if not cues.says_any(SEVERAL, other))
    theirs = frozenset[str]().union(*map(cues.named_spots, single))
    here, there = report.event.place, story.incident.place
    mentioned = set()
    if here is not None and there is not None:
        mentioned |= {here.name.lower()} if there.name.lower() in theirs else set()
        mentioned |= {there.name.lower()} if here.name.lower() in ours else set()
    return (ours & theirs) - mentioned


def _shaken_km(event: Event, incident: Incident) -> float:
    """How far one earthquake is felt, where both are told to be one."""
    quakes = {event.sub_event_type, incident.sub_event_type} == {"Earthquake"}
    return MISPLACED_KM if quakes else 0.0


def _by_gap(gap: float, event: Event, loose: bool) -> float:
    """`loose`: one is only told to be near where the other lies."""
    if gap <= NEXT_TOWN_KM:
        return 2.0
    return 1.2 if gap <= AROUND_KM or loose or event.event_type == "Disaster" else 0.4


def _unplaced(report: Report, story: Story, cues: Cues) -> Points:
    """Of two of which one names no place that is known, the words of one may still name the other's."""
    told, heard = report.event.place, heads(story)
    named = [told] if told else [place for other in heard if (place := other.event.place) is not None]
    if not named:
        return 0.0, "neither names a place"
    silent = heard if told else (report,)
    found = next((place for place in named if any(_mentions(other, place.name) for other in silent)), None)
    if found is None and (shared := _shared_spots(report, story, cues)):
        return 1.2, f"both name {', '.join(sorted(shared))}"
    if found is None:
        return 0.0, "one names no place"
    return (2.5 if found.geo_precision < 3 else 1.5), f"its words name {found.name}"


def _mentions(report: Report, name: str) -> bool:
    """Whether a report's title or one of its sentences holds a name, whatever place that was taken for."""
    texts = (report.article.title, *(quote.quote for quote in report.quotes))
    return any(re.search(rf"\b{re.escape(name)}\b", text) for text in texts)


def _across(report: Report, story: Story, here: Place, there: Place, cues: Cues) -> Points:
    """Two countries: one happening only where both fight on their border, each telling it from its own side."""
    sides = (report.event.actor1, report.event.actor2, story.incident.actor1, story.incident.actor2)
    fighting = {actor.country for actor in sides if actor is not None}
    if {here.country, there.country} <= fighting and _may_touch(here, there):
        return 0.5, f"a fight between the countries of {here.name} and {there.name}"
    raise RuledOut(f"{here.name} is not in the country of {there.name}")


def _may_touch(here: Place, there: Place) -> bool:
    """Whether one is told no better than by its country, or both lie near each other."""
    if "country" in (here.feature, there.feature):
        return True
    return here.distance_km(there) <= here.radius_km + there.radius_km + MISPLACED_KM


def _one_blow(event: Event, incident: Incident) -> bool:
    """Whether two happenings of one day and kind give a number of dead so large that it is hardly that of two."""
    known, told = incident.toll.get("killed"), event.toll.killed
    same = known is not None and told is not None and told.best == known.best >= MANY
    first, last = days(event)
    return same and days_apart(first, last, incident.date_start, incident.date_end) == 0


def _region(report: Report, story: Story, here: Place, there: Place, cues: Cues) -> Points:
    gap = here.distance_km(there)
    wide = max(here, there, key=lambda place: place.radius_km)
    if wide.feature == "country":
        return 0.5, f"{here.name} and {there.name} are of one country"
    if gap <= wide.radius_km or (here.admin1 and here.admin1 == there.admin1):
        return 1.0, f"{here.name} and {there.name} are of one region"
    if gap > wide.radius_km + REGION_KM:
        return _misplaced(report, story, f"{here.name} is {gap:.0f} km from {there.name}", cues)
    return 0.3, f"{here.name} is {gap:.0f} km from {there.name}"
