"""`tocsin rules`: what rings, and how often it would have."""

import json
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from monitor.cli.forms import table
from monitor.cli.rule_rows import KEPT, TESTED, Tally, bars, trials
from monitor.config import load
from monitor.model import Article, FeedState
from monitor.store import Store
from tests.cli.conftest import Tocsin
from tests.cli.settled import ARTICLES, CONFIG, settle_ledger
from tests.incidents.support import DAY

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


def test_the_list_is_written_as_the_configuration_is(tocsin: Tocsin, tmp_path: Path) -> None:
    square = [[0, 40], [2, 40], [2, 42], [0, 42], [0, 40]]
    (tmp_path / "delta.json").write_text(json.dumps({"type": "Polygon", "coordinates": [square]}))
    path = tmp_path / "config.yaml"
    path.write_text(
        "rules: [{name: a, type: toll, thresholds: [10], for: 30m, active: {hours: 08:00-20:00, days: [mon-fri]},"
        " where: {polygon: delta.json, not: {country: [SO]}}}]\n"
    )
    text = " ".join(tocsin("rules", "--config", path).out.split())
    for part in ("for: 30m", "hours: 08:00-20:00, days: [mon, tue,", "polygon: delta, not: [{country: [SO]}]"):
        assert part in text, text
    (listed,) = json.loads(tocsin("rules", "--config", path, "--json").out)
    assert (listed["where"]["polygon"], listed["for"]) == ("delta", "30m")


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


def test_a_backtest_notices_what_time_alone_brings(tocsin: Tocsin, path: Path) -> None:
    quiet = path.with_name("quiet.yaml")
    quiet.write_text(f"{CONFIG}  - {{name: quiet, type: silence, after: 5h}}\n", encoding="utf-8")
    ran = tocsin("rules", "backtest", "quiet", "--config", quiet, *SINCE, "--json")
    alerts = json.loads(ran.out)["alerts"]
    assert [(alert["status"], alert["at"][:16], alert["summary"][:40]) for alert in alerts] == [
        ("firing", "2024-03-05T19:00", "Nothing new from Coast Radio for 5h, sin"),
    ]


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
    assert bars(days, 31) == drawn
    assert bars(days, 31, unicode=False).isascii()


@pytest.mark.parametrize("columns", [80, 100, 200])
def test_the_table_of_a_backtest_has_room_for_the_names_of_the_rules(columns: int) -> None:
    tally = Tally("mass casualties", (0, 12) * 45, 3, 4)
    rows = trials([tally], datetime(2026, 1, 1, tzinfo=UTC), columns=columns)
    out = Console(width=columns, file=StringIO())
    with out.capture() as said:
        out.print(table("", TESTED, rows, KEPT))
    assert all(each in said.get() for each in ("mass", "casualties", "12 on 2026-01-02", "corrected"))


BOMB = "At least 12 people were killed when a car bomb exploded at a market in Mogadishu on Friday, police said."
TRIAL = """\
feeds: [{name: Coast Radio, url: "https://coast.example.org/rss"}]
rules:
  - {name: deaths, type: toll, thresholds: [10], where: {country: [SO], event_type: [Battles]}}
  - {name: any deaths, type: toll, thresholds: [10]}
"""


@pytest.fixture
def trial(tmp_path: Path) -> Path:
    (tmp_path / "bomb.txt").write_text(BOMB, encoding="utf-8")
    (tmp_path / "shares.txt").write_text("Shares rose by 12 per cent on Friday.", encoding="utf-8")
    path = tmp_path / "config.yaml"
    path.write_text(TRIAL, encoding="utf-8")
    return path


def test_a_rule_tried_on_an_article_says_which_condition_fails(tocsin: Tocsin, trial: Path) -> None:
    article = trial.with_name("bomb.txt")
    ran = tocsin("rules", "test", "deaths", article, "--published", "2024-03-15", "--config", trial, "--json")
    assert ran.code == 0, ran.err
    ((verdict,),) = [each["verdicts"] for each in json.loads(ran.out)]
    assert verdict["fired"] is False
    assert {each["condition"]: each["holds"] for each in verdict["conditions"]} == {
        "event_type: Battles": False, "country: SO": True,
    }  # fmt: skip


def test_a_rule_tried_on_articles_says_what_it_would_say(tocsin: Tocsin, trial: Path) -> None:
    articles = trial.with_name("bomb.txt"), trial.with_name("shares.txt")
    ran = tocsin("rules", "test", "any deaths", *articles, "--published", "2024-03-15", "--config", trial)
    text = " ".join(ran.out.split())
    for part in ("12 killed in Mogadishu", "rings incident:", "12 reaches 10", "warning, firing: At least 12 killed",
                 "told to default", "nothing that happened", "changes nothing that this rule looks at"):  # fmt: skip
        assert part in text, text


def test_an_article_without_a_date_is_taken_for_new(tocsin: Tocsin, trial: Path) -> None:
    ran = tocsin("rules", "test", "any deaths", trial.with_name("bomb.txt"), "--config", trial, "--json")
    assert ([each["threshold"] for each in json.loads(ran.out)[0]["alerts"]], "no date" in ran.err) == ([10], True)


LOOKING_BACK = """\
  - {name: newcomers, type: first, of: place, warm_up: 1h}
  - {name: quiet, type: silence, after: 5h}
"""


def test_a_rule_that_looks_back_is_tried_on_the_ledger(tocsin: Tocsin, path: Path) -> None:
    path.write_text(CONFIG + LOOKING_BACK, encoding="utf-8")
    (path.parent / "bomb.txt").write_text(BOMB, encoding="utf-8")
    article = ("rules", "test", "newcomers", path.parent / "bomb.txt", "--published", "2024-03-08", "--config", path)
    ran = tocsin(*article)
    assert "still learning what is usual" in ran.out and "--ledger judges with what yours remembers" in ran.err
    before = tocsin("incidents", "--config", path, "--json").out
    ran = tocsin(*article, "--ledger", "--json")
    assert [each["reason"] for each in json.loads(ran.out)[0]["verdicts"]] == ["Mogadishu was never seen there before"]
    assert tocsin("incidents", "--config", path, "--json").out == before, "nothing of a trial is kept"


def test_a_rule_that_watches_the_time_says_how_it_stands_now(tocsin: Tocsin, path: Path) -> None:
    path.write_text(CONFIG + LOOKING_BACK, encoding="utf-8")
    config = load(path)
    with Store.open(config.database, config.data_dir) as store:
        store.feeds.follow(config.feeds, DAY)
    text = " ".join(tocsin("rules", "test", "quiet", "--ledger", "--config", path).out.split())
    assert "As it stands now rings feed:Coast Radio: silent since 2024-03-05 12:00 UTC" in text


def test_something_must_be_named_to_try_a_rule_on(tocsin: Tocsin, trial: Path) -> None:
    ran = tocsin("rules", "test", "deaths", "--config", trial)
    assert (ran.code, "name an article to try it on" in ran.err) == (2, True)


def test_an_article_that_is_not_there_is_named(tocsin: Tocsin, trial: Path) -> None:
    ran = tocsin("rules", "test", "deaths", "nothing.txt", "--config", trial)
    assert (ran.code, "nothing.txt: it cannot be read" in ran.err) == (1, True)


def test_an_article_that_came_is_tried_by_its_id(tocsin: Tocsin, trial: Path) -> None:
    now, config = datetime(2024, 3, 15, 12, tzinfo=UTC), load(trial)
    with Store.open(config.database, config.data_dir) as store:
        store.migrate()
        store.feeds.save_poll(FeedState("Coast Radio", now), [Article("0123456789abcdef", BOMB, "", now)], now)
    known = tocsin("rules", "test", "any deaths", "0123456789abcdef", "--config", trial, "--json")
    assert [each["threshold"] for each in json.loads(known.out)[0]["alerts"]] == [10]
    other = tocsin("rules", "test", "any deaths", "0123456789abcde0", "--config", trial)
    assert (other.code, "no article with this id came" in other.err) == (1, True)


PACED = """\
feeds: [{name: Coast Radio, url: "https://coast.example.org/rss"}]
rules:
  - {name: words, type: keyword, any: [bomber]}
  - {name: held, type: toll, thresholds: [10], for: 3h}
  - {name: calm, type: toll, thresholds: [5, 12, 15], cooldown: 7d}
"""


def test_a_backtest_looks_at_words_and_minds_how_rules_are_paced(tocsin: Tocsin, path: Path) -> None:
    config, paced = load(path), path.with_name("paced.yaml")
    paced.write_text(PACED, encoding="utf-8")
    with Store.open(config.database, config.data_dir) as store:
        articles = [told.article for told in ARTICLES if told.id == "a1"]
        store.feeds.save_poll(FeedState("Coast Radio", DAY), articles, DAY)
    found = json.loads(tocsin("rules", "backtest", "--config", paced, *SINCE, "--json").out)
    told = [(alert["rule"], alert["at"][11:16], alert["muted"] is None) for alert in found["alerts"]]
    assert ("words", "13:00", True) in told
    assert ("held", "13:00", False) in told, "it has to hold first"
    assert ("held", "16:00", True) in told
    assert [muted for rule, _, muted in told if rule == "calm"].count(True) == 4, "a higher line rings all the same"
