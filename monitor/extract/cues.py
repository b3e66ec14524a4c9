"""The words around names of places and people, as `seeds/lexicon/<language>/places.yaml` lists them."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class PlaceCues:
    """One field a list of the file; what each is for stands there."""

    locative: Words
    strong_locative: Words
    populated: Words
    district: Words
    region: Words
    base: Words
    part: Words
    compass: Words
    of: Words
    near: Words
    titles: Words
    person_verbs: Words
    person_after: Words
    initials: Words
    organisation: Words
    not_places: Words
    before_not_places: Words
    articles: Words
    conjunctions: Words
    features: Words
    ordinary: Words
    surnames: Words
    common_words: Words
    never: Words
    given_names: Words
    country_words: Mapping[str, str]
    units: Mapping[str, float]
    bearings: Mapping[str, float]
    abbreviations: Mapping[str, str]

    @classmethod
    def of_files(cls, *files: Mapping[str, Any]) -> "PlaceCues":
        """The cues in parsed YAML files; a list is one string of words."""
        merged: dict[str, Any] = {}
        for file in files:
            merged.update(file)
        values: dict[str, Any] = {}
        for item in fields(cls):
            value = merged[item.name]
            values[item.name] = frozenset(value.split()) if isinstance(value, str) else value
        return cls(**values)

    @property
    def kinds(self) -> Words:
        """Every word for a kind of place."""
        return self.populated | self.district | self.region | self.base | self.features
