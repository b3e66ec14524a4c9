"""Noun groups and verb groups: the units of a sentence packed into chunks, left to right, in one pass.

A noun group knows its head, its count and what sort of thing it names; a verb group its voice, form and polarity.
Everything else (prepositions, commas, relatives) stays a chunk of its own."""

from dataclasses import dataclass, field
from typing import Literal

from monitor.extract.numbers import Quantity
from monitor.extract.units import Unit

ChunkKind = Literal[
    "noun", "verb", "prep", "comma", "conj", "relative", "sub", "subset", "stop", "open", "close", "dash", "date", "to", "but"
]  # fmt: skip
NOMINAL = frozenset({"noun", "pronoun", "det", "predet", "count", "adjective", "name", "age", "measure"})
HEADS = frozenset({"noun", "pronoun", "name", "measure", "age"})
SIMPLE: tuple[ChunkKind, ...] = ("comma", "stop", "open", "close", "dash", "date")
INTERRUPTING = frozenset(
    {"date", "calendar", "comma", "prep", "label-number", "adverb", "measure", "definite", "adjective"}
)
NONE: frozenset[str] = frozenset()


@dataclass(slots=True)
class Chunk:
    """A run of units, first to last (exclusive). `tags` are the head's for nouns, all units' for verbs.

    Nouns: `quantity` the count, `zero` for "no", `definite`, `possessive`, `other` ("two others"), `names` units.
    Verbs: `passive`, `finite`, `form` of the last verb, `negated`, `modal`, `infinitive`."""

    kind: ChunkKind
    first: int
    last: int
    tags: frozenset[str] = NONE
    head: Unit | None = None
    quantity: Quantity | None = None
    flags: set[str] = field(default_factory=set)
    modifiers: frozenset[str] = NONE

    def has(self, flag: str) -> bool:
        """Whether the flag was set while the chunk was built."""
        return flag in self.flags


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
    tags = units[i].tags
    for kind in SIMPLE:
        if kind in tags:
            return Chunk(kind, i, i + 1, tags), i + 1
    if "subset" in tags:
        return Chunk("subset", i, i + 1, tags), i + 1
    if _verbal(units, i, before):
        return _verbs(units, i)
    if "relative" in tags and _relates(units, i, before):
        return Chunk("relative", i, i + 1, tags), i + 1
    if "det" not in tags and "pronoun" not in tags:
        for other in ("sharing", "prep", "conj", "but", "sub", "to"):
            if other in tags and "noun" not in tags:
                return _link(units, i, other), i + 1
    if "adverb" in tags and "adjective" not in tags and "noun" not in tags:
        return _after_adverb(units, i, before)
    if not NOMINAL.isdisjoint(tags):
        return _nouns(units, i)
    return None, i + 1


def _after_adverb(units: list[Unit], i: int, before: Chunk | None) -> tuple[Chunk | None, int]:
    """Adverbs before a verb belong to its group ("also died"); others are left out."""
    k = i
    while k < len(units) and "adverb" in units[k].tags and units[k].tags.isdisjoint({"noun", "adjective", "verb"}):
        k += 1
    if k < len(units) and "verb" in units[k].tags and _verbal(units, k, before):
        return _verbs(units, i)
    return None, k


def _link(units: list[Unit], i: int, tag: str) -> Chunk:
    kinds: dict[str, ChunkKind] = {
        "sharing": "conj",
        "prep": "prep",
        "conj": "conj",
        "but": "but",
        "sub": "sub",
        "to": "prep",
    }
    return Chunk(kinds[tag], i, i + 1, units[i].tags)


def _relates(units: list[Unit], i: int, before: Chunk | None) -> bool:
    """Whether a relative word begins a clause here: behind a noun or comma; "that" also behind a verb of saying."""
    if "det" in units[i].tags and i + 1 < len(units):
        after = units[i + 1].tags
        if before is not None and before.kind in ("noun", "comma", "prep") and ("verb" in after or "adverb" in after):
            return True
        return before is not None and before.kind in ("verb", "noun")
    return True


def _verbal(units: list[Unit], i: int, before: Chunk | None) -> bool:
    """Whether unit i begins a verb group: a helper, an infinitive, or a verb where no noun can stand."""
    tags = units[i].tags
    if "modal" in tags or "be" in tags or "have" in tags or "do" in tags:
        return True
    if "to" in tags:
        return i + 1 < len(units) and _base(units, i + 1)
    if "neg" in tags and "det" not in tags and "pronoun" not in tags:
        return True
    if "verb" in tags or ("fate" in tags and "adjective" in tags) or "predicative" in tags:
        return _is_verb(units, i, before)
    return False


def _base(units: list[Unit], i: int) -> bool:
    while i < len(units) and "adverb" in units[i].tags and "verb" not in units[i].tags:
        i += 1
    return i < len(units) and "verb" in units[i].tags and not {"base", "be", "have"}.isdisjoint(units[i].tags)


def _is_verb(units: list[Unit], i: int, before: Chunk | None) -> bool:
    """Verb or noun (or adjective)? Decided by the neighbours."""
    tags = units[i].tags
    previous = units[i - 1].tags if i else NONE
    after = units[i + 1].tags if i + 1 < len(units) else NONE
    if "participle" in tags or "past" in tags:
        return not _modifies(units, i, previous, after)
    if "predicative" in tags and "adjective" not in tags:
        return bool(previous & {"person", "count", "pronoun", "be"}) and "det" not in previous
    if "adjective" in tags:
        return not ({"det", "adjective"} & previous) and not _opens_noun(after)
    if "ing" in tags and previous & {"det", "adjective"} and _opens_noun(after) and "relative" not in previous:
        return False
    if "ing" in tags:
        return _gerund(tags, previous, after)
    if not tags & {"noun", "person", "adjective"} or ("relative" in previous and "det" not in previous):
        return True
    if previous & {"det", "adjective", "count", "prep", "clitic", "conj", "age"} and "to" not in previous:
        return False
    if "pronoun" in previous:
        return True
    if "trigger" in tags and "third" in tags and "count" in after and (before is None or before.kind != "noun"):
        return before is not None
    if before is None:
        return False
    if "say" in tags and before.kind == "noun" and "plural" in before.tags and "person" in before.tags:
        return True
    return (
        before.kind == "noun" and bool(after & {"det", "count", "pronoun", "name"}) and "plural" not in tags - {"third"}
    )


def _modifies(units: list[Unit], i: int, previous: frozenset[str], after: frozenset[str]) -> bool:
    """Whether a participle stands inside a noun group ("two wounded soldiers", "the displaced")."""
    if previous & {"be", "have", "modal", "relative", "pronoun"} and "possessive" not in previous:
        return False
    if (
        "adjective" in units[i].tags
        and "verb" in previous
        and not previous & {"be", "have", "do"}
        and _opens_noun(after)
    ):
        return True
    if not previous & {"det", "adjective", "count", "predet", "age", "comma", "prep", "adverb"} and i:
        return False
    if "fate" in units[i].tags and "definite" in previous and "possessive" not in previous:
        return True
    if previous & {"comma", "prep"} or not i:
        return (
            _opens_noun(after)
            and "capital" not in after
            and "name" not in after
            and "person" in after
            and "trigger" not in units[i].tags
        )
    return _opens_noun(after)


def _opens_noun(tags: frozenset[str]) -> bool:
    return bool(tags & {"noun", "adjective", "age", "name"}) and not tags & {
        "det",
        "pronoun",
        "date",
        "fate",
        "adverb",
        "be",
    }


def _gerund(tags: frozenset[str], previous: frozenset[str], after: frozenset[str]) -> bool:
    """An -ing form is a noun behind an article or adjective, or before "of"; else a verb."""
    if "prep:of" in after and "noun" in tags:
        return False
    if (
        "trigger" in tags
        and after & {"count", "det", "pronoun", "person"}
        and not previous & {"clitic", "possessive", "adjective"}
    ):
        return True
    if previous & {"det", "adjective", "clitic", "name"} and not previous & {"pronoun"} and "noun" in tags:
        return False
    if "count" in previous and "person" in after:
        return False
    if "noun" in tags and "unknown" not in tags and previous & {"prep", "noun", "place", "count"}:
        return bool(after & {"det", "count", "pronoun", "name", "person"}) and "trigger" in tags
    return True


def _verbs(units: list[Unit], i: int) -> tuple[Chunk, int]:
    """A verb group: helpers, negation and adverbs up to its last verb."""
    first, flags, tags, head = i, set[str](), set[str](), units[i]
    helpers: frozenset[str] = NONE
    while i < len(units):
        if "be" in head.tags or "have" in head.tags:
            i = _over_date(units, i)
        unit = units[i]
        if not _continues(units, i, first, head, helpers):
            break
        tags |= unit.tags
        helpers |= head.tags if i > first else NONE
        if "neg" in unit.tags:
            flags.add("negated")
        if "modal" in unit.tags:
            flags.add("modal")
        if "to" in unit.tags:
            flags.add("infinitive")
        if unit.tags & {"verb", "fate", "predicative"}:
            head = unit
        i += 1
    flags |= _voice(units[first:i], head)
    last = i
    while last - 1 > first and "adverb" in units[last - 1].tags and units[last - 1] is not head:
        last -= 1
    return Chunk("verb", first, last, frozenset(tags), head, None, flags), i


def _over_date(units: list[Unit], i: int) -> int:
    """Right of a date that interrupts a verb group ("were on Monday killed"); i where none does."""
    k, dated = i, False
    while k < len(units) and k < i + 8 and not units[k].tags.isdisjoint(INTERRUPTING):
        dated = dated or not units[k].tags.isdisjoint({"date", "calendar"})
        k += 1
    return k if dated and k < len(units) and "participle" in units[k].tags else i


def _continues(units: list[Unit], i: int, first: int, head: Unit, helpers: frozenset[str]) -> bool:
    """Whether unit i still belongs to the verb group that ends in `head` so far."""
    tags = units[i].tags
    if i == first or ("neg" in tags and "det" not in tags):
        return True
    if "adverb" in tags and not tags & {"noun", "verb"}:
        return True
    helping = not head.tags.isdisjoint({"be", "have", "do", "modal", "to", "neg"}) or (
        head is units[first] and not head.tags & {"verb"}
    )
    if "to" in tags:
        return _base(units, i + 1) and bool(head.tags & {"say", "light", "be", "have", "fate"} or "verb" in head.tags)
    if "modal" in tags or "be" in tags or "have" in tags or "do" in tags:
        return helping or "to" in units[i - 1].tags
    if "verb" in tags or ("fate" in tags and "adjective" in tags) or "predicative" in tags:
        if "noun" in tags and "det" in units[i - 1].tags:
            return False
        if helping or "to" in units[i - 1].tags:
            return not (
                tags & {"noun", "adjective"} and not tags & {"participle", "ing", "base", "fate", "predicative", "past"}
            )
        return (
            bool(tags & {"fate", "predicative", "participle"})
            and bool(head.tags & {"say", "light", "found", "act"})
            and ("trigger" not in head.tags or bool(tags & {"fate", "participle"}))
            and not (i + 1 < len(units) and _opens_noun(units[i + 1].tags) and "adjective" in tags)
        )
    return False


def _voice(units: list[Unit], head: Unit) -> set[str]:
    """finite, passive, and the head's form."""
    flags: set[str] = set()
    before = [unit for unit in units if unit is not head and unit.first < head.first]
    helped = any("be" in unit.tags for unit in before)
    had = any("have" in unit.tags for unit in before)
    if "be" in head.tags:
        flags.add("be")
    if head.tags & {"participle", "fate", "predicative"} and helped:
        flags.add("passive")
    if head.tags & {"fate", "predicative"} and not head.tags & {"past"}:
        flags.add("passive")
    if "ing" in head.tags and not helped:
        flags.add("ing")
    if helped or had or any("modal" in unit.tags for unit in before) or any("do" in unit.tags for unit in before):
        flags.add("finite")
    if not before and head.tags & {"past", "third"}:
        flags |= {"finite"} if not head.tags & {"participle"} else {"bare"}
    if not before and head.tags & {"participle"}:
        flags.add("bare")
    if (
        len(before)
        and not flags & {"finite", "ing"}
        and "to" not in units[0].tags
        and head.tags & {"past", "participle"}
    ):
        flags.add("bare")
    return flags


def _nouns(units: list[Unit], i: int) -> tuple[Chunk | None, int]:
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
                    and not _opens_noun(units[i + 1].tags if i + 1 < len(units) else NONE)
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
        if "det" in tags and i + 1 < len(units) and (_opens_noun(units[i + 1].tags) or "count" in units[i + 1].tags):
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
    opens = i + 1 < len(units) and _opens_noun(units[i + 1].tags)
    return frozenset({"adjective"}) if opens and "participle" in units[i].tags else NONE


def _last_nominal(units: list[Unit], i: int) -> bool:
    return "person" in units[i].tags and not (i + 1 < len(units) and _opens_noun(units[i + 1].tags))


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
        return not _is_verb(units, i, Chunk("noun", first, i, head.tags) if head else None) and (
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
