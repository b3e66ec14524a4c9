"""How a report relates to what was told before, by its own words: adds, corrects, retracts, tells of a separate attack.

The words are data (`seeds/ledger`); here they are only compiled and asked."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, TypeVar, get_args

from monitor.incidents.voices import USUAL, Weights
from monitor.model import Report, TollKind

Cue = Literal[
    "corrects", "retracts", "later_deaths", "found_dead", "freed", "continues", "separate", "several", "plural",
    "owns_up", "recalls", "aftermath", "were_hurt", "were_missing", "spell", "throughout", "violent",
]  # fmt: skip
AROUND = 28
"""Code points on each side of a figure that may say that it comes on top."""
FIGURE = r"(?:\d[\d,.]*|[a-z]+(?:-[a-z]+)?)"
WAY = 16
"""Code points before a name that may say that it is one end of a way."""
CACHED = 8_000
"""Sentences whose answers are kept, of each kind."""
WORD = re.compile(r"[^\W\d_]{4,}")

Class = TypeVar("Class")
Hearer = Callable[[str], frozenset[Class]]
"""What a sentence says, by its words. It remembers its answers: the same few sentences are asked about again with every
report of their incident."""


@dataclass(frozen=True, slots=True, eq=False)
class Cues:
    """What reports are judged by: the compiled words of one language, and how much each source's word weighs. Each
    configuration has its own, and they are not compared."""

    adds: tuple[str, ...]
    ordinals: Mapping[str, int]
    rank: re.Pattern[str]
    relations: Hearer[Cue]
    targets: Hearer[str]
    weapons: Hearer[str]
    sites: Hearer[str]
    spots: Hearer[str]
    stretches: Hearer[int]
    lists: Mapping[str, re.Pattern[str]]
    weights: Weights = USUAL

    def days(self, report: Report) -> int:
        """How many days a total is told to cover, by its words; 0 where they do not say."""
        return max(_heard(self.stretches, report), default=0)

    def says(self, cue: Cue, report: Report) -> bool:
        """Whether a sentence that the report rests on says so."""
        return cue in _heard(self.relations, report)

    def says_any(self, cues: frozenset[Cue], report: Report) -> bool:
        """Whether a sentence that the report rests on says one of these."""
        return not cues.isdisjoint(_heard(self.relations, report))

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
        rank = next((self.ordinals[word] for word in words if word in self.ordinals), None)
        return rank or next(filter(None, map(self._rank, (report.article.title, *_said(report)))), None)

    def _rank(self, said: str) -> int | None:
        """Whose death it was in the row, by a sentence that numbers it: "the twelfth victim", "the 35th victim"."""
        found = self.rank.search(said)
        if found is None:
            return None
        place = found.group(1)
        return int(place) if place.isdecimal() else self.ordinals.get(place.casefold())

    def joins(self, between: str) -> bool:
        """Whether the words between two names make them items of one list."""
        return bool(self.lists["comma"].fullmatch(between) or self.lists["last"].fullmatch(between))

    def goes_on(self, between: str) -> bool:
        """Whether such words are followed by a last item yet."""
        return bool(self.lists["comma"].fullmatch(between))

    def links(self, text: str, start: int) -> bool:
        """Whether the words before the name at `start` tell of a way from it to another one, and of no list."""
        return bool(self.lists["ways"].search(text[max(0, start - WAY) : start]))

    def hit(self, report: Report) -> frozenset[str]:
        """What was hit, as classes of targets: market, mosque, school."""
        return _heard(self.targets, report)

    def means(self, report: Report) -> frozenset[str]:
        """By what people were killed, as classes: bomb, guns, blade."""
        return _heard(self.weapons, report)

    def named_sites(self, report: Report) -> frozenset[str]:
        """The buildings, camps and streets that are named: "al-Ahli", "Crocus City"."""
        return _heard(self.sites, report)

    def named_spots(self, report: Report) -> frozenset[str]:
        """The spots that a report says something of, whatever places they were taken for: "tempe", "kete krachi"."""
        return _heard(self.spots, report) | self.spots(report.article.title)


def build_cues(data: Mapping[str, Any], countries: Iterable[str] = ()) -> Cues:
    """Cues from a seed file's mapping of name -> patterns, and `targets` of class -> words. `countries` are names that
    say too little of where something happened."""
    names: tuple[Cue, ...] = get_args(Cue)
    targets = {word: name for name, words in data["targets"].items() for word in words}
    target = re.compile(rf"\b({'|'.join(sorted(targets, key=len, reverse=True))})\b", re.IGNORECASE)
    site = re.compile(rf"((?:(?:al|el|an)-)?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*) (?:{'|'.join(data['sites'])})\b")
    return Cues(
        adds=tuple(data["adds"]),
        ordinals=data["ordinals"],
        rank=re.compile(data["rank"], re.IGNORECASE),
        relations=_hearer({name: data[name] for name in names}),
        targets=lru_cache(CACHED)(lambda said: frozenset(targets[word.lower()] for word in target.findall(said))),
        weapons=_hearer(data["means"]),
        sites=lru_cache(CACHED)(lambda said: frozenset(name.lower() for name in site.findall(said))),
        spots=_spotter(data["spots"], countries),
        stretches=_hearer(_by_days(data["stretches"])),
        lists={name: re.compile(pattern, re.IGNORECASE) for name, pattern in data["lists"].items()},
    )


def _spotter(data: Mapping[str, Any], countries: Iterable[str]) -> Hearer[str]:
    """The names in a sentence that stand where a spot's does."""
    never = {*data["never"], *(name.lower() for name in countries)}
    name = r"((?:(?:al|el|an)-)?[A-Z][\w-]++(?: [A-Z][\w-]++)*+)"
    spot = re.compile(rf"\b(?:{data['before']}) {name}(?! (?:{data['regions']})\b)")
    return lru_cache(CACHED)(lambda said: frozenset({found.lower() for found in spot.findall(said)} - never))


def _by_days(stretches: Mapping[str, int]) -> dict[int, list[str]]:
    return {days: [each for each in stretches if stretches[each] == days] for days in stretches.values()}


def _hearer(data: Mapping[Class, Sequence[str]]) -> Hearer[Class]:
    """Which classes of patterns occur in a sentence. It is searched in small letters, as the patterns are written: to
    have each pattern look past capitals takes more than twice as long."""
    patterns = [(name, _any_of(each)) for name, each in data.items()]

    @lru_cache(CACHED)
    def heard(said: str) -> frozenset[Class]:
        small = said.lower()
        return frozenset(name for name, pattern in patterns if pattern.search(small))

    return heard


def _heard(hearer: Hearer[Class], report: Report) -> frozenset[Class]:
    """What the sentences say that a report rests on."""
    if len(report.quotes) == 1:
        return hearer(report.quotes[0].quote)
    return frozenset().union(*(hearer(quote.quote) for quote in report.quotes))


def _said(report: Report) -> list[str]:
    return [quote.quote for quote in report.quotes]


def _any_of(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{each.replace('{n}', FIGURE)})" for each in patterns))


def content_words(report: Report) -> frozenset[str]:
    """The longer words of the sentences a report rests on, cut to six letters so that endings do not matter."""
    return _heard(_stems, report)


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
