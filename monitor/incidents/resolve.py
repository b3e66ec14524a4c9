"""What an article changes in the ledger: its reports find their incidents, its claims their places. Pure."""

from collections.abc import Iterable

import msgspec

from monitor.incidents import holdings, link, merge
from monitor.incidents.known import Ground, Known
from monitor.incidents.link import Scales
from monitor.incidents.story import Story
from monitor.model import ArticleRef, Changes, Claim, HoldingShift, IncidentChange, Report


def resolve(
    ref: ArticleRef, reports: tuple[Report, ...], claims: tuple[Claim, ...], known: Known, scales: Scales
) -> Changes:
    """All changes that an article's reports and claims make to what is known. The `scales` may serve many articles, and
    remember what they weighed."""
    return Changes(
        article=ref,
        incidents=tuple(_incidents(ref, reports, known.stories, scales)),
        holdings=tuple(_holdings(ref, claims, known.grounds)),
    )


def supersedes(ref: ArticleRef, other: ArticleRef) -> bool:
    """Whether an article is the other one edited: the same entry, or the same publisher's text under the same link."""
    return ref.id == other.id or (ref.url is not None and ref.url == other.url and ref.source == other.source)


def _incidents(
    ref: ArticleRef, reports: tuple[Report, ...], known: tuple[Story, ...], scales: Scales
) -> list[IncidentChange]:
    reports = _placed(ref, reports, known)
    kept = {story.incident.id: _without(story, ref) for story in known}
    edited = {story.incident.id: story for story in known if kept[story.incident.id] is not story}
    if not edited and _come_in_order(reports, known):
        stories = link.linked(kept, merge.in_order(reports), Scales(scales.cues))
    else:
        stories = link.retold(kept, reports, edited, scales)
    return _changes(known, stories)


def _placed(ref: ArticleRef, reports: tuple[Report, ...], known: tuple[Story, ...]) -> tuple[Report, ...]:
    """The reports of an edited article where a person had put those of its earlier text, event by event."""
    links = {
        report.event.id: report.link
        for story in known
        for report in story.reports
        if link.is_pinned(report) and supersedes(ref, report.article)
    }
    return tuple(
        msgspec.structs.replace(report, link=links[report.event.id]) if report.event.id in links else report
        for report in reports
    )


def _without(story: Story, ref: ArticleRef) -> Story:
    """A story without what an article told before it was edited."""
    kept = tuple(report for report in story.reports if not supersedes(ref, report.article))
    return story if len(kept) == len(story.reports) else Story(story.incident, kept)


def _come_in_order(reports: tuple[Report, ...], known: tuple[Story, ...]) -> bool:
    latest = max((merge.told_order(story.reports[-1]) for story in known if story.reports), default=None)
    return latest is None or all(merge.told_order(report) > latest for report in reports)


def _changes(known: tuple[Story, ...], after: dict[str, Story]) -> list[IncidentChange]:
    before = {story.incident.id: story for story in known}
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
    bases = {ground.key: ground.base for ground in grounds}
    told: dict[str, list[Claim]] = {key: [] for key in known}
    for claim in claims:
        so_far = {key: (*known.get(key, ()), *fresh) for key, fresh in told.items()}
        told.setdefault(holdings.ground_of(claim, so_far), []).append(claim)
    for key, fresh in told.items():
        old = holdings.in_order(known.get(key, ()))
        kept = [claim for claim in old if not supersedes(ref, claim.article)]
        new = holdings.in_order([*kept, *fresh])
        if new != old:
            base = bases.get(key)
            yield HoldingShift(key, holdings.fold_claims(old, base), holdings.fold_claims(new, base), new)
