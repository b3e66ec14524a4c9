"""An incident that meets every condition rings once, as soon as it does; one that does not any more is taken back."""

from typing import Any

import pytest
from pydantic import ValidationError

from monitor.model import Span
from monitor.rules import Happening
from tests.incidents.support import ARMY, DAY, HOUR, MERKA, POLICE, SHABAAB, Told, book, event

WHERE = {"event_type": "Suicide bomb", "any": [{"actor": "al-shabaab"}, {"at_least": {"killed": 20}}], "min_sources": 2}


def rule(**where: Any) -> Happening:
    return Happening.model_validate({"name": "grave", "where": where or WHERE})


def test_it_rings_when_the_last_condition_is_met_and_once() -> None:
    blast = event(12, MERKA, actor1=SHABAAB, attribution=(POLICE,))
    told = book(rule()).tell([Told(f"a{n}", [blast], hours=n, source=f"Outlet {n}") for n in range(3)])
    assert [verdict.reason for decision in told.decisions for verdict in decision.verdicts] == [
        "1 of 2 independent sources",
        "it meets every condition",
        "told already",
    ]
    (alert,) = told.alerts
    assert alert.summary == "Suicide bomb in Merka, Lower Shabelle (SO), according to police"
    assert [quote.article for quote in alert.evidence] == ["a1", "a0"]


def test_what_does_not_meet_them_any_more_is_corrected_and_may_ring_again() -> None:
    told = book(rule(at_least={"killed": 10}))
    for revision, killed in enumerate((12, 4, 15), 1):
        told.take(Told("a1", [event(killed, MERKA)], hours=revision, revision=revision))
    assert [alert.status for alert in told.alerts] == ["firing", "revised", "firing"]
    assert told.alerts[1].summary.startswith("Corrected: 4 of 10 killed (said before: Suicide bomb in Merka")
    assert len({alert.id for alert in told.alerts}) == 1


def test_totals_over_a_stretch_are_no_incidents() -> None:
    days = Span("over the week", (DAY - 6 * 24 * HOUR).date(), DAY.date(), 2)
    week = event(90, MERKA, scope="period", actor1=ARMY, time=days)
    told = book(rule(country="SO")).tell([Told("a1", [event(3)]), Told("w", [week], hours=9)])
    assert [alert.evidence[0].article for alert in told.alerts] == ["a1"]


def test_a_rule_without_conditions_is_refused() -> None:
    with pytest.raises(ValidationError, match="which incidents shall it ring for"):
        Happening(name="all")
