"""Sources that contradict each other are told once, and again when they agree."""

from monitor.rules import Dispute
from tests.incidents.support import ARMY_SAYS, HOSPITAL, MONITOR, SHABAAB_SAYS, Told, book, event

ARMY = Told("a1", [event(12, attribution=(ARMY_SAYS,))])
REBELS = Told("a2", [event(60, attribution=(SHABAAB_SAYS,))], hours=2, source="Radio Two")


def rule(**changes: object) -> Dispute:
    return Dispute.model_validate({"name": "differ", **changes})


def test_two_parties_that_contradict_each_other_are_told_once_with_both_quotes() -> None:
    told = book(rule()).tell([ARMY, REBELS, Told("a3", [event(60, attribution=(SHABAAB_SAYS,))], hours=4)])
    (alert,) = told.alerts
    assert (alert.status, alert.value, alert.says) == ("firing", 60, ("the army", "al-Shabaab"))
    assert alert.summary == (
        "Sources differ: between 12 and 60 killed in Merka, Lower Shabelle (SO), say the army and al-Shabaab"
    )
    assert [quote.article for quote in alert.evidence] == ["a1", "a2"]


def test_figures_near_each_other_and_small_ones_are_no_dispute() -> None:
    near = Told("a2", [event(15, attribution=(MONITOR,))], hours=2, source="Radio Two")
    assert book(rule()).tell([ARMY, near]).alerts == []
    few = [
        Told("b1", [event(1, attribution=(ARMY_SAYS,))]),
        Told("b2", [event(4, attribution=(SHABAAB_SAYS,))], hours=2),
    ]
    assert book(rule()).tell(few).alerts == []


def test_it_is_over_when_the_one_who_differed_takes_it_back() -> None:
    back = Told("a2", [event(12, attribution=(SHABAAB_SAYS,))], hours=3, source="Radio Two", revision=2)
    told = book(rule()).tell([ARMY, REBELS, back])
    assert told.fired() == [("firing", None), ("resolved", None)]
    assert told.alerts[0].id == told.alerts[1].id
    assert told.alerts[1].summary.startswith("Sources agree: now 12 killed")


def test_the_factor_is_the_users() -> None:
    near = Told("a2", [event(20, attribution=(SHABAAB_SAYS,))], hours=2, source="Radio Two")
    assert book(rule(factor=1.5)).tell([ARMY, near]).fired() == [("firing", None)]
    assert book(rule(factor=3)).tell([ARMY, near]).alerts == []


def test_a_hospital_that_counts_the_same_is_no_dispute() -> None:
    assert book(rule()).tell([ARMY, Told("a2", [event(12, attribution=(HOSPITAL,))], hours=2)]).alerts == []
