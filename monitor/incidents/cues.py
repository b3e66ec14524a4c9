"""How a report relates to what was told before, by its own words: adds, corrects, retracts, tells of a separate attack.

The words are data (`seeds/ledger`); here they are only compiled and asked."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from monitor.incidents.voices import USUAL, Weights
from monitor.model import Report, TollKind

Cue = Literal[
    "corrects", "retracts", "later_deaths", "found_dead", "continues", "separate", "several", "plural", "owns_up",
    "recalls",
]  # fmt: skip
AROUND = 28
"""Code points on each side of a figure that may say that it comes on top."""
FIGURE = r"(?:\d[\d,.]*|[a-z]+(?:-[a-z]+)?)"
CACHED = 8_000
"""Sentences whose answers are kept, for each pattern."""
WORD = re.compile(r"[^\W\d_]{4,}")


class Words:
    """A pattern that remembers its answers: the same few sentences are asked about again with every report of their
    incident. (Keyed by the sentence alone, since a compiled pattern is slow to hash.)"""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.occur = lru_cache(CACHED)(lambda sentence: pattern.search(sentence) is not None)
        self.found = lru_cache(CACHED)(lambda sentence: frozenset(word.lower() for word in pattern.findall(sentence)))


@dataclass(frozen=True, slots=True)
class Cues:
    """What reports are judged by: the compiled words of one language, and how much each source's word weighs."""

    adds: tuple[str, ...]
    patterns: Mapping[Cue, Words]
    targets: Mapping[str, str]
    target_words: Words
    weapons: Mapping[str, Words]
    ordinals: Mapping[str, int]
    sites: Words
    stretches: tuple[tuple[Words, int], ...]
    weights: Weights = USUAL

    def days(self, report: Report) -> int:
        """How many days a total is told to cover, by its words; 0 where they do not say."""
        told = [days for words, days in self.stretches for quote in report.quotes if words.occur(quote.quote)]
        return max(told, default=0)

    def says(self, cue: Cue, report: Report) -> bool:
        """Whether a sentence that the report rests on says so."""
        return any(map(self.patterns[cue].occur, (quote.quote for quote in report.quotes)))

    def adds_to_toll(self, report: Report, kind: TollKind) -> bool:
        """Whether the figure is told as coming on top of a known one: "two more died", "a seventh man"."""
        if self.counts_to(report, kind) is not None:
            return True
        for evidence in report.event.evidence:
            if evidence.field != f"toll.{kind}":
                continue
            for quote in report.quotes:
                if quote.in_ == evidence.in_ and quote.start <= evidence.start < quote.end:
                    start, end = evidence.start - quote.start, evidence.end - quote.start
                    return _adds(self.adds, quote.quote, start, end)
        return False

    def counts_to(self, report: Report, kind: TollKind) -> int | None:
        """How many there are in all where the figure is told by its place in the row: "a seventh man"; else None."""
        told = report.event.toll.get(kind)
        if told is None or told.best != 1:
            return None
        words = told.text.casefold().split()[:2]
        return next((self.ordinals[word] for word in words if word in self.ordinals), None)

    def hit(self, report: Report) -> frozenset[str]:
        """What was hit, as classes of targets: market, mosque, school."""
        return frozenset(self.targets[word] for quote in report.quotes for word in self.target_words.found(quote.quote))

    def means(self, report: Report) -> frozenset[str]:
        """By what people were killed, as classes: bomb, guns, blade."""
        quotes = [quote.quote for quote in report.quotes]
        return frozenset(name for name, words in self.weapons.items() if any(words.occur(each) for each in quotes))

    def named_sites(self, report: Report) -> frozenset[str]:
        """The buildings, camps and streets that are named: "al-Ahli", "Crocus City"."""
        return frozenset(name for quote in report.quotes for name in self.sites.found(quote.quote))


def build_cues(data: Mapping[str, Any]) -> Cues:
    """Cues from a seed file's mapping of name -> patterns, and `targets` of class -> words."""
    names: tuple[Cue, ...] = (
        "corrects", "retracts", "later_deaths", "found_dead", "continues", "separate", "several", "plural", "owns_up",
        "recalls",
    )  # fmt: skip
    targets = {word: name for name, words in data["targets"].items() for word in words}
    return Cues(
        adds=tuple(data["adds"]),
        patterns={name: _any_of(data[name]) for name in names},
        targets=targets,
        stretches=tuple((_any_of([pattern]), days) for pattern, days in data["stretches"].items()),
        sites=Words(
            re.compile(rf"((?:(?:al|el|an)-)?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*) (?:{'|'.join(data['sites'])})\b")
        ),
        ordinals=data["ordinals"],
        weapons={name: _any_of(words) for name, words in data["means"].items()},
        target_words=Words(re.compile(rf"\b({'|'.join(sorted(targets, key=len, reverse=True))})\b", re.IGNORECASE)),
    )


def _any_of(patterns: Sequence[str]) -> Words:
    return Words(re.compile("|".join(f"(?:{each.replace('{n}', FIGURE)})" for each in patterns), re.IGNORECASE))


def content_words(report: Report) -> frozenset[str]:
    """The longer words of the sentences a report rests on, cut to six letters so that endings do not matter."""
    return frozenset().union(*(_stems(quote.quote) for quote in report.quotes))


@lru_cache(maxsize=CACHED)
def _adds(patterns: tuple[str, ...], sentence: str, start: int, end: int) -> bool:
    figure = re.escape(sentence[start:end])
    nearby = sentence[max(0, start - AROUND) : end + AROUND]
    inside = sentence[start : end + AROUND]
    return any(
        re.search(pattern.replace("{n}", figure), nearby, re.IGNORECASE)
        or re.match(pattern.replace("{n}", FIGURE), inside, re.IGNORECASE)
        for pattern in patterns
    )


@lru_cache(maxsize=CACHED)
def _stems(sentence: str) -> frozenset[str]:
    return frozenset(word.lower()[:6] for word in WORD.findall(sentence))
