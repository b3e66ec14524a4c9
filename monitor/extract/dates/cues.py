"""The words that dates are made of, as `seeds/lexicon/<language>/dates.yaml` lists them."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class DateCues:
    """One field a list of the file."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    days: Mapping[str, int]
    units: Mapping[str, int]
    counts: Mapping[str, int]
    doubtful: Words
    before: Words
    last: Words
    past: Words
    this: Words
    next: Words
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
    by: Words
    overnight: Words
    suffixes: Words
    centuries: Words
    year_cues: Words

    @classmethod
    def of_file(cls, data: Mapping[str, Any]) -> "DateCues":
        """The cues in a parsed YAML file; a list is one string of words."""
        values: dict[str, Any] = {}
        for item in fields(cls):
            value = data[item.name]
            values[item.name] = frozenset(value.split()) if isinstance(value, str) else value
        return cls(**values)
