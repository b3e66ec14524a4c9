"""Noun groups: determiner, number, modifiers and head, with what is counted and how it is pointed at."""

from monitor.extract.chunk import NONE, Chunk
from monitor.extract.numbers import Quantity
from monitor.extract.units import Unit
from monitor.extract.word_classes import is_verb, opens_noun

NOMINAL = frozenset({"noun", "pronoun", "det", "predet", "count", "adjective", "name", "age", "measure"})
HEADS = frozenset({"noun", "pronoun", "name", "measure", "age"})


def noun_group(units: list[Unit], i: int) -> tuple[Chunk | None, int]:
    """A noun group from unit i on."""
    first, flags, modifiers = i, set[str](), set[str]()
    head: Unit | None = None
    quantity: Quantity | None = None
    while i < len(units):
        unit, tags = units[i], units[i].tags
        if i > first and not _nominal(units, i, first, head):
            break
        if "count" in tags:
            if head is not None or (quantity is not None and "other" not in flags and "predet" not in flags):
                if not (
                    head
                    and head.tags & {"label", "name", "capital"}
                    and not opens_noun(units[i + 1].tags if i + 1 < len(units) else NONE)
                ):
                    break
            elif quantity is None:
                quantity = unit.quantity
            i += 1
            continue
        if "clitic" in tags:
            flags |= {"definite", "possessed"}
            modifiers |= head.tags if head else NONE
            head, quantity = None, None if quantity is None else None
            i += 1
            continue
        flags |= tags & {
            "whose",
            "definite",
            "indefinite",
            "possessive",
            "other",
            "zero",
            "predet",
            "pronoun",
            "age",
            "every",
            "same",
        }
        if head is not None:
            modifiers |= head.tags
        if "det" in tags and i + 1 < len(units) and (opens_noun(units[i + 1].tags) or "count" in units[i + 1].tags):
            i += 1
            continue
        if tags & HEADS or ("adjective" in tags and not tags & {"label-number"} and _last_nominal(units, i)):
            head = unit
        else:
            modifiers |= tags
        i += 1
    if head is None and quantity is None and not modifiers & {"other", "zero", "ordinal"}:
        return None, max(i, first + 1)
    if head and "calendar" in head.tags and quantity is None:
        return Chunk("date", first, i, head.tags), i
    tags = head.tags if head else frozenset({"bare"})
    if "ordinal" in modifiers and "indefinite" in flags:
        flags.add("other")
    return Chunk("noun", first, i, tags, head, quantity, flags, frozenset(modifiers)), i


def _participial(units: list[Unit], i: int) -> frozenset[str]:
    """A participle before a noun counts as an adjective ("the newly elected member")."""
    opens = i + 1 < len(units) and opens_noun(units[i + 1].tags)
    return frozenset({"adjective"}) if opens and "participle" in units[i].tags else NONE


def _last_nominal(units: list[Unit], i: int) -> bool:
    return "person" in units[i].tags and not (i + 1 < len(units) and opens_noun(units[i + 1].tags))


def _nominal(units: list[Unit], i: int, first: int, head: Unit | None) -> bool:
    """Whether unit i goes on with the noun group."""
    tags, previous = units[i].tags, units[i - 1].tags
    if tags & {"pronoun"} and not tags & {"other"}:
        return False
    if "det" in tags:
        return (
            bool(previous & {"predet", "of"})
            or ("possessive" in tags and "predet" in previous)
            or ("other" in tags and "det" not in previous and head is None)
        )
    if "clitic" in tags:
        return head is not None
    if "predet" in tags or "date" in tags or "subset" in tags:
        return False
    if "calendar" in tags and head is not None and "calendar" not in previous:
        return False
    if "calendar" in tags and "count" in previous:
        return False
    if "pronoun" in previous and "det" not in previous:
        return False
    if "verb" in tags or ("fate" in tags and "adjective" in tags) or "predicative" in tags:
        return not is_verb(units, i, Chunk("noun", first, i, head.tags) if head else None) and (
            not tags & {"fate"} or "noun" in tags
        )
    if (
        "prep" in tags
        or "conj" in tags
        or ("sub" in tags and "adjective" not in tags)
        or "to" in tags
        or "relative" in tags
    ):
        return False
    if "adverb" in tags and not tags & {"adjective", "noun"}:
        return head is None and i + 1 < len(units) and "adjective" in units[i + 1].tags | _participial(units, i + 1)
    return bool(tags & NOMINAL) or "count" in tags
