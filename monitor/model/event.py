"""What one article says happened: events with estimates, actors, place, time, and the words that say so.

Terms: ACLED event and sub-event types, UCDP low/best/high, PLOVER contexts."""

from datetime import date, datetime
from typing import Literal, get_args

from msgspec import Struct

from monitor.model.actor import Actor
from monitor.model.place import Field, Place, PlaceMention

Context = Literal["reported", "historical", "future", "hypothetical", "negated"]
Scope = Literal["incident", "period", "cumulative"]
Qualifier = Literal[
    "exact",
    "at_least",
    "more_than",
    "up_to",
    "about",
    "nearly",
    "range",
    "dozens",
    "scores",
    "hundreds",
    "thousands",
    "several",
    "some",
]
TollKind = Literal["killed", "wounded", "captured", "missing", "displaced", "besieged"]
TOLL_KINDS: tuple[TollKind, ...] = get_args(TollKind)
ControlStatus = Literal["controlled", "abandoned", "contested", "besieged", "advance"]
AttributionKind = Literal[
    "monitor",
    "state_media",
    "military",
    "police",
    "medical",
    "government",
    "armed_group",
    "resident",
    "media",
    "un_ngo",
]


VictimKind = Literal[
    "people",
    "civilians",
    "men",
    "women",
    "children",
    "soldiers",
    "police",
    "militants",
    "protesters",
    "officials",
    "workers",
    "families",
]
"""The kinds of victims that a reader tells apart; `people` where it cannot."""


class Estimate(Struct, frozen=True):
    """A count of people as a careful coder would enter it. `best` is the conservative figure, `high` None where
    the text sets no upper bound; `text` is the wording ("more than 50")."""

    low: int
    best: int
    high: int | None
    qualifier: Qualifier
    text: str


class Toll(Struct, frozen=True):
    """What the event did to people. None: nothing said; an estimate of 0: said to be none."""

    killed: Estimate | None = None
    wounded: Estimate | None = None
    captured: Estimate | None = None
    missing: Estimate | None = None
    displaced: Estimate | None = None
    besieged: Estimate | None = None

    def get(self, kind: TollKind) -> Estimate | None:
        """The estimate of one kind."""
        value: Estimate | None = getattr(self, kind)
        return value


class Victims(Struct, frozen=True):
    """One part of the breakdown that the text gives: "five civilians"."""

    text: str
    kind: str
    count: int


class Control(Struct, frozen=True):
    """A change in who holds the event's place. Not `named`: what changed hands lies near it or in it and has no name of
    its own ("two villages near Goma"). An advance that `relieves` ended a siege of the place."""

    status: ControlStatus
    gained_by: Actor | None = None
    lost_by: Actor | None = None
    extent: Literal["full", "partial"] = "full"
    named: bool = True
    relieves: bool = False


class Attribution(Struct, frozen=True):
    """Who says so."""

    text: str
    id: str | None
    kind: AttributionKind


class Evidence(Struct, frozen=True):
    """The words behind one answer: code point offsets of the words and of their sentence. `field` is a dotted path
    into the event: toll.killed, place, actor1, control, time, attribution, event_type."""

    field: str
    start: int
    end: int
    sentence_start: int
    sentence_end: int
    in_: Field = "text"


class Span(Struct, frozen=True):
    """When: first and last day. `time_precision` 1 the day · 2 the week · 3 the month or worse."""

    text: str | None
    start: date
    end: date
    time_precision: Literal[1, 2, 3]


class Event(Struct, frozen=True):
    """One happening as one article tells it."""

    id: str
    event_type: str
    sub_event_type: str
    context: Context
    scope: Scope
    time: Span
    actor1: Actor | None = None
    actor2: Actor | None = None
    place: Place | None = None
    toll: Toll = Toll()
    control: Control | None = None
    attribution: tuple[Attribution, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    victims: tuple[Victims, ...] = ()
    confidence: float = 0.5
    """The share right of events that are told like this one."""
    doubts: tuple[str, ...] = ()
    """What makes it less sure than its wording alone would."""


class Extraction(Struct, frozen=True):
    """All that was read out of one article."""

    id: str
    language: str
    published: datetime | None
    places: tuple[PlaceMention, ...] = ()
    events: tuple[Event, ...] = ()
