"""All who were there: "there were no survivors", "everybody on board died". How many they were is told elsewhere."""

from collections.abc import Iterable

from msgspec.structs import replace

from monitor.extract.grammar.chunk import Chunk
from monitor.extract.grammar.clauses import human
from monitor.extract.grammar.counting import Figure, figure
from monitor.extract.grammar.lists import rightward
from monitor.extract.grammar.mention import Mention, mention, pointing_back
from monitor.extract.grammar.subjects import subject
from monitor.extract.words.lexicon import Frame

LEAST = 2
"""All of a group are at least two."""
GROUPS = 12
"""Noun groups of a sentence that are asked whether they tell how many were there."""
OF = frozenset({"prep:of", "prep:among", "prep:from"})


def survivors(chunks: list[Chunk], i: int, frame: Frame) -> Mention | None:
    """ "no survivors", "none of the 62 survived": as many died as were there."""
    if chunks[i].kind == "noun":
        return _nobody(chunks, i, i, frame) if chunks[i].has("zero") else None
    items = subject(chunks, i)[:1]
    near = [k for n in items for k in (n, n - 2) if k >= 0 and _zero(chunks[k]) and _reaches(chunks, k, n)]
    return _nobody(chunks, i, near[0], frame) if near and not chunks[i].has("negated") else None


def _zero(chunk: Chunk) -> bool:
    return chunk.kind == "noun" and (chunk.has("zero") or "zero" in chunk.tags)


def _reaches(chunks: list[Chunk], k: int, n: int) -> bool:
    """Whether "none" at k is said of those at n: they themselves, or "none of the nine"."""
    return k == n or not OF.isdisjoint(chunks[k + 1].tags)


def _nobody(chunks: list[Chunk], trigger: int, i: int, frame: Frame) -> Mention:
    """The mention of those of whom nobody, as chunk i says, lives; open where it does not say how many they were."""
    counted = i + 2 < len(chunks) and not OF.isdisjoint(chunks[i + 1].tags) and chunks[i + 2].quantity is not None
    made = mention(chunks, trigger, rightward(chunks, i + 2), frame) if counted else None
    return made or pointing_back(chunks, trigger, i, frame)


def everybody(one: Mention, here: list[Chunk]) -> bool:
    """Whether a mention that points back means all who were there."""
    return one.frame.pattern == "survivors" or "everybody" in here[one.items[0]].tags


def counted_among(one: Mention, sentences: Iterable[list[Chunk]]) -> Mention | None:
    """The mention with the number of those who were there, as the first of the sentences that tells it does."""
    found = next((made for chunks in sentences if (made := _aboard(chunks))), None)
    if found is None:
        return None
    own = replace(one.figure, low=found.low, best=found.best, high=found.high, qualifier=found.qualifier)
    return replace(one, figure=replace(own, anaphor=False, definite=False))


def _aboard(chunks: list[Chunk]) -> Figure | None:
    """How many a sentence says were there: on board, carried, or passengers."""
    groups = [i for i, one in enumerate(chunks) if human(one) and one.quantity is not None][:GROUPS]
    there = (i for i in groups if _inside(chunks, i))
    return next((made for i in there if (made := figure(chunks, _listed(chunks, i))) and made.best >= LEAST), None)


def _inside(chunks: list[Chunk], i: int) -> bool:
    """Whether those whom chunk i counts were inside of what came to harm."""
    behind = chunks[i + 1 : i + 2]
    carried = i > 0 and chunks[i - 1].kind == "verb" and "carrying" in chunks[i - 1].tags
    return carried or "aboard" in chunks[i].tags or any("aboard" in one.tags for one in behind)


def _listed(chunks: list[Chunk], i: int) -> list[int]:
    """Those of chunk i and all who are counted with them: "58 passengers and four crew"."""
    items, k = [i], i + 2
    while k < len(chunks) and chunks[k - 1].kind in ("comma", "conj") and human(chunks[k]) and chunks[k].quantity:
        items.append(k)
        k += 2
    return items
