"""What a new installation starts with: the reader and all it needs, built from the seeds. Only this file loads them."""

import gc
import mmap
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

import marisa_trie
import msgspec
import yaml

from monitor.extract.actors import attribution, source_index
from monitor.extract.actors import finder as actors
from monitor.extract.actors import index as actor_index
from monitor.extract.actors.index import ActorIndex
from monitor.extract.actors.source_index import SourceIndex
from monitor.extract.article.confidence import Doubt
from monitor.extract.article.kinds import build as build_kinds
from monitor.extract.control import words as control_words
from monitor.extract.control.reader import TerritoryReader
from monitor.extract.dates.cues import DateCues
from monitor.extract.dates.finder import DateFinder
from monitor.extract.languages import LANGUAGES
from monitor.extract.places.cues import PlaceCues
from monitor.extract.places.finder import PlaceFinder
from monitor.extract.places.gazetteer import Gazetteer
from monitor.extract.places.people import people
from monitor.extract.places.placement import Locator
from monitor.extract.reader import Reader
from monitor.extract.words.lexicon import Lexicon, build
from monitor.extract.words.tokens import Document
from monitor.incidents import Agencies, Cues, build_agencies, build_cues
from monitor.model import Place
from monitor.seeds import SEEDS


def load_yaml(path: Path) -> Any:
    """One seed file. Ours, so it is trusted to be well formed."""
    with path.open("rb") as file:
        return yaml.load(file, Loader=yaml.CSafeLoader)


@cache
def load_lexicon(language: str = "en") -> Lexicon:
    """The words and frames of a language, from `seeds/lexicon/LANGUAGE/*.yaml`."""
    files = sorted((SEEDS / "lexicon" / language).glob("*.yaml"))
    return build(LANGUAGES[language], (load_yaml(path) for path in files))


@cache
def load_actors(language: str = "en") -> ActorIndex:
    """Everybody whom `seeds/actors` names, with a language's words for those who fight and flee."""
    words = load_yaml(SEEDS / "lexicon" / language / "actors.yaml")["actors"]
    return actor_index.build(_listed_actors(), load_yaml(SEEDS / "actors" / "countries.yaml"), words)


@cache
def load_country_names() -> dict[str, str]:
    """The usual English name of every state, by its ISO 3166-1 letters."""
    return {country["code"]: country["name"] for country in load_yaml(SEEDS / "actors" / "countries.yaml")}


@cache
def load_gazetteer() -> Gazetteer:
    """The gazetteer of `seeds/places`, mapped into memory: every process of the machine shares one copy."""
    folder = SEEDS / "places"
    codes = (folder / "codes.txt").read_text().split()
    return Gazetteer(
        _trie(folder / "names.marisa"),
        _mapped(folder / "keys.bin"),
        _mapped(folder / "places.bin"),
        _trie(folder / "labels.marisa"),
        codes,
    )


def _trie(path: Path) -> marisa_trie.Trie:
    return marisa_trie.Trie().mmap(str(path))


def _mapped(path: Path) -> mmap.mmap:
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


@cache
def load_place_cues(language: str = "en") -> PlaceCues:
    """The words around names of places and people in a language."""
    folder = SEEDS / "lexicon" / language
    names = ("places", "place_words", "given_names")
    return PlaceCues.of_files(*(load_yaml(folder / f"{name}.yaml") for name in names))


@cache
def load_place_finder(language: str = "en") -> PlaceFinder:
    """Finds the places of a document in a language."""
    known = load_actors(language)
    abroad = {code: state.abroad for code, state in known.countries.items() if state.abroad}
    return PlaceFinder(load_gazetteer(), load_place_cues(language), known.groups, abroad)


@cache
def load_locator(language: str = "en") -> Locator:
    """Says where a stretch of a document happened."""
    return Locator(load_place_cues(language), capital_of)


def capital_of(country: Place) -> Place | None:
    """The capital of a country, where it is known."""
    gazetteer = load_gazetteer()
    capital = gazetteer.capital(gazetteer.at(gazetteer.country_index(country.country))) if country.country else None
    return gazetteer.place(capital) if capital else None


@cache
def load_date_finder(language: str = "en") -> DateFinder:
    """Finds the dates of a document in a language."""
    return DateFinder(DateCues.of_file(load_yaml(SEEDS / "lexicon" / language / "dates.yaml")))


@cache
def load_sources(language: str = "en") -> SourceIndex:
    """The sources known by name, with a language's words for those who say so."""
    words = load_yaml(SEEDS / "lexicon" / language / "attribution.yaml")["attribution"]
    return source_index.build(load_yaml(SEEDS / "actors" / "sources.yaml"), words)


@cache
def load_territory(language: str = "en") -> TerritoryReader:
    """Reads which places changed hands."""
    words = load_yaml(SEEDS / "lexicon" / language / "control.yaml")["control"]
    index = control_words.build(words, LANGUAGES[language])
    known = load_actors(language)

    def home(document: Document) -> Place | None:
        code = actors.country(known, document)
        fields = known.countries[code].abroad if code else ()
        code = fields[0] if len(fields) == 1 else code
        return find_place(known.countries[code].name) if code else None

    @cache
    def seat(id_: str | None) -> Place | None:
        listed = known.seats.get(id_ or "")
        place = find_place(listed.seat) if listed else None
        return place if place and listed and place.country in listed.countries else None

    capitals = {(state.code, name) for state in known.countries.values() for name in state.capitals}

    @cache
    def land(code: str) -> Place | None:
        return find_place(known.countries[code].name)

    def ruled(place: Place) -> Place | None:
        return land(place.country or "") if (place.country, place.name) in capitals else None

    cues = load_place_finder(language).cues
    persons = partial(people, cues=cues)
    return TerritoryReader(
        index, load_lexicon(language), persons, home, lambda actor: seat(actor.id), capital_of, ruled
    )


@cache
def load_doubts(language: str = "en") -> dict[Doubt, float]:
    """How often events are right whose telling gives a doubt, for each doubt."""
    return msgspec.convert(load_yaml(SEEDS / "lexicon" / language / "confidence.yaml")["doubts"], dict[Doubt, float])


@cache
def load_reader(language: str = "en") -> Reader:
    """The reader of a language with everything it needs, once per process."""
    reader = Reader(
        load_lexicon(language),
        language,
        find_places=load_place_finder(language),
        find_dates=load_date_finder(language),
        find_actors=partial(actors.find, load_actors(language)),
        find_sources=partial(attribution.find, load_sources(language)),
        read_control=load_territory(language),
        control_hints=load_territory(language).hints,
        locate=load_locator(language),
        kinds=build_kinds(load_yaml(SEEDS / "lexicon" / language / "events.yaml")["events"]),
        doubts=load_doubts(language),
    )
    gc.collect()
    gc.freeze()  # all of it stays as long as the process: the collector need not look through it for every few articles
    return reader


@cache
def load_cues(language: str = "en") -> Cues:
    """How reports of a language say that they add to, correct or retract what was told."""
    return build_cues(load_yaml(SEEDS / "ledger" / f"{language}.yaml"), load_country_names().values())


@cache
def load_agencies() -> Agencies:
    """The agencies whose texts other outlets print."""
    return build_agencies(load_yaml(SEEDS / "ledger" / "agencies.yaml"))


@cache
def load_actor_ids() -> frozenset[str]:
    """The ids of everybody whom `seeds/actors` names, the forces of every state among them."""
    return frozenset(load_actor_names().values())


@cache
def load_actor_names() -> dict[str, str]:
    """The id of everybody whom `seeds/actors` names, by each of their names in the manner of an id (see `slug`)."""
    listed = msgspec.convert(list(_listed_actors()), tuple[actor_index.Listed, ...])
    states = [country["name"] for country in load_yaml(SEEDS / "actors" / "countries.yaml")]
    forces = (force.format(state) for force in actor_index.FORCES.values() for state in states)
    found = {actor_index.slug(force): actor_index.slug(force) for force in forces}
    for one in listed:
        id = one.id or actor_index.slug(one.name)
        for name in (*one.ambiguous, *one.aliases, one.name, id):
            found[actor_index.slug(name)] = id
    return found


def _listed_actors() -> Iterator[dict[str, Any]]:
    apart = {"countries", "sources"}
    for path in sorted((SEEDS / "actors").glob("*.yaml")):
        if path.stem not in apart:
            yield from load_yaml(path)


def find_place(name: str) -> Place | None:
    """The place that a person means by a name in a configuration: the best known of that name."""
    gazetteer = load_gazetteer()
    found = gazetteer.lookup(name) or gazetteer.loosely(name)
    return gazetteer.place(found[0]) if found else None


def called_so(name: str) -> bool:
    """Whether any place bears this very name; `find_place` knows some that are only spelt alike."""
    return bool(load_gazetteer().lookup(name))
