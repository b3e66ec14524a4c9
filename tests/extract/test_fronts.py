"""The places that were written by hand, beside the towns of GeoNames: each where its country and division are."""

import heapq
import math
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from monitor.extract.places.gazetteer import FEATURES, KM_PER_DEGREE, RECORD, fold
from monitor.resources import load_gazetteer
from monitor.seeds import SEEDS

FRONTS = sorted((SEEDS / "places" / "fronts").glob("*.yaml"))
AROUND = 5
"""How many of the nearest towns are asked where a place is."""
NEARBY = 60
"""How many of them may answer for a place at a border."""
BORDER = 15.0
"""Kilometres beyond twice the way to the nearest town within which such a one lies."""


class Town(NamedTuple):
    """A populated place of GeoNames; `holders` are the code of its country and the names of its divisions."""

    lat: float
    lon: float
    holders: frozenset[str | None]


class Line(NamedTuple):
    """A place of a YAML file; `radius` in km."""

    country: str
    division: str | None
    name: str
    lat: float
    lon: float
    radius: float
    names: tuple[str, ...]


def distance(line: Line, lat: float, lon: float) -> float:
    """Kilometres from a place, on a plane."""
    return KM_PER_DEGREE * math.hypot(line.lat - lat, (line.lon - lon) * math.cos(math.radians(lat)))


def lines(path: Path) -> Iterator[Line]:
    """Every line of a file."""
    for group in yaml.safe_load(path.read_text()):
        for name, (lat, lon, radius, *names) in group["places"].items():
            yield Line(group["country"], group.get("division"), name, lat, lon, radius, tuple(names))


@cache
def towns() -> dict[tuple[int, int], list[Town]]:
    """The populated places of GeoNames by the degrees in which they lie."""
    gazetteer, cells = load_gazetteer(), defaultdict(list)
    populated = FEATURES.index("populated")
    records = RECORD.iter_unpack((SEEDS / "places" / "places.bin").read_bytes())
    for index, (_, geonameid, lat, lon, _, feature, *_) in enumerate(records):
        if geonameid and feature == populated:
            place = gazetteer.at(index)
            holders = frozenset({gazetteer.country(place), *map(gazetteer.label, gazetteer.parents(place))})
            town = Town(lat / 1e5, lon / 1e5, holders)
            cells[math.floor(town.lat), math.floor(town.lon)].append(town)
    return cells


def nearest(line: Line) -> list[tuple[float, Town]]:
    """The towns nearest to a place with their distances in km."""
    south, west = math.floor(line.lat), math.floor(line.lon)
    reach = next(reach for reach in (1, 2, 4, 8) if len(within(south, west, reach)) >= AROUND)
    found = within(south, west, reach)
    away = ((distance(line, town.lat, town.lon), town) for town in found)
    return heapq.nsmallest(NEARBY, away, key=lambda item: item[0])


def within(south: int, west: int, reach: int) -> list[Town]:
    """The towns so many degrees around."""
    rows, columns = range(south - reach, south + reach + 1), range(west - reach, west + reach + 1)
    return [town for row in rows for column in columns for town in towns().get((row, column), ())]


def lies(line: Line, holder: str) -> bool:
    """Whether most towns around a place are in a country or division, or at its border one hardly farther than the
    nearest."""
    around = nearest(line)
    if 2 * sum(holder in town.holders for _, town in around[:AROUND]) > AROUND:
        return True
    farthest = 2 * around[0][0] + BORDER
    return any(holder in town.holders for away, town in around if away <= farthest)


@pytest.mark.parametrize("path", FRONTS, ids=lambda path: path.stem)
def test_every_place_lies_in_its_country_and_division(path: Path) -> None:
    astray = [
        (line.name, holder)
        for line in lines(path)
        for holder in (line.country, line.division)
        if holder is not None and not lies(line, holder)
    ]
    assert not astray


@pytest.mark.parametrize("path", FRONTS, ids=lambda path: path.stem)
def test_no_two_places_of_one_name_in_one_division_contradict_each_other(path: Path) -> None:
    placed: defaultdict[tuple[str, str | None, str], list[Line]] = defaultdict(list)
    for line in lines(path):
        for name in dict.fromkeys(map(fold, (line.name, *line.names))):
            placed[line.country, line.division, name].append(line)
    apart = [
        (key, [(line.lat, line.lon) for line in found])
        for key, found in placed.items()
        if any(distance(found[0], line.lat, line.lon) > found[0].radius + line.radius for line in found)
    ]
    assert not apart


def test_a_place_on_the_wrong_side_of_the_world_or_of_a_border_is_found_out() -> None:
    hajin = Line("SY", "Deir ez-Zor", "Hajin", 34.69, 40.83, 4.0, ())
    assert lies(hajin, "SY") and lies(hajin, "Deir ez-Zor")
    assert not lies(hajin, "Aleppo")
    assert not lies(hajin._replace(lat=hajin.lon, lon=hajin.lat), "SY")
    assert not lies(hajin._replace(lat=hajin.lat - 5), "SY")
