"""All that is known of actors before any article is read: names, states and the words for those who fight and flee.

Built from plain data (`seeds/actors` and the `actors` part of a language's lexicon); holds no word of its own."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

import msgspec

from monitor.extract.words.phrases import Phrases, Spelling, Starts, spelling
from monitor.model import Actor, ActorKind

Force = Literal["", "military", "police", "security", "government"]
FORCES: dict[Force, str] = {
    "military": "Military Forces of {}",
    "police": "Police Forces of {}",
    "security": "Security Forces of {}",
    "government": "Government of {}",
}
"""What the forces of a state are called, as conflict coders name them."""
SHORTEST = 3
"""Letters of a group's name that tells of a country."""


class Noun(msgspec.Struct, frozen=True):
    """A class of words for somebody. `force`: which force of a state, once the state is known; `refers`: the kinds of
    named actors that the word may stand for after a determiner; `bare`: for the article's only one even without;
    `pronoun`: it is nobody unless it stands for a named actor; `owned`: only after "its"; `home`: those of the country
    that the article is about, whatever other forces it names."""

    kind: ActorKind
    words: tuple[str, ...]
    force: Force = ""
    refers: frozenset[ActorKind] = frozenset()
    bare: bool = False
    pronoun: bool = False
    owned: bool = False
    home: bool = False


class ActorWords(msgspec.Struct, frozen=True):
    """The `actors` part of a language's lexicon; see the comments there."""

    nouns: tuple[Noun, ...]
    modifiers: frozenset[str]
    peoples: frozenset[str]
    determiners: frozenset[str]
    linkers: tuple[str, ...]
    sponsored: frozenset[str]
    offshoots: frozenset[str]
    linking: frozenset[str]
    branches: frozenset[str]
    owners: frozenset[str]
    leanings: frozenset[str]
    possessives: frozenset[str]
    conjunctions: frozenset[str]
    orders: dict[ActorKind, frozenset[str]]
    deeds: frozenset[str]
    forces: frozenset[str]


class Listed(msgspec.Struct, frozen=True):
    """A named actor of `seeds/actors`. `seat`: the region where it fights, if it is at home in one; `of`: the movement
    of which it is a branch."""

    name: str
    kind: ActorKind
    id: str = ""
    countries: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    seat: str = ""
    of: str = ""


class Country(msgspec.Struct, frozen=True):
    """A state of `seeds/actors/countries.yaml`. `abroad`: the countries in which its forces fight."""

    code: str
    name: str
    adjectives: tuple[str, ...]
    capitals: tuple[str, ...]
    people: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    abroad: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alias:
    """One way to write a named actor; `others` of other countries are written so too."""

    actor: Listed
    spelling: Spelling
    others: tuple[Listed, ...] = ()


@dataclass(frozen=True, slots=True)
class Nation:
    """One way to write a state: its name, its adjective or its capital."""

    code: str
    spelling: Spelling
    adjective: bool
    capital: bool = False


@lru_cache(maxsize=4096)
def slug(name: str) -> str:
    """The kebab-case id of a name."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower().replace("'", "")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


class ActorIndex:
    """Names, states and nouns, each ready for one look-up a word."""

    def __init__(self, actors: Iterable[Listed], countries: Iterable[Country], words: ActorWords) -> None:
        self.countries = {country.code: country for country in countries}
        actors = tuple(actors)
        self.seats = {actor.id or slug(actor.name): actor for actor in actors if actor.seat}
        self.groups = dict(_groups(actors))
        """Each armed group of one country that one word names, with that country."""
        self.branches: dict[str, tuple[Listed, ...]] = {}
        """The branches of each movement that has any, by its name."""
        for actor in actors:
            if actor.of:
                self.branches[actor.of] = (*self.branches.get(actor.of, ()), actor)
        self.words = words
        self.names: Phrases[Alias] = Phrases(_shared(row for actor in actors for row in _aliases(actor)))
        self.nations: Phrases[Nation] = Phrases(row for country in self.countries.values() for row in _nations(country))
        self.nouns: Phrases[Noun] = Phrases((word, noun) for noun in words.nouns for word in noun.words)
        self.linkers: Phrases[bool] = Phrases((linker, True) for linker in words.linkers)
        self.orders = {word: kind for kind, row in words.orders.items() for word in row}
        """What the last word of an unlisted group's name says of its kind."""
        self.starts = Starts(self.names, self.nations, self.nouns, words=words.modifiers | self.orders.keys())
        """Where a mention can begin."""

    def none(self, noun: Noun) -> Noun:
        """A word for forces that are no state's."""
        return Noun("militia", noun.words, refers=frozenset({"militia", "rebel"})) if noun.force else noun

    def force(self, code: str, force: Force, text: str) -> Actor:
        """The forces of a state: military-forces-of-syria."""
        name = FORCES[force or "military"].format(self.countries[code].name)
        return Actor(text, name, slug(name), "state_force", code)


def _groups(actors: Iterable[Listed]) -> Iterable[tuple[str, str]]:
    homes: dict[str, set[tuple[str, ...]]] = {}
    for actor in actors:
        for alias in (actor.name, *actor.aliases, *actor.ambiguous):
            if actor.kind != "external" and alias.isalnum() and len(alias) >= SHORTEST:
                homes.setdefault(alias.casefold(), set()).add(actor.countries)
    for word, rows in homes.items():
        countries = next(iter(rows))
        if len(rows) == len(countries) == 1:
            yield word, countries[0]


def _aliases(actor: Listed) -> Iterable[tuple[str, Alias]]:
    for alias in sorted((actor.name, *actor.aliases, *actor.ambiguous), key=str.islower, reverse=True):
        yield alias, Alias(actor, spelling(alias, ambiguous=alias in actor.ambiguous))


def _shared(rows: Iterable[tuple[str, Alias]]) -> Iterable[tuple[str, Alias]]:
    """Each way to write a name once, with all who are called so ("SNA")."""
    found: dict[str, list[Alias]] = {}
    for name, alias in rows:
        found.setdefault(name, []).append(alias)
    for name, (alias, *same) in found.items():
        yield name, replace(alias, others=tuple(one.actor for one in same if one.actor != alias.actor))


def _nations(country: Country) -> Iterable[tuple[str, Nation]]:
    adjectives = frozenset(country.adjectives)
    for word in (*country.adjectives, country.name, *country.aliases, *country.capitals):
        yield word, Nation(country.code, spelling(word), word in adjectives, word in country.capitals)


def build(actors: Iterable[dict[str, Any]], countries: Iterable[dict[str, Any]], words: dict[str, Any]) -> ActorIndex:
    """An index from parsed YAML. Raises msgspec.ValidationError naming the field that is wrong."""
    return ActorIndex(
        msgspec.convert(list(actors), tuple[Listed, ...]),
        msgspec.convert(list(countries), tuple[Country, ...]),
        msgspec.convert(words, ActorWords),
    )
