"""What was never seen before in an area rings once; what turns out otherwise is taken back."""

from collections.abc import Sequence
from typing import Any

import pytest

from monitor.model import Event
from monitor.rules import First
from tests.incidents.support import ARMY, BAIDOA, LOWER_SHABELLE, MERKA, SHABAAB, Book, Told, book, event, place

MOGADISHU = place("Mogadishu", 2.04, 45.34, admin1="Banaadir")
NAIROBI = place("Nairobi", -1.29, 36.82, country="KE", admin1="Nairobi")
BEGIN = Told("a0", [event(1, BAIDOA, sub_event_type="Grenade")], hours=-24 * 20)


def rule(**changes: Any) -> First:
    return First.model_validate({"name": "new here", **changes})


def blast(where: Any = MERKA, **changes: Any) -> Event:
    return event(3, where, **{"actor1": SHABAAB, "actor2": ARMY, **changes})


def told(judge: First, *articles: Told) -> Book:
    return book(judge).tell([BEGIN, *articles])


def reasons(found: Book) -> Sequence[str]:
    return [verdict.reason for decision in found.decisions[1:] for verdict in decision.verdicts]


def test_an_actor_that_was_never_seen_rings_once() -> None:
    found = told(rule(), Told("a1", [blast()]), Told("a2", [blast(MOGADISHU)], hours=90))
    (alert,) = found.alerts
    assert alert.summary == ("Never seen before: al-Shabaab, Somali army; Suicide bomb in Merka, Lower Shabelle (SO)")
    assert (alert.labels["actor"], alert.figure) == ("al-shabaab", "al-Shabaab · Somali army")
    assert reasons(found)[1] == "al-Shabaab, Somali army was seen there before"


def test_what_was_seen_elsewhere_is_new_here() -> None:
    found = told(rule(where={"country": "KE"}), Told("a1", [blast()]), Told("a2", [blast(NAIROBI)], hours=90))
    assert [alert.summary for alert in found.alerts] == [
        "Never seen before (country: KE): al-Shabaab, Somali army; Suicide bomb in Nairobi (KE)"
    ]


def test_one_article_tells_of_two_and_the_first_rings() -> None:
    found = told(rule(), Told("a1", [blast(), blast(NAIROBI, sub_event_type="Grenade")]))
    assert len(found.incidents) == 3
    assert len(found.alerts) == 1


@pytest.mark.parametrize(
    ("of", "events", "rings"),
    [
        ("place", [blast(MERKA)], True),
        ("place", [blast(BAIDOA)], False),
        ("place", [blast(LOWER_SHABELLE)], False),
        ("event_type", [blast(MERKA)], True),
        ("event_type", [blast(MERKA, sub_event_type="Grenade")], False),
        ("actor", [event(3)], False),
    ],
)
def test_what_may_be_new(of: str, events: list[Event], rings: bool) -> None:
    assert bool(told(rule(of=of), Told("a1", events)).alerts) is rings


def test_nothing_rings_while_everything_is_new() -> None:
    found = told(rule(warm_up="30d"), Told("a1", [blast()]))
    assert found.alerts == []
    assert reasons(found) == ["still learning what is usual, until 2024-03-15 12:00 UTC"]


def test_later_reports_of_the_same_incident_are_silent_and_an_edit_that_takes_it_back_corrects() -> None:
    found = told(rule(), Told("a1", [blast()]), Told("a2", [blast()], hours=2, source="Hill FM"))
    assert reasons(found)[-1] == "told already"
    found.take(Told("a2", [], hours=3, source="Hill FM", revision=2))
    found.take(Told("a1", [], hours=4, revision=2))
    assert [alert.status for alert in found.alerts] == ["firing", "revised"]
    assert found.alerts[1].id == found.alerts[0].id
    assert found.alerts[1].summary.startswith("Corrected: nobody reports it any more")


def test_an_incident_that_was_somebody_elses_deed_is_corrected() -> None:
    found = told(rule(), Told("a1", [blast(actor2=None)]))
    found.take(Told("a1", [blast(actor1=ARMY, actor2=None)], hours=1, revision=2))
    assert [alert.status for alert in found.alerts] == ["firing", "revised"]
    assert found.alerts[1].summary.startswith("Corrected: it is not of al-Shabaab")


def test_what_was_learnt_rings_with_no_later_report_of_the_same_incident() -> None:
    found = told(rule(warm_up="21d"), Told("a1", [blast()]), Told("a2", [blast()], hours=24 * 3, source="Hill FM"))
    assert len(found.incidents) == 2
    assert reasons(found)[-1] == "al-Shabaab, Somali army was seen there before"


def test_one_that_meets_the_conditions_only_later_rings_then() -> None:
    found = told(rule(where={"min_sources": 2}), Told("a1", [blast()]), Told("a2", [blast()], 3, source="Hill FM"))
    assert [alert.evidence[0].article for alert in found.alerts] == ["a2"]
