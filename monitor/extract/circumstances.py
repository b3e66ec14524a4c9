"""Where, when, who and says who of a happening, out of what the finders found around its sentence."""

from collections.abc import Callable
from datetime import date
from typing import TypedDict

from monitor.extract.context import Setting
from monitor.extract.found import Findings, FoundActor, FoundDate, FoundPlace, FoundSource
from monitor.extract.placement import Placed
from monitor.extract.tokens import Document, Sentence
from monitor.extract.told import Told
from monitor.model import Actor, ActorKind, Span

OPENING = 4
"""Tokens of a clause in which the place that opens it stands."""
Locate = Callable[[Document, tuple[FoundPlace, ...], int, int], Placed | None]
VICTIMS: dict[str, ActorKind] = {
    "soldiers": "state_force", "police": "state_force", "militants": "unidentified", "protesters": "protesters",
}  # fmt: skip
"""What actor the victims are where no finder knows them; all others are civilians."""
NAMES: dict[ActorKind, str] = {
    "state_force": "State forces", "unidentified": "Unidentified armed group", "protesters": "Protesters", "civilians": "Civilians",
}  # fmt: skip


class Where(TypedDict):
    """The place that a clause opens with, and all that its sentence names."""

    front: str | None
    around: frozenset[str]


def placed(places: tuple[FoundPlace, ...], sentence: Sentence, setting: Setting, trigger: int) -> Where:
    """What places say of the figure at token `trigger`: behind the first preposition of its clause stands its front."""
    here = [found for found in places if sentence.first <= found.first < sentence.last]
    start = max((at for at in (sentence.first, *setting.clauses) if at <= trigger), default=sentence.first)
    opening = next((found for found in here if start < found.first <= start + OPENING and found.first < trigger), None)
    lead = [chunk for chunk in setting.chunks if start <= setting.units[chunk.first].first and chunk.kind != "conj"][:1]
    fronted = opening is not None and bool(lead) and lead[0].kind == "prep"
    return Where(
        front=opening.mention.place.key if opening and fronted else None,
        around=frozenset(found.mention.place.key for found in here),
    )


def overlapping(actors: tuple[FoundActor, ...], span: tuple[int, int] | None) -> FoundActor | None:
    """The actor whom the tokens of a span name."""
    if span is None:
        return None
    return next((found for found in actors if found.first < span[1] and span[0] < found.last), None)


def perpetrator(findings: Findings, document: Document, told: Told) -> FoundActor | None:
    """Who did it: the doer of the grammar, else the only other actor of the sentence."""
    named = overlapping(findings.actors, told.doer)
    if named:
        return named
    sentence = document.sentences[told.sentence]
    spans = told.victim_spans
    others = [
        found
        for found in findings.actors
        if sentence.first <= found.first < sentence.last
        and not any(found.first < last and first < found.last for first, last in spans)
        and not _speaks(findings.sources, found)
        and found.actor.kind != "civilians"
    ]
    return others[0] if others else None


def _speaks(sources: tuple[FoundSource, ...], found: FoundActor) -> bool:
    return any(
        source.first <= found.first < source.last or found.first <= source.first < found.last for source in sources
    )


def sufferer(findings: Findings, told: Told) -> tuple[Actor | None, tuple[int, int] | None]:
    """To whom it was done, and the tokens that say so."""
    for span in told.victim_spans:
        found = overlapping(findings.actors, span)
        if found:
            return found.actor, (found.first, found.last)
    if not told.parts or not told.victim_spans:
        return None, None
    kind = VICTIMS.get(told.parts[0].kind, "civilians")
    return Actor(told.parts[0].text, NAMES[kind], None, kind), told.victim_spans[0]


def moment(findings: Findings, document: Document, told: Told, today: date) -> tuple[Span, FoundDate | None]:
    """When: the date of the sentence that stands nearest the figure, else the days around publication."""
    sentence = document.sentences[told.sentence]
    inside = [found for found in findings.dates if sentence.first <= found.first < sentence.last]
    if not inside:
        return Span(None, today, today, 2), None
    nearest = min(inside, key=lambda found: (abs(found.first - told.trigger), found.first))
    return nearest.span, nearest
