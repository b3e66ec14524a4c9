"""`tocsin rules`: what rings, and how often it would have."""

import json
from pathlib import Path

import pytest

from monitor.cli.rule_rows import bars
from tests.cli.conftest import Tocsin
from tests.cli.settled import CONFIG, settle_ledger

SINCE = ("--since", "2024-03-04")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return settle_ledger(tmp_path)


def test_the_list_says_what_each_rings_for(tocsin: Tocsin, path: Path) -> None:
    ran = tocsin("rules", "--config", path)
    assert ran.code == 0
    text = " ".join(ran.out.split())
    for part in ("deaths", "toll", "thresholds: [10, 20]", "of: country, window: 1d"):
        assert part in text, text


def test_a_backtest_rings_as_the_daemon_did(tocsin: Tocsin, path: Path) -> None:
    ran = tocsin("rules", "backtest", "--config", path, *SINCE, "--json")
    told = json.loads(ran.out)
    rang = json.loads(tocsin("alerts", "--config", path, "--json").out)
    assert ran.code == 0
    assert sorted(alert["id"] for alert in told["alerts"]) == sorted(alert["id"] for alert in rang)
    assert {each["rule"]: each["rang"] for each in told["rules"]} == {"deaths": 2, "a day": 1}
    assert told["rules"][0]["days"] == {"2024-03-05": 2}


def test_a_changed_rule_is_tried_on_what_happened(tocsin: Tocsin, path: Path) -> None:
    changed = path.with_name("changed.yaml")
    changed.write_text(CONFIG.replace("[10, 20]", "[5, 10, 15]"), encoding="utf-8")
    ran = tocsin("rules", "backtest", "deaths", "--config", changed, *SINCE, "--json")
    alerts = json.loads(ran.out)["alerts"]
    assert [(alert["threshold"], alert["place"]["name"]) for alert in alerts] == [
        (10, "Merka"), (15, "Merka"), (5, "Baidoa"), (15, "Lower Shabelle"),
    ]  # fmt: skip


def test_the_table_shows_how_often_and_when(tocsin: Tocsin, path: Path) -> None:
    ran = tocsin("rules", "backtest", "--config", path, *SINCE)
    assert ran.code == 0
    text = " ".join(ran.out.split())
    for part in ("2 on 2024-03-05", "Merka: 12 killed", "alerts on 8 articles that changed the ledger"):
        assert part in text, text


def test_nothing_since_then_is_said(tocsin: Tocsin, path: Path) -> None:
    ran = tocsin("rules", "backtest", "--config", path, "--since", "1d")
    assert (ran.code, "0 alerts on 0 articles" in ran.out) == (0, True)


def test_a_rule_that_is_none_is_named_with_the_nearest(tocsin: Tocsin, path: Path) -> None:
    ran = tocsin("rules", "backtest", "death", "--config", path)
    assert (ran.code, "there is no rule 'death'" in ran.err, "deaths" in ran.err) == (2, True, True)


@pytest.mark.parametrize(
    ("days", "drawn"),
    [([0, 0], "··"), ([1], "█"), ([0, 1, 2, 8], "·▁▂█"), ([4] * 62, "█" * 31), ([], "")],
)
def test_bars(days: list[int], drawn: str) -> None:
    assert bars(days) == drawn
    assert bars(days, unicode=False).isascii()
