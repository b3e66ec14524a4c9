"""What a person decides about incidents: two are one, or one is two. Pure.

The links that a ruling sets are a person's: `link` obeys them whenever a story is told again, so later evidence finds
the incidents as they were decided. An edited article keeps its place."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

import msgspec
from msgspec import Struct

from monitor.errors import TocsinError
from monitor.incidents import merge
from monitor.incidents.cues import Cues
from monitor.incidents.link import unused
from monitor.incidents.match import match
from monitor.incidents.story import Story
from monitor.model import ArticleRef, Changes, IncidentChange, Link, Report
from monitor.model.ruling import Moved, Ruling, RulingKind

Links = Mapping[str, Link]
"""Report id -> its link."""


class CannotRule(TocsinError):
    """The decision cannot be carried out; the message says why."""


class Word(Struct, frozen=True):
    """Who decides, when, and why."""

    author: str
    at: datetime
    comment: str = ""

    def says(self, what: str) -> str:
        """A link's reason: "merged by N. N.: the same market"."""
        return f"{what} by {self.author}" + (f": {self.comment}" if self.comment else "")


def merged(one: Story, other: Story, word: Word) -> Ruling:
    """The ruling that all reports of `other` tell of `one`."""
    if one.incident.id == other.incident.id:
        raise CannotRule("an incident cannot be merged with itself")
    if one.incident.scope != other.incident.scope:
        raise CannotRule("one of them is a total over a stretch, the other one happening; these are never added up")
    kept = {report.id: _pinned(report.link) for report in one.reports}
    joined = Link(one.incident.id, 1.0, word.says("merged"), "person")
    links = kept | {report.id: joined for report in other.reports}
    return _ruling("merge", one.incident.id, other.incident.id, word, _moved((*one.reports, *other.reports), links))


def doubts(one: Story, other: Story, cues: Cues) -> str | None:
    """What speaks against two being one, where something does that no report of the one would be linked to the other
    for: another place, day, or kind of happening."""
    found = match(other.reports[0], one, cues)
    return found.reason if found.points is None else None


def split(story: Story, articles: Collection[str], word: Word) -> Ruling:
    """The ruling that what these articles report is a happening of its own."""
    parting = [report for report in story.reports if report.article.id in articles]
    if not parting:
        raise CannotRule(f"none of the articles named is one of incident {story.incident.id}")
    if len(parting) == len(story.reports):
        raise CannotRule("all of its articles were named; leave it at least one")
    other = unused(parting[0], [story.incident.id])
    parted = Link(other, 1.0, word.says("split off"), "person")
    leaving = {report.id for report in parting}
    links = {report.id: parted if report.id in leaving else _pinned(report.link) for report in story.reports}
    return _ruling("split", story.incident.id, other, word, _moved(story.reports, links))


def undone(ruling: Ruling, stories: Iterable[Story], word: Word) -> Ruling:
    """The ruling that gives each report that `ruling` moved its former link back, where nobody moved it since."""
    now = {report.id: report for story in stories for report in story.reports}
    back = {
        moved.report: moved.before
        for moved in ruling.moved
        if moved.report in now and now[moved.report].link == moved.after
    }
    if not any(now[id].link.incident != link.incident for id, link in back.items()):
        raise CannotRule("its reports were moved again since, by a later decision: undo that one first")
    moved = _moved([now[id] for id in back], back)
    return _ruling("undo", ruling.incident, ruling.other, word, moved, undoes=ruling.id)


def changes(ruling: Ruling, stories: Sequence[Story], cues: Cues) -> Changes:
    """What a ruling does to the ledger: the incidents that it touches, folded anew from the reports that are theirs.
    `stories` are all that have reports that it moves, and all that these move to."""
    links = {moved.report: moved.after for moved in ruling.moved}
    told: dict[str, list[Report]] = defaultdict(list)
    for report in (report for story in stories for report in story.reports):
        link = links.get(report.id, report.link)
        told[link.incident].append(msgspec.structs.replace(report, link=link))
    before = {story.incident.id: story.incident for story in stories}
    aliases = _aliases(ruling, stories, told.keys())
    found = []
    for id in dict.fromkeys((*before, *told)):
        reports = merge.in_order(told[id])
        after = merge.fold(id, reports, cues, aliases.get(id, ())) if reports else None
        found.append(IncidentChange(id, before.get(id), after, reports))
    return Changes(ArticleRef(ruling.id, ruling.at, ruling.author, ruling.author), tuple(found))


def _aliases(ruling: Ruling, stories: Iterable[Story], told: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The ids that each incident answers to: those of one of which nothing is `told` any more are the other's now, and
    no id is two incidents'."""
    known = {story.incident.id: set(story.incident.aliases) for story in stories}
    mine = known.setdefault(ruling.incident, set())
    mine -= {moved.after.incident for moved in ruling.moved}
    if ruling.other not in told:
        mine |= known.pop(ruling.other, set()) | {ruling.other}
    return {id: tuple(sorted(names - {id})) for id, names in known.items()}


def _pinned(link: Link) -> Link:
    """The same link, as a person's: whoever rules on an incident has looked at all of it."""
    return msgspec.structs.replace(link, by="person")


def _moved(reports: Iterable[Report], links: Links) -> tuple[Moved, ...]:
    return tuple(Moved(report.id, report.link, links[report.id]) for report in reports)


def _ruling(
    kind: RulingKind, incident: str, other: str, word: Word, moved: tuple[Moved, ...], undoes: str | None = None
) -> Ruling:
    told = "\0".join(("ruling", kind, incident, other, word.at.isoformat()))
    id = hashlib.sha256(told.encode()).hexdigest()[:16]
    return Ruling(id, word.at, kind, incident, other, word.author, word.comment, moved, undoes)
