"""`tocsin totals`: nobody counted twice, and every figure taken apart."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Tocsin
from tests.cli.settled import settle_ledger

AT = ("--at", "2024-03-05T23:00:00Z")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return settle_ledger(tmp_path)


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (("--by", "country"), {"Somalia": 45}),
        (("--by", "place"), {"Merka": 17, "Baidoa": 5, "Lower Shabelle": 40}),
        (("--by", "actor"), {"al-Shabaab": 17, "Somali army": 5, "nobody identified": 40}),
        (("--by", "country", "--actor", "al-shabaab"), {"Somalia": 17}),
        (("--by", "country", "--country", "KE"), {}),
        (("--by", "day", "--window", "2d"), {"2024-03-05": 45}),
        (("--by", "country", "--window", "1h"), {}),
    ],
)
def test_totals_count_nobody_twice(tocsin: Tocsin, path: Path, options: tuple[str, ...], found: dict[str, int]) -> None:
    ran = tocsin("totals", "--config", path, *AT, "--json", *options)
    assert ran.code == 0, ran.err
    told = json.loads(ran.out)
    assert {each["name"]: each["toll"]["killed"]["best"] for each in told["totals"] if each["toll"]} == found
    for each in told["totals"]:
        for kind, figure in each["toll"].items():
            assert sum(part["value"] for part in each["parts"][kind]) == figure["best"]


def test_explain_shows_what_a_figure_is_made_of(tocsin: Tocsin, path: Path) -> None:
    ran = tocsin("totals", "--config", path, *AT, "--by", "country", "--explain")
    assert ran.code == 0
    text = " ".join(ran.out.split())
    for part in (
        "Somalia, killed:",
        "Lower Shabelle (area), SO, total over a stretch",
        "covers 17",
        "Baidoa, SO, Air/drone",
    ):
        assert part in text, part


def test_an_empty_window_says_so(tocsin: Tocsin, path: Path) -> None:
    ran = tocsin("totals", "--config", path, "--window", "24h")
    assert (ran.code, "Nothing is known to have happened within 1d" in ran.out) == (0, True)


@pytest.mark.parametrize("window", ["soon", "0h", "24"])
def test_a_window_that_is_none_is_wrong_use(tocsin: Tocsin, path: Path, window: str) -> None:
    ran = tocsin("totals", "--config", path, "--window", window)
    assert (ran.code, "--window: " in ran.err) == (2, True)


def test_csv(tocsin: Tocsin, path: Path) -> None:
    ran = tocsin("totals", "--config", path, *AT, "--by", "place", "--csv")
    rows = {row["name"]: row for row in csv.DictReader(io.StringIO(ran.out, newline=""))}
    assert (rows["Merka"]["killed_low"], rows["Merka"]["killed_best"], rows["Merka"]["wounded_best"]) == ("9", "17", "")
