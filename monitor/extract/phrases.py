"""Phrases of several words found by one look-up a token, whatever their hyphens and accents."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from monitor.extract.tokens import Document, Line, Sentence, tokenize

T = TypeVar("T")
HYPHENS = frozenset("-‐‑–")


def fold(norm: str) -> str:
    """A lower-case word without its accents."""
    if norm.isascii():
        return norm
    return "".join(char for char in unicodedata.normalize("NFKD", norm) if not unicodedata.combining(char))


def keys(phrase: str) -> tuple[str, ...]:
    """The words of a phrase as they are compared: folded, hyphens left out."""
    return tuple(fold(token.norm) for token in tokenize(phrase) if token.text not in HYPHENS)


def lines(document: Document) -> list[Line]:
    """The sentences of a document, ready for look-ups; made once."""
    if not document.lines:
        document.lines.extend(line(document, sentence) for sentence in document.sentences)
    return document.lines


def line(document: Document, sentence: Sentence) -> Line:
    """One sentence, ready for look-ups."""
    tokens = document.tokens
    at = [i for i in range(sentence.first, sentence.last) if tokens[i].text not in HYPHENS]
    words = [tokens[i].norm for i in at]
    if not "".join(words).isascii():
        words = [fold(word) for word in words]
    at.append(sentence.last)
    return Line(words, at)


@dataclass(frozen=True, slots=True)
class Spelling:
    """What letters a name needs in a text that has both cases. `proper`: a capital; `acronym`: nothing but capitals;
    `ambiguous`: it does not count where all around it is in capitals too."""

    proper: bool
    acronym: bool = False
    ambiguous: bool = False

    def fits(self, document: Document, line: Line, k: int, length: int) -> bool:
        """Whether words [k, k + length) of a line are written as such a name is."""
        if document.capitals:
            return not self.ambiguous
        texts = [document.tokens[i].text for i in line.at[k : k + length]]
        if self.acronym:
            return "".join(texts).isupper() and not (self.ambiguous and _shouted(document, line, k, k + length))
        return not self.proper or any(text[0].isupper() for text in texts)


def spelling(name: str, *, ambiguous: bool = False) -> Spelling:
    """How a name must be written to be one."""
    return Spelling(name != name.lower(), name == name.upper() and any(map(str.isalpha, name)), ambiguous)


def _shouted(document: Document, line: Line, k: int, end: int) -> bool:
    """Whether the words on both sides are in capitals too."""
    near = [document.tokens[line.at[j]].text for j in (k - 1, end) if 0 <= j < len(line.words)]
    words = [text for text in near if len(text) > 1]
    return bool(words) and all(map(str.isupper, words))


class Phrases(Generic[T]):
    """A dictionary whose entries may have several words; the longest one that fits is found first."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        table: dict[str, dict[tuple[str, ...], T]] = defaultdict(dict)
        for phrase, value in entries:
            words = keys(phrase)
            if words:
                table[words[0]].setdefault(words, value)
        self._table: dict[str, tuple[tuple[int, tuple[str, ...], T], ...]] = {
            first: tuple(sorted(((len(row), row, value) for row, value in rows.items()), key=lambda row: -row[0]))
            for first, rows in table.items()
        }
        self.starts = frozenset(self._table)
        """The words that an entry can begin with."""

    def longest(self, words: Sequence[str], k: int) -> tuple[int, T] | None:
        """The longest entry that begins with word `k`, as (number of words, value)."""
        rows = self._table.get(words[k]) if k < len(words) else None
        if rows:
            for length, entry, value in rows:
                if length == 1 or tuple(words[k : k + length]) == entry:
                    return length, value
        return None

    def every(self, words: Sequence[str], k: int) -> list[tuple[int, T]]:
        """All entries that begin with word `k`, longest first."""
        rows = self._table.get(words[k], ()) if k < len(words) else ()
        return [(length, value) for length, entry, value in rows if tuple(words[k : k + length]) == entry]
