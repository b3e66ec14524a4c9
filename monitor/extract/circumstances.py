"""Where and when of a happening, out of what the finders found around its sentence."""

from collections.abc import Callable
from datetime import date
from typing import TypedDict

from monitor.extract.context import Setting
from monitor.extract.found import Findings, FoundDate, FoundPlace, within
from monitor.extract.placement import Placed
from monitor.extract.tokens import Document, Sentence
from monitor.extract.told import Told
from monitor.model import Span

OPENING = 4
"""Tokens of a clause in which the place that opens it stands."""
Locate = Callable[[Document, tuple[FoundPlace, ...], int, int], Placed | None]


class Where(TypedDict):
    """The place that a clause opens with and all that its sentence names; the day that is nearest, and whether that
    opens the clause."""

    front: str | None
    around: frozenset[str]
    day: date | None
    dated: bool


def placed(
    here: tuple[FoundPlace, ...], dates: tuple[FoundDate, ...], sentence: Sentence, setting: Setting, trigger: int
) -> Where:
    """What the places and dates of its sentence say of the figure at token `trigger`: behind the first preposition of
    its clause stands its front."""
    start = max((at for at in (sentence.first, *setting.clauses) if at <= trigger), default=sentence.first)
    opening = next((found for found in here if start < found.first <= start + OPENING and found.first < trigger), None)
    lead = [chunk for chunk in setting.chunks if start <= setting.units[chunk.first].first and chunk.kind != "conj"][:1]
    fronted = opening is not None and bool(lead) and lead[0].kind == "prep"
    told = [found for found in dates if not found.said]
    nearest = min(told, key=lambda found: abs(found.first - trigger), default=None)
    return Where(
        front=opening.mention.place.key if opening and fronted else None,
        around=frozenset(found.mention.place.key for found in here),
        day=nearest.span.start if nearest else None,
        dated=nearest is not None and start <= nearest.first <= start + OPENING and nearest.first < trigger,
    )


def moment(findings: Findings, document: Document, told: Told, today: date) -> tuple[Span, FoundDate | None]:
    """When: the date of the sentence that stands nearest the figure, else the days around publication. The date on
    which somebody said so counts only where none is told of the happening, there or in the next sentence."""
    sentence = document.sentences[told.sentence]
    inside = within(findings.dates, sentence.first, sentence.last)
    if not inside:
        return Span(None, today, today, 2), None
    happened = [found for found in inside if not found.said] or _next(findings, document, told.sentence)
    nearest = min(happened or inside, key=lambda found: (abs(found.first - told.trigger), found.first))
    return nearest.span, nearest


def _next(findings: Findings, document: Document, sentence: int) -> list[FoundDate]:
    """The single days that the sentence behind tells, where it goes on with the story."""
    for follower in document.sentences[sentence + 1 : sentence + 2]:
        found = within(findings.dates, follower.first, follower.last)
        return [one for one in found if not (one.said or one.old or one.period) and one.span.time_precision == 1]
    return []
