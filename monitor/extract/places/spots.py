"""A name that may be a place, as spotting leaves it for nesting and resolving."""

from collections.abc import Sequence

from msgspec import Struct

from monitor.extract.places.gazetteer import Candidate

POSSIBLE, CLEAR, NAMED = 1, 2, 3
"""How strongly the words before and after say that this is a place: a preposition, "in", "the town of"."""
SHORTEST = 4
"""Letters in a name that may be some small place: shorter ones are acronyms."""


class Spot(Struct, gc=False):
    """A name that may be a place, tokens `first` to `last` (exclusive) of sentence number `sentence`."""

    first: int
    last: int
    sentence: int
    key: str
    candidates: Sequence[Candidate]
    cue: int = 0
    known: bool = False
    """Big enough to need no cue."""
    great: bool = False
    """Big enough to be meant wherever the article is at home."""
    demonym: bool = False
    """A people, not a place: it only tells the country."""
    organisation: bool = False
    """Part of an organisation's name: a place, but not where things happen."""
    attribute: bool = False
    """Only tells where something is from ("the Britain-based group"): no sign that the article is at home there."""
    qualified: bool = False
    """What follows says where it lies."""
    needs: int = 0
    """The cue without which an English word or a surname is no place in this article, unless it is qualified."""
    weak: bool = False
    """Before other capitalised words: a place only if it is one elsewhere in the article."""
    loose: bool = False
    """Matched in spelling only roughly: a place only in a country that the article is about."""
