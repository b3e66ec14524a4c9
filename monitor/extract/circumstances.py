"""Where and when of a figure, out of what the finders found around its sentence."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import TypedDict

from monitor.extract.context import Setting
from monitor.extract.found import FoundDate, FoundPlace
from monitor.extract.placement import Placed
from monitor.extract.tokens import Document, Sentence

OPENING = 4
"""Tokens of a clause in which the place that opens it stands."""
APART = frozenset({"verb", "relative", "sub", "stop", "but"})
"""What stands between a verb and a date that is not its own."""
Locate = Callable[[Document, tuple[FoundPlace, ...], int, int], Placed | None]


class Where(TypedDict):
    """The place that a clause opens with and all that its sentence names; the day that is nearest, the first token of
    the date that goes with the figure's own words, and whether the nearest day opens the clause."""

    front: str | None
    around: frozenset[str]
    day: date | None
    when: int | None
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
        when=min(
            (found.first for found in told if _attached(setting, trigger, found)),
            key=lambda first: abs(first - trigger),
            default=None,
        ),
        dated=nearest is not None and start <= nearest.first <= start + OPENING and nearest.first < trigger,
    )


def _attached(setting: Setting, trigger: int, found: FoundDate) -> bool:
    """Whether a date goes with the verb or noun at token `trigger`: no other verb and no clause stands between."""
    own = next((one for one in setting.chunks if setting.units[one.last - 1].last > trigger), None)
    if own is None or (own.kind == "noun" and found.first < trigger):
        return False
    low, high = min(trigger, found.first), max(trigger, found.first)
    between = [one for one in setting.chunks if low < setting.units[one.first].first < high and one is not own]
    joined = [one for before, one in pairwise([own, *between]) if before.kind == "conj" and found.first > trigger]
    return not any(one.kind in APART and one not in joined for one in between)
