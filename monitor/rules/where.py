"""Which happenings a rule is about: conditions on place, kind, actors, victims, figures and sources, which combine with
`all`, `any` and `not`. What is left out holds for anything."""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Annotated, Any, Literal

from msgspec import Struct
from pydantic import BeforeValidator, Field, PlainSerializer, ValidationInfo
from pydantic_core import PydanticCustomError

from monitor.model import AttributionKind, Incident, Place, SourceKind, TollKind, VictimKind
from monitor.model.country import Country
from monitor.model.settings import Settings
from monitor.rules.area import Area, NoArea, area
from monitor.rules.facts import Facts, of_incident
from monitor.rules.near import Near

DRAW = "draw"
"""The key of a validation context under which stands what reads a polygon's file: the core opens none."""


def listed(value: Any) -> Any:
    """A single word as a list of one."""
    return [value] if isinstance(value, str) else value


def _each(value: Any) -> Any:
    """A single condition as a list of one."""
    return [value] if isinstance(value, dict) else value


def _drawn(value: Any, info: ValidationInfo) -> Area:
    """A polygon from the name of its file, or from GeoJSON that stands here."""
    if isinstance(value, Area):
        return value
    draw: Callable[[Any], Area] = (info.context or {}).get(DRAW, area) if isinstance(value, str) else area
    try:
        return draw(value)
    except NoArea as problem:
        raise PydanticCustomError("polygon", "{reason}", {"reason": str(problem)}) from None


def _called(value: Area | None) -> str | None:
    return value.name if value else None


Listed = Annotated[tuple[str, ...], BeforeValidator(listed)]
Countries = Annotated[tuple[Country, ...], BeforeValidator(listed)]
Voice = Literal[AttributionKind, SourceKind]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
Figure = Annotated[int, Field(ge=1, le=100_000_000)]


class Condition(Struct, frozen=True):
    """One condition of a rule on one subject: whether it holds, and why it does not."""

    name: str
    holds: bool
    reason: str = ""


class Where(Settings):
    """The conditions that an incident, or a place that changed hands, must meet. All of them; within one, any value.

    country, near, polygon   where: ISO codes; a circle; a GeoJSON file beside the configuration
    event_type               ACLED's types and sub-event types
    actor                    ids of actors, on either side
    victim                   kinds of victims: civilians children soldiers …
    at_least                 the best figures of the toll: {killed: 10, wounded: 5}
    min_sources              independent publishers; copies of one agency's text are one
    source                   publishers
    source_kind              of the sources that are quoted, or of the feeds: police, medical, agency …
    language                 of the articles: en, fr …
    all, any, not            lists of such conditions, of which all, one or none must hold"""

    country: Countries = ()
    near: Near | None = None
    polygon: Annotated[Area | None, BeforeValidator(_drawn), PlainSerializer(_called, str | None, when_used="json")] = (
        None
    )
    event_type: Listed = ()
    actor: Listed = ()
    victim: Annotated[tuple[VictimKind, ...], BeforeValidator(listed)] = ()
    at_least: dict[TollKind, Figure] = Field(default_factory=dict)
    min_sources: int = Field(default=1, ge=1, le=1000)
    source: Listed = ()
    source_kind: Annotated[tuple[Voice, ...], BeforeValidator(listed)] = ()
    language: Annotated[tuple[Language, ...], BeforeValidator(listed)] = ()
    all: Annotated[tuple["Where", ...], BeforeValidator(_each)] = ()
    any: Annotated[tuple["Where", ...], BeforeValidator(_each)] = ()
    not_: Annotated[tuple["Where", ...], BeforeValidator(_each)] = Field(default=(), alias="not")

    @cached_property
    def checks(self) -> tuple[tuple[str, "Check"], ...]:
        """The conditions that are set, in a settled order."""
        return tuple((name, check) for name, check in CONDITIONS.items() if name in self.model_fields_set)

    @cached_property
    def signature(self) -> str:
        """The same for conditions that are the same, word for word."""
        return "; ".join(f"{name}: {getattr(self, name)!r}" for name, _ in self.checks)

    def misses(self, incident: Incident) -> str | None:
        """Why an incident is none of the rule's; None where it is."""
        return self.why_not(of_incident(incident)) if self.checks else None

    def why_not(self, facts: Facts) -> str | None:
        """The first condition that does not hold, in words; None where all do."""
        for _, check in self.checks:
            if (reason := check(self, facts)) is not None:
                return reason
        return None

    def conditions(self, facts: Facts) -> tuple[Condition, ...]:
        """Every condition that is set, each with why it does not hold, where that is so."""
        judged = ((_words(name, getattr(self, name)), check(self, facts)) for name, check in self.checks)
        return tuple(Condition(words, reason is None, reason or "") for words, reason in judged)

    def parts(self) -> Iterator["Where"]:
        """These conditions and all that are combined in them."""
        yield self
        for inner in (*self.all, *self.any, *self.not_):
            yield from inner.parts()

    def __str__(self) -> str:
        """The conditions as they are written: `country: SY, at_least: 10 killed`."""
        return ", ".join(_words(name, getattr(self, name)) for name, _ in self.checks) or "anything"


Check = Callable[[Where, Facts], str | None]
"""Why a condition does not hold; None where it does."""


def _words(name: str, value: Any) -> str:
    """One condition in words."""
    if isinstance(value, dict):
        value = " ".join(f"{least:,} {kind}" for kind, least in value.items())
    elif isinstance(value, tuple):
        value = "; ".join(f"({each})" for each in value) if name in COMBINED else ", ".join(value)
    elif isinstance(value, (Near, Area)):
        value = value.name
    return f"{name.rstrip('_')}: {value}"


def _named(place: Place | None) -> str:
    return place.name if place else "no place"


def _country(where: Where, facts: Facts) -> str | None:
    if not where.country or facts.country in where.country:
        return None
    return f"{_named(facts.place)} is not in {', '.join(where.country)}"


def _near(where: Where, facts: Facts) -> str | None:
    near = where.near
    if near is None or (facts.place is not None and near.holds(facts.place)):
        return None
    return f"{_named(facts.place)} is not within {near.km:g} km of {near.place or 'there'}"


def _polygon(where: Where, facts: Facts) -> str | None:
    drawn, place = where.polygon, facts.place
    if drawn is None or (place is not None and drawn.holds(place.lat, place.lon)):
        return None
    return f"{_named(place)} is outside {drawn.name}"


def _event_type(where: Where, facts: Facts) -> str | None:
    if not where.event_type or any(name in where.event_type for name in facts.event_types):
        return None
    return f"{facts.event_types[0] if facts.event_types else 'it'} is none of {', '.join(where.event_type)}"


def _actor(where: Where, facts: Facts) -> str | None:
    if not where.actor or not facts.actors.isdisjoint(where.actor):
        return None
    return f"none of its actors is {', '.join(where.actor)}"


def _victim(where: Where, facts: Facts) -> str | None:
    if not where.victim or any(kind in where.victim for kind in facts.victims):
        return None
    return f"none of its victims are {', '.join(where.victim)}"


def _at_least(where: Where, facts: Facts) -> str | None:
    short = (
        f"{facts.figures.get(kind, 0):,} of {least:,} {kind}"
        for kind, least in where.at_least.items()
        if facts.figures.get(kind, 0) < least
    )
    return next(short, None)


def _min_sources(where: Where, facts: Facts) -> str | None:
    if len(facts.sources) >= where.min_sources:
        return None
    return f"{len(facts.sources)} of {where.min_sources} independent sources"


def _source(where: Where, facts: Facts) -> str | None:
    wanted = {source.casefold() for source in where.source}
    if not wanted or any(source.casefold() in wanted for source in facts.sources):
        return None
    return f"none of its sources is {', '.join(where.source)}"


def _source_kind(where: Where, facts: Facts) -> str | None:
    if not where.source_kind or any(kind in where.source_kind for kind in facts.voices):
        return None
    return f"none of its sources is of the kind {', '.join(where.source_kind)}"


def _language(where: Where, facts: Facts) -> str | None:
    if not where.language or any(language in where.language for language in facts.languages):
        return None
    return f"none of its articles is in {', '.join(where.language)}"


def _all(where: Where, facts: Facts) -> str | None:
    return next((reason for each in where.all if (reason := each.why_not(facts)) is not None), None)


def _any(where: Where, facts: Facts) -> str | None:
    reasons = [each.why_not(facts) for each in where.any]
    if not reasons or None in reasons:
        return None
    return "none of any: " + "; ".join(reason for reason in reasons if reason)


def _not(where: Where, facts: Facts) -> str | None:
    unwanted = next((each for each in where.not_ if each.why_not(facts) is None), None)
    return None if unwanted is None else f"left out by not: {unwanted}"


CONDITIONS: dict[str, Check] = {
    "event_type": _event_type, "country": _country, "near": _near, "polygon": _polygon, "actor": _actor,
    "victim": _victim, "at_least": _at_least, "min_sources": _min_sources, "source": _source,
    "source_kind": _source_kind, "language": _language, "all": _all, "any": _any, "not_": _not,
}  # fmt: skip
COMBINED = ("all", "any", "not_")
KEYS = frozenset(name.rstrip("_") for name in CONDITIONS)
"""The conditions, as a configuration writes them."""
