"""Is this the same happening? Cues are weighed in points, each with its reason; the sum decides.

The weights say what an analyst says: place and day first, then what kind of attack, who, what was hit, the figures and
the wording. Something that rules the pair out (another town, another week, a flood and a shooting) ends it at once."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from math import exp

from msgspec import Struct

from monitor.incidents.cues import Cue as Relation
from monitor.incidents.cues import Cues, content_words
from monitor.incidents.kinds import HARDLY, alike
from monitor.incidents.reports import days
from monitor.model import Actor, Event, Incident, Place, Report

LINKED = 4.0
"""Points from which a report belongs to an incident."""
NEXT_TOWN_KM = 6.0
REGION_KM = 60.0
MISPLACED_KM = 60.0
"""How far apart two outlets may put one happening: where it was, and the next town that is known."""
MANY = 10
"""From which number of dead on two happenings of one day hardly have the same."""
REACH = {"Disaster": 30, "Accident": 10}
"""Days that a happening of a type is still told as fresh news without its date."""
REACH_OTHERWISE = 4
FADES = {"Disaster": 0.05, "Accident": 0.3}
"""Points lost with each day between a happening and an undated report of it."""
FADES_OTHERWISE = 0.6
FOLLOWS_UP = frozenset[Relation](("continues", "corrects", "retracts", "later_deaths", "found_dead"))
"""Cues of a report that goes on about a known happening."""
RARE = 2.0
"""Points of a figure that is rarely told of two happenings."""
COMMON = 1.5
"""Points of the least figure of ten or more."""
HEADS = 8
FEWEST_WORDS = 4
"""Shorter sentences are alike by chance."""


class Story(Struct, frozen=True):
    """An incident with the reports that it rests on, in the order they were told."""

    incident: Incident
    reports: tuple[Report, ...]


class Match(Struct, frozen=True):
    """How well a report fits an incident. `points` is None where something rules it out."""

    points: float | None
    reason: str

    @property
    def fits(self) -> bool:
        """Whether the two are the same happening."""
        return self.points is not None and self.points >= LINKED

    @property
    def score(self) -> float:
        """The points as a share of certainty, 0 to 1: one half at the line."""
        return 0.0 if self.points is None else round(1 / (1 + exp(LINKED - self.points)), 3)


class _RuledOut(Exception):
    """The pair cannot be the same happening."""


Cue = tuple[float, str]


def match(report: Report, story: Story, cues: Cues) -> Match:
    """Weigh a report against an incident. Pure; the same pair always gets the same answer."""
    weighers: tuple[Callable[[Report, Story, Cues], Cue], ...] = (_place, _time, _kind, _actors, _figures, _wording)
    points, reasons = 0.0, []
    try:
        for weigh in weighers:
            gained, reason = weigh(report, story, cues)
            points += gained
            if reason:
                reasons.append(reason)
    except _RuledOut as refusal:
        return Match(None, str(refusal))
    return Match(round(points, 2), "; ".join(reasons))


def _place(report: Report, story: Story, cues: Cues) -> Cue:
    here, there = report.event.place, story.incident.place
    if here is None or there is None:
        return _unplaced(report, story)
    if here.country and there.country and here.country != there.country:
        return _across(report, story, here, there, cues)
    if here.key == there.key:
        return (2.5 if here.geo_precision < 3 else 1.5), f"same place ({there.name})"
    gap = here.distance_km(there)
    if 3 in (here.geo_precision, there.geo_precision):
        return _region(here, there, gap)
    near = max(NEXT_TOWN_KM, here.radius_km, there.radius_km)
    if gap > near + (15 if 2 in (here.geo_precision, there.geo_precision) else 0):
        if gap <= MISPLACED_KM and _one_blow(report.event, story.incident):
            return -0.3, f"{here.name} is {gap:.0f} km from {there.name}"
        raise _RuledOut(f"{here.name} is {gap:.0f} km from {there.name}")
    return (2.0 if gap <= NEXT_TOWN_KM else 1.2), f"{here.name} is {gap:.0f} km from {there.name}"


def _unplaced(report: Report, story: Story) -> Cue:
    """Of two of which one names no place that is known, the words of one may still name the other's."""
    named = report.event.place or story.incident.place
    if named is None:
        return 0.0, "neither names a place"
    silent = (report,) if report.event.place is None else _heads(story)
    if any(_mentions(other, named.name) for other in silent):
        return (2.5 if named.geo_precision < 3 else 1.5), f"its words name {named.name}"
    return 0.0, "one names no place"


def _mentions(report: Report, name: str) -> bool:
    """Whether a report's title or one of its sentences holds a name, whatever place that was taken for."""
    texts = (report.article.title, *(quote.quote for quote in report.quotes))
    return any(re.search(rf"\b{re.escape(name)}\b", text) for text in texts)


def _across(report: Report, story: Story, here: Place, there: Place, cues: Cues) -> Cue:
    """Two countries: one happening only where both fight on their border, each telling it from its own side."""
    sides = (report.event.actor1, report.event.actor2, story.incident.actor1, story.incident.actor2)
    fighting = {actor.country for actor in sides if actor is not None}
    if {here.country, there.country} <= fighting and _may_touch(here, there):
        return 0.5, f"a fight between the countries of {here.name} and {there.name}"
    raise _RuledOut(f"{here.name} is not in the country of {there.name}")


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
    return same and _gap(first, last, incident.date_start, incident.date_end) == 0


def _region(here: Place, there: Place, gap: float) -> Cue:
    wide = max(here, there, key=lambda place: place.radius_km)
    if wide.feature == "country":
        return 0.5, f"{here.name} and {there.name} are of one country"
    if gap <= wide.radius_km or (here.admin1 and here.admin1 == there.admin1):
        return 1.0, f"{here.name} and {there.name} are of one region"
    if gap > wide.radius_km + REGION_KM:
        raise _RuledOut(f"{here.name} is {gap:.0f} km from {there.name}")
    return 0.3, f"{here.name} is {gap:.0f} km from {there.name}"


def _time(report: Report, story: Story, cues: Cues) -> Cue:
    event, incident = report.event, story.incident
    first, last = days(event)
    if event.scope == "period":
        return _stretch(event, incident)
    gap = _gap(first, last, incident.date_start, incident.date_end)
    if first >= incident.date_start and _follows_up(report, cues):
        return _following_up(event, gap)
    if event.time.text is None and event.event_type == incident.event_type:
        return _undated(event, gap)
    if gap and event.event_type == incident.event_type == "Disaster" and gap <= REACH["Disaster"]:
        return round(1.0 - 0.1 * gap, 2), f"a disaster, told {gap} days on"
    slack = 1 if event.time.time_precision == 1 else 4
    undated = event.time.text is None or all(other.event.time.text is None for other in story.reports)
    if gap == 0:
        return (1.5 if undated else 2.0), "same day"
    if undated and last < incident.date_start and gap <= REACH.get(event.event_type, 2):
        return 1.2, f"dated {gap} days before it was first told"
    if gap > slack and _reaches_back(event, incident, gap):
        return -0.5, f"dated to the day it is told again, {gap} days on"
    if gap > slack:
        raise _RuledOut(f"{gap} days apart")
    if slack == 1 and not _retells(event, incident):
        return -0.7, f"{gap} days apart"
    return (0.3 if slack == 1 else 0.8), f"{gap} days apart"


def _retells(event: Event, incident: Incident) -> bool:
    """Whether a report gives the very figure, one that is rare: it may have dated it to its own day."""
    known, told = incident.toll.get("killed"), event.toll.killed
    return known is not None and told is not None and told.best == known.best and _rarity(told.best) >= RARE


def _reaches_back(event: Event, incident: Incident, gap: int) -> bool:
    """Whether a later report gives the very figure of the place, so that its day is hardly that of another happening:
    of disasters and accidents one of ten or more, of violence one that is rare."""
    known, told = incident.toll.get("killed"), event.toll.killed
    if known is None or told is None or told.best != known.best or event.time.start < incident.date_start:
        return False
    sudden = event.event_type not in REACH
    here = event.place is not None and incident.place is not None and event.place.key == incident.place.key
    telling = _rarity(told.best) >= (RARE if sudden else COMMON)
    return here and telling and gap <= REACH.get(event.event_type, REACH_OTHERWISE)


def _stretch(event: Event, incident: Incident) -> Cue:
    """Totals over a day, told on two days, are two totals; unless one only repeats the other's figure."""
    first, last = days(event)
    apart = abs((last - incident.date_end).days)
    known, told = incident.toll.get("killed"), event.toll.killed
    repeated = apart == 1 and known is not None and told is not None and told.best == known.best >= 10
    if apart >= max(1, (last - first).days) and not repeated:
        raise _RuledOut(f"totals of stretches that end {apart} days apart")
    return (0.5 if apart else 2.0), "total of the same days"


def _follows_up(report: Report, cues: Cues) -> bool:
    return cues.says_any(FOLLOWS_UP, report)


def reach_of(report: Report, cues: Cues) -> int:
    """How many days back a report may reach for its happening."""
    reach = REACH.get(report.event.event_type, REACH_OTHERWISE)
    return 3 * reach if _follows_up(report, cues) else reach


def _following_up(event: Event, gap: int) -> Cue:
    """A report that speaks of a toll that rose, was corrected or taken back: the day it names may be its own."""
    if gap > REACH.get(event.event_type, REACH_OTHERWISE) * 3:
        raise _RuledOut(f"{gap} days apart")
    return 2.0, f"follows up after {gap} days" if gap else "same day"


def _undated(event: Event, gap: int) -> Cue:
    """A report that does not say when may tell of something days old."""
    if gap > REACH.get(event.event_type, REACH_OTHERWISE):
        raise _RuledOut(f"{gap} days apart")
    fade = FADES.get(event.event_type, FADES_OTHERWISE)
    return round(1.5 - fade * gap, 2), f"undated, told {gap} days on" if gap else "same day"


def _gap(first: date, last: date, start: date, end: date) -> int:
    """Whole days between two stretches; 0 where they touch."""
    return max(0, (start - last) // timedelta(days=1), (first - end) // timedelta(days=1))


def _kind(report: Report, story: Story, cues: Cues) -> Cue:
    event, incident = report.event, story.incident
    likeness = max(alike(event, other.event) for other in _heads(story))
    what = event.sub_event_type or event.event_type
    if likeness == 0:
        raise _RuledOut(f"{what} is not {incident.sub_event_type or incident.event_type}")
    if likeness <= HARDLY:
        return (0.0 if _follows_up(report, cues) else -1.0), f"{what} is hardly {incident.sub_event_type}"
    return round(1.5 * likeness, 2), "same kind" if likeness == 1 else f"{what} may be {incident.sub_event_type}"


def _actors(report: Report, story: Story, cues: Cues) -> Cue:
    event, incident = report.event, story.incident
    ours, theirs = _ids(event.actor1, event.actor2), _ids(incident.actor1, incident.actor2)
    if ours & theirs:
        return min(2, len(ours & theirs)) * 0.7, f"same actor ({', '.join(sorted(ours & theirs))})"
    if _differ(event.actor1, incident.actor1):
        return -2.0, "other actors"
    kinds = {actor.kind for actor in (event.actor2, incident.actor2) if actor is not None}
    if kinds == {"civilians", "state_force"}:
        return -0.7, "other victims"
    return 0.0, ""


def _ids(*actors: Actor | None) -> frozenset[str]:
    return frozenset(actor.id for actor in actors if actor is not None and actor.id)


def _differ(ours: Actor | None, theirs: Actor | None) -> bool:
    return bool(ours and theirs and ours.id and theirs.id and ours.id != theirs.id)


def _figures(report: Report, story: Story, cues: Cues) -> Cue:
    event, toll = report.event, story.incident.toll
    known, told = toll.get("killed"), event.toll.killed
    if known is None or told is None:
        return _wounded(event, story.incident)
    if told.best == known.best and told.best > 0:
        return _rarity(told.best), f"same figure ({told.best})"
    if told.best > known.best:
        leap = told.best > 8 * max(known.best, 1) and event.event_type != "Disaster"
        return (-0.7 if leap else 0.0), f"killed {known.best} → {told.best}"
    if cues.says("corrects", report) or cues.says("retracts", report) or cues.adds_to_toll(report, "killed"):
        return 0.5, f"speaks of an earlier figure ({told.best}, known {known.best})"
    if any(revision.after == told.best and revision.kind == "killed" for revision in story.incident.revisions):
        return 0.7, f"an earlier figure ({told.best})"
    return (-1.2 if told.best * 2 < known.best else -0.8), f"killed {told.best}, known {known.best}"


def _rarity(figure: int) -> float:
    """What it says that two reports give one figure: more for 121 than for 12, and than for 120."""
    if figure < 10:
        return 1.0
    return COMMON + (0.5 if figure % 10 else 0.0) + (0.5 if figure > 100 else 0.0)


def _wounded(event: Event, incident: Incident) -> Cue:
    known, told = incident.toll.get("wounded"), event.toll.wounded
    if known is not None and told is not None and known.best == told.best > 0:
        return 0.7, f"same figure of wounded ({told.best})"
    return 0.0, ""


def _wording(report: Report, story: Story, cues: Cues) -> Cue:
    if any(_copied(report, other) for other in story.reports):
        return 3.0, "a copy of one text"
    if cues.says("separate", report) and (_lower(report, story) or _on_a_later_day(report, story)):
        return -3.0, "told as a separate one"
    hit = cues.hit(report)
    known = _told_of(story, cues.hit) if hit else hit
    if known and not hit & known:
        return -3.0, f"hit a {'/'.join(sorted(hit))}, not a {'/'.join(sorted(known))}"
    means = cues.means(report)
    used = _told_of(story, cues.means) if means else means
    if used and not means & used:
        return -2.0, f"by {'/'.join(sorted(means))}, not by {'/'.join(sorted(used))}"
    points, reason = _overlap(report, story)
    if hit & known:
        return points + 0.8, f"hit the same ({'/'.join(sorted(hit & known))})"
    sites = cues.named_sites(report)
    named = sites & _told_of(story, cues.named_sites) if sites else sites
    return (points + 1.2, f"both name {', '.join(sorted(named))}") if named else (points, reason)


def _told_of(story: Story, heard: Callable[[Report], frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*map(heard, _heads(story)))


def _heads(story: Story) -> tuple[Report, ...]:
    """The first and the latest of a long story stand for all."""
    return story.reports if len(story.reports) <= 2 * HEADS else (*story.reports[:HEADS], *story.reports[-HEADS:])


def _copied(report: Report, other: Report) -> bool:
    return other.article.text_id == report.article.text_id and other.article.id != report.article.id


def _overlap(report: Report, story: Story) -> Cue:
    ours = content_words(report)
    best = max(_jaccard(ours, content_words(other)) for other in _heads(story))
    return (round(min(1.5, 2.5 * best), 2), f"wording {best:.0%} alike") if best >= 0.2 else (0.0, "")


def _jaccard(ours: frozenset[str], theirs: frozenset[str]) -> float:
    return len(ours & theirs) / len(ours | theirs) if min(len(ours), len(theirs)) >= FEWEST_WORDS else 0.0


def _on_a_later_day(report: Report, story: Story) -> bool:
    """Whether a report names a day, and one after the incident's."""
    time = report.event.time
    return time.text is not None and time.time_precision == 1 and time.start > story.incident.date_end


def _lower(report: Report, story: Story) -> bool:
    """Whether a report gives fewer deaths than were ever told of an incident."""
    told = report.event.toll.killed
    known = [revision.after for revision in story.incident.revisions if revision.kind == "killed"]
    return told is not None and all(after is not None and told.best < after for after in known) and bool(known)
