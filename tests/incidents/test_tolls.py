"""How the figures of one incident change, and why."""

from datetime import timedelta
from typing import Any

import pytest

from monitor.model import Attribution, Event, Range, Toll
from tests.incidents.support import (
    ARMY,
    ARMY_SAYS,
    CIVILIANS,
    DAY,
    HOSPITAL,
    MONITOR,
    POLICE,
    RESIDENTS,
    SHABAAB,
    SHABAAB_SAYS,
    Book,
    Told,
    book,
    count,
    event,
    toll_rule,
)

DATED = {"when": DAY.date()}


def says(killed: int | None, *sources: Attribution, **changes: Any) -> Event:
    return event(killed, attribution=sources, **{**DATED, **changes})


def story(*told: tuple[Event, str] | Event) -> Book:
    """The events told by one article each, every two hours, by different publishers."""
    pairs = [each if isinstance(each, tuple) else (each, "") for each in told]
    return book().tell(
        Told(f"a{n}", [each], hours=2 * n, source=f"Outlet {n}", text=text) for n, (each, text) in enumerate(pairs)
    )


def causes(told: Book, kind: str = "killed") -> list[tuple[int | None, int | None, str]]:
    (incident,) = told.incidents
    return [(step.before, step.after, step.cause) for step in incident.revisions if step.kind == kind]


def test_a_climbing_toll_is_a_history_of_rises() -> None:
    told = story(says(12, POLICE), says(17, HOSPITAL), says(17), says(23, POLICE))
    assert causes(told) == [(None, 12, "first_report"), (12, 17, "rise"), (17, 23, "rise")]
    assert told.incidents[0].toll["killed"] == Range(23, 23, 23)


def test_a_late_copy_of_an_old_figure_changes_nothing() -> None:
    told = story(says(12, POLICE), says(17, POLICE), says(12))
    assert told.incidents[0].toll["killed"].best == 17
    assert len(causes(told)) == 2


def test_the_same_source_may_lower_its_figure() -> None:
    told = story(says(20, POLICE), says(14, POLICE))
    assert causes(told)[-1] == (20, 14, "correction")


@pytest.mark.parametrize(
    "words",
    [
        "The police put the dead at 19, three fewer than the Red Cross had said.",
        "Nineteen died, the police said; three who had been listed as dead came home.",
        "19 died in Merka, not 22, the police said.",
    ],
)
def test_the_words_of_a_correction(words: str) -> None:
    assert story(says(22, HOSPITAL), (says(19, POLICE), words)).deaths() == [19]


def test_what_a_correction_took_back_is_not_raised_again_by_who_repeats_it() -> None:
    corrected = says(57), (says(37, POLICE), "Police corrected the toll to 37.")
    assert story(*corrected, says(57)).deaths() == [37]
    assert story(*corrected, says(60, POLICE)).deaths() == [60]
    assert story(*corrected, (says(57, HOSPITAL), "The death toll has risen to 57, the hospital said.")).deaths() == [
        57
    ]


def test_a_weightier_source_lowers_and_a_lighter_one_does_not() -> None:
    assert story(says(20, RESIDENTS), says(14, HOSPITAL)).deaths() == [14]
    kept = story(says(20, HOSPITAL), says(14, RESIDENTS))
    assert kept.incidents[0].toll["killed"] == Range(14, 20, 20)
    assert causes(kept)[-1] == (20, 20, "conflicting_claim")


def test_a_lighter_source_does_not_raise_a_weighty_figure() -> None:
    told = story(says(12, POLICE), says(60, RESIDENTS))
    assert told.incidents[0].toll["killed"] == Range(12, 12, 60)


def test_a_light_source_may_fill_what_was_told_as_at_least_so_many() -> None:
    at_least = says(None, POLICE, toll=Toll(killed=count(30, qualifier="at_least")))
    assert story(at_least, says(37, RESIDENTS)).deaths() == [37]
    assert story(at_least, says(37, SHABAAB_SAYS)).deaths() == [30]


def test_whoever_did_it_by_another_report_is_a_side() -> None:
    known = says(34, actor1=ARMY)
    told = story(known, says(60, ARMY_SAYS), says(35, HOSPITAL))
    assert told.incidents[0].toll["killed"] == Range(34, 35, 60)


def test_the_side_that_did_it_and_an_observer_widen_and_never_add() -> None:
    fight = {"event_type": "Battles", "sub_event_type": "Armed clash", "actor1": ARMY, "actor2": SHABAAB}
    told = story(says(40, ARMY_SAYS, **fight), says(12, MONITOR, **fight))
    assert told.incidents[0].toll["killed"] == Range(12, 12, 40)
    assert causes(told)[-1] == (40, 12, "conflicting_claim")


def test_two_sides_differ_in_either_order() -> None:
    fight = {"event_type": "Battles", "sub_event_type": "Armed clash", "actor1": SHABAAB, "actor2": ARMY}
    low, high = says(5, ARMY_SAYS, **fight), says(40, SHABAAB_SAYS, **fight)
    assert story(low, high).incidents[0].toll["killed"] == Range(5, 5, 40)
    assert story(high, low).incidents[0].toll["killed"] == Range(5, 5, 40)


def test_an_observer_settles_a_dispute() -> None:
    fight = {"event_type": "Battles", "sub_event_type": "Armed clash", "actor1": SHABAAB, "actor2": ARMY}
    told = story(says(5, ARMY_SAYS, **fight), says(40, SHABAAB_SAYS, **fight), says(11, MONITOR, **fight))
    assert told.incidents[0].toll["killed"] == Range(5, 11, 40)


def test_whoever_dies_later_is_in_the_other_sides_claim_already() -> None:
    fight = {"event_type": "Battles", "sub_event_type": "Armed clash", "actor1": SHABAAB, "actor2": ARMY}
    told = story(says(40, SHABAAB_SAYS, **fight), says(4, ARMY_SAYS, **fight), says(5, HOSPITAL, **fight))
    assert told.incidents[0].toll["killed"] == Range(4, 5, 40)


def test_an_unnamed_member_of_some_militia_is_no_side() -> None:
    member = Attribution("militia member", None, "armed_group")
    assert story(says(9, member), says(14, RESIDENTS)).incidents[0].toll["killed"].best == 14


def test_whoever_rules_counts_the_dead_of_an_earthquake() -> None:
    quake = {"event_type": "Disaster", "sub_event_type": "Earthquake"}
    told = story(says(250, POLICE, **quake), says(800, SHABAAB_SAYS, **quake))
    assert told.incidents[0].toll["killed"].best == 800


def test_one_side_that_raises_its_own_claim_is_no_dispute() -> None:
    fight = {"event_type": "Battles", "sub_event_type": "Armed clash", "actor1": ARMY, "actor2": SHABAAB}
    told = story(says(10, ARMY_SAYS, **fight), says(14, ARMY_SAYS, **fight))
    assert causes(told)[-1] == (10, 14, "rise")


def test_those_who_die_later_are_added_once() -> None:
    died = event(toll=Toll(killed=count(2, "Two")))
    text = "Two more victims of the bombing died of their wounds in hospital."
    told = story(says(12, POLICE), (died, text), (died, text))
    assert told.deaths() == [14]
    assert causes(told)[-1] == (12, 14, "later_deaths")


@pytest.mark.parametrize("words", ["another three", "three more", "three others"])
def test_figures_that_come_on_top(words: str) -> None:
    died = event(toll=Toll(killed=count(3, "three")))
    told = story(says(12, POLICE), (died, f"After the death of {words}, Merka mourns; they died in hospital."))
    assert told.deaths() == [15]


def test_who_was_hurt_and_dies_comes_on_top_once() -> None:
    died = "Two of those wounded in the bombing of Merka died in hospital."
    assert story(says(14), (says(2, HOSPITAL), died)).deaths() == [16]
    assert story(says(14), (says(2, HOSPITAL), died), (says(2), died)).deaths() == [16]
    assert story(says(14), (says(16), "Two of those wounded died, which makes the dead 16.")).deaths() == [16]
    assert story(says(14), (says(2), "Two died and nine people were wounded in the bombing.")).deaths() == [14]
    late = "A baker died in Baidoa of burns he had suffered in the bombing of Merka."
    assert story(says(14), (says(1, HOSPITAL), late)).deaths() == [15]


def test_the_wounded_who_have_died_are_not_counted_as_the_wounded_there_are() -> None:
    first = event(toll=Toll(killed=count(15), wounded=count(22)), **DATED)
    died = event(toll=Toll(killed=count(17), wounded=count(2)), **DATED)
    told = story(first, (died, "Two people who were injured in Merka have died, which brings the dead to 17."))
    assert {kind: figure.best for kind, figure in told.incidents[0].toll.items()} == {"killed": 17, "wounded": 20}


def test_more_than_is_no_addition() -> None:
    more = event(toll=Toll(killed=count(50, "more than 50", "more_than")), **DATED)
    told = story(says(12, POLICE), (more, "The bombing in Merka killed more than 50 people."))
    assert told.deaths() == [50]
    assert told.incidents[0].toll["killed"].high is None


def test_the_police_correct_themselves_whoever_speaks_for_them() -> None:
    told = story(
        *(says(n, Attribution(text, None, "police")) for n, text in ((40, "police sources"), (30, "an officer")))
    )
    assert told.incidents[0].toll["killed"].best == 30


def test_an_outlet_that_lags_behind_its_source_lowers_nothing() -> None:
    told = story(says(9, POLICE), says(14, POLICE), says(9, POLICE))
    assert told.incidents[0].toll["killed"].best == 14


@pytest.mark.parametrize("words", ["were freed", "walked free", "regained their freedom", "were found dead"])
def test_whoever_was_captured_stays_counted_when_he_is_back(words: str) -> None:
    taken = {"event_type": "Violence against civilians", "sub_event_type": "Abduction/forced disappearance"}
    first, later = (event(toll=Toll(captured=count(n)), attribution=(POLICE,), **taken) for n in (55, 30))
    told = story(first, (later, f"Of those who were abducted in Merka, 30 {words}."))
    assert told.incidents[0].toll["captured"].best == 55


def test_the_missing_who_are_found_dead_leave_the_missing() -> None:
    first = event(toll=Toll(killed=count(10), missing=count(8)), event_type="Disaster", sub_event_type="Flood")
    second = event(toll=Toll(killed=count(13)), event_type="Disaster", sub_event_type="Flood")
    told = story(first, (second, "Rescuers have found three bodies, bringing the death toll to 13."))
    toll = told.incidents[0].toll
    assert (toll["killed"].best, toll["missing"].best) == (13, 5)
    assert causes(told)[-1][2] == "found_dead"
    assert causes(told, "missing")[-1] == (8, 5, "found_dead")


def test_the_wounded_who_die_leave_the_wounded() -> None:
    first = event(toll=Toll(killed=count(10), wounded=count(30)), **DATED)
    told = story(first, (says(12), "Two of the wounded died in hospital, police said, bringing the toll to 12."))
    toll = told.incidents[0].toll
    assert (toll["killed"].best, toll["wounded"].best) == (12, 28)
    late = "A nurse who had been in intensive care since the bombing died, which brings the dead to 11."
    assert story(first, (says(11), late)).incidents[0].toll["wounded"].best == 29


FLOODED = {"event_type": "Disaster", "sub_event_type": "Flood"}


def test_bodies_of_some_of_the_missing_come_on_top_once() -> None:
    lost = event(toll=Toll(killed=count(3), missing=count(9)), **FLOODED)
    some = event(4, **FLOODED), "Divers recovered the bodies of four of the nine missing sailors off Merka."
    rest = event(5, **FLOODED), "Divers found the bodies of the last five sailors off Merka."
    told = story(lost, some, some, rest)
    toll = told.incidents[0].toll
    assert (toll["killed"].best, toll["missing"].best) == (12, 0)
    whole = event(7, **FLOODED), "The bodies of four of the missing were found; it brings the dead to seven."
    assert story(lost, whole).incidents[0].toll["killed"].best == 7


def test_the_first_dead_of_a_wreck_leave_its_missing() -> None:
    lost = event(toll=Toll(missing=count(9)), **FLOODED)
    told = story(lost, (event(4, **FLOODED), "Divers recovered the bodies of four of the nine missing sailors."))
    assert told.incidents[0].toll["missing"].best == 5


def test_one_who_dies_of_his_injuries_days_later_comes_on_top() -> None:
    later = DAY.date() + timedelta(days=2)
    died = event(1, attribution=(HOSPITAL,), when=later)
    text = "A girl who was pulled from the ruins in Merka died of her injuries."
    told = book().tell([Told("a", [says(22)]), Told("b", [died], hours=48, source="Hill Post", text=text)])
    assert told.deaths() == [23]
    same_day = book().tell([Told("a", [says(22)]), Told("b", [says(1)], hours=2, source="Hill Post", text=text)])
    assert same_day.deaths() == [22]


def test_restated_missing_are_taken_as_told() -> None:
    first = event(toll=Toll(killed=count(10), missing=count(8)), event_type="Disaster", sub_event_type="Flood")
    later = event(toll=Toll(killed=count(13), missing=count(2)), event_type="Disaster", sub_event_type="Flood")
    told = story(first, (later, "Thirteen bodies have been recovered and two people are missing."))
    assert told.incidents[0].toll["missing"].best == 2


def test_a_retraction_empties_the_toll() -> None:
    gone = says(12, POLICE, context="negated")
    told = story(says(12, POLICE), (gone, "Police retracted the report of 12 deaths in Merka."))
    assert told.deaths() == [0]
    assert causes(told)[-1] == (12, 0, "retraction")


def test_a_report_that_readers_are_to_disregard_is_taken_back() -> None:
    gone = says(12, context="negated"), "Please disregard our report of 12 deaths in Merka."
    assert story(says(12, HOSPITAL), gone).deaths() == [0]


def test_a_denial_by_a_side_leaves_the_figure_and_widens_it() -> None:
    struck = {"sub_event_type": "Air/drone strike", "actor1": ARMY, "actor2": CIVILIANS}
    told = story(says(12, HOSPITAL, **struck), says(12, ARMY_SAYS, context="negated", **struck))
    assert told.incidents[0].toll["killed"] == Range(0, 12, 12)


def test_a_denial_alone_makes_no_incident() -> None:
    told = story(says(12, ARMY_SAYS, context="negated"))
    assert told.incidents == []


def test_a_memory_of_its_figure_is_one_source_more_and_changes_nothing_else() -> None:
    recalled = Told("b", [says(12, context="historical")], hours=30, source="Hill Post")
    other = Told("b", [says(9, context="historical")], hours=30, source="Hill Post")
    first = Told("a", [says(12)])
    told = book(toll_rule(10, min_sources=2)).tell([first, recalled])
    assert told.incidents[0].sources == ("Coast Radio", "Hill Post")
    assert told.fired() == [("firing", 10)]
    assert book().tell([first, other]).incidents[0].sources == ("Coast Radio",)
    assert book(toll_rule(10)).tell([recalled]).incidents == []
    assert book().tell([recalled, first]).incidents[0].sources == ("Coast Radio", "Hill Post")
    later = Told("c", [event(15)], hours=40)
    assert book().tell([recalled, later]).incidents[0].sources == ("Coast Radio",)


def test_a_memory_that_goes_on_counting_is_news_of_what_is_known() -> None:
    words = "A week after the bombing that killed 19 in Merka, rescuers are still looking for others."
    recalled = Told("b", [says(19, context="historical")], hours=60, source="Hill Post", text=words)
    assert book(toll_rule(10)).tell([Told("a", [says(12)]), recalled]).deaths() == [19]
    assert book(toll_rule(10)).tell([recalled]).incidents == []


def test_a_copy_of_an_old_text_does_not_lower() -> None:
    text = (
        "A suicide bomber killed 12 people in the market of Merka on Tuesday morning as traders opened their stalls, "
        "witnesses and officials said, in the third such attack on the coastal town since the start of the year."
    )
    told = book().tell(
        [
            Told("a", [says(12, POLICE)], source="Coast Radio", text=text),
            Told("b", [says(19, POLICE)], hours=3, source="Hill Post", text="Police now count 19 dead in Merka."),
            Told("c", [says(12, POLICE)], hours=5, source="Evening Star", text=text),
        ]
    )
    assert told.deaths() == [19]
    assert told.incidents[0].sources == ("Coast Radio", "Hill Post")


def test_five_outlets_with_one_agencys_text_are_one_source() -> None:
    told = book(toll_rule(10, min_sources=2)).tell(
        Told(f"a{n}", [says(12)], hours=n, source=f"Outlet {n}", text=f"MERKA (AFP) - Twelve died, {n} hours ago.")
        for n in range(5)
    )
    assert told.incidents[0].sources == ("AFP",)
    assert told.fired() == []


def test_who_was_one_of_the_dead_is_no_count_of_them() -> None:
    one = event(toll=Toll(killed=count(1, "A trumpeter")), attribution=(HOSPITAL,), **DATED)
    assert story(says(34), (one, "A trumpeter was killed in the bombing.")).deaths() == [34]
    assert story(says(34), (one, "The hospital corrected the toll: only one man died.")).deaths() == [1]


@pytest.mark.parametrize("place", ["twelfth", "12th"])
def test_whose_death_it_was_in_the_row_may_stand_apart_from_it(place: str) -> None:
    died = event(toll=Toll(killed=count(1, "student")))
    text = f"A student has died in hospital; she is the {place} victim of the bombing."
    assert story(says(11, POLICE), (died, text)).deaths() == [12]
    assert story(says(12, POLICE), (died, text)).deaths() == [12]


def test_one_told_by_his_place_in_the_row_makes_the_toll_that_number() -> None:
    died = event(toll=Toll(killed=count(1, "A seventh man")))
    text = "A seventh man has died of his wounds after the bombing."
    assert story(says(6, POLICE), (died, text)).deaths() == [7]
    assert story(says(7, POLICE), (died, text)).deaths() == [7]
