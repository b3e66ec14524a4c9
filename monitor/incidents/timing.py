"""How well a report's day fits a happening's, in points.

News of a happening comes for days, undated or dated to its own day; a new one of the same kind in the same town has a
day of its own."""

from monitor.incidents.cues import Cue, Cues
from monitor.incidents.kinds import SIDELESS
from monitor.incidents.reports import days, names_no_kind
from monitor.incidents.story import COMMON, RARE, Points, RuledOut, Story, days_apart, rarity
from monitor.model import Event, Incident, Report

REACH = {"Disaster": 30, "Accident": 10}
"""Days that a happening of a type is still told as fresh news without its date."""
REACH_OTHERWISE = 4
FADES = {"Disaster": 0.05, "Accident": 0.3}
"""Points lost with each day between a happening and an undated report of it."""
FADES_OTHERWISE = 0.6
FOLLOWS_UP: frozenset[Cue] = frozenset({"continues", "corrects", "retracts", "later_deaths", "found_dead"})
"""Cues of a report that goes on about a known happening."""


def by_time(report: Report, story: Story, cues: Cues) -> Points:
    """The points of a report's day. Raises RuledOut where it is that of another happening."""
    event, incident = report.event, story.incident
    first, last = days(event)
    if event.scope == "period":
        return _stretch(event, incident)
    gap = days_apart(first, last, incident.date_start, incident.date_end)
    if first >= incident.date_start and follows_up(report, cues):
        return _following_up(event, gap)
    same_type = event.event_type == incident.event_type or names_no_kind(report, cues)
    undated = event.time.text is None and same_type
    if undated and gap <= REACH.get(incident.event_type, REACH_OTHERWISE):
        return _undated(incident, gap)
    if 0 < gap <= REACH["Disaster"] and _is_disaster(event, incident):
        return round(1.0 - 0.1 * gap, 2), f"a disaster, told {gap} days on"
    if 0 < gap <= reach_of(report, cues) and _looks_back(report, incident, cues):
        return 1.5, f"looks back at it after {gap} days"
    if undated:
        raise RuledOut(f"{gap} days apart")
    return _dated(event, story, gap)


def _dated(event: Event, story: Story, gap: int) -> Points:
    incident, last = story.incident, days(event)[1]
    slack = 1 if event.time.time_precision == 1 else 4
    undated = event.time.text is None or all(other.event.time.text is None for other in story.reports)
    if gap == 0:
        return (1.5 if undated else 2.0), "same day"
    if undated and last < incident.date_start and gap <= REACH.get(event.event_type, 2):
        return 1.2, f"dated {gap} days before it was first told"
    if gap > slack and _reaches_back(event, incident, gap):
        return -0.5, f"dated to the day it is told again, {gap} days on"
    if gap > slack:
        raise RuledOut(f"{gap} days apart")
    if slack == 1 and not _retells(event, incident):
        return -0.7, f"{gap} days apart"
    return (0.3 if slack == 1 else 0.8), f"{gap} days apart"


def _is_disaster(event: Event, incident: Incident) -> bool:
    """Whether nature did it; a dam that bursts is told as an accident too."""
    kinds = {event.event_type, incident.event_type}
    return "Disaster" in kinds and kinds <= SIDELESS


def _looks_back(report: Report, incident: Incident, cues: Cues) -> bool:
    """Whether a report of visits, funerals or arrests gives a figure of the happening: its day is theirs."""
    later = report.event.time.start >= incident.date_start
    return later and _is_aftermath(report, cues) and was_told(report.event, incident)


def _is_aftermath(report: Report, cues: Cues) -> bool:
    """Whether a report tells what came after many died: of few, hardly anything comes that is known by their number."""
    told = report.event.toll.killed
    return told is not None and rarity(told.best) >= COMMON and cues.says("aftermath", report)


def was_told(event: Event, incident: Incident) -> bool:
    """Whether the number of dead is one that was ever told of the incident."""
    told = event.toll.killed
    known = (revision.after for revision in incident.revisions if revision.kind == "killed")
    return told is not None and told.best > 0 and told.best in known


def _retells(event: Event, incident: Incident) -> bool:
    """Whether a report gives the very figure, one that is rare: it may have dated it to its own day."""
    known, told = incident.toll.get("killed"), event.toll.killed
    return known is not None and told is not None and told.best == known.best and rarity(told.best) >= RARE


def _reaches_back(event: Event, incident: Incident, gap: int) -> bool:
    """Whether a later report gives a known figure of the place, so that its day is hardly that of another happening:
    of disasters and accidents one of ten or more, of violence one that is rare."""
    told = event.toll.killed
    if told is None or not was_told(event, incident) or event.time.start < incident.date_start:
        return False
    sudden = event.event_type not in REACH
    here = event.place is not None and incident.place is not None and event.place.key == incident.place.key
    telling = rarity(told.best) >= (RARE if sudden else COMMON)
    return here and telling and gap <= REACH.get(event.event_type, REACH_OTHERWISE)


def _stretch(event: Event, incident: Incident) -> Points:
    """Totals over a day, told on two days, are two totals; unless one only repeats the other's figure."""
    first, last = days(event)
    apart = abs((last - incident.date_end).days)
    known, told = incident.toll.get("killed"), event.toll.killed
    repeated = apart == 1 and known is not None and told is not None and told.best == known.best >= 10
    if apart >= max(1, (last - first).days) and not repeated:
        raise RuledOut(f"totals of stretches that end {apart} days apart")
    return (0.5 if apart else 2.0), "total of the same days"


def follows_up(report: Report, cues: Cues) -> bool:
    """Whether a report goes on about a happening that is known."""
    return cues.says_any(FOLLOWS_UP, report)


def reach_of(report: Report, cues: Cues) -> int:
    """How many days back a report may reach for its happening."""
    reach = REACH.get(report.event.event_type, REACH_OTHERWISE)
    return 3 * reach if follows_up(report, cues) or _is_aftermath(report, cues) else reach


def _following_up(event: Event, gap: int) -> Points:
    """A report that speaks of a toll that rose, was corrected or taken back: the day it names may be its own."""
    if gap > REACH.get(event.event_type, REACH_OTHERWISE) * 3:
        raise RuledOut(f"{gap} days apart")
    return 2.0, f"follows up after {gap} days" if gap else "same day"


def _undated(incident: Incident, gap: int) -> Points:
    """A report that does not say when may tell of something that is `gap` days old."""
    fade = FADES.get(incident.event_type, FADES_OTHERWISE)
    return round(1.5 - fade * gap, 2), f"undated, told {gap} days on" if gap else "same day"
