"""What comes near a place of the user's is told ring by ring, and taken back where it was not so near."""

import pytest
from msgspec.structs import replace
from pydantic import ValidationError

from monitor.rules import Approach
from tests.incidents.support import (
    ARMY,
    BAIDOA,
    LOWER_SHABELLE,
    MERKA,
    MONITOR,
    SHABAAB,
    Told,
    book,
    capture,
    event,
    place,
)

HOME = {"near": {"lat": MERKA.lat, "lon": MERKA.lon, "km": 100}}
CLOSE = place("Shalanbood", 1.79, 44.70)
OUTER = place("Qoryooley", 1.79, 44.53)


def rule(**changes: object) -> Approach:
    return Approach.model_validate({"name": "near us", "where": HOME, "rings": [100, 40, 15], **changes})


def test_the_narrowest_ring_that_holds_it_is_told_once() -> None:
    told = book(rule()).tell([Told("a1", [event(3, CLOSE)]), Told("a2", [event(3, CLOSE)], hours=2, source="Other")])
    assert told.fired() == [("firing", 15)]
    assert told.alerts[0].summary.startswith("Suicide bomb in Shalanbood, Lower Shabelle (SO), 12 km from")


def test_what_is_farther_off_or_only_somewhere_in_a_region_is_not_told() -> None:
    told = book(rule()).tell([Told("a1", [event(3, BAIDOA)]), Told("a2", [event(3, LOWER_SHABELLE)], hours=90)])
    assert told.alerts == []
    assert {verdict.reason for decision in told.decisions for verdict in decision.verdicts} == {
        "Baidoa is not within 100 km of there",
        "only its region is known",
    }


def test_each_incident_has_its_own_rings() -> None:
    told = book(rule()).tell([Told("a1", [event(3, OUTER)]), Told("a2", [event(5, CLOSE)], hours=200)])
    assert told.fired() == [("firing", 40), ("firing", 15)]


def test_an_article_that_is_taken_back_takes_the_alert_back() -> None:
    told = book(rule()).tell([Told("a1", [event(3, CLOSE)]), Told("a1", [], hours=1, revision=2)])
    assert told.fired() == [("firing", 15), ("revised", 15)]
    assert told.alerts[1].id == told.alerts[0].id
    assert "nobody reports it any more" in told.alerts[1].summary


def test_small_incidents_may_be_left_out() -> None:
    assert book(rule(min_killed=5)).tell([Told("a1", [event(3, CLOSE)])]).alerts == []


def test_it_says_who_says_so() -> None:
    (alert,) = book(rule()).tell([Told("a1", [event(3, CLOSE, attribution=(MONITOR,))])]).alerts
    assert alert.summary.endswith("according to the Merka Observatory")
    assert alert.evidence[0].article == "a1"


TAKEN = replace(capture(SHABAAB, ARMY, attribution=(MONITOR,)), place=CLOSE)
DENIED = replace(capture(SHABAAB, ARMY, context="negated"), place=CLOSE)


def test_a_place_near_by_that_changes_hands_is_the_front() -> None:
    told = book(rule()).tell([Told("a1", [TAKEN]), Told("a2", [DENIED], hours=5, source="Other")])
    assert told.fired() == [("firing", 15), ("revised", None)]
    assert told.alerts[0].summary.startswith("12 km from the place: Shalanbood, Lower Shabelle (SO) is in the hands of")
    assert told.alerts[1].id == told.alerts[0].id
    assert told.alerts[0].place == CLOSE


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"of": "attack"}, ["incident"]),
        ({"of": "front"}, ["holding"]),
        ({}, ["incident", "holding"]),
        ({"rings": [10]}, []),
        ({"min_killed": 5}, ["holding"]),
        ({"where": HOME | {"event_type": ["Battles"]}}, []),
        ({"where": HOME | {"country": "KE"}}, []),
    ],
)
def test_attacks_and_fronts_are_told_as_they_are_asked_for(changes: dict[str, object], told: list[str]) -> None:
    found = book(rule(**changes)).tell([Told("a1", [event(3, CLOSE), TAKEN])])
    assert [alert.subject.partition(":")[0] for alert in found.alerts] == told


def test_a_front_somewhere_in_a_region_is_not_told() -> None:
    found = book(rule()).tell([Told("a1", [replace(TAKEN, place=LOWER_SHABELLE)])])
    assert found.alerts == []


def test_a_new_holder_is_news_once_and_a_siege_lasts() -> None:
    siege = replace(capture(SHABAAB, ARMY, status="besieged"), place=CLOSE)
    taken, besieged = (book(rule()).tell([Told("a1", [told])]).alerts[0] for told in (TAKEN, siege))
    assert [rule().lasts(each) for each in (taken, besieged)] == [False, True]


def test_without_a_place_to_come_near_to_it_is_refused() -> None:
    with pytest.raises(ValidationError, match="what does it come near to"):
        Approach(name="near us")
