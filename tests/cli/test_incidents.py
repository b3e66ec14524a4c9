"""`tocsin incidents`: the list, one incident, and a person's word on what is one happening."""

import csv
import io
import json
import re
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, Tocsin
from tests.cli.settled import settle_ledger


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return settle_ledger(tmp_path)


def listed(tocsin: Tocsin, path: Path, *options: object) -> list[tuple[str, int]]:
    """Places and deaths of what is listed."""
    ran = tocsin("incidents", "--config", path, "--json", *options)
    assert ran.code == 0, ran.err
    return [(each["place"]["name"], each["toll"]["killed"]["best"]) for each in json.loads(ran.out)]


def id_of(tocsin: Tocsin, path: Path, killed: int) -> str:
    found = json.loads(tocsin("incidents", "--config", path, "--json").out)
    (id,) = [each["id"] for each in found if each["toll"]["killed"]["best"] == killed]
    return str(id)


def test_a_table_keeps_totals_apart(tocsin: Tocsin, path: Path) -> None:
    ran = tocsin("incidents", "--config", path)
    assert ran.code == 0
    happened, _, totals = ran.out.partition("Told of a stretch")
    assert "17 (9–17)" in happened
    assert "al-Shabaab → civilians" in happened
    assert "Lower Shabelle (area), SO" not in happened
    assert "Lower Shabelle (area), SO" in totals
    assert "2 incidents, 1 total over a stretch." in ran.out


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ((), {"Merka", "Baidoa", "Lower Shabelle"}),
        (("--country", "so"), {"Merka", "Baidoa", "Lower Shabelle"}),
        (("--country", "Somalia"), {"Merka", "Baidoa", "Lower Shabelle"}),
        (("--country", "KE"), set()),
        (("--actor", "al-Shabaab"), {"Merka"}),
        (("--actor", "somali-army"), {"Baidoa"}),
        (("--near", "1.71,44.77", "--km", "30"), {"Merka"}),
        (("--near", "1.71,44.77", "--km", "150"), {"Merka", "Lower Shabelle"}),
        (("--near", "Baidoa", "--km", "20"), {"Baidoa"}),
        (("--min-killed", "10"), {"Merka", "Lower Shabelle"}),
        (("--min-killed", "10", "--actor", "al-shabaab"), {"Merka"}),
        (("--since", "2024-03-05"), {"Merka", "Baidoa", "Lower Shabelle"}),
        (("--since", "2024-03-06"), set()),
    ],
)
def test_filters_combine(tocsin: Tocsin, path: Path, options: tuple[str, ...], found: set[str]) -> None:
    assert {name for name, _ in listed(tocsin, path, *options)} == found


def test_a_limit_is_said(tocsin: Tocsin, path: Path) -> None:
    ran = tocsin("incidents", "--config", path, "--limit", "1", "--json")
    assert len(json.loads(ran.out)) == 1
    assert "Only the latest 1" in ran.err


def test_nothing_found_says_so(tocsin: Tocsin, path: Path) -> None:
    ran = tocsin("incidents", "--config", path, "--country", "KE")
    assert (ran.code, ran.out) == (0, "None.\n")


def test_a_place_that_is_only_spelt_alike_is_taken_and_said(tocsin: Tocsin, path: Path) -> None:
    ran = tocsin("incidents", "--config", path, "--near", "Beiruth", "--km", "20")
    assert ran.code == 0
    assert "No place is called 'Beiruth'; Beirut (LB) is taken for it." in ran.err


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--country", "Atlantis"), "'Atlantis' is no country"),
        (("--actor", "al-Shabaax"), "no actor is known as 'al-Shabaax'; did you mean `al-shabaab`?"),
        (("--near", "Nowhereville"), "no place is known as 'Nowhereville'"),
        (("--near", "91,0"), "latitude is -90 to 90"),
        (("--json", "--csv"), "--json and --csv at once"),
        (("--since", "yesterday"), "tocsin: --since: 'yesterday' is neither a duration (24h, 7d) nor a date"),
        (("show", "zzzz"), "there is no incident 'zzzz'"),
        (("merge", "zzzz", "yyyy"), "there is no incident 'zzzz'"),
        (("undo", "zzzz"), "there is no incident 'zzzz'"),
    ],
)
def test_what_nobody_knows_is_wrong_use(tocsin: Tocsin, path: Path, options: tuple[str, ...], says: str) -> None:
    if options[0].startswith("--"):
        ran = tocsin("incidents", "--config", path, *options)
    else:
        ran = tocsin("incidents", *options, "--config", path)
    assert ran.code == 2
    assert says in ran.err


def test_before_the_first_run_it_says_so(tocsin: Tocsin, tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("workers: 1\n")
    for command in (("incidents",), ("territory",), ("totals",)):
        ran = tocsin(*command, "--config", path)
        assert ran.code == 3
        assert "nothing has run here yet" in ran.err


def test_csv_is_harmless_and_keeps_numbers(tocsin: Tocsin, path: Path) -> None:
    ran = tocsin("incidents", "--config", path, "--csv")
    assert ran.out.count("\r\n") == 4
    rows = list(csv.DictReader(io.StringIO(ran.out, newline="")))
    (merka,) = [row for row in rows if row["place"] == "Merka"]
    assert (merka["killed_low"], merka["killed_best"], merka["killed_high"]) == ("9", "17", "17")
    assert merka["lon"] == "44.77"
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for row in rows for cell in row.values())


def test_geojson_has_longitude_first_and_an_honest_radius(tocsin: Tocsin, path: Path) -> None:
    found = json.loads(tocsin("incidents", "--config", path, "--geojson").out)
    assert found["type"] == "FeatureCollection"
    (merka,) = [each for each in found["features"] if each["properties"]["name"] == "Merka"]
    assert merka["geometry"] == {"type": "Point", "coordinates": [44.77, 1.71]}
    assert (merka["properties"]["radius_km"], merka["properties"]["killed_best"]) == (4.0, 17)
    assert merka["id"] == merka["properties"]["id"]


def shown(tocsin: Tocsin, path: Path) -> Ran:
    return tocsin("incidents", "show", id_of(tocsin, path, 17)[:6], "--config", path)


def test_show_tells_whose_word_each_figure_is_and_why(tocsin: Tocsin, path: Path) -> None:
    ran = shown(tocsin, path)
    assert ran.code == 0
    text = " ".join(ran.out.split())
    for part in (
        "17 (9–17) (low 9, best 17, high 17)",
        "It stands at 17 (9–17): the word of hospital staff, published by Hill Post, which weighs 4",
        "12 told, first report: now 12",
        "17 told, rise: now 17",
        "why: higher, and its source weighs enough (4 against 4 of police)",
        "word of hospital staff, weighs 4: a source of the kind medical",
        "9 told, conflicting claim: now 17 (9–17)",
        "only the range widens",
        "the first report of it",
        "same place (Merka)",
        "https://coast.example.org/1",
        "Totals over a stretch that cover it",
        "40 killed",
        "warning firing, deaths: 12 killed in Merka",
    ):
        assert part in text, part
    assert "\x1b" not in ran.out
    assert "╭" in ran.out
    assert "░" in ran.out


@pytest.mark.parametrize("columns", ["80", "60", "40"])
def test_show_fits_the_terminal(tocsin: Tocsin, path: Path, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    id = id_of(tocsin, path, 17)
    monkeypatch.setenv("COLUMNS", columns)
    ran = tocsin("incidents", "show", id, "--config", path)
    assert max(len(line) for line in ran.out.splitlines() if "http" not in line) <= int(columns)


def test_a_terminal_of_plain_letters_gets_plain_letters(
    tocsin: Tocsin, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = id_of(tocsin, path, 17)
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding="ascii"))
    tocsin("incidents", "show", id, "--config", path)
    sys.stdout.flush()
    drawn = out.getvalue().decode("ascii")
    assert "----+" in drawn
    assert re.search(r"^ +[|].*[.]{3}$", drawn, re.MULTILINE)
    assert '"A bomber killed people in the market of Merka."' in drawn
    assert "?" not in drawn.partition("How the figure")[0]


def test_show_for_programs_has_everything_behind_it(tocsin: Tocsin, path: Path) -> None:
    ran = tocsin("incidents", "show", id_of(tocsin, path, 17), "--config", path, "--json")
    found = json.loads(ran.out)
    assert found["steps"][0]["reason"] == "the first figure"
    assert {report["article"]["id"] for report in found["reports"]} == {"a1", "a2", "a3"}
    assert found["reports"][0]["quotes"][0]["in"] == "text"
    assert found["reports"][0]["link"]["reason"] == "the first report of it"
    assert found["totals"][0]["scope"] == "period"
    assert {alert["rule"] for alert in found["alerts"]} == {"deaths"}


def test_incidents_are_merged_split_and_given_back(tocsin: Tocsin, path: Path) -> None:
    one, other = id_of(tocsin, path, 17), id_of(tocsin, path, 5)
    ran = tocsin("incidents", "merge", one[:8], other[:8], "--config", path, "--by", "Noor", "-m", "the same raid")
    assert (ran.code, f"{other} is {one} from now on." in ran.out) == (0, True)
    assert "Merged, though Baidoa is 199 km from Merka. `tocsin incidents undo" in ran.err
    assert len(listed(tocsin, path)) == 2
    page = " ".join(tocsin("incidents", "show", other, "--config", path).out.split())
    for part in (
        "What people decided",
        "by Noor the same raid",
        "by a person: merged by Noor: the same raid",
        "known as",
    ):
        assert part in page
    assert tocsin("incidents", "undo", one, "--config", path).code == 0
    assert sorted(listed(tocsin, path)) == [("Baidoa", 5), ("Lower Shabelle", 40), ("Merka", 17)]
    ran = tocsin("incidents", "split", one, "a3", "--config", path, "--json")
    assert json.loads(ran.out)["ruling"]["kind"] == "split"
    assert len(listed(tocsin, path)) == 4


def test_a_decision_that_cannot_be_is_refused_with_its_reason(tocsin: Tocsin, path: Path) -> None:
    one = id_of(tocsin, path, 17)
    for arguments, says in (
        (("merge", one, one), "cannot be merged with itself"),
        (("split", one, "nothing"), "none of the articles named"),
        (("undo", one), "nobody has decided anything"),
    ):
        ran = tocsin("incidents", *arguments, "--config", path)
        assert ran.code == 2
        assert says in ran.err


def test_the_configuration_may_stand_before_the_subcommand(tocsin: Tocsin, path: Path) -> None:
    one = id_of(tocsin, path, 17)
    assert tocsin("incidents", "--config", path, "show", one).out == tocsin("incidents", "show", one, "-c", path).out


@pytest.mark.parametrize("columns", ["71", "40"])
def test_a_narrow_terminal_gets_paragraphs(
    tocsin: Tocsin, path: Path, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    for command in ("incidents", "territory", ("totals", "--at", "2024-03-05T23:00:00Z")):
        ran = tocsin(*([command] if isinstance(command, str) else command), "--config", path)
        assert max(map(len, ran.out.splitlines())) <= int(columns)
    assert "killed    17 (9–17)" in tocsin("incidents", "--config", path).out
