"""The words around names of places and people, as `seeds/lexicon/<language>/places.yaml` lists them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class PlaceCues:
    """One field a list of the file; what each is for stands there."""

    locative: Words
    strong_locative: Words
    taking: Words
    leaving: Words
    populated: Words
    district: Words
    region: Words
    base: Words
    part: Words
    compass: Words
    of: Words
    near: Words
    between: Words
    speaking: Words
    journey: Words
    origins: Words
    goals: Words
    venues: Words
    agreeing: Words
    taken_to: Words
    died: Words
    striking: Words
    warring: Words
    helpers: Words
    titles: Words
    person_verbs: Words
    place_names: Words
    person_after: Words
    initials: Words
    organisation: Words
    not_places: Words
    before_not_places: Words
    articles: Words
    conjunctions: Words
    determiners: Words
    particles: Words
    features: Words
    ordinary: Words
    surnames: Words
    common_words: Words
    rare_words: Words
    capital: Words
    state_seats: Words
    storming: Words
    lesser: Words
    links: Words
    never: Words
    given_names: Words
    surname_countries: Words
    country_words: Mapping[str, str]
    units: Mapping[str, float]
    bearings: Mapping[str, float]
    abbreviations: Mapping[str, str]
    ends: Words = field(init=False)
    """Every word before an end of a journey."""
    kinds: Words = field(init=False)
    """Every word for a kind of place."""
    expected: Words = field(init=False)
    """Words that may stand in capitals before a place and are no part of its name."""
    name_openers: Words = field(init=False)
    """Every word with which a person's name can begin."""

    def __post_init__(self) -> None:
        kinds = self.populated | self.district | self.region | self.base | self.features
        object.__setattr__(self, "kinds", kinds)
        object.__setattr__(self, "ends", self.origins | self.goals)
        expected = kinds | self.compass | self.locative | self.determiners | self.conjunctions
        object.__setattr__(self, "expected", expected)
        object.__setattr__(self, "name_openers", self.titles | self.given_names)

    @classmethod
    def of_files(cls, *files: Mapping[str, Any]) -> "PlaceCues":
        """The cues in parsed YAML files; a list is one string of words."""
        merged: dict[str, Any] = {}
        for file in files:
            merged.update(file)
        values: dict[str, Any] = {}
        for item in fields(cls):
            if item.init:
                value = merged[item.name]
                values[item.name] = frozenset(value.split()) if isinstance(value, str) else value
        return cls(**values)
