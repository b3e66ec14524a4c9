"""Replay: the same outcome whatever the file's order and the number of processes, and no line lost in silence."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.cli.main import main
from monitor.model import Feed
from monitor.replay import in_time, parsed, replay
from monitor.rules import Silence
from tests.incidents.support import control_rule, desk, toll_rule

DESK = desk(toll_rule(10), control_rule())
TEXTS = {
    "a": "At least 12 people were killed when a suicide bomber struck a market in Mogadishu on Tuesday, police said.",
    "b": "The death toll from Tuesday's market bombing in Mogadishu has risen to 19, hospital officials said.",
    "c": "The city's football club signed two players on Wednesday.",
}
CONFIG = """
rules:
  - {name: deaths, type: toll, thresholds: [10]}
route: {receiver: desk}
receivers: [{name: desk, console: {}}]
"""


def line(id: str, **changes: Any) -> bytes:
    hour = 8 + ord(id[-1]) % 10
    known = {"id": id, "text": TEXTS.get(id, ""), "published": f"2024-03-05T{hour:02}:00:00Z", "source": f"Outlet {id}"}
    return json.dumps({**known, **changes}).encode() + b"\n"


LINES = [line("a"), line("b"), line("c")]


def test_the_outcome_is_the_same_to_the_byte() -> None:
    outcomes = {
        json.dumps(replay(lines, DESK, jobs).plain())
        for lines in (LINES, LINES[::-1], [LINES[1], b"\n", LINES[0], LINES[2]])
        for jobs in (1, 2)
    }
    assert len(outcomes) == 1


def test_what_a_program_reads() -> None:
    told: list[tuple[int, int]] = []
    plain = replay(LINES, DESK, 1, lambda done, total: told.append((done, total))).plain()
    assert list(plain)[:4] == ["articles", "incidents", "territory", "alerts"]
    assert plain["articles"] == 3
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert [alert["receivers"] for alert in plain["alerts"]] == [["desk"]]


def test_wrong_lines_are_named_and_the_rest_goes_on() -> None:
    bad = [b"{", b"[]", b'{"id": "x"}', line("d", text="No time.", published=None)]
    outcome = replay([*bad, *LINES], DESK)
    assert outcome.articles == 3
    assert [problem.split(":")[0] for problem in outcome.problems] == ["line 1", "line 2", "line 3", "line 4"]


def test_the_clock_is_when_it_was_fetched_else_published() -> None:
    rows = [
        line("a", fetched="2024-03-06T00:00:00Z"),
        line("b", published="2024-03-05T23:00:00"),
        line("c", published=None),
    ]
    problems: list[str] = []
    timed = in_time(parsed(rows, problems), problems)
    assert [each.article.id for each in timed] == ["b", "c", "a"]
    assert timed[0].now == timed[1].now == datetime(2024, 3, 5, 23, tzinfo=UTC)
    assert problems == []


def test_an_id_that_comes_again_is_an_edit_or_nothing() -> None:
    rows = [
        line("a"),
        line("a", published="2024-03-05T20:00:00Z"),
        line("a", text="Other.", published="2024-03-05T21:00:00Z"),
    ]
    timed = in_time(parsed(rows, []), [])
    assert [(each.article.revision, each.article.text[:5]) for each in timed] == [(1, "At le"), (2, "Other")]


def test_halves_of_characters_do_not_stop_it() -> None:
    outcome = replay([line("a").replace(b"market", rb"mar\ud83dket")], DESK)
    assert outcome.articles == 1
    assert json.dumps(outcome.plain()).isascii()


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    articles, config = tmp_path / "articles.jsonl", tmp_path / "config.yaml"
    articles.write_bytes(b"".join([*LINES, b"{\n"]))
    config.write_text(CONFIG)
    assert main(["replay", str(articles), "--config", str(config), "--json", "--jobs", "1"]) == 1
    said = capsys.readouterr()
    assert json.loads(said.out)["articles"] == 3
    assert f"{articles}: line 4: " in said.err
    articles.write_bytes(b"".join(LINES))
    assert main(["replay", str(articles), "--config", str(config)]) == 0
    assert "3 articles" in capsys.readouterr().out
    assert main(["replay", str(tmp_path / "none.jsonl"), "--config", str(config)]) == 2


def test_silence_rings_when_its_time_has_come_and_is_over_with_the_next_article() -> None:
    feeds = {name: Feed(name, f"https://{name}.example", timedelta(minutes=5), f"Outlet {name}") for name in "ab"}
    lines = [
        line("a", feed="a", published="2024-03-05T08:00:00Z"),
        line("b", published="2024-03-05T20:00:00Z"),
        line("c", feed="a", published="2024-03-05T21:00:00Z"),
    ]
    alerts = replay(lines, desk(Silence(name="quiet", after="10h"), feeds=feeds)).alerts
    assert [(alert.status, alert.subject, alert.at.hour) for alert in alerts] == [
        ("firing", "feed:a", 18),
        ("firing", "feed:b", 18),
        ("resolved", "feed:b", 20),
        ("resolved", "feed:a", 21),
    ]
