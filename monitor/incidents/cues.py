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
CACHED = 20_000
"""Sentences whose answers are kept: the same few are asked about again with every report of their incident."""
WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True, slots=True)
class Cues:
    """What reports are judged by: the compiled words of one language, and how much each source's word weighs."""

    adds: tuple[str, ...]
    patterns: Mapping[Cue, re.Pattern[str]]
    targets: Mapping[str, str]
    target_words: re.Pattern[str]
    sites: re.Pattern[str]
    stretches: tuple[tuple[re.Pattern[str], int], ...]
    weights: Weights = USUAL

    def days(self, report: Report) -> int:
        """How many days a total is told to cover, by its words; 0 where they do not say."""
        told = [days for pattern, days in self.stretches for quote in report.quotes if _occurs(pattern, quote.quote)]
        return max(told, default=0)

    def says(self, cue: Cue, report: Report) -> bool:
        """Whether a sentence that the report rests on says so."""
        return any(_occurs(self.patterns[cue], quote.quote) for quote in report.quotes)

    def adds_to_toll(self, report: Report, kind: TollKind) -> bool:
        """Whether the figure is told as coming on top of a known one: "two more died", "another five"."""
        for evidence in report.event.evidence:
            if evidence.field != f"toll.{kind}":
                continue
            for quote in report.quotes:
                if quote.in_ == evidence.in_ and quote.start <= evidence.start < quote.end:
                    start, end = evidence.start - quote.start, evidence.end - quote.start
                    return _adds(self.adds, quote.quote, start, end)
        return False

    def hit(self, report: Report) -> frozenset[str]:
        """What was hit, as classes of targets: market, mosque, school."""
        words = (word for quote in report.quotes for word in _all(self.target_words, quote.quote))
        return frozenset(self.targets[word.lower()] for word in words)

    def named_sites(self, report: Report) -> frozenset[str]:
        """The buildings, camps and streets that are named: "al-Ahli", "Crocus City"."""
        return frozenset(name.lower() for quote in report.quotes for name in _all(self.sites, quote.quote))


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
        sites=re.compile(rf"((?:(?:al|el|an)-)?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*) (?:{'|'.join(data['sites'])})\b"),
        target_words=re.compile(rf"\b({'|'.join(sorted(targets, key=len, reverse=True))})\b", re.IGNORECASE),
    )


def _any_of(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{each.replace('{n}', FIGURE)})" for each in patterns), re.IGNORECASE)


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
def _occurs(pattern: re.Pattern[str], sentence: str) -> bool:
    return pattern.search(sentence) is not None


@lru_cache(maxsize=CACHED)
def _all(pattern: re.Pattern[str], sentence: str) -> tuple[str, ...]:
    return tuple(pattern.findall(sentence))


@lru_cache(maxsize=CACHED)
def _stems(sentence: str) -> frozenset[str]:
    return frozenset(word.lower()[:6] for word in WORD.findall(sentence))
