"""Putting reports to their incidents: in the order they were told, and told again where that order was broken.

An article that comes late or is edited changes what later reports would have been compared with. The incidents that it
touches are then told again from their reports, so that the ledger is the same as if everything had come in order."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from itertools import count

import msgspec

from monitor.incidents import merge
from monitor.incidents.cues import Cues
from monitor.incidents.match import LINKED, Match, match
from monitor.incidents.story import Story
from monitor.incidents.totals import is_sum
from monitor.model import Link, Report

MOST_RETOLD = 40
"""An incident of more reports than this has found itself: one report more does not change who belongs to it."""
MOST_AGAIN = 60
"""Reports that are put to their incidents again for one late article, and no more: where a crowded town's stories hang
together by a thread, following every one of them would cost more than it could tell."""
SWAYED = 5.0
"""Points by which what was told later can change how well a report fits."""

MOST_REMEMBERED = 10_000
"""Answers of a kind that are remembered before all are forgotten."""

Stories = dict[str, Story]


class Scales:
    """Weighs reports against stories, and lets stories grow by them, each pair once: telling a town's stories again
    takes several rounds, most of each is as it was in the one before, and most of it is told again with the next
    article that comes late.

    Answers are remembered by identity, for reports come from the store as the same objects while they are as they were.
    A pair is kept with its answer, so that no other gets its name."""

    def __init__(self, cues: Cues) -> None:
        self.cues = cues
        self._matches: dict[tuple[int, int], tuple[Report, Story, Match]] = {}
        self._grown: dict[tuple[int, int], tuple[Report, Story, Story]] = {}
        self._founded: dict[tuple[int, str], tuple[Report, Story]] = {}

    def make_room(self) -> None:
        """Forget what has become too much to remember."""
        for answers in (self._matches, self._grown, self._founded):
            if len(answers) > MOST_REMEMBERED:
                answers.clear()

    def match(self, report: Report, story: Story) -> Match:
        """How well a report fits a story."""
        key = id(report), id(story)
        if key not in self._matches:
            self._matches[key] = report, story, match(report, story, self.cues)
        return self._matches[key][-1]

    def grown(self, story: Story, report: Report, found: Match) -> Story:
        """The story with a report that fits it."""
        key = id(report), id(story)
        if key not in self._grown:
            incident = story.incident
            link = Link(incident.id, found.score, found.reason)
            made = _story(incident.id, story.reports, report, link, self.cues, incident.aliases)
            self._grown[key] = report, story, made
        return self._grown[key][-1]

    def founded(self, name: str, report: Report) -> Story:
        """A story of one report."""
        key = id(report), name
        if key not in self._founded:
            link = Link(name, 1.0, "the first report of it")
            self._founded[key] = report, _story(name, (), report, link, self.cues)
        return self._founded[key][-1]


def linked(stories: Stories, reports: Iterable[Report], scales: Scales) -> Stories:
    """The stories with these reports, each put to its best incident or to one of its own. Reports in the order they
    were told."""
    grown = dict(stories)
    for report in reports:
        told = _told_as(report, grown.values(), scales.cues)
        chosen = _chosen(told, grown, scales)
        if chosen is None:
            name = told.link.incident if is_pinned(told) else unused(told, grown)
            grown[name] = scales.founded(name, told)
        else:
            story, found = chosen
            grown[story.incident.id] = scales.grown(story, told, found)
    return grown


def retold(stories: Stories, reports: tuple[Report, ...], edited: Stories, scales: Scales) -> Stories:
    """The stories with these late reports. `edited` are those that lost reports to an edit, as they were before it:
    they are told again, and so is every story whose later reports may belong elsewhere now."""
    cues = scales.cues
    late = {id for id, story in stories.items() if id not in edited and _interrupted(story, reports, cues)}
    loose = set(edited) | late
    scales.make_room()
    while True:
        base = {id: story for id, story in stories.items() if id not in loose}
        again = merge.in_order((*(report for id in loose for report in stories[id].reports), *reports))
        decided = linked(base, filter(is_pinned, again), scales)
        grown = linked(decided, (report for report in again if not is_pinned(report)), scales)
        more = _unsettled(base, grown, cues)
        if not more or sum(len(stories[id].reports) for id in loose | more) > MOST_AGAIN:
            return _renamed(base, grown, {**stories, **edited}, cues)
        loose |= more


def is_pinned(report: Report) -> bool:
    """Whether a person has said which incident a report tells of. What is compared with others comes after it."""
    return report.link.by == "person"


def _interrupted(story: Story, reports: tuple[Report, ...], cues: Cues) -> bool:
    """Whether a late report belongs in the midst of a story: it fits what had been told by then."""
    if len(story.reports) > MOST_RETOLD:
        return False
    return any(
        merge.told_order(report) < merge.told_order(story.reports[-1]) and _draws(story, report, cues)
        for report in reports
    )


def _draws(story: Story, report: Report, cues: Cues) -> bool:
    """Whether a report fits what a story had told before it."""
    earlier = tuple(other for other in story.reports if merge.told_order(other) < merge.told_order(report))
    if not earlier or not comparable(report, story):
        return False
    points = match(report, story, cues).points
    if points is None or points < LINKED - SWAYED:
        return False
    so_far = story if len(earlier) == len(story.reports) else Story(merge.fold("", earlier, cues), earlier)
    return match(report, so_far, cues).fits


def _unsettled(base: Stories, grown: Stories, cues: Cues) -> set[str]:
    """The stories left alone so far that must be told again: those that got a report told before their first, and those
    with a report that was told later and fits a story that has changed."""
    fresh = {id: story for id, story in grown.items() if base.get(id) is not story}
    more = {id for id, story in fresh.items() if id in base and story.reports[0] is not base[id].reports[0]}
    for id, story in base.items():
        if id not in fresh and any(_draws(other, report, cues) for other in fresh.values() for report in story.reports):
            more.add(id)
    return {id for id in more if len(base[id].reports) <= MOST_RETOLD}


def _told_as(report: Report, stories: Iterable[Story], cues: Cues) -> Report:
    """A figure that several known incidents of its place and days amount to is their total, not one happening more."""
    several = cues.says("several", report)
    if is_pinned(report) or report.event.scope == "period" or not (several or cues.says("plural", report)):
        return report
    if not is_sum(report, [story.incident for story in stories], about=several):
        return report
    return msgspec.structs.replace(report, event=msgspec.structs.replace(report.event, scope="period"))


def _chosen(report: Report, stories: Stories, scales: Scales) -> tuple[Story, Match] | None:
    """The incident that fits best, if one does. A person's link stands."""
    if is_pinned(report):
        story = stories.get(report.link.incident)
        return None if story is None else (story, Match(None, report.link.reason))
    weighed = ((story, scales.match(report, story)) for story in stories.values() if comparable(report, story))
    return min((pair for pair in weighed if pair[1].fits), key=_rank, default=None)


def _rank(pair: tuple[Story, Match]) -> tuple[float, tuple[datetime, str, str]]:
    """The best first; of equals the one that was told of first."""
    story, found = pair
    return -(found.points or 0.0), merge.told_order(story.reports[0])


def comparable(report: Report, story: Story) -> bool:
    """Totals are compared with totals. Two events of one article are two happenings, as their reader found."""
    scope = "period" if report.event.scope == "period" else "incident"
    return scope == story.incident.scope and all(other.article.id != report.article.id for other in story.reports)


def _story(
    id: str, reports: tuple[Report, ...], report: Report, link: Link, cues: Cues, aliases: tuple[str, ...] = ()
) -> Story:
    kept = report.link if is_pinned(report) else link
    grown = merge.in_order((*reports, msgspec.structs.replace(report, link=kept)))
    return Story(merge.fold(id, grown, cues, aliases), grown)


def _renamed(base: Stories, grown: Stories, known: Stories, cues: Cues) -> Stories:
    """Stories told again under the ids they were known by: each takes the one that a person gave it, else that of the
    incident it shares most reports with, and remembers the others that it swallowed."""
    owner = {report.id: id for id, story in known.items() if id not in base for report in story.reports}
    named = {id: story for id, story in grown.items() if id in base}
    free = set(owner.values())
    fresh = (story for id, story in grown.items() if id not in base)
    for story in sorted(fresh, key=lambda story: _given(story) is None):
        counts = Counter(owner[report.id] for report in story.reports if report.id in owner)
        ranked = sorted(counts, key=lambda id: (-counts[id], id)) or _emptied(story, known, grown, cues)
        own = _given(story) or next((id for id in ranked if id in free), None)
        id = own or unused(story.reports[0], {**known, **named})
        free.discard(id)
        before = known[id].incident.aliases if id in known else ()
        aliases = {*(other for other in ranked if other in free), *before} - {id}
        named[id] = _named(story, id, tuple(sorted(aliases)), cues)
    return named


def _given(story: Story) -> str | None:
    """The id of the incident that a person linked its reports to."""
    return next((report.link.incident for report in story.reports if is_pinned(report)), None)


def _emptied(story: Story, known: Stories, grown: Stories, cues: Cues) -> list[str]:
    """The incidents of which an edit left nothing, and that a story may be under its new words."""
    left = {report.id for other in grown.values() for report in other.reports}
    gone = [id for id in sorted(known) if id not in grown and left.isdisjoint(each.id for each in known[id].reports)]
    return [id for id in gone if match(story.reports[0], known[id], cues).points is not None]


def unused(report: Report, taken: Iterable[str]) -> str:
    """An id for an incident that this report founds, which no other bears."""
    ids = (merge.incident_id(report, attempt) for attempt in count())
    return next(id for id in ids if id not in taken)


def _named(story: Story, id: str, aliases: tuple[str, ...], cues: Cues) -> Story:
    replace = msgspec.structs.replace
    reports = tuple(replace(report, link=replace(report.link, incident=id)) for report in story.reports)
    return Story(merge.fold(id, reports, cues, aliases), reports)
