"""Verb groups: helpers, negation and adverbs up to the last verb, with voice, form and polarity."""

from monitor.extract.grammar.chunk import NONE, Chunk
from monitor.extract.grammar.word_classes import base_follows, opens_noun
from monitor.extract.words.units import Unit

INTERRUPTING = frozenset(
    {"date", "calendar", "comma", "prep", "label-number", "adverb", "measure", "definite", "adjective"}
)

HELPERS = frozenset({"be", "have", "do", "modal", "to", "neg"})
FINITE = frozenset({"be", "have", "do", "modal"})
"""Helpers of which one makes a group finite."""
TELLING = frozenset({"verb", "fate", "predicative"})
SUFFERED = frozenset({"participle", "fate", "predicative"})


def verb_group(units: list[Unit], i: int) -> tuple[Chunk, int]:
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
        if not TELLING.isdisjoint(unit.tags):
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
    if "adverb" in tags and "noun" not in tags and "verb" not in tags:
        return True
    helping = not HELPERS.isdisjoint(head.tags) or (head is units[first] and TELLING.isdisjoint(head.tags))
    if "to" in tags:
        return base_follows(units, i + 1) and bool(
            head.tags & {"say", "light", "be", "have", "fate"} or "verb" in head.tags
        )
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
            and not (i + 1 < len(units) and opens_noun(units[i + 1].tags) and "adjective" in tags)
        )
    return False


def _voice(units: list[Unit], head: Unit) -> set[str]:
    """finite, passive, and the head's form."""
    flags: set[str] = set()
    before = [unit for unit in units if unit is not head and unit.first < head.first]
    helpers = NONE.union(*(unit.tags for unit in before))
    helped = "be" in helpers
    if "be" in head.tags:
        flags.add("be")
    if helped and not SUFFERED.isdisjoint(head.tags):
        flags.add("passive")
    if ("fate" in head.tags or "predicative" in head.tags) and "past" not in head.tags:
        flags.add("passive")
    if "ing" in head.tags and not helped:
        flags.add("ing")
    if not FINITE.isdisjoint(helpers):
        flags.add("finite")
    if not before and "participle" in head.tags:
        flags.add("bare")
    elif not before and ("past" in head.tags or "third" in head.tags):
        flags.add("finite")
    if (
        len(before)
        and not flags & {"finite", "ing"}
        and "to" not in units[0].tags
        and ("past" in head.tags or "participle" in head.tags)
    ):
        flags.add("bare")
    return flags
