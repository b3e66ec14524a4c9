"""`tocsin replay` from the command line."""

import json
from pathlib import Path

import pytest

from monitor.model.alert import LABELS
from tests.cli.conftest import Tocsin

CONFIG = """\
feeds: [{name: Coast Herald, url: "https://coast.example.org/rss"}]
rules: [{name: many killed, type: toll, thresholds: [10]}]
"""
ARTICLES = (
    {"id": "a", "text": "A bomb killed 23 people in Mombasa on Monday, police said.", "source": "coast.example.org"},
    {"id": "b", "text": "The market reopened in Mombasa on Tuesday.", "source": "coast.example.org"},
)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.yaml"
    path.write_text(CONFIG)
    return path


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    path = tmp_path / "articles.jsonl"
    rows = (row | {"fetched": f"2025-04-0{day}T10:00:00+00:00"} for day, row in enumerate(ARTICLES, 7))
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_programs_get_the_contracts_object(tocsin: Tocsin, config: Path, articles: Path) -> None:
    ran = tocsin("replay", articles, "--config", config, "--json")
    assert ran.code == 0
    outcome = json.loads(ran.out)
    assert outcome["articles"] == 2
    assert {"incidents", "territory", "alerts"} <= outcome.keys()
    assert [(alert["rule"], alert["threshold"], alert["value"]) for alert in outcome["alerts"]] == [
        ("many killed", 10, 23)
    ]
    assert all(set(alert["labels"]) <= set(LABELS) for alert in outcome["alerts"])
    assert tocsin("replay", articles, "--config", config, "--json").out == ran.out


def test_a_person_gets_a_table(tocsin: Tocsin, config: Path, articles: Path) -> None:
    ran = tocsin("replay", articles, "--config", config)
    assert ran.code == 0
    assert "many killed" in ran.out
    assert "2 articles, 1 incident, 0 holdings, 1 alert." in ran.out


def test_a_bad_line_is_named_and_the_rest_goes_on(tocsin: Tocsin, config: Path, articles: Path) -> None:
    articles.write_text("{nope\n" + articles.read_text())
    ran = tocsin("replay", articles, "--config", config)
    assert ran.code == 1
    assert "line 1: " in ran.err
    assert "2 articles" in ran.out


def test_a_file_that_is_not_there_is_wrong_use(tocsin: Tocsin, config: Path, tmp_path: Path) -> None:
    ran = tocsin("replay", tmp_path / "none.jsonl", "--config", config)
    assert ran.code == 2
    assert "No such file" in ran.err


@pytest.fixture
def stricter(tmp_path: Path) -> Path:
    """Rings at the second report where the other rings at the first, and of what the other never tells."""
    path = tmp_path / "stricter.yaml"
    by_day = "{name: by day, type: toll, thresholds: [20], of: country, window: 24h}"
    path.write_text(CONFIG.replace("thresholds: [10]}]", f"thresholds: [30]}}, {by_day}]"))
    return path


@pytest.fixture
def climbing(tmp_path: Path) -> Path:
    path = tmp_path / "climbing.jsonl"
    rows = (
        ARTICLES[0] | {"fetched": "2025-04-07T10:00:00+00:00"},
        {
            "id": "c",
            "text": "The death toll from Monday's bomb in Mombasa has risen to 31, police said.",
            "source": "hill.example.org",
            "fetched": "2025-04-07T12:30:00+00:00",
        },
    )
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_two_configurations_are_compared(tocsin: Tocsin, config: Path, stricter: Path, climbing: Path) -> None:
    ran = tocsin("replay", climbing, "--config", config, "--against", stricter, "--json")
    assert ran.code == 0
    found = json.loads(ran.out)
    assert (found["articles"], found["one"], found["other"]) == (2, str(config), str(stricter))
    assert [(pair["minutes"], pair["one"]["threshold"], pair["other"]["threshold"]) for pair in found["later"]] == [
        (150.0, 10, 30)
    ]
    assert [alert["rule"] for alert in found["only_other"]] == ["by day"]
    assert (found["only_one"], found["earlier"], found["same"]) == ([], [], 0)


def test_a_person_sees_what_would_have_come_later(tocsin: Tocsin, config: Path, stricter: Path, climbing: Path) -> None:
    ran = tocsin("replay", climbing, "--config", config, "--against", stricter)
    assert ran.code == 0
    unbroken = "".join(ran.out.split())  # a long path is broken over lines
    for part in (f"Onlywith{stricter}", f"Laterwith{stricter}", "150min", "10→30"):
        assert part in unbroken, part
    assert "2 articles, 1 alert more, 0 less, 0 earlier, 1 later, 0 to others, 0 the same." in ran.out


def test_a_configuration_is_the_same_as_itself(tocsin: Tocsin, config: Path, climbing: Path) -> None:
    ran = tocsin("replay", climbing, "--config", config, "--against", config)
    assert "0 later, 0 to others, 1 the same." in ran.out


def test_a_second_configuration_that_is_wrong_is_told(tocsin: Tocsin, config: Path, climbing: Path) -> None:
    ran = tocsin("replay", climbing, "--config", config, "--against", climbing.parent / "none.yaml")
    assert ran.code == 2
    assert "there is no such file" in ran.err
