"""What an article changes in the ledger: its reports find their incidents, its claims their places. Pure.

An article that comes in order is linked to what is known. One that comes late or was edited has its neighbourhood told
again from the start, so that the ledger is the same as if everything had come in order."""

from collections import Counter
from collections.abc import Iterable
from itertools import count

import msgspec

from monitor.incidents import holdings, merge
from monitor.incidents.cues import Cues
from monitor.incidents.known import Ground, Known
from monitor.incidents.match import Match, Story, match
from monitor.incidents.totals import is_sum
from monitor.model import ArticleRef, Changes, Claim, Holding, HoldingShift, IncidentChange, Link, Report


def resolve(
    ref: ArticleRef, reports: tuple[Report, ...], claims: tuple[Claim, ...], known: Known, cues: Cues
) -> Changes:
    """All changes that an article's reports and claims make to what is known."""
    return Changes(
        article=ref,
        incidents=tuple(_incidents(ref, reports, known.stories, cues)),
        holdings=tuple(_holdings(ref, claims, known.grounds)),
    )


def supersedes(ref: ArticleRef, other: ArticleRef) -> bool:
    """Whether an article is the other one edited: the same entry, or the same publisher's text under the same link."""
    return ref.id == other.id or (ref.url is not None and ref.url == other.url and ref.source == other.source)


def _incidents(
    ref: ArticleRef, reports: tuple[Report, ...], known: tuple[Story, ...], cues: Cues
) -> list[IncidentChange]:
    held = [report for story in known for report in story.reports]
    kept = [report for report in held if not supersedes(ref, report.article)]
    in_order = len(kept) == len(held) and all(
        merge.told_order(report) < merge.told_order(new) for report in kept for new in reports
    )
    if in_order:
        stories = _linked(known, merge.in_order(reports), cues)
    else:
        stories = _renamed(_linked((), merge.in_order((*kept, *reports)), cues), known, cues)
    return _changes(known, stories)


def _linked(stories: Iterable[Story], reports: Iterable[Report], cues: Cues) -> list[Story]:
    """Reports, in the order they were told, each put to its best incident or to one of its own."""
    grown = {story.incident.id: story for story in stories}
    for report in reports:
        told = _told_as(report, grown.values(), cues)
        chosen = _chosen(told, grown, cues)
        if chosen is None:
            id = merge.incident_id(told)
            link = Link(id, 1.0, "the first report of it")
            grown[id] = _story(id, (), told, link, cues)
        else:
            story, found = chosen
            link = Link(story.incident.id, found.score, found.reason)
            grown[link.incident] = _story(link.incident, story.reports, told, link, cues, story.incident.aliases)
    return list(grown.values())


def _told_as(report: Report, stories: Iterable[Story], cues: Cues) -> Report:
    """A figure that several known incidents of its place and days amount to is their total, not one happening more."""
    several = cues.says("several", report)
    if report.event.scope == "period" or not (several or cues.says("plural", report)):
        return report
    if not is_sum(report, [story.incident for story in stories], about=several):
        return report
    return msgspec.structs.replace(report, event=msgspec.structs.replace(report.event, scope="period"))


def _chosen(report: Report, stories: dict[str, Story], cues: Cues) -> tuple[Story, Match] | None:
    """The incident that fits best, if one does. A person's link stands."""
    if report.link.by == "person" and report.link.incident in stories:
        return stories[report.link.incident], Match(None, report.link.reason)
    best: tuple[Story, Match] | None = None
    for story in stories.values():
        if not _comparable(report, story):
            continue
        found = match(report, story, cues)
        if found.fits and (best is None or (found.points or 0) > (best[1].points or 0)):
            best = story, found
    return best


def _comparable(report: Report, story: Story) -> bool:
    """Totals are compared with totals. Two events of one article are two happenings, as their reader found."""
    scope = "period" if report.event.scope == "period" else "incident"
    return scope == story.incident.scope and all(other.article.id != report.article.id for other in story.reports)


def _story(
    id: str, reports: tuple[Report, ...], report: Report, link: Link, cues: Cues, aliases: tuple[str, ...] = ()
) -> Story:
    kept = report.link if report.link.by == "person" else link
    grown = merge.in_order((*reports, msgspec.structs.replace(report, link=kept)))
    return Story(merge.fold(id, grown, cues, aliases), grown)


def _renamed(stories: list[Story], known: tuple[Story, ...], cues: Cues) -> list[Story]:
    """Stories told again under the ids they are known by: each takes that of the incident it shares most reports with,
    and remembers the others that it swallowed."""
    owner = {report.id: story.incident.id for story in known for report in story.reports}
    aliases = {story.incident.id: story.incident.aliases for story in known}
    shared = [Counter(owner[report.id] for report in story.reports if report.id in owner) for story in stories]
    taken = set(aliases)
    free = set(aliases)
    named: list[Story] = []
    for story, counts in zip(stories, shared, strict=True):
        ranked = sorted(counts, key=lambda id: (-counts[id], id))
        id = next((id for id in ranked if id in free), None) or _unused(story, taken)
        free.discard(id)
        taken.add(id)
        swallowed = {*(other for other in ranked if other in free), *aliases.get(id, ())}
        named.append(_named(story, id, tuple(sorted(swallowed - {id})), cues))
    return named


def _unused(story: Story, taken: set[str]) -> str:
    """An id for its first report that no other incident bears."""
    ids = (merge.incident_id(story.reports[0], attempt) for attempt in count())
    return next(id for id in ids if id not in taken)


def _named(story: Story, id: str, aliases: tuple[str, ...], cues: Cues) -> Story:
    replace = msgspec.structs.replace
    reports = tuple(replace(report, link=replace(report.link, incident=id)) for report in story.reports)
    return Story(merge.fold(id, reports, cues, aliases), reports)


def _changes(known: tuple[Story, ...], stories: list[Story]) -> list[IncidentChange]:
    before = {story.incident.id: story for story in known}
    after = {story.incident.id: story for story in stories}
    changes = []
    for id in (*before, *(id for id in after if id not in before)):
        old, new = before.get(id), after.get(id)
        if old is not None and new is not None and old.reports == new.reports and old.incident == new.incident:
            continue
        changes.append(
            IncidentChange(
                id=id,
                before=old.incident if old else None,
                after=new.incident if new else None,
                reports=new.reports if new else (),
            )
        )
    return changes


def _holdings(ref: ArticleRef, claims: tuple[Claim, ...], grounds: tuple[Ground, ...]) -> Iterable[HoldingShift]:
    known = {ground.key: ground.claims for ground in grounds}
    for key in dict.fromkeys([*known, *(claim.place.key for claim in claims)]):
        old = holdings.in_order(known.get(key, ()))
        kept = [claim for claim in old if not supersedes(ref, claim.article)]
        new = holdings.in_order([*kept, *(claim for claim in claims if claim.place.key == key)])
        if new != old:
            yield HoldingShift(key, _folded(old), _folded(new), new)


def _folded(claims: tuple[Claim, ...]) -> Holding | None:
    return holdings.fold_claims(claims) if claims else None
