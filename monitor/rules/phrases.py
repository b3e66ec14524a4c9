"""Finding phrases in a text of any language, in time linear in the text."""

import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

LONGEST_SENTENCE = 600
"""Characters. Of a longer sentence the part around the words is quoted."""
MOST_MARKS = 30
"""Accents on one letter; a text with more of them on one is no text."""
Span = tuple[int, int]

_ALIKE = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "\xa0": " ", "\u202f": " "})
_UNSPACED = (
    "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Thai, Lao, Tibetan, Burmese, Khmer, Japanese and Chinese: nothing parts one word from the next."""
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_END = re.compile(r"[.!?…]+[\"'”’»)\]]*\s|[。！？।॥؟]+|\n")


class Phrases:
    """Phrases to look for, as they were written; a star at the end of one stands for any ending."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._sought = {phrase: (_words(phrase)[0].rstrip("*"), re.compile(_pattern(phrase))) for phrase in phrases}

    def find(self, text: str) -> dict[str, Span]:
        """Where each phrase that is there stands first: code point offsets into the text."""
        folded, starts = fold(text)
        found: dict[str, Span] = {}
        for phrase, (first, pattern) in self._sought.items():
            if first in folded and (match := pattern.search(folded)):
                found[phrase] = starts[match.start()], starts[match.end()]
        return found


def is_empty(phrase: str) -> bool:
    """Whether a phrase has nothing in it to look for."""
    return not any(letter.isalnum() for letter in phrase)


def _words(phrase: str) -> list[str]:
    return fold(phrase)[0].split()


def _pattern(phrase: str) -> str:
    """A phrase as it stands between the boundaries of words, with any white space between its own."""
    words = _words(phrase)
    letter = rf"[^\W{_UNSPACED}]|[{_marks()}]"
    stem = words[-1].endswith("*")
    words[-1] = words[-1].rstrip("*")
    inside = r"\s+".join(map(re.escape, words))
    before = f"(?<!{letter})" if _bounded(words[0][:1]) else ""
    after = f"(?:{letter})*" if stem else f"(?!{letter})" if _bounded(words[-1][-1:]) else ""
    return before + inside + after


def _bounded(letter: str) -> bool:
    """Whether a word that begins or ends with this letter begins or ends between others."""
    return (letter.isalnum() or unicodedata.category(letter)[0] == "M") and not _IS_UNSPACED.match(letter)


@cache
def _marks() -> str:
    """All accents and vowel signs, as what stands in a pattern's brackets: they belong to the letter before them."""
    codes = [code for code in range(0x300, sys.maxunicode + 1) if unicodedata.category(chr(code))[0] == "M"]
    runs: list[list[int]] = []
    for code in codes:
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in runs)


@cache
def _has_marks() -> re.Pattern[str]:
    return re.compile(f"[{_marks()}]")


@lru_cache(16)
def fold(text: str) -> tuple[str, range | list[int]]:
    """The text as it is compared, and for each of its letters (and its end) the offset in the text as it is."""
    alike = text.translate(_ALIKE)
    folded = alike.casefold()
    if len(folded) == len(text) and not _has_marks().search(folded):
        return folded, range(len(text) + 1)
    pieces: list[str] = []
    starts: list[int] = []
    for start, cluster in _clusters(alike):
        piece = unicodedata.normalize("NFC", unicodedata.normalize("NFC", cluster).casefold())
        pieces.append(piece)
        starts += [start] * len(piece)
    return "".join(pieces), [*starts, len(text)]


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Letters with the accents behind them, each with its offset."""
    begin = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or at - begin > MOST_MARKS or not unicodedata.combining(text[at]):
            yield begin, text[begin:at]
            begin = at


def sentence_around(text: str, start: int, end: int) -> Span:
    """The sentence that the words stand in, without white space at its ends."""
    floor, ceiling = max(0, start - LONGEST_SENTENCE // 2), min(len(text), end + LONGEST_SENTENCE // 2)
    begins = [match.end() for match in _END.finditer(text, floor, start)]
    ends = _END.search(text, max(start, end - 1), ceiling)
    first, last = begins[-1] if begins else floor, ends.end() if ends else ceiling
    sentence = text[first:last]
    return first + len(sentence) - len(sentence.lstrip()), first + len(sentence.rstrip())
