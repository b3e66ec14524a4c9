"""Noun groups: determiner, number, modifiers and head, with what is counted and how it is pointed at."""

from msgspec import Struct, field

from monitor.extract.grammar.chunk import NONE, Chunk
from monitor.extract.grammar.word_classes import is_verb, opens_noun
from monitor.extract.words.numbers import Quantity
from monitor.extract.words.units import Unit

NOMINAL = frozenset({"noun", "pronoun", "det", "predet", "count", "adjective", "name", "age", "measure"})
HEADS = frozenset({"noun", "pronoun", "name", "measure", "age"})
FLAGS = frozenset(
    {"whose", "definite", "indefinite", "possessive", "other", "zero", "predet", "pronoun", "age", "every", "same"}
)

OUTSIDE = frozenset({"pronoun", "predet", "date", "subset"})
LINKS = frozenset({"prep", "conj", "to", "relative"})
"""What goes on with no noun group."""
ALONE = frozenset({"other", "zero", "ordinal", "whole"})
"""What can name people by itself: "another", "none", "a third", "these"."""


class _Group(Struct, gc=False):
    """A noun group while it grows."""

    flags: set[str] = field(default_factory=set)
    modifiers: set[str] = field(default_factory=set)
    head: Unit | None = None
    quantity: Quantity | None = None
    size: Quantity | None = None
    """How many the group that it names are: "a five-member family"."""

    def counted(self, unit: Unit, after: frozenset[str]) -> bool:
        """Takes a number; False where it begins a group of its own ("Battalion 5" goes on, "Kano 12 men" does not)."""
        if self.head is None and (self.quantity is None or self.flags & {"other", "predet"}):
            self.quantity = self.quantity or unit.quantity
            return True
        return self.head is not None and bool(self.head.tags & {"label", "name", "capital"}) and not opens_noun(after)

    def owned(self) -> None:
        """What stands so far only owns what follows ("the governor's brother")."""
        self.flags |= {"definite", "possessed"}
        self.modifiers |= self.head.tags if self.head else NONE
        self.head, self.quantity, self.size = None, None, None

    def take(self, units: list[Unit], i: int) -> None:
        """Takes a determiner, modifier or head."""
        unit, tags = units[i], units[i].tags
        after = units[i + 1].tags if i + 1 < len(units) else NONE
        if not FLAGS.isdisjoint(tags):
            self.flags |= tags & FLAGS
        if "headed" in tags:
            self.size = unit.quantity
        if self.head:
            self.modifiers |= self.head.tags
        if "det" in tags and (opens_noun(after) or "count" in after):
            return
        if not HEADS.isdisjoint(tags) or (
            "adjective" in tags and "label-number" not in tags and _last_nominal(units, i)
        ):
            self.head = unit
        else:
            self.modifiers |= tags


def noun_group(units: list[Unit], i: int) -> tuple[Chunk | None, int]:
    """The noun group that begins at unit i, and where it ends."""
    first, group = i, _Group()
    while i < len(units) and (i == first or _nominal(units, i, first, group.head)):
        tags = units[i].tags
        if "count" in tags:
            if not group.counted(units[i], units[i + 1].tags if i + 1 < len(units) else NONE):
                break
        elif "clitic" in tags:
            group.owned()
        else:
            group.take(units, i)
        i += 1
    if "both" in units[first].tags and i < len(units) and "and" in units[i].tags:
        group.quantity = None  # "both men and women"
    if group.head and i < len(units) and "narrowing" in units[i].tags:
        group.flags.add("narrowed")  # "Banda alone"
        i += 1
    return _packed(group, first, i), max(i, first + 1)


def _packed(group: _Group, first: int, last: int) -> Chunk | None:
    """The finished chunk; None for a determiner alone."""
    head, quantity = group.head, group.quantity
    if quantity is None and head and {"group", "singular"} <= head.tags:
        quantity = group.size
    if head is None and quantity is None and not group.modifiers & ALONE:
        return None
    if head and "calendar" in head.tags and quantity is None:
        return Chunk("date", first, last, head.tags)
    if "ordinal" in group.modifiers and "indefinite" in group.flags:
        group.flags.add("other")
    tags = head.tags if head else frozenset({"bare"})
    return Chunk("noun", first, last, tags, head, quantity, group.flags, frozenset(group.modifiers))


def _participial(units: list[Unit], i: int) -> frozenset[str]:
    """A participle before a noun counts as an adjective ("the newly elected member")."""
    opens = i + 1 < len(units) and opens_noun(units[i + 1].tags)
    return frozenset({"adjective"}) if opens and "participle" in units[i].tags else NONE


def _last_nominal(units: list[Unit], i: int) -> bool:
    return "person" in units[i].tags and not (i + 1 < len(units) and opens_noun(units[i + 1].tags))


def _nominal(units: list[Unit], i: int, first: int, head: Unit | None) -> bool:
    """Whether unit i goes on with the noun group."""
    tags, previous = units[i].tags, units[i - 1].tags
    if not OUTSIDE.isdisjoint(tags) and "other" not in tags:
        return False
    if "det" in tags:
        return bool(previous & {"predet", "of"}) or ("other" in tags and "det" not in previous and head is None)
    if "clitic" in tags:
        return head is not None
    if "calendar" in tags and ("count" in previous or (head is not None and "calendar" not in previous)):
        return False
    if "pronoun" in previous and "det" not in previous:
        return False
    if "verb" in tags or ("fate" in tags and "adjective" in tags) or "predicative" in tags:
        acts = is_verb(units, i, Chunk("noun", first, i, head.tags) if head else None)
        return not acts and ("fate" not in tags or "noun" in tags)
    return _plain(units, i, head)


def _plain(units: list[Unit], i: int, head: Unit | None) -> bool:
    """The same of a unit that is no verb: no link goes on with a group; an adverb only before an adjective."""
    tags = units[i].tags
    if not LINKS.isdisjoint(tags) or ("sub" in tags and "adjective" not in tags):
        return False
    if "adverb" in tags and "adjective" not in tags and "noun" not in tags:
        return head is None and i + 1 < len(units) and "adjective" in units[i + 1].tags | _participial(units, i + 1)
    return not NOMINAL.isdisjoint(tags)
