"""What is well written and cannot be meant is said before the start."""

from pathlib import Path

import pytest

from monitor.config import examine
from monitor.model.event_types import EVENT_TYPES
from monitor.resources import load_yaml
from monitor.seeds import SEEDS

RULE = "rules: [{{name: a, type: toll, thresholds: [10], {}}}]\n"
FEED = 'feeds: [{{name: a, url: "{}", every: {}}}]\n'
SILENCE = (
    "feeds: [{{name: Coast, url: 'https://coast.example.org/rss', every: 1h}}]\n"
    "rules: [{{name: quiet, type: silence, after: {}, {}}}]\n"
)
ROUTE = "receivers: [{{name: desk}}]\nroute: {{receiver: desk, routes: [{{matchers: ['{}']}}]}}\n"
INHIBIT = "inhibit: [{{source: ['{}'], target: ['{}']}}]\n"


def said(tmp_path: Path, text: str, level: str) -> dict[str, str]:
    path = tmp_path / "config.yaml"
    path.write_text(text)
    findings = examine(path, env={}).findings
    return {finding.path: finding.message for finding in findings if finding.level == level and finding.path}


@pytest.mark.parametrize(
    ("text", "where", "part"),
    [
        (RULE.format("where: {event_type: Battle}"), "rules[0].where.event_type", "did you mean `Battles`?"),
        (RULE.format("where: {event_type: [Flood, Bttles]}"), "rules[0].where.event_type[1]", "`Battles`"),
        (FEED.format("https://news.example.org/x", "1s"), "feeds[0].every", "at least 10s"),
        (ROUTE.format("severity==critical"), "route.routes[0].matchers[0]", "did you mean `critical`?"),
        (INHIBIT.format("severity=grave", "rule!=a"), "inhibit[0].source[0]", "no alert has the severity 'grave'"),
        (ROUTE.format("severity=~crit"), "route.routes[0].matchers[0]", "no alert has the severity"),
        ("retention: 30d\n", "retention", "go on about a happening for 142d; write at least 142d"),
        ("retention: 150d\nmax_age: 20d\n", "retention", "write at least 155d"),
        (RULE.format("of: place, window: 200d"), "retention", "180d is too short: the rule 'a' counts over 200d"),
        (SILENCE.format("2h", "feeds: [Cost]"), "rules[0].feeds[0]", "no feed is called 'Cost'; did you mean `Coast`?"),
        (
            SILENCE.format("10m", "of: group"),
            "rules[0].after",
            "'Coast' is asked only every 1h, so 10m would always ring",
        ),
        ("rules: [{name: a, type: surge, baseline: 364d}]\n", "retention", "the rule 'a' counts over 364d"),
        ("rules: [{name: a, type: first, warm_up: 200d}]\n", "retention", "the rule 'a' counts over 200d"),
        ("receivers: [{name: a, mail_folder: {folder: ../x}}]\n", "receivers[0].mail_folder.folder", "data folder"),
        ("receivers: [{name: a, mail_folder: {folder: /tmp}}]\n", "receivers[0].mail_folder.folder", "data folder"),
    ],
)
def test_what_can_never_be_is_refused(tmp_path: Path, text: str, where: str, part: str) -> None:
    errors = said(tmp_path, text, "error")
    assert errors.keys() == {where}
    assert part in errors[where]


@pytest.mark.parametrize(
    ("text", "where", "part"),
    [
        (RULE.format("window: 24h"), "rules[0].window", "no effect"),
        ("rules: [{name: a, type: toll, thresholds: [5, 10, 5]}]\n", "rules[0].thresholds", "5 stands here 2 times"),
        (RULE.format("") + ROUTE.format("rule=b"), "route.routes[0].matchers[0]", "no rule is called 'b'"),
        (RULE.format("") + INHIBIT.format("rule=~b.*", "rule=a"), "inhibit[0].source[0]", "known: a"),
    ],
)
def test_what_has_no_effect_is_told(tmp_path: Path, text: str, where: str, part: str) -> None:
    assert said(tmp_path, text, "error") == {}
    assert part in said(tmp_path, text, "warning")[where]


@pytest.mark.parametrize(
    "text",
    [
        RULE.format("where: {event_type: [Air/drone strike, Disaster]}"),
        RULE.format("of: country, window: 24h"),
        SILENCE.format("1h", "where: {country: SO}"),
        FEED.format("https://news.example.org/x", "10s"),
        "network: {allow_private: true}\n" + FEED.format("http://127.0.0.1/x", "1s"),
        ROUTE.format('severity=~"critical|warning"'),
        ROUTE.format("severity!=info"),
        RULE.format("") + INHIBIT.format('rule=~"a|b"', "rule!=b"),
        RULE.format("labels: {severity: urgent}") + ROUTE.format("severity=urgent"),
        "receivers: [{name: a, mail_folder: {folder: post/desk}}]\n",
    ],
)
def test_what_makes_sense_passes(tmp_path: Path, text: str) -> None:
    assert said(tmp_path, text, "error") == {}


def test_every_kind_that_the_lexicon_gives_may_be_asked_for() -> None:
    for kind in load_yaml(SEEDS / "lexicon" / "en" / "events.yaml")["events"]:
        assert kind["sub"] in EVENT_TYPES[kind["type"]]
