"""A mention: one figure of one kind that a sentence tells, as a pattern makes it of a trigger and its victims."""

from msgspec import Struct

from monitor.extract.grammar.chunk import Chunk
from monitor.extract.grammar.counting import Figure, figure
from monitor.extract.words.lexicon import Frame
from monitor.model import TollKind

POINTED: frozenset[TollKind] = frozenset({"killed", "wounded", "captured"})
"""Tolls of people who may have been counted before they were pointed back to ("and killed them")."""


class Mention(Struct, gc=False):
    """One figure of one kind that a sentence tells: `trigger` is its chunk, `items` the victims' chunks."""

    frame: Frame
    figure: Figure
    trigger: int
    items: tuple[int, ...]
    absolute: bool = False
    """A running or final count of the whole happening ("the toll rose to 35")."""
    risen: bool = False
    """A count that came to this from another ("rose to 35"), not one that somebody puts there ("at 35")."""
    put: bool = False
    """A count that somebody puts there: "put the toll at 35"."""
    shared: bool = False
    """One place's share of a figure: "17 in Jos"."""
    open: bool = False
    """It only points back to several people ("killed them", "their bodies"), who must be found before it counts."""


def mention(chunks: list[Chunk], trigger: int, items: list[int], frame: Frame) -> Mention | None:
    """A mention of the victims in `items`, where they can be counted."""
    made = figure(chunks, items) if items else None
    if made and "additive" in chunks[trigger].tags:
        made.other = True
    back = len(items) == 1 and chunks[trigger].kind == "verb" and frame.toll in POINTED
    if made is None and back and _points_back(chunks[items[0]], frame):
        return pointing_back(chunks, trigger, items[0], frame)
    return mention_of(chunks, trigger, items, frame, made)


def _points_back(chunk: Chunk, frame: Frame) -> bool:
    """ "them", "the men"; "the injured were taken to hospital" are not those who were counted as dead."""
    if frame.toll != "killed" and "fate" in chunk.tags:
        return False
    return "plural" in chunk.tags and ("pronoun" in chunk.tags or (chunk.has("definite") and "person" in chunk.tags))


def pointing_back(chunks: list[Chunk], trigger: int, item: int, frame: Frame) -> Mention:
    """A mention of several people who were counted before."""
    chunk = chunks[item]
    nobody = Figure(0, 0, 0, "exact", chunk.first, chunk.last, anaphor=True, definite=True)
    return Mention(frame, nobody, trigger, (item,), open=True)


def mention_of(
    chunks: list[Chunk], trigger: int, items: list[int], frame: Frame, made: Figure | None
) -> Mention | None:
    """A mention with a figure that is known, if it is."""
    return Mention(frame, made, trigger, tuple(items)) if made else None
