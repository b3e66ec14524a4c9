"""What the finders hand to the cascade: places, dates, actors and sources, each with the tokens that name it.

`first` and `last` index the document's tokens, `last` exclusive. Finders are pure functions of the document; the reader
calls them in the order places, dates, actors, sources, and each may look at what the ones before it found."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Protocol, TypeVar

from msgspec import Struct

from monitor.extract.words.tokens import Document
from monitor.model import Actor, Attribution, Event, PlaceMention, Span

UNDATED = date(1970, 1, 1)
"""What relative dates lean on where nobody says when the article was told."""


class FoundPlace(Struct, frozen=True, gc=False):
    """A geocoded place name. A person's or a newspaper's name is not found at all."""

    first: int
    last: int
    mention: PlaceMention
    organisation: bool = False
    """Part of an organisation's name ("Kabul University"): named, but not where things happen."""


class FoundDate(Struct, frozen=True, gc=False):
    """A date expression with the days that it means, and whether it tells of the publication's own days."""

    first: int
    last: int
    span: Span
    old: bool = False
    """So long before publication that what it dates is background, not news."""
    past: bool = False
    """So long before publication that what "had" happened then is background."""
    period: bool = False
    """A stretch over which a total is counted: "the past 24 hours", "since Saturday"."""
    running: bool = False
    """The start of a count that still runs: "since January", "since the war began"."""
    said: bool = False
    """When somebody told of it ("police said on Sunday"), not when it happened."""
    over: bool = False
    """Over some days before the telling."""
    after: bool = False
    """When something was done about it afterwards ("buried on Sunday"), not when it happened."""


class FoundActor(Struct, frozen=True, gc=False):
    """A named or described actor ("Islamic State militants", "these militants" after the name)."""

    first: int
    last: int
    actor: Actor
    bare: bool = False
    """Only a country or capital that may stand in for its forces ("Moscow"), or a holder ("the M23-held town")."""
    deed: bool = False
    """Known by its weapon or deed alone ("an Israeli air strike")."""


class FoundSource(Struct, frozen=True, gc=False):
    """Who says so, and the sentences (indices into `document.sentences`) that this source vouches for."""

    first: int
    last: int
    sentences: tuple[int, ...]
    attribution: Attribution


class Spanned(Protocol):
    """Anything that has a first token."""

    @property
    def first(self) -> int:
        """The index of its first token."""
        ...


T = TypeVar("T", bound=Spanned)
_first = attrgetter("first")


def inside(found: Sequence[T], first: int, last: int) -> Sequence[T]:
    """Those of a list in the order of the text that begin in tokens [first, last)."""
    return found[bisect_left(found, first, key=_first) : bisect_left(found, last, key=_first)]


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything that was found in one document, each list in the order of the text."""

    places: tuple[FoundPlace, ...] = ()
    dates: tuple[FoundDate, ...] = ()
    actors: tuple[FoundActor, ...] = ()
    sources: tuple[FoundSource, ...] = ()
    stand_ins: tuple[FoundActor, ...] = ()
    """Actors that are bare, kept apart."""
    told: date = UNDATED
    """The day on which the article was told."""


Found = TypeVar("Found", FoundPlace, FoundDate, FoundActor, FoundSource)


def within(found: tuple[Found, ...], first: int, last: int) -> tuple[Found, ...]:
    """Those that begin in tokens `first` to `last` (exclusive); `found` is in the order of the text."""
    low = bisect_left(found, first, key=_first)
    return found[low : bisect_left(found, last, lo=low, key=_first)]


PlaceFinder = Callable[[Document], tuple[FoundPlace, ...]]
DateFinder = Callable[[Document, date], tuple[FoundDate, ...]]
ActorFinder = Callable[[Document, tuple[FoundPlace, ...]], tuple[FoundActor, ...]]
SourceFinder = Callable[[Document, tuple[FoundActor, ...]], tuple[FoundSource, ...]]
ControlReader = Callable[[Document, Findings, date], tuple[Event, ...]]
"""Territory: one event for each named place, contexts already judged; the reader numbers all events."""
ControlHints = Callable[[Document, Findings], Iterable[tuple[int, int]]]
"""The tokens of the words that could tell territory, whether or not a change was read from them."""
