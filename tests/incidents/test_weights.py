"""Whose word weighs more: by kind, by publisher, by name; and why each figure is as it is."""

from dataclasses import replace

from monitor.incidents import Step, Voice, Weight, Weights, weigh
from monitor.incidents.voices import KINDS, voice_of
from monitor.model import Report
from monitor.resources import load_cues
from tests.incidents.support import ARMY_SAYS, DAY, HOSPITAL, MONITOR, POLICE, RESIDENTS, Told, book, event

TODAY = DAY.date()


def bombing(*told: Told) -> tuple[Report, ...]:
    ledger = book().tell(told)
    (story,) = ledger.stories.values()
    return story.reports


def steps(reports: tuple[Report, ...], weights: Weights | None = None) -> tuple[Step, ...]:
    return weigh(reports, replace(load_cues(), weights=weights or Weights()))


POLICE_SAY = Told("a", [event(12, when=TODAY, attribution=(POLICE,))], 1)
RESIDENTS_SAY = Told("b", [event(9, when=TODAY, attribution=(RESIDENTS,))], 2, "Hill Post")
HOSPITAL_SAYS = Told("b", [event(14, when=TODAY, attribution=(HOSPITAL,))], 2, "Hill Post")
RADIO_SAYS = Told("b", [event(9, when=TODAY)], 2, "Hill Post")


def test_a_lighter_source_only_widens_the_range() -> None:
    first, second = steps(bombing(POLICE_SAY, RESIDENTS_SAY))
    assert (first.cause, first.reason) == ("first_report", "the first figure")
    assert (second.range.low, second.range.best, second.cause) == (9, 12, "conflicting_claim")
    assert second.reason == "lower, but its source weighs no more (2 against 4 of police): only the range widens"


def test_a_rise_says_what_it_was_weighed_against() -> None:
    assert steps(bombing(POLICE_SAY, HOSPITAL_SAYS))[-1].reason == (
        "higher, and its source weighs enough (4 against 4 of police)"
    )


def test_the_configuration_may_turn_it_round() -> None:
    reports = bombing(POLICE_SAY, RESIDENTS_SAY)
    trusted = Weights(kinds={**KINDS, "resident": 5})
    last = steps(reports, trusted)[-1]
    assert (last.range.best, last.cause) == (9, "correction")
    assert last.reason == "lower, by a weightier source (5 against 4 of police)"


def test_a_publisher_weighs_by_its_name_in_its_own_words_only() -> None:
    named = Weights(names={"hill post": 9})
    assert steps(bombing(POLICE_SAY, RADIO_SAYS), named)[-1].range.best == 9
    assert steps(bombing(POLICE_SAY, RESIDENTS_SAY), named)[-1].range.best == 12


def test_a_quoted_source_weighs_by_its_id_or_its_words() -> None:
    for name in ("merka-observatory", "the merka observatory"):
        assert Weights(names={name: 7}).quoted(MONITOR).value == 7
    assert Weights(names={"police": 7}).quoted(POLICE).value == 7
    assert Weights().quoted(MONITOR) == Weight(4, "a source of the kind monitor")


def test_a_feeds_publisher_weighs_by_its_feed() -> None:
    weights = Weights(publishers={"coast radio": Weight(2, "tier 4")})
    (report,) = bombing(Told("a", [event(3, when=TODAY)]))
    assert voice_of(report, "Coast Radio", weights) == Voice(
        "coast radio", 2, "Coast Radio", None, "tier 4", "Coast Radio"
    )
    assert voice_of(report, "Hill Post", weights).weight == 3


def test_the_heaviest_of_several_quoted_sources_speaks() -> None:
    (report,) = bombing(Told("a", [event(3, when=TODAY, attribution=(ARMY_SAYS, HOSPITAL))]))
    assert voice_of(report, "Coast Radio", Weights()).name == "hospital staff"
    assert voice_of(report, "Coast Radio", Weights()).called == HOSPITAL.text
    assert voice_of(report, "Coast Radio", Weights(names={"somali-army": 5})).name == "somali-army"
