"""The units of a sentence packed into chunks, left to right, in one pass; adverbs and stray marks are left out."""

from functools import lru_cache

from monitor.extract.grammar.chunk import Chunk, ChunkKind
from monitor.extract.grammar.noun_groups import NOMINAL, noun_group
from monitor.extract.grammar.verb_groups import verb_group
from monitor.extract.grammar.word_classes import VERBAL, verbal
from monitor.extract.words.units import Unit

SIMPLE: tuple[ChunkKind, ...] = ("comma", "stop", "open", "close", "dash", "date", "subset")
LINKS: dict[str, ChunkKind] = {
    "sharing": "conj", "prep": "prep", "conj": "conj", "but": "but", "sub": "sub", "to": "prep",
}  # fmt: skip
"""What kind of link a tag makes, the first that fits."""
LINKING = frozenset({*LINKS, "relative"})
NOUNS = frozenset({"det", "pronoun", "noun"})
THEM = frozenset({"pronoun", "plural", "person"})
"""What "all of them" is where it stands alone."""


def chunks(units: list[Unit]) -> list[Chunk]:
    """The chunks of one sentence; adverbs and stray marks are left out."""
    result: list[Chunk] = []
    i = 0
    while i < len(units):
        chunk, i = _chunk(units, i, result[-1] if result else None)
        if chunk:
            result.append(chunk)
    return result


def _chunk(units: list[Unit], i: int, before: Chunk | None) -> tuple[Chunk | None, int]:
    """The chunk that begins at unit i, if one does, and where to go on."""
    tags = units[i].tags
    if mark := _mark(tags):
        if "entirety" in tags and _stands_alone(units, i, before):
            return Chunk("noun", i, i + 1, THEM, units[i], None, {"pronoun"}), i + 1
        return Chunk(mark, i, i + 1, tags), i + 1
    if not VERBAL.isdisjoint(tags) and verbal(units, i, before):
        return verb_group(units, i)
    if not LINKING.isdisjoint(tags) and (link := _link(units, i, before)):
        return link, i + 1
    if "adverb" in tags and "adjective" not in tags and "noun" not in tags:
        return _after_adverb(units, i, before)
    return noun_group(units, i) if not NOMINAL.isdisjoint(tags) else (None, i + 1)


@lru_cache(maxsize=4096)
def _mark(tags: frozenset[str]) -> ChunkKind | None:
    """What kind of mark or date a unit with these tags is, if any; remembered, for there are few sets of tags."""
    return next((kind for kind in SIMPLE if kind in tags), None)


@lru_cache(maxsize=4096)
def _kind(tags: frozenset[str]) -> ChunkKind | None:
    """What kind of link a unit with these tags is, if any; remembered."""
    return next((LINKS[tag] for tag in LINKS if tag in tags), None)


def _stands_alone(units: list[Unit], i: int, before: Chunk | None) -> bool:
    """Whether "all of them" is the object of a verb, or the subject of one and no aside: "killing [all of them]", but
    "12 people, [all of them] women, were killed"."""
    if before is not None and before.kind == "verb":
        return True
    opens = before is None or before.kind in ("stop", "conj", "but")
    return opens and i + 1 < len(units) and not VERBAL.isdisjoint(units[i + 1].tags)


def _after_adverb(units: list[Unit], i: int, before: Chunk | None) -> tuple[Chunk | None, int]:
    """Adverbs before a verb belong to its group ("also died"); others are left out."""
    k = i
    while k < len(units) and "adverb" in units[k].tags and units[k].tags.isdisjoint({"noun", "adjective", "verb"}):
        k += 1
    if k < len(units) and "verb" in units[k].tags and verbal(units, k, before):
        return verb_group(units, i)
    return None, k


def _link(units: list[Unit], i: int, before: Chunk | None) -> Chunk | None:
    """A relative, preposition, conjunction or the like as a chunk of its own."""
    tags = units[i].tags
    if "relative" in tags and _relates(units, i, before):
        return Chunk("relative", i, i + 1, tags)
    if not NOUNS.isdisjoint(tags):
        return None
    kind = _kind(tags)
    return Chunk(kind, i, i + 1, tags) if kind else None


def _relates(units: list[Unit], i: int, before: Chunk | None) -> bool:
    """Whether a relative word begins a clause here: behind a noun or comma; "that" also behind a verb of saying."""
    if "det" in units[i].tags and i + 1 < len(units):
        after = units[i + 1].tags
        if before is not None and before.kind in ("noun", "comma", "prep") and ("verb" in after or "adverb" in after):
            return True
        return before is not None and before.kind in ("verb", "noun")
    return True
