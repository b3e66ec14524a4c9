"""Words and phrases of a lexicon, found by one look-up a token."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from monitor.extract.words.tokens import Token


@dataclass(frozen=True, slots=True)
class Word:
    """What the lexicon knows of a word form or phrase: its tags (all its readings together) and dictionary form."""

    tags: frozenset[str]
    lemma: str = ""


Row = tuple[tuple[str, ...], Word]
"""The lower-case words of an entry, and what is known of it."""
Ends = dict[tuple[str, ...], Word]
"""Phrases of one length by the words behind the first two."""
Table = dict[str, dict[str, dict[int, Ends]]]
"""Phrases by first and second word ("" for single words) and by length, longest first."""


def table(rows: Iterable[Row]) -> Table:
    """The table of these entries."""
    made: Table = {}
    for parts, word in sorted(rows, key=lambda row: -len(row[0])):
        lengths = made.setdefault(parts[0], {}).setdefault(parts[1] if len(parts) > 1 else "", {})
        lengths.setdefault(len(parts), {}).setdefault(parts[2:], word)
    return made


def words(table: Table, first: str) -> Iterator[Word]:
    """What is known of all phrases that begin with a word."""
    for lengths in table[first].values():
        for ends in lengths.values():
            yield from ends.values()


def spot(tokens: list[Token], i: int, end: int, table: Table) -> tuple[Word, int] | None:
    """The longest phrase of the table that stands at token i, and its length."""
    seconds = table.get(tokens[i].norm)
    if seconds is None:
        return None
    lengths = seconds.get(tokens[i + 1].norm) if i + 1 < end else None
    for n, ends in lengths.items() if lengths else ():
        word = ends.get(tuple([token.norm for token in tokens[i + 2 : i + n]])) if i + n <= end else None
        if word is not None:
            return word, n
    return (seconds[""][1][()], 1) if "" in seconds else None
