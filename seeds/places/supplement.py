"""The hand-made supplement: this folder's YAML files, laid over what the packages know."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import yaml
from rows import HERE, Row, apart

from monitor.extract.places.gazetteer import EXACT, fold

FILES = ("world", "regions", "bangladesh", "air_bases", "middle_east", "africa", "asia", "europe", "americas")
FRONTS = "fronts"
"""The folder of the files of villages, bases and quarters that wars were fought over, one file a land."""
NOT = "-"
"""Before a name that a place is not to be found by."""
SAME = 45.0
"""Kilometres within which two places of one name and kind are the same."""
WIDE = frozenset({"country", "region"})
PEOPLE = {
    "region": 500_000, "district": 50_000, "populated": 15_000, "area": 10_000_000, "water": 100_000, "river": 100_000,
    "mountain": 50_000, "base": 2_000, "road": 1_000, "crossing": 2_000, "site": 1_000,
}  # fmt: skip
"""How much weight a place of the YAML files has beside its namesakes where the file does not say."""
RADIUS = {
    "region": 60.0, "district": 25.0, "populated": 3.0, "area": 300.0, "water": 100.0, "river": 200.0,
    "mountain": 30.0, "base": 4.0, "road": 30.0, "crossing": 3.0, "site": 3.0,
}  # fmt: skip
"""Kilometres around a place of the YAML files where its line does not say."""


def supplement(rows: list[Row], lands: dict[str, Row]) -> list[Row]:
    """The places of this folder's YAML files; those that are known already are put right instead."""
    known: defaultdict[tuple[str | None, str, str], list[Row]] = defaultdict(list)
    by_country: defaultdict[str | None, list[Row]] = defaultdict(list)
    for entry in rows:
        by_country[entry.country].append(entry)
        for key in entry.names:
            known[entry.country, entry.feature, key].append(entry)
    added: list[Row] = []
    for group in groups():
        country, kind = group.get("country"), group["kind"]
        division = known[country, "region", fold(group["division"])][0] if "division" in group else None
        for name, facts in group["places"].items():
            row = same([row for key in keys(name, facts) for row in known[country, kind, key]], facts)
            row = row or same([row for key in others(facts, kind) for row in known[country, kind, key]], facts)
            if row is None:
                row = Row(name, facts[0], facts[1], kind, country, lands.get(country), 0, PEOPLE.get(kind, 0))
                row.parent = division or holder(row, by_country[country]) or row.parent
                added.append(row)
            least = 0 if kind in WIDE else PEOPLE[kind]
            row.people = group.get("people", max(row.people, least))
            amend(row, name, facts)
            known[country, kind, fold(name)].append(row)
    return added


def groups() -> Iterator[dict[str, Any]]:
    """The groups of all YAML files, in the order in which they are laid over each other."""
    for path in (*(HERE / f"{name}.yaml" for name in FILES), *sorted((HERE / FRONTS).glob("*.yaml"))):
        yield from yaml.safe_load(path.read_text())


def keys(name: str, facts: list[float | str]) -> list[str]:
    """What a place of YAML may be known by: its name, and names that are taken from it."""
    return [
        fold(name),
        *(fold(fact.removeprefix(NOT)) for fact in facts if isinstance(fact, str) and fact.startswith(NOT)),
    ]


def others(facts: list[float | str], kind: str) -> list[str]:
    """What else a region of YAML may be known by: any of its names, as no two regions of a country share one."""
    return [fold(fact) for fact in facts if isinstance(fact, str) and kind == "region"]


def same(rows: list[Row], facts: list[float | str]) -> Row | None:
    """Which of the places of that name a line of YAML means: the largest that is near, any country or region."""
    near = [row for row in rows if row.feature in WIDE or apart(row, float(facts[0]), float(facts[1])) < SAME]
    return max(near, key=lambda row: row.people, default=None)


def holder(row: Row, around: list[Row]) -> Row | None:
    """The region that holds the town nearest to a new place."""
    towns = [town for town in around if town.feature == "populated"]
    if not towns or row.feature in WIDE or row.feature == "area":
        return None
    area: Row | None = min(towns, key=lambda town: apart(town, row.lat, row.lon)).parent
    while area is not None and area.feature == "district":
        area = area.parent
    return area


def amend(row: Row, name: str, facts: list[float | str]) -> None:
    """Put the facts of one YAML line into a row: latitude, longitude, radius in km where it matters, other names, and
    behind a minus those that it goes by in GeoNames but not in news."""
    numbers = [fact for fact in facts if not isinstance(fact, str)]
    row.label, row.lat, row.lon = name, numbers[0], numbers[1]
    row.radius = numbers[2] if len(numbers) > 2 else row.radius or RADIUS[row.feature]
    for alias in (name, *(fact for fact in facts if isinstance(fact, str))):
        if alias.startswith(NOT):
            row.names.pop(fold(alias.removeprefix(NOT)), None)
        else:
            row.call(alias, EXACT)
