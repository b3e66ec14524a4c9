"""Known sources and words for sources, from `seeds/actors/sources.yaml` and the language's `attribution` words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import msgspec

from monitor.extract.actors.index import slug
from monitor.extract.words.phrases import Phrases, Spelling, Starts, spelling
from monitor.model import AttributionKind


class AttributionWords(msgspec.Struct, frozen=True):
    """The `attribution` part of a language's lexicon; see the comments there."""

    nouns: dict[AttributionKind, tuple[str, ...]]
    voices: tuple[str, ...]
    carried: frozenset[AttributionKind]
    verbs: tuple[str, ...]
    turned: tuple[str, ...]
    listened: frozenset[str]
    cues: tuple[str, ...]
    links: frozenset[str]
    within: frozenset[str]
    joins: frozenset[str]
    articles: frozenset[str]
    relatives: frozenset[str]
    persons: frozenset[str]
    sites: frozenset[str]
    pronouns: frozenset[str]
    breaks: frozenset[str]


class Listed(msgspec.Struct, frozen=True):
    """A source known by name, and by what it is `described` as in articles that hold one of the words `where`."""

    name: str
    kind: AttributionKind
    id: str = ""
    aliases: tuple[str, ...] = ()
    described: tuple[str, ...] = ()
    where: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Name:
    """One way to write a known source."""

    id: str
    kind: AttributionKind
    spelling: Spelling
    where: frozenset[str] = frozenset()


class SourceIndex:
    """Names, nouns and cues, each ready for one look-up a word."""

    def __init__(self, sources: Iterable[Listed], words: AttributionWords) -> None:
        self.words = words
        listed = tuple(sources)
        self.names: Phrases[Name] = Phrases(row for source in listed for row in _names(source))
        self.described: Phrases[Name] = Phrases(row for source in listed for row in _described(source))
        self.nouns: Phrases[AttributionKind | None] = Phrases(_nouns(words))
        self.verbs: Phrases[bool] = Phrases((verb, True) for verb in words.verbs)
        self.turned: Phrases[bool] = Phrases((verb, True) for verb in words.turned)
        self.cues: Phrases[bool] = Phrases((cue, True) for cue in words.cues)
        self.starts = Starts(self.names, self.nouns)
        self.speaking = Starts(self.verbs, self.turned, self.cues)


def _names(source: Listed) -> Iterable[tuple[str, Name]]:
    for alias in (source.name, *source.aliases):
        yield alias, Name(source.id or slug(source.name), source.kind, spelling(alias))


def _described(source: Listed) -> Iterable[tuple[str, Name]]:
    for words in source.described:
        yield words, Name(source.id or slug(source.name), source.kind, spelling(words), source.where)


def _nouns(words: AttributionWords) -> Iterable[tuple[str, AttributionKind | None]]:
    for kind, nouns in words.nouns.items():
        yield from ((noun, kind) for noun in nouns)
    yield from ((voice, None) for voice in words.voices)


def build(sources: Iterable[dict[str, Any]], words: dict[str, Any]) -> SourceIndex:
    """An index from parsed YAML. Raises msgspec.ValidationError naming the field that is wrong."""
    return SourceIndex(msgspec.convert(list(sources), tuple[Listed, ...]), msgspec.convert(words, AttributionWords))
