"""Dates: every expression of time in a document, as days counted from its publication.

The grammar (`monitor.extract.dates.rules`) is tried only where a token can begin a date."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from monitor.extract.dates.cues import DateCues, Words
from monitor.extract.dates.line import Read
from monitor.extract.dates.rules import DASHES, DateRules, heads_item
from monitor.extract.found import UNDATED, FoundDate
from monitor.extract.words.tokens import Document, Sentence, Token
from monitor.model import Span

SAID = 5
"""Words between a verb of saying and the date that goes with it."""
PAST = 7
"""Days before publication from which what "had" happened is background."""
BEFORE = 60
"""Tokens back from a sentence to the day from which it counts."""
YEAR = 364
"""Days from the first to the last of a year."""
OVER = 3
"""Days before publication from which a stretch is over for good."""
OLD = 31
"""Days before publication from which what is dated is background."""


@dataclass(slots=True)
class DateFinder:
    """Finds the dates of a document. Built once per process; calls are pure."""

    cues: DateCues
    openers: Words = field(init=False)
    known: Words = field(init=False)
    """Openers and the words for numbers."""
    counted: Words = field(init=False)
    """One of these stands behind a count that goes back from a day: "a [week] ago", "a [few] days before"."""

    numbered: Words = field(init=False)
    """One of these stands behind digits that are part of a date, but for a year ("in 2014")."""

    def __post_init__(self) -> None:
        cues = self.cues
        self.openers = (
            frozenset(cues.months) | frozenset(cues.weekdays) | frozenset(cues.days) | frozenset(cues.feast_openers)
            | cues.last | cues.this | cues.next | cues.opening | cues.earlier
            | cues.less | cues.since | cues.between | cues.overnight
        )  # fmt: skip
        self.known = self.openers | frozenset(cues.counts)
        self.counted = frozenset(cues.units) | frozenset(cues.counts) | cues.of
        self.numbered = (
            self.counted | frozenset(cues.months) | cues.suffixes | cues.until | cues.articles | cues.centuries
            | DASHES | {"/"}
        )  # fmt: skip

    def __call__(self, document: Document, told: date) -> tuple[FoundDate, ...]:
        """Every date in the order of the text, seen from the day of publication."""
        found: list[FoundDate] = []
        for sentence in document.sentences:
            found += self._of_sentence(document, sentence, told, found[-1:])
        return tuple(found)

    def _of_sentence(
        self, document: Document, sentence: Sentence, told: date, before: list[FoundDate]
    ) -> Iterator[FoundDate]:
        """The dates of one sentence; those that count from another day ("the day before") from the one told last, here
        or in the sentence before."""
        openings = self._openings(document.words(sentence))
        if not openings:
            return
        reader = DateRules(self.cues, document, sentence, told)
        reader.day = next((_day(last) for last in before if last.first >= sentence.first - BEFORE), None)
        behind = sentence.first
        for i in openings:
            read = reader.read(i) if i >= behind else None
            if read is not None:
                one = _found(document, sentence, i, read, told, self.cues)
                reader.day, reader.here = _day(one) or reader.day, True
                behind = read.last
                yield one

    def _openings(self, words: list[Token]) -> list[int]:
        """The tokens of a sentence with which a date can begin: all but a few are passed over by one look-up each."""
        known, openers = self.known, self.openers
        near = [k for k, token in enumerate(words) if token.norm in known or token.kind == "number"]
        return [words[k].i for k in near if words[k].norm in openers or self._counts(words, k)]

    def _counts(self, words: list[Token], k: int) -> bool:
        """Whether a number may be part of a date, by the words beside it."""
        behind = words[k + 1].norm if k + 1 < len(words) else ""
        if words[k].kind != "number":
            return behind in self.counted
        return behind in self.numbered or heads_item(words, k) or (k > 0 and words[k - 1].norm in self.cues.year_cues)


def _day(found: FoundDate) -> date | None:
    """The day from which "the day before" counts."""
    return found.span.end if found.span.time_precision == 1 and not found.old else None


def _found(document: Document, sentence: Sentence, first: int, read: Read, told: date, cues: DateCues) -> FoundDate:
    quote = document.quote(sentence.in_, document.tokens[first].start, document.tokens[read.last - 1].end)
    span = Span(quote, read.days.start, read.days.end, read.days.precision)
    age = (told - read.days.end).days
    old, past, over = age > OLD, age > PAST, age > OVER
    old = (old and told != UNDATED) or _another_year(read, told) or (read.over and told != UNDATED)
    owns = _owns(document, read.last)
    after = not owns and _beside(document, sentence, first, read.last, cues.aftermath)
    said = not owns and not after and _said(document, sentence, first, read.last, cues)
    return FoundDate(first, read.last, span, old, past, read.period, read.running, said, over, after)


def _another_year(read: Read, told: date) -> bool:
    """Whether a whole year that is over is told; of an undated article any year that is told without a day."""
    if told == UNDATED:
        return read.days.precision == 3 and read.days.end.year != told.year
    return (read.days.end - read.days.start).days >= YEAR and read.days.end.year < told.year


def _owns(document: Document, last: int) -> bool:
    """Whether the date is an attribute of what follows: "Sunday's strike"."""
    return last < len(document.tokens) and document.tokens[last].kind == "clitic"


def _said(document: Document, sentence: Sentence, first: int, last: int, cues: DateCues) -> bool:
    """Whether a verb of saying stands beside the date, or before it a word that tells until when something had come
    about ("by Sunday")."""
    by = first > sentence.first and document.tokens[first - 1].norm in cues.by
    return by or _beside(document, sentence, first, last, cues.saying)


def _beside(document: Document, sentence: Sentence, first: int, last: int, verbs: Words) -> bool:
    """Whether one of the verbs stands before the date with nothing but words between, or right behind it ("police on
    Monday said")."""
    if last < sentence.last and document.tokens[last].norm in verbs:
        return True
    for i in range(first - 1, max(sentence.first, first - SAID) - 1, -1):
        token = document.tokens[i]
        if token.kind != "word" or token.norm in verbs:
            return token.norm in verbs
    return False
