"""Words and phrases of a lexicon, found by one look-up a token."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from monitor.extract.words.tokens import Token


@dataclass(frozen=True, slots=True)
class Word:
    """What the lexicon knows of a word form or phrase: its tags (all its readings together) and dictionary form."""

    tags: frozenset[str]
    lemma: str = ""


Row = tuple[tuple[str, ...], Word]
"""The lower-case words of an entry, and what is known of it."""
Table = dict[str, dict[str, tuple[Row, ...]]]
"""Phrases by first and second word ("" for single words), longest first."""


def table(rows: Iterable[Row]) -> Table:
    """The table of these entries."""
    made: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for parts, word in sorted(rows, key=lambda row: -len(row[0])):
        made[parts[0]][parts[1] if len(parts) > 1 else ""].append((parts, word))
    return {first: {second: tuple(found) for second, found in seconds.items()} for first, seconds in made.items()}


def spot(tokens: list[Token], i: int, end: int, table: Table) -> tuple[Word, int] | None:
    """The longest phrase of the table that stands at token i, and its length."""
    seconds = table.get(tokens[i].norm)
    if seconds is None:
        return None
    for parts, word in seconds.get(tokens[i + 1].norm, ()) if i + 1 < end else ():
        n = len(parts)
        if n == 2 or (i + n <= end and all(tokens[i + k].norm == parts[k] for k in range(2, n))):
            return word, n
    single = seconds.get("")
    return (single[0][1], 1) if single else None
