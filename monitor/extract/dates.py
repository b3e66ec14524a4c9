"""Dates: every expression of time in a document, as days counted from its publication.

The grammar (`monitor.extract.date_rules`) is tried only where a token can begin a date."""

from dataclasses import dataclass, field
from datetime import date

from monitor.extract import days
from monitor.extract.date_cues import DateCues, Words
from monitor.extract.date_rules import DateRules, Read
from monitor.extract.found import FoundDate
from monitor.extract.tokens import Document, Sentence
from monitor.model import Span

SAID = 5
"""Words between a verb of saying and the date that goes with it."""
OLD = 31
"""Days before publication from which what is dated is background."""


@dataclass(slots=True)
class DateFinder:
    """Finds the dates of a document. Built once per process; calls are pure."""

    cues: DateCues
    openers: Words = field(init=False)

    def __post_init__(self) -> None:
        cues = self.cues
        self.openers = (
            frozenset(cues.months) | frozenset(cues.weekdays) | frozenset(cues.days) | frozenset(cues.counts)
            | cues.last | cues.this | cues.next | cues.earlier | cues.less | cues.since | cues.between | cues.overnight
        )  # fmt: skip

    def __call__(self, document: Document, told: date) -> tuple[FoundDate, ...]:
        """Every date in the order of the text, seen from the day of publication."""
        found: list[FoundDate] = []
        for sentence in document.sentences:
            reader = DateRules(self.cues, document, sentence, told)
            i = sentence.first
            while i < sentence.last:
                token = document.tokens[i]
                read = reader.read(i) if token.kind == "number" or token.norm in self.openers else None
                if read is not None:
                    found.append(_found(document, sentence, i, read, told, self.cues.saying))
                i = read.last if read is not None else i + 1
        return tuple(found)


def _found(document: Document, sentence: Sentence, first: int, read: Read, told: date, saying: Words) -> FoundDate:
    quote = document.quote(sentence.in_, document.tokens[first].start, document.tokens[read.last - 1].end)
    span = Span(quote, read.days.start, read.days.end, read.days.precision)
    old = read.days.end < days.shifted(told, -OLD)
    return FoundDate(first, read.last, span, old, read.period, read.running, _said(document, sentence, first, saying))


def _said(document: Document, sentence: Sentence, first: int, saying: Words) -> bool:
    """Whether a verb of saying stands before the date, with nothing but words between."""
    for i in range(first - 1, max(sentence.first, first - SAID) - 1, -1):
        token = document.tokens[i]
        if token.kind != "word":
            return False
        if token.norm in saying:
            return True
    return False
