"""Feeds that fall silent ring once time has passed, and are over with the first article."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from monitor.model import Feed
from monitor.rules import Silence
from tests.incidents.support import DAY, HOUR, Book, Told, desk, event

FEEDS = {
    feed.name: feed
    for feed in (
        Feed("Coast", "https://coast.example", HOUR, "coast.example", country="SO", kind="newspaper", language="so"),
        Feed("Wire", "https://wire.example", HOUR, "wire.example", country="GB", kind="agency", language="en"),
        Feed("Hills", "https://hills.example", HOUR, "hills.example", country="SO", kind="broadcaster"),
    )
}


def listening(**changes: Any) -> Book:
    rule = Silence.model_validate({"name": "quiet", "after": "6h", **changes})
    return Book(desk(rule, feeds=FEEDS), last_heard=dict.fromkeys(FEEDS, DAY))


def told(found: Book) -> list[tuple[str, str]]:
    return [(alert.status, alert.subject) for alert in found.alerts]


def test_each_silent_feed_rings_once_and_is_over_when_it_is_heard() -> None:
    found = listening(feeds=["Coast", "Wire"])
    found.watch(DAY + 5 * HOUR)
    assert told(found) == []
    found.last_heard["Wire"] = DAY + 4 * HOUR
    for hours in (6, 7, 8):
        found.watch(DAY + hours * HOUR)
    assert told(found) == [("firing", "feed:Coast")]
    assert found.alerts[0].summary == "Nothing new from Coast for 6h, since 2024-03-05 12:00 UTC"
    found.last_heard |= dict.fromkeys(("Coast", "Wire"), DAY + 9 * HOUR)
    found.watch(DAY + 9 * HOUR)
    assert told(found)[1:] == [("resolved", "feed:Coast")]
    assert found.alerts[1].id == found.alerts[0].id
    assert found.alerts[1].summary.startswith("Heard again: Coast, 2024-03-05 21:00 UTC")


def test_another_silence_is_another_alert() -> None:
    found = listening(feeds="Coast")
    found.watch(DAY + 6 * HOUR)
    found.last_heard["Coast"] = DAY + 7 * HOUR
    found.watch(DAY + 7 * HOUR)
    found.watch(DAY + 13 * HOUR)
    assert [status for status, _ in told(found)] == ["firing", "resolved", "firing"]
    assert found.alerts[2].id != found.alerts[0].id


def test_a_group_is_silent_when_none_of_it_is_heard() -> None:
    found = listening(of="group", where={"country": "SO"})
    found.last_heard["Hills"] = DAY + 3 * HOUR
    found.watch(DAY + 8 * HOUR)
    assert told(found) == []
    found.watch(DAY + 9 * HOUR)
    assert told(found) == [("firing", "feeds:quiet")]
    assert found.alerts[0].summary.startswith("Nothing new from Coast, Hills for 6h")


@pytest.mark.parametrize(
    ("where", "names"),
    [
        ({}, ["Coast", "Wire", "Hills"]),
        ({"country": "SO"}, ["Coast", "Hills"]),
        ({"source_kind": ["agency", "broadcaster"]}, ["Wire", "Hills"]),
        ({"language": "en"}, ["Wire"]),
        ({"source": "hills.example"}, ["Hills"]),
        ({"not": {"country": "SO"}}, ["Wire"]),
    ],
)
def test_which_feeds_are_listened_to(where: dict[str, Any], names: list[str]) -> None:
    found = listening(where=where)
    found.watch(DAY + 6 * HOUR)
    assert told(found) == [("firing", f"feed:{name}") for name in names]


def test_a_feed_that_was_not_asked_is_not_silent() -> None:
    found = listening()
    del found.last_heard["Wire"]
    verdicts = found.watch(DAY + 6 * HOUR)
    assert [verdict.reason for verdict in verdicts if verdict.subject == "feed:Wire"] == ["not asked yet"]
    grouped = listening(of="group")
    del grouped.last_heard["Wire"]
    grouped.watch(DAY + 6 * HOUR)
    assert told(grouped) == []


def test_a_feed_that_left_the_configuration_is_over() -> None:
    found = listening(feeds="Coast")
    found.watch(DAY + 6 * HOUR)
    left = Book(desk(*found.desk.rules), alerts=found.alerts)
    left.watch(DAY + 7 * HOUR)
    assert told(left) == [("firing", "feed:Coast"), ("resolved", "feed:Coast")]


def test_articles_alone_change_nothing_and_without_such_rules_nobody_watches() -> None:
    found = listening().tell([Told("a1", [event(12)])])
    assert found.alerts == []
    assert Book(desk(feeds=FEEDS)).watch(DAY + timedelta(days=9)) == ()


@pytest.mark.parametrize("wrong", [{"after": "30s"}, {"after": "100d"}, {"of": "country"}, {"feeds": {"a": 1}}])
def test_a_wrong_silence_rule_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Silence.model_validate({"name": "quiet", "after": "6h", **wrong})
