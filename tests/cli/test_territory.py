"""`tocsin territory`: who holds what, now and then."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Tocsin
from tests.cli.settled import settle_ledger


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return settle_ledger(tmp_path)


def held(tocsin: Tocsin, path: Path, *options: str) -> dict[str, str]:
    """Place -> status."""
    ran = tocsin("territory", "--config", path, "--json", *options)
    assert ran.code == 0, ran.err
    return {each["place"]["name"]: each["status"] for each in json.loads(ran.out)}


def test_a_table_says_who_says_so_and_whether_it_is_more_than_a_claim(tocsin: Tocsin, path: Path) -> None:
    now = tocsin("territory", "--config", path).out
    for part in (
        "contested",
        "nobody beyond doubt",
        "Somali army",
        "(confirmed)",
        "residents",
        "al-Shabaab",
        "2 places.",
    ):
        assert part in now
    then = tocsin("territory", "--config", path, "--at", "2024-03-05").out
    assert "(claimed)" in then


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ((), {"Merka": "contested", "Baidoa": "controlled"}),
        (("--country", "SO"), {"Merka": "contested", "Baidoa": "controlled"}),
        (("--country", "KE"), {}),
        (("--actor", "somali-army"), {"Baidoa": "controlled"}),
        (("--actor", "al-shabaab"), {}),
        (("--at", "2024-03-05"), {"Merka": "controlled", "Baidoa": "controlled"}),
        (("--at", "2024-03-05", "--actor", "Al Shabaab"), {"Merka": "controlled"}),
        (("--at", "2024-03-05T14:30:00Z"), {"Merka": "controlled"}),
        (("--at", "2024-03-04"), {}),
        (("merka",), {"Merka": "contested"}),
        (("Merka", "--at", "2024-03-05"), {"Merka": "controlled"}),
    ],
)
def test_filters_and_days(tocsin: Tocsin, path: Path, options: tuple[str, ...], found: dict[str, str]) -> None:
    assert held(tocsin, path, *options) == found


def test_one_place_has_its_history_with_the_sentences(tocsin: Tocsin, path: Path) -> None:
    ran = tocsin("territory", "Merka", "--config", path)
    assert ran.code == 0
    text = " ".join(ran.out.split())
    for part in (
        "Merka, Lower Shabelle (SO) · contested",
        "claimed: controlled by al-Shabaab",
        "“Al-Shabaab took Merka.”",
        "— Coast Radio, quoting al-Shabaab",
        "denied: contested",
        "“Not so.”",
        "2 independent",
    ):
        assert part in text, part


def test_a_place_that_nobody_speaks_of_is_no_mistake(tocsin: Tocsin, path: Path) -> None:
    ran = tocsin("territory", "Paris", "--config", path)
    assert (ran.code, "Nobody is said to hold" in ran.out) == (0, True)


def test_a_place_that_is_none_is_wrong_use(tocsin: Tocsin, path: Path) -> None:
    ran = tocsin("territory", "Merkaaxx", "--config", path)
    assert ran.code == 2
    assert "no place is known as 'Merkaaxx'" in ran.err
    assert "did you mean `Merka`?" in ran.err


def test_csv_and_geojson(tocsin: Tocsin, path: Path) -> None:
    ran = tocsin("territory", "--config", path, "--csv")
    rows = {row["place"]: row for row in csv.DictReader(io.StringIO(ran.out, newline=""))}
    assert (rows["Baidoa"]["controller_id"], rows["Baidoa"]["says"]) == ("somali-army", "residents")
    found = json.loads(tocsin("territory", "--config", path, "--geojson").out)
    assert {each["properties"]["status"] for each in found["features"]} == {"contested", "controlled"}
    assert all(each["geometry"]["coordinates"][0] > 40 for each in found["features"])
