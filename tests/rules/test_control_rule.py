"""Which turns of a place are told."""

from datetime import timedelta

import msgspec
import pytest

from monitor.model import Event
from tests.incidents.support import ARMY, BAIDOA, DAY, MONITOR, SHABAAB, Told, book, capture, control_rule, place

TAKEN = capture(SHABAAB, ARMY, attribution=(MONITOR,))
BACK = capture(ARMY, SHABAAB, attribution=(MONITOR,))
SIEGE = capture(SHABAAB, ARMY, status="besieged")


def articles(*events: Event) -> list[Told]:
    return [Told(f"a{n}", [each], hours=12 * n, source=f"Outlet {n}") for n, each in enumerate(events)]


def test_the_first_known_holder_and_every_other_are_told_once() -> None:
    told = book(control_rule()).tell(articles(TAKEN, TAKEN, BACK, BACK, TAKEN))
    assert [alert.labels["actor"] for alert in told.alerts] == ["al-shabaab", "somali-army", "al-shabaab"]
    assert len({alert.id for alert in told.alerts}) == 3


def test_only_the_actors_asked_for() -> None:
    told = book(control_rule(gained_by=["somali-army"])).tell(articles(TAKEN, BACK))
    assert [alert.labels["actor"] for alert in told.alerts] == ["somali-army"]
    assert told.decisions[0].verdicts[0].reason == "al-Shabaab is none of somali-army"


def test_only_the_places_and_actors_of_where() -> None:
    elsewhere = control_rule(where={"near": {"lat": BAIDOA.lat, "lon": BAIDOA.lon, "km": 20}})
    other = control_rule(name="other", where={"actor": ["m23"]})
    assert book(elsewhere, other).tell(articles(TAKEN)).alerts == []


@pytest.mark.parametrize(("status", "count"), [("besieged", 1), ("controlled", 1), ("contested", 0)])
def test_the_statuses_asked_for(status: str, count: int) -> None:
    assert len(book(control_rule(status=[status])).tell(articles(BACK, SIEGE)).alerts) == count


def test_an_abandoned_place() -> None:
    left = capture(None, ARMY, status="abandoned")
    (alert,) = book(control_rule(status=["unknown"])).tell(articles(BACK, left)).alerts
    assert alert.summary == "Merka, Lower Shabelle (SO) was abandoned, held before by Somali army"


def test_the_summary_says_who_holds_who_held_and_who_says_so() -> None:
    told = book(control_rule()).tell(articles(TAKEN, BACK))
    assert told.alerts[1].summary == (
        "Merka, Lower Shabelle (SO) is in the hands of Somali army, held before by al-Shabaab, "
        "according to the Merka Observatory"
    )
    assert told.alerts[1].evidence[0].article == "a1"


def test_what_lies_near_a_town_is_not_the_town() -> None:
    near = msgspec.structs.replace(TAKEN, place=place(geonameid=1, geo_precision=2))
    unlisted = msgspec.structs.replace(TAKEN, place=place("Awdheegle", geo_precision=2))
    told = book(control_rule()).tell(articles(near, unlisted))
    assert [alert.summary.split(" (SO)")[0] for alert in told.alerts] == [
        "Ground near Merka, Lower Shabelle",
        "Awdheegle, Lower Shabelle",
    ]


def test_what_is_historical_or_planned_is_not_told() -> None:
    past, plan = capture(SHABAAB, ARMY, context="historical"), capture(SHABAAB, ARMY, context="future")
    assert book(control_rule()).tell(articles(past, plan)).alerts == []


def test_the_denial_of_what_nobody_was_told_is_muted_as_well() -> None:
    old = Told("a", [TAKEN], fetched=DAY + timedelta(days=10))
    denial = Told("b", [capture(SHABAAB, ARMY, context="negated")], hours=1, source="Hill Post")
    told = book(control_rule()).tell([old, denial])
    assert [alert.status for alert in told.alerts] == ["firing", "revised"]
    assert told.alerts[1].muted == told.alerts[0].muted
    assert told.decisions[1].plan.deliveries == ()
    assert told.alerts[1].labels == told.alerts[0].labels
