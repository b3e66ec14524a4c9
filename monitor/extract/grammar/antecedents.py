"""Whom "them", "the men" and "their bodies" mean: the last people who were counted, here or in the sentence before."""

from collections.abc import Callable, Iterator
from functools import cache

from msgspec.structs import replace

from monitor.extract.grammar.chunk import Chunk
from monitor.extract.grammar.clauses import human
from monitor.extract.grammar.counting import Figure, figure
from monitor.extract.grammar.lists import objects
from monitor.extract.grammar.mention import Mention
from monitor.extract.grammar.subjects import subject
from monitor.extract.grammar.survivors import counted_among, everybody

LEAST = 2
"""A plural points to at least two."""
POINTERS = 6
"""Mentions of one sentence that may point back, so that it costs no more than its length."""
VERBS = 24
"""Verbs back to which they point."""
AROUND = (0, -1, 1, -2, -3, -4, -5, -6)
"""Sentences, seen from this one, that may tell how many were on board."""


def resolved(
    found: list[Mention], here: list[Chunk], other: Callable[[int], list[Chunk]]
) -> Iterator[tuple[Mention, Mention | None]]:
    """Each mention of a sentence with what it says once it is known to whom it points back; None where nobody is
    found. `other` packs the sentence so many behind this one, empty where there is none."""
    if not any(mention.open for mention in found):
        yield from zip(found, found, strict=True)
        return
    pointers, packed = 0, cache(other)
    for mention in found:
        pointers += mention.open
        known = _known(mention, here, packed) if mention.open and pointers <= POINTERS else None
        yield mention, known if mention.open else mention


def _known(mention: Mention, here: list[Chunk], other: Callable[[int], list[Chunk]]) -> Mention | None:
    if not everybody(mention, here):
        return _resolved(mention, here, other(-1))
    sentences = (other(off) if off else here for off in AROUND)
    return counted_among(mention, sentences) or _resolved(mention, here, other(-1))


def _resolved(mention: Mention, here: list[Chunk], before: list[Chunk]) -> Mention | None:
    """The mention with the number of those it points back to; None where nobody is found."""
    doer = (
        subject(here, mention.trigger)
        if here[mention.trigger].kind == "verb" and mention.items[0] > mention.trigger
        else []
    )
    found = _last_counted(here[: min(mention.trigger, mention.items[0])], set(doer)) or _last_counted(before, set())
    if found is None:
        return None
    own = mention.figure
    made = replace(own, low=found.low, best=found.best, high=found.high, qualifier=found.qualifier)
    return replace(mention, figure=made)


def _last_counted(chunks: list[Chunk], doers: set[int]) -> Figure | None:
    """The last group of people whom the chunks count; the objects of a verb go before its subject."""
    verbs = [i for i, chunk in enumerate(chunks) if chunk.kind == "verb"]
    for i in reversed(verbs[-VERBS:]):
        named = objects(chunks, i + 1) if i + 1 < len(chunks) and chunks[i + 1].kind == "subset" else []
        for items in (objects(chunks, i) or named, subject(chunks, i)):
            if (
                items
                and not doers.intersection(items)
                and (made := figure(chunks, items))
                and made.best >= LEAST
                and not made.anaphor
            ):
                return made
    counted = (i for i in range(len(chunks) - 1, -1, -1) if i not in doers and human(chunks[i]) and chunks[i].quantity)
    return next((made for i in counted if (made := figure(chunks, [i])) and made.best >= LEAST), None)
