"""The words that dates are made of, as `seeds/lexicon/<language>/dates.yaml` lists them."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

Words = frozenset[str]


@dataclass(frozen=True)
class DateCues:
    """One field a list of the file."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    days: Mapping[str, int]
    feasts: Mapping[str, str | int]
    units: Mapping[str, int]
    seasons: Mapping[str, tuple[int, int]]
    counts: Mapping[str, int]
    portions: Mapping[str, int]
    doubtful: Words
    named: Words
    before: Words
    last: Words
    past: Words
    this: Words
    next: Words
    opening: Words
    earlier: Words
    ago: Words
    earlier_than: Words
    later: Words
    after: Words
    less: Words
    than: Words
    since: Words
    began: Words
    begin: Words
    between: Words
    until: Words
    articles: Words
    of: Words
    parts: Words
    saying: Words
    aftermath: Words
    by: Words
    ahead: Words
    overnight: Words
    suffixes: Words
    centuries: Words
    year_cues: Words

    @cached_property
    def feast_openers(self) -> Mapping[str, tuple[int, ...]]:
        """The first words of feasts, each with the lengths in tokens of those that begin with it."""
        names = [name.split() for name in self.feasts]
        return {name[0]: tuple(sorted({len(other) for other in names if other[0] == name[0]})) for name in names}

    @classmethod
    def of_file(cls, data: Mapping[str, Any]) -> "DateCues":
        """The cues in a parsed YAML file; a list is one string of words."""
        values: dict[str, Any] = {}
        for item in fields(cls):
            value = data[item.name]
            values[item.name] = frozenset(value.split()) if isinstance(value, str) else value
        return cls(**values)
