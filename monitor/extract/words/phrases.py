"""Phrases of several words found by one look-up a token, whatever their hyphens and accents."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from monitor.extract.words.tokens import Document, Line, Sentence, tokenize

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
    words = document.norms[sentence.first : sentence.last]
    at = list(range(sentence.first, sentence.last))
    if not HYPHENS.isdisjoint(words):
        at = [i for i, word in zip(at, words, strict=True) if word not in HYPHENS]
        words = [word for word in words if word not in HYPHENS]
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
        rows: dict[tuple[str, ...], T] = {}
        for phrase, value in entries:
            rows.setdefault(keys(phrase), value)
        self.alone = {words[0]: value for words, value in rows.items() if len(words) == 1}
        """The entries of one word."""
        self.longer: dict[str, dict[str, list[tuple[list[str], T]]]] = defaultdict(lambda: defaultdict(list))
        """The others by their first and second words, the longest first: the words behind these, and the value."""
        for words, value in sorted(rows.items(), key=lambda row: -len(row[0])):
            if len(words) > 1:
                self.longer[words[0]][words[1]].append((list(words[2:]), value))
        self.starts = frozenset(self.alone) | frozenset(self.longer)
        """The words that an entry can begin with."""

    def longest(self, words: list[str], k: int) -> tuple[int, T] | None:
        """The longest entry that begins with word `k`, as (number of words, value)."""
        if k >= len(words) or words[k] not in self.starts:
            return None
        for rest, value in self._longer(words, k):
            if words[k + 2 : k + 2 + len(rest)] == rest:
                return len(rest) + 2, value
        return (1, self.alone[words[k]]) if words[k] in self.alone else None

    def every(self, words: list[str], k: int) -> list[tuple[int, T]]:
        """All entries that begin with word `k`, longest first."""
        if k >= len(words) or words[k] not in self.starts:
            return []
        rows = self._longer(words, k)
        found = [(len(rest) + 2, value) for rest, value in rows if words[k + 2 : k + 2 + len(rest)] == rest]
        return [*found, (1, self.alone[words[k]])] if words[k] in self.alone else found

    def _longer(self, words: list[str], k: int) -> Sequence[tuple[list[str], T]]:
        """The entries that begin with words `k` and `k + 1`."""
        if k + 1 >= len(words) or words[k] not in self.longer:
            return ()
        return self.longer[words[k]].get(words[k + 1], ())


class Starts:
    """Where the entries of several dictionaries can begin: one look-up tells it of nearly every word."""

    def __init__(self, *dictionaries: Phrases[Any], words: frozenset[str] = frozenset()) -> None:
        self.words = words.union(*(dictionary.starts for dictionary in dictionaries))
        """All words that an entry can begin with."""
        alone = words.union(*(dictionary.alone for dictionary in dictionaries))
        self._before: dict[str, set[str]] = {
            word: set().union(*(dictionary.longer.get(word, ()) for dictionary in dictionaries))
            for word in self.words - alone
        }
        """What must stand behind those that are no entry themselves ("the", "United")."""

    def of(self, words: list[str]) -> list[int]:
        """The words of a line with which an entry may begin."""
        starts, before = self.words, self._before
        return [
            k
            for k, word in enumerate(words)
            if word in starts and (word not in before or (k + 1 < len(words) and words[k + 1] in before[word]))
        ]
