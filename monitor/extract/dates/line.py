"""One sentence as the rules of dates look at it, and what a rule makes of it."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from monitor.extract.dates import days
from monitor.extract.dates.cues import DateCues
from monitor.extract.dates.days import Days
from monitor.extract.words.tokens import Document, Sentence, Token


class Read(NamedTuple):
    """What a rule read: the token behind it, the days, and whether it is a stretch or a running count."""

    last: int
    days: Days
    period: bool = False
    running: bool = False
    over: bool = False
    """A season that is over, however short a time ago."""


@dataclass(slots=True)
class Line:
    """One sentence of a document told on a day, by its tokens."""

    cues: DateCues
    document: Document
    sentence: Sentence
    told: date
    day: date | None = None
    """The day told last, from which "the day before" counts."""
    here: bool = False
    """Whether it was told in this sentence."""

    def token(self, i: int) -> Token | None:
        """The token, None outside of the sentence."""
        return self.document.tokens[i] if self.sentence.first <= i < self.sentence.last else None

    def norm(self, i: int) -> str:
        """The token's lower-case form, empty outside of the sentence."""
        return self.document.norms[i] if self.sentence.first <= i < self.sentence.last else ""

    def number(self, i: int) -> int | None:
        """The value of a token of digits."""
        token = self.token(i)
        if token is None or token.kind != "number" or not token.text.isdecimal() or len(token.text) > 4:
            return None
        return int(token.text)

    def count(self, i: int) -> int | None:
        """A number in digits or words."""
        value = self.number(i)
        return value if value is not None else self.cues.counts.get(self.norm(i))

    def _day(self, shift: int) -> Days:
        day = days.shifted(self.told, shift)
        return Days(day, day)

    def _parts(self, read: Read) -> Read:
        """Swallow the part of the day behind a date: "Saturday night"."""
        last = read.last
        while self.norm(last) in self.cues.parts:
            last += 1
        return read._replace(last=last)

    def _month_at(self, i: int) -> int | None:
        token = self.token(i)
        return self.cues.months.get(token.norm) if token is not None and token.text[0].isupper() else None
