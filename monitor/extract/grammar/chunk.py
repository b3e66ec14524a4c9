"""The chunk: what noun groups, verb groups and the words between them are packed into."""

from typing import Literal

import msgspec

from monitor.extract.words.numbers import Quantity
from monitor.extract.words.units import Unit

ChunkKind = Literal[
    "noun", "verb", "prep", "comma", "conj", "relative", "sub", "subset",
    "stop", "open", "close", "dash", "date", "to", "but",
]  # fmt: skip
NONE: frozenset[str] = frozenset()


class Chunk(msgspec.Struct, gc=False):
    """A run of units, first to last (exclusive). `tags` are the head's for nouns, all units' for verbs.

    Nouns: `quantity` the count, `zero` for "no", `definite`, `possessive`, `other` ("two others"), `names` units.
    Verbs: `passive`, `finite`, `form` of the last verb, `negated`, `modal`, `infinitive`."""

    kind: ChunkKind
    first: int
    last: int
    tags: frozenset[str] = NONE
    head: Unit | None = None
    quantity: Quantity | None = None
    flags: set[str] = msgspec.field(default_factory=set)
    modifiers: frozenset[str] = NONE

    def has(self, flag: str) -> bool:
        """Whether the flag was set while the chunk was built."""
        return flag in self.flags
