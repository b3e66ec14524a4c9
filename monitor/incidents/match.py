"""Is this the same happening? Cues are weighed in points, each with its reason; the sum decides.

The weights say what an analyst says: place and day first (`nearness.py`, `timing.py`), then what kind of attack, who,
what was hit, the figures and the wording. Something that rules the pair out (another town, another week, a flood and a
shooting) ends it at once."""

from collections.abc import Callable
from math import exp

from msgspec import Struct

from monitor.incidents.cues import Cues, content_words
from monitor.incidents.kinds import HARDLY, UNTOLD, VIOLENCE, alike
from monitor.incidents.nearness import MANY, by_place
from monitor.incidents.reports import is_recalled, names_no_kind
from monitor.incidents.story import Points, RuledOut, Story, heads, rarity
from monitor.incidents.timing import by_time, follows_up
from monitor.model import Actor, Event, Incident, Report

LINKED = 4.0
"""Points from which a report belongs to an incident."""
MOST_TIMES = 3
"""How many times as many a toll of ten or more is likely to have become when it is told to have risen."""
FEWEST_WORDS = 4
"""Shorter sentences are alike by chance."""


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


def match(report: Report, story: Story, cues: Cues) -> Match:
    """Weigh a report against an incident. Pure; the same pair always gets the same answer."""
    points, reasons = 0.0, []
    try:
        for weigh in WEIGHERS:
            gained, reason = weigh(report, story, cues)
            points += gained
            if reason:
                reasons.append(reason)
    except RuledOut as refusal:
        return Match(None, str(refusal))
    return Match(round(points, 2), "; ".join(reasons))


def _kind(report: Report, story: Story, cues: Cues) -> Points:
    event, incident = report.event, story.incident
    likeness = max(_likeness(report, other, cues) for other in heads(story))
    what = event.sub_event_type or event.event_type
    if likeness == 0 and _same_sides(event, incident):
        return -1.0, f"{what} beside {incident.sub_event_type}, between the same two"
    if likeness == 0:
        raise RuledOut(f"{what} is not {incident.sub_event_type or incident.event_type}")
    if likeness <= HARDLY:
        return _hardly(report, incident, cues), f"{what} is hardly {incident.sub_event_type}"
    return round(1.5 * likeness, 2), "same kind" if likeness == 1 else f"{what} may be {incident.sub_event_type}"


def _likeness(report: Report, other: Report, cues: Cues) -> float:
    found = alike(report.event, other.event)
    untold = found <= HARDLY and any(names_no_kind(each, cues) for each in (report, other))
    return max(UNTOLD, found) if untold else found


def _same_sides(event: Event, incident: Incident) -> bool:
    """Whether both tell of violence by one known party against another: each tells of the weapons that it saw."""
    ours, theirs = ((one.actor1, one.actor2) for one in (event, incident))
    violent = {event.event_type, incident.event_type} <= VIOLENCE
    return violent and all(us and them and us.id and us.id == them.id for us, them in zip(ours, theirs, strict=True))


def _hardly(report: Report, incident: Incident, cues: Cues) -> float:
    """What it says that a report tells of many dead and not how they died: of more than are known by now, hardly that
    they are others."""
    known, told = incident.toll.get("killed"), report.event.toll.killed
    climbs = known is not None and told is not None and MANY <= known.best <= told.best
    return 0.5 if climbs or follows_up(report, cues) else -1.0


def _actors(report: Report, story: Story, cues: Cues) -> Points:
    event, incident = report.event, story.incident
    if _differ(event.actor2, incident.actor2) and event.toll.killed is not None:
        return -2.0, "other victims"
    ours, theirs = _ids(event.actor1, event.actor2), _ids(incident.actor1, incident.actor2)
    if ours & theirs:
        return min(2, len(ours & theirs)) * 0.7, f"same actor ({', '.join(sorted(ours & theirs))})"
    if _differ(event.actor1, incident.actor1) and not _of_one_state(event.actor1, incident.actor1):
        return -2.0, "other actors"
    kinds = {actor.kind for actor in (event.actor2, incident.actor2) if actor is not None}
    if kinds == {"civilians", "state_force"}:
        return -0.7, "other victims"
    return 0.0, ""


def _ids(*actors: Actor | None) -> frozenset[str]:
    return frozenset(actor.id for actor in actors if actor is not None and actor.id)


def _differ(ours: Actor | None, theirs: Actor | None) -> bool:
    return bool(ours and theirs and ours.id and theirs.id and ours.id != theirs.id)


def _of_one_state(ours: Actor | None, theirs: Actor | None) -> bool:
    """Whether both are forces of one state: who sees uniforms calls them soldiers, police or security forces."""
    if ours is None or theirs is None:
        return False
    return ours.kind == theirs.kind == "state_force" and ours.country is not None and ours.country == theirs.country


def _figures(report: Report, story: Story, cues: Cues) -> Points:
    event, toll = report.event, story.incident.toll
    known, told = toll.get("killed"), event.toll.killed
    counts_on = cues.says("continues", report)
    if told is not None and not counts_on and (other := _remembered_otherwise(report, story)) is not None:
        raise RuledOut(f"killed {told.best}, and {other} in memory")
    if known is None or told is None:
        return _wounded(event, story.incident)
    if told.best == known.best and told.best > 0:
        return rarity(told.best), f"same figure ({told.best})"
    if told.best > known.best:
        return _risen(report, known.best, told.best, cues), f"killed {known.best} → {told.best}"
    if cues.says("corrects", report) or cues.says("retracts", report) or cues.adds_to_toll(report, "killed"):
        return 0.5, f"speaks of an earlier figure ({told.best}, known {known.best})"
    if any(revision.after == told.best and revision.kind == "killed" for revision in story.incident.revisions):
        return 0.7, f"an earlier figure ({told.best})"
    return (-1.2 if told.best * 2 < known.best else -0.8), f"killed {told.best}, known {known.best}"


def _risen(report: Report, known: int, told: int, cues: Cues) -> float:
    """What it says that a report gives more dead: a toll that is told to climb has climbed from some known one, and
    from a small one to a huge one in disasters alone."""
    if told > 8 * max(known, 1) and report.event.event_type != "Disaster":
        return -0.7
    return 0.7 if cues.says("continues", report) and MANY <= known <= told <= MOST_TIMES * known else 0.0


def _remembered_otherwise(report: Report, story: Story) -> int | None:
    """The other number of dead, where a memory and a happening give two: a memory is known by its figure alone."""
    told = report.event.toll.killed
    if is_recalled(report):
        known = story.incident.toll.get("killed")
        figures = [known.best] if known else []
    else:
        heard = () if story.incident.sources else filter(is_recalled, heads(story))
        figures = [killed.best for other in heard if (killed := other.event.toll.killed) is not None]
    return figures[0] if told is not None and figures and told.best not in figures else None


def _wounded(event: Event, incident: Incident) -> Points:
    known, told = incident.toll.get("wounded"), event.toll.wounded
    if known is not None and told is not None and known.best == told.best > 0:
        return 0.7, f"same figure of wounded ({told.best})"
    return 0.0, ""


def _wording(report: Report, story: Story, cues: Cues) -> Points:
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
    return frozenset().union(*map(heard, heads(story)))


def _copied(report: Report, other: Report) -> bool:
    return other.article.text_id == report.article.text_id and other.article.id != report.article.id


def _overlap(report: Report, story: Story) -> Points:
    ours = content_words(report)
    best = max(_jaccard(ours, content_words(other)) for other in heads(story))
    return (round(min(1.5, 2.5 * best), 2), f"wording {best:.0%} alike") if best >= 0.2 else (0.0, "")


def _jaccard(ours: frozenset[str], theirs: frozenset[str]) -> float:
    if min(len(ours), len(theirs)) < FEWEST_WORDS:
        return 0.0
    shared = len(ours & theirs)
    return shared / (len(ours) + len(theirs) - shared)


def _on_a_later_day(report: Report, story: Story) -> bool:
    """Whether a report names a day, and one after the incident's."""
    time = report.event.time
    return time.text is not None and time.time_precision == 1 and time.start > story.incident.date_end


def _lower(report: Report, story: Story) -> bool:
    """Whether a report gives fewer deaths than were ever told of an incident."""
    told = report.event.toll.killed
    known = [revision.after for revision in story.incident.revisions if revision.kind == "killed"]
    return told is not None and all(after is not None and told.best < after for after in known) and bool(known)


WEIGHERS: tuple[Callable[[Report, Story, Cues], Points], ...] = (by_place, by_time, _kind, _actors, _figures, _wording)
