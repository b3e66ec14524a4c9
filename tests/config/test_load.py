"""From a file to a Config, or to everything that is wrong with it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.config import SHIPPED, Examined, examine, load
from monitor.errors import ConfigError
from monitor.rules import RULE_TYPES

Write = Callable[[str], Path]

SMALL = """\
feeds:
  - {name: Example, url: "https://news.example.org/rss.xml"}
rules:
  - {name: many, type: toll, thresholds: [10]}
"""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(text: str) -> Path:
        path = tmp_path / "config.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def findings(examined: Examined, level: str = "error") -> dict[str, str]:
    """What is said, by where."""
    return {finding.path: finding.message for finding in examined.findings if finding.level == level}


def test_four_lines_are_enough(write: Write, tmp_path: Path) -> None:
    config = load(write(SMALL))
    (feed,) = config.feeds
    assert (feed.name, feed.source, feed.every, feed.tier) == ("Example", "news.example.org", timedelta(minutes=5), 3)
    assert feed.max_age == config.max_age == timedelta(days=7)
    assert config.data_dir == tmp_path / "var"
    assert (config.database, config.redis, config.workers) == ("sqlite", "embedded", 2)
    assert (config.web.host, config.web.port) == ("127.0.0.1", 8710)
    assert [receiver.name for receiver in config.receivers] == ["default"] == [config.route.receiver]
    assert set(config.receivers[0].channels) == {"console", "mail_folder"}
    assert config.receiver("default") is config.receivers[0]
    assert config.receiver("nobody") is None


def test_the_shipped_configuration_is_good() -> None:
    examined = examine(SHIPPED, env={})
    assert examined.config is not None
    assert examined.findings == ()
    assert len([feed for feed in examined.config.feeds if feed.url.startswith("https:")]) >= 20
    assert all(feed.language and feed.kind for feed in examined.config.feeds)


def test_the_contracts_example_is_read(write: Write) -> None:
    config = load(write(CONTRACT), env={"DESK_WEBHOOK_SECRET": "whsec_" + "MDEy" * 8, "MAIL": "m"})
    assert {"console", "mail_folder", "email", "webhook"} <= {name for one in config.receivers for name in one.channels}
    assert {rule.type for rule in config.rules} == {"toll", "control"} <= set(RULE_TYPES)
    assert config.secrets({"DESK_WEBHOOK_SECRET": "s1", "OTHER": "s2"}) == ("s1",)


CONTRACT = """\
data_dir: var
database: sqlite
redis: embedded
workers: 2
web: {host: 127.0.0.1, port: 8710}
network: {allow_private: false}
feeds:
  - {name: Example, url: "https://example.org/rss.xml", every: 5m, source: example.org, tier: 2}
rules:
  - name: mass casualties
    type: toll
    metric: killed
    thresholds: [10, 50, 100]
    of: country
    window: 24h
    estimate: best
    min_sources: 1
    where:
      {country: [SY], near: {place: Aleppo, km: 100}, event_type: [Battles], actor: [islamic-state], source: [x.org]}
    severity: critical
  - name: new territory
    type: control
    status: [controlled]
    gained_by: []
    where: {country: [SY]}
    severity: warning
route: {receiver: desk, group_by: [rule, place], group_wait: 10s, group_interval: 5m, repeat_interval: 4h, routes: []}
receivers:
  - name: desk
    console: {}
    mail_folder: {}
    email: {to: [desk@example.org], from: tocsin@example.org, smtp: {host: localhost, port: 25, security: none}}
    webhook: {url: "https://example.org/hook", secret_env: DESK_WEBHOOK_SECRET, format: tocsin}
"""

BAD = """\
databse: sqlite
redis: redis://:hunter2@cache/0
workers: two
max_age: 5
web: {host: 127.0.0.1, prt: 1}
feeds:
  - {name: A, url: "https://example.org/a", every: 5x, tier: 9}
  - {name: A, url: "ftp://example.org/x", country: XX}
  - {name: B, url: "file:nope.xml", kind: blog}
  - {nme: C, url: "http://127.0.0.1/x"}
  - {name: D, url: "https://u:hunter2@example.org/", max_age: 0s}
rules:
  - {name: r, type: tol}
  - {name: r, type: toll, thresholdz: [1], thresholds: [a]}
  - {name: s, type: control, where: {contry: [SY]}, severity: bad}
  - just text
  - {name: u}
route: {receiver: desk, group_wait: no, routes: [{receiver: dsk, matchers: [severity]}]}
receivers:
  - name: desk
    consle: {}
    console:
    email: {to: [a@example.org], from: b@example.org, smtp: {password: hunter2, port: many}}
    webhook: {secret_env: TOCSIN_TEST_UNSET}
  - name: other
workers: 3
"""

EXPECTED = {
    "databse": "did you mean `database`?",
    "redis": "env:NAME",
    "workers": "twice",
    "max_age": "needs its unit",
    "web.prt": "did you mean `port`?",
    "feeds[0].every": "'5x' is no duration",
    "feeds[0].tier": "9 must be at most 4",
    "feeds[1].name": "already the name of feeds[0]",
    "feeds[1].url": "must begin with https://",
    "feeds[1].country": "two ISO 3166-1 letters",
    "feeds[2].url": "no file nope.xml",
    "feeds[2].kind": "'blog' is not one of 'agency'",
    "feeds[3]": "`name` is missing",
    "feeds[3].nme": "did you mean `name`?",
    "feeds[3].url": "allow_private",
    "feeds[4].url": "password does not belong",
    "feeds[4].max_age": "'0s' must be at least 1s",
    "rules[0].type": "did you mean `toll`?",
    "rules[1].name": "already the name of rules[0]",
    "rules[1].thresholdz": "did you mean `thresholds`?",
    "rules[1].thresholds[0]": "'a' is no whole number",
    "rules[2].where.contry": "did you mean `country`?",
    "rules[2].severity": "'bad' is not one of 'info'",
    "rules[3]": "a rule is a name, a type and its parameters",
    "rules[4]": "`type` is missing",
    "route.group_wait": "'no' is no duration",
    "route.routes[0].receiver": "did you mean `desk`? known: desk, other",
    "route.routes[0].matchers[0]": "an operator",
    "receivers[0].consle": "unknown channel 'consle'; did you mean `console`?",
    "receivers[0].email.smtp.password": "`password_env: ITS_VARIABLE`",
    "receivers[0].email.smtp.port": "'many' is no whole number",
    "receivers[0].webhook": "`url` is missing",
    "receivers[0].webhook.secret_env": "no variable TOCSIN_TEST_UNSET",
}


def test_everything_wrong_is_said_at_once(write: Write) -> None:
    said = findings(examine(write(BAD)))
    missed = {path: said.get(path) for path, part in EXPECTED.items() if part not in said.get(path, "")}
    assert not missed
    assert said.keys() == EXPECTED.keys()


def test_problems_come_in_the_files_order_with_line_and_column(write: Write) -> None:
    path = write(BAD)
    with pytest.raises(ConfigError) as caught:
        load(path)
    assert f"{path}:7:62: feeds[0].tier: 9 must be at most 4" in caught.value.problems
    lines = [int(problem.removeprefix(f"{path}:").split(":")[0]) for problem in caught.value.problems]
    assert lines == sorted(lines)
    assert "hunter2" not in str(caught.value)


def test_what_is_only_odd_warns(write: Write) -> None:
    examined = examine(write("receivers: [{name: a}, {name: b, console: }]\nroute: {receiver: a}\n"))
    assert examined.config is not None
    assert findings(examined, "warning").keys() == {"", "receivers[0]", "receivers[1]"}
    assert any("nothing will alert" in line for line in examined.of("warning"))


def test_a_value_of_neither_kind_is_reported_where_it_stands(write: Write) -> None:
    said = findings(examine(write("receivers:\n  - {name: a, webhook: {url: 'https://a.org/', secret_env: 5}}\n")))
    assert said.keys() == {"receivers[0].webhook.secret_env"}


@pytest.mark.parametrize("part", ["feeds: 5", "rules: {a: b}", "receivers: [5]", "route: x", "web: []", "max_age: [1]"])
def test_the_wrong_kind_of_part_is_only_a_mistake(write: Write, part: str) -> None:
    assert findings(examine(write(part)))


def test_no_line_is_longer_than_a_person_reads_or_moves_the_terminal(write: Write) -> None:
    path = write(
        f'"{"k" * 5000}": 1\n"\\e[2Jx": 1\nworkers: "{"v" * 5000}"\nfeeds: [{{name: A, url: "{"u" * 5000}"}}]\n'
    )
    for line in examine(path).of("error"):
        assert len(line) < len(str(path)) + 600
        assert line.isprintable()


def test_labels_that_no_alert_has_warn(write: Write) -> None:
    rules = "rules: [{name: a, type: toll, thresholds: [1], labels: {team: x}}]\n"
    routes = "routes: [{matchers: ['sevrity=critical', 'team=x', country!=SY]}]"
    examined = examine(write(f"{rules}route: {{group_by: [place, colour], {routes}}}\n"))
    assert examined.config is not None
    said = findings(examined, "warning")
    assert "did you mean `severity`?" in said["route.routes[0].matchers[0]"]
    assert "'colour'" in said["route.group_by[1]"]
    assert {path for path in said if path.startswith("route")} == {"route.routes[0].matchers[0]", "route.group_by[1]"}


def test_several_receivers_want_a_root(write: Write) -> None:
    examined = examine(write("receivers: [{name: a}, {name: b}]\n"))
    assert "which of a, b" in findings(examined)["route"]


def test_an_unreadable_file_is_one_finding(write: Write, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.yaml:1:1: there is no such file"):
        load(tmp_path / "none.yaml")
    with pytest.raises(ConfigError, match=r"config\.yaml:2:3: the alias"):
        load(write("a: &x\n- *x"))


def test_addresses_of_services_come_from_the_environment(write: Write) -> None:
    path = write(SMALL + "database: env:DB\nredis: env:RD\n")
    env = {"DB": "postgresql+psycopg://me:hunter2@db/tocsin", "RD": "rediss://:hunter2@cache/1"}
    config = load(path, env)
    assert (config.database, config.redis) == (env["DB"], env["RD"])
    assert "hunter2" not in repr(config)
    assert findings(examine(path, {})).keys() == {"database", "redis"}
    assert "must be sqlite" in findings(examine(path, env | {"DB": "mysql://x"}))["database"]


def test_a_signing_secret_that_is_none_is_said_before_the_first_alert(write: Write) -> None:
    text = 'receivers: [{name: desk, webhook: {url: "https://example.org/h", secret_env: [GOOD, BAD]}}]\n'
    env = {"GOOD": "whsec_aGVsbG8gaGVsbG8gaGVsbG8gaGVsbG8=", "BAD": "a word"}
    (told,) = examine(write(text), env).of("error")
    assert "receivers[0].webhook.secret_env[1]: what BAD holds is no signing secret; write whsec_" in told
    assert env["BAD"] not in told


def test_a_receiver_without_a_channel_is_odd(write: Write) -> None:
    assert any(
        "receivers[0]: it has no channel" in told for told in examine(write("receivers: [{name: a}]\n")).of("warning")
    )


def test_files_are_found_beside_the_configuration_then_among_the_seeds(write: Write, tmp_path: Path) -> None:
    (tmp_path / "a b.xml").write_text("<rss/>")
    config = load(
        write('feeds: [{name: A, url: "file:a%20b.xml"}, {name: B, url: "file:seeds/actors/countries.yaml"}]')
    )
    assert config.feeds[0].url == (tmp_path / "a b.xml").as_uri()
    assert config.feeds[1].url.endswith("/seeds/actors/countries.yaml")


def test_feeds_can_be_switched_off_and_told_as_if_today(write: Write) -> None:
    config = load(
        write(
            "max_age: 3d\nfeeds:\n  - {name: A, url: 'https://a.org/', enabled: false}\n"
            "  - {name: B, url: 'https://b.org/', story_now: 2017-02-26T12:00:00, country: no, max_age: 1h}\n"
            "  - {name: C, url: 'https://c.org/'}\n"
        )
    )
    assert [feed.name for feed in config.feeds] == ["B", "C"]
    assert config.feeds[0].story_now == datetime(2017, 2, 26, 12, tzinfo=UTC)
    assert config.feeds[0].country == "NO"
    assert [feed.max_age for feed in config.feeds] == [timedelta(hours=1), timedelta(days=3)]


def test_rules_about_nobody_and_nowhere_are_mistakes(write: Write) -> None:
    said = findings(
        examine(
            write(
                "rules:\n"
                "  - {name: a, type: control, gained_by: [islamic-stat, m23],"
                " where: {near: {place: Xyzzyville, km: 5}}}\n"
                "  - {name: b, type: toll, thresholds: [5],"
                " where: {actor: nobody-at-all, near: {place: Aleppo, km: 5}}}\n"
                "  - {name: c, type: control, gained_by: military-forces-of-syria}\n"
            )
        )
    )
    assert said.keys() == {"rules[0].gained_by[0]", "rules[0].where.near.place", "rules[1].where.actor"}
    assert "did you mean `islamic-state`?" in said["rules[0].gained_by[0]"]
    assert "give lat and lon" in said["rules[0].where.near.place"]


@pytest.mark.parametrize("url", ["https://", "https://a b.org/", "http://[::1", "https://a:port/", "example.org/rss"])
def test_bad_addresses(write: Write, url: str) -> None:
    assert "feeds[0].url" in findings(examine(write(f'feeds: [{{name: A, url: "{url}"}}]')))


@pytest.mark.parametrize("url", ["http://localhost/x", "http://10.0.0.1/", "http://[::1]/", "http://169.254.1.1/"])
def test_private_addresses_want_leave(write: Write, url: str) -> None:
    feed = f'feeds: [{{name: A, url: "{url}"}}]\n'
    assert "allow_private" in findings(examine(write(feed)))["feeds[0].url"]
    assert load(write(feed + "network: {allow_private: true}")).feeds[0].url == url
