"""The ledger's nouns: reports linked into incidents, a toll as a history of revisions, and who holds a place."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from monitor.model.actor import Actor
from monitor.model.event import Attribution, Event, TollKind
from monitor.model.place import Place

Cause = Literal["first_report", "rise", "correction", "retraction", "later_deaths", "conflicting_claim", "found_dead"]
HoldingStatus = Literal["controlled", "contested", "besieged", "unknown"]
COURSE = 50
"""Steps that are enough to draw how a figure came to what it is."""


class ArticleRef(Struct, frozen=True):
    """What the ledger keeps of an article. `origin` names the independent publisher: copies of one text share it."""

    id: str
    at: datetime
    source: str
    origin: str
    url: str | None = None
    title: str = ""
    revision: int = 1
    copy_of: str | None = None
    """The first seen article with nearly the same text, where there is one."""
    language: str | None = None
    kind: str | None = None
    """What kind of source its feed is (SourceKind), where the configuration says so."""

    @property
    def text_id(self) -> str:
        """The same for all copies of one text."""
        return self.copy_of or self.id

    def voices(self, quoted: Iterable[Attribution]) -> set[str]:
        """The kinds of sources that speak in it: its feed's and those that it quotes."""
        own = {self.kind} if self.kind else set()
        return own | {source.kind for source in quoted}


class Quote(Struct, frozen=True):
    """A sentence that says so: an article's words with their offsets (see CONTRACT, Alert.evidence)."""

    article: str
    source: str
    url: str | None
    quote: str
    in_: Literal["text", "title"]
    start: int
    end: int


class Link(Struct, frozen=True):
    """Why a report belongs to its incident; `by` a person's decision binds later evidence."""

    incident: str
    score: float
    reason: str
    by: Literal["rule", "person"] = "rule"


class Report(Struct, frozen=True):
    """One event of one article, as the ledger keeps it."""

    id: str
    article: ArticleRef
    event: Event
    link: Link
    quotes: tuple[Quote, ...] = ()


class Range(Struct, frozen=True):
    """Low, best and high of one kind of victim of an incident."""

    low: int
    best: int
    high: int | None


class Revision(Struct, frozen=True):
    """One change of one figure."""

    at: datetime
    article: str
    kind: TollKind
    before: int | None
    after: int | None
    cause: Cause


class Point(Struct, frozen=True):
    """An incident's best figure from a moment on."""

    at: datetime
    best: int


class Incident(Struct, frozen=True):
    """One happening, as all articles together tell it: a pure fold over its reports."""

    id: str
    event_type: str
    sub_event_type: str
    place: Place | None
    date_start: date
    date_end: date
    scope: Literal["incident", "period", "cumulative"]
    toll: dict[TollKind, Range]
    articles: tuple[str, ...]
    sources: tuple[str, ...]
    revisions: tuple[Revision, ...]
    actor1: Actor | None = None
    actor2: Actor | None = None
    seen_at: datetime | None = None
    """When its latest report was told."""
    told_at: datetime | None = None
    """When its first report was told."""
    aliases: tuple[str, ...] = ()
    """Ids of incidents that turned out to be this one: what was fired for them was fired for it."""
    victims: tuple[str, ...] = ()
    """The kinds of victims that its reports name."""
    voices: tuple[str, ...] = ()
    """The kinds of sources that its reports quote, and of the feeds that they came by."""
    languages: tuple[str, ...] = ()

    def course(self, kind: TollKind) -> tuple[Point, ...]:
        """How one figure came to what it is: the latest COURSE of its revisions, the oldest first."""
        revised = [revision for revision in self.revisions if revision.kind == kind]
        return tuple(Point(revision.at, revision.after or 0) for revision in revised[-COURSE:])


class HoldingChange(Struct, frozen=True):
    """One step in a place's history."""

    at: datetime
    article: str
    status: HoldingStatus
    controller: Actor | None
    cause: str


class Holding(Struct, frozen=True):
    """Who holds a place, since when, who says so, and who held it before."""

    place: Place
    status: HoldingStatus
    controller: Actor | None
    since: date | None
    previous: Actor | None
    articles: tuple[str, ...]
    sources: tuple[str, ...]
    history: tuple[HoldingChange, ...]
    claimed: bool = False
    """Only one party says so, yet."""
