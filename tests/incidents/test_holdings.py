"""Who holds a place, by what is claimed, denied, confirmed and lost."""

import msgspec
import pytest

from monitor.incidents import claims_of
from monitor.model import Actor, ArticleRef, Event
from tests.incidents.support import (
    ARMY,
    ARMY_SAYS,
    DAY,
    LOWER_SHABELLE,
    MERKA,
    MONITOR,
    RESIDENTS,
    SHABAAB,
    SHABAAB_SAYS,
    STATE_TV,
    Book,
    Told,
    book,
    capture,
    control_rule,
    place,
)

TAKEN = capture(SHABAAB, ARMY, attribution=(SHABAAB_SAYS,))
DENIED = capture(SHABAAB, ARMY, attribution=(ARMY_SAYS,), context="negated")
CONFIRMED = capture(SHABAAB, ARMY, attribution=(RESIDENTS,))
RETAKEN = capture(ARMY, SHABAAB, attribution=(MONITOR,))


def story(*events: Event) -> Book:
    return book(control_rule(name="territory")).tell(
        Told(f"a{n}", [each], hours=12 * n, source=f"Outlet {n}") for n, each in enumerate(events)
    )


def states(told: Book) -> list[tuple[str, str | None, str]]:
    steps = told.holding().history
    return [(step.status, step.controller.id if step.controller else None, step.cause) for step in steps]


def statuses(told: Book) -> list[str]:
    return [alert.status for alert in told.alerts]


def test_one_sides_word_is_a_claim() -> None:
    told = story(TAKEN)
    assert told.holding().claimed
    assert states(told) == [("controlled", "al-shabaab", "claimed")]
    assert "said to be in the hands of" in told.alerts[0].summary


@pytest.mark.parametrize("source", [RESIDENTS, MONITOR, ARMY_SAYS])
def test_the_loser_or_somebody_independent_confirms(source: object) -> None:
    told = story(TAKEN, capture(SHABAAB, ARMY, attribution=(source,)))
    assert not told.holding().claimed
    assert statuses(told) == ["firing"]


def test_another_mouth_of_the_same_side_confirms_nothing() -> None:
    told = story(
        capture(ARMY, SHABAAB, attribution=(ARMY_SAYS,)),
        capture(ARMY, SHABAAB, attribution=(STATE_TV,)),
    )
    assert told.holding().claimed


def test_captured_denied_confirmed_retaken() -> None:
    told = story(TAKEN, DENIED, CONFIRMED, RETAKEN)
    assert states(told) == [
        ("controlled", "al-shabaab", "claimed"),
        ("contested", None, "denied"),
        ("controlled", "al-shabaab", "confirmed"),
        ("controlled", "somali-army", "captured"),
    ]
    holding = told.holding()
    assert holding.previous == SHABAAB
    assert holding.since == DAY.date().replace(day=7)
    assert statuses(told) == ["firing", "revised", "revised", "firing"]
    assert len({alert.id for alert in told.alerts}) == 2


def test_a_denied_claim_that_falls_through_is_no_gain_for_who_held_it() -> None:
    told = story(RETAKEN, TAKEN, DENIED, capture(ARMY, attribution=(MONITOR,)))
    assert told.holding().controller == ARMY
    assert statuses(told) == ["firing", "firing", "revised"]


def test_who_denied_a_loss_and_then_leaves_leaves_it_to_who_claimed_it() -> None:
    told = story(TAKEN, DENIED, capture(None, ARMY, status="abandoned", attribution=(ARMY_SAYS,)))
    assert (told.holding().status, told.holding().controller) == ("controlled", SHABAAB)
    assert not told.holding().claimed


def test_rebels_without_a_name_who_hold_a_denied_town_are_those_who_claimed_it() -> None:
    rebels = Actor("Islamist fighters", "Islamist fighters", None, "rebel")
    told = story(TAKEN, DENIED, capture(rebels, attribution=(ARMY_SAYS,)))
    assert (told.holding().status, told.holding().controller) == ("controlled", SHABAAB)


def test_who_leaves_a_place_that_is_partly_taken_leaves_it_to_its_taker() -> None:
    told = story(RETAKEN, capture(SHABAAB, ARMY, extent="partial"), capture(None, ARMY, status="abandoned"))
    assert (told.holding().status, told.holding().controller) == ("controlled", SHABAAB)


def test_the_denied_side_repeating_itself_changes_nothing() -> None:
    assert story(TAKEN, DENIED, TAKEN).holding().status == "contested"


def test_an_advance_never_changes_the_holder() -> None:
    told = story(RETAKEN, capture(SHABAAB, status="advance"))
    assert told.holding().controller == ARMY
    assert len(told.holding().history) == 1


def test_a_withdrawal_leaves_the_place_to_nobody_known() -> None:
    told = story(RETAKEN, capture(None, ARMY, status="abandoned"))
    assert (told.holding().status, told.holding().controller, told.holding().previous) == ("unknown", None, ARMY)


def test_a_place_left_and_taken_again_is_new_territory() -> None:
    told = story(RETAKEN, capture(None, ARMY, status="abandoned"), RETAKEN)
    assert statuses(told) == ["firing", "firing"]


def test_who_is_besieged_still_holds_the_place() -> None:
    told = story(RETAKEN, capture(SHABAAB, ARMY, status="besieged"))
    assert (told.holding().status, told.holding().controller) == ("besieged", ARMY)


def test_a_siege_ends_by_denial_withdrawal_or_relief() -> None:
    siege = capture(SHABAAB, ARMY, status="besieged")
    for end in (
        capture(SHABAAB, ARMY, status="besieged", context="negated"),
        capture(None, SHABAAB, status="abandoned"),
        capture(ARMY, SHABAAB, attribution=(MONITOR,)),
    ):
        told = story(RETAKEN, siege, end)
        assert (told.holding().status, told.holding().controller) == ("controlled", ARMY)
        assert statuses(told) == ["firing"]


def test_a_broken_siege_leaves_the_place_to_who_was_inside_or_came() -> None:
    relief = capture(ARMY, status="advance", relieves=True)
    for inside in (ARMY, None):
        told = story(capture(SHABAAB, inside, status="besieged"), relief)
        assert (told.holding().status, told.holding().controller) == ("controlled", ARMY)
    advance = capture(ARMY, status="advance")
    assert story(capture(SHABAAB, ARMY, status="besieged"), advance).holding().status == "besieged"


def test_part_of_a_town_is_a_town_fought_over_and_part_of_a_road_is_held() -> None:
    assert story(RETAKEN, capture(SHABAAB, ARMY, extent="partial")).holding().status == "contested"
    road = place("Merka-Baidoa road", feature="road")
    told = story(capture(SHABAAB, ARMY, road, extent="partial"))
    assert told.holding(road).controller == SHABAAB


def test_an_older_capture_told_late_does_not_turn_the_place_again() -> None:
    late = capture(SHABAAB, ARMY, when=DAY.date())
    told = story(CONFIRMED, RETAKEN, RETAKEN, late)
    assert told.holding().controller == ARMY


def test_a_denial_may_call_the_taker_by_his_patrons_name() -> None:
    guests = Actor("the volunteers", "Volunteers", "volunteers", "militia", SHABAAB.country)
    told = story(capture(guests, attribution=(MONITOR,)), DENIED)
    assert statuses(told) == ["firing", "revised"]
    assert story(RETAKEN, DENIED).holding().controller == ARMY


@pytest.mark.parametrize("status", ["controlled", "abandoned"])
def test_ground_without_a_name_is_no_holding(status: str) -> None:
    near = place(geonameid=7, geo_precision=2, feature="populated")
    unnamed = capture(SHABAAB, ARMY, near, status=status, named=False)
    parts = capture(SHABAAB, ARMY, LOWER_SHABELLE, status=status, extent="partial")
    assert story(unnamed, parts).holdings == {}


def test_a_title_that_names_the_area_and_a_text_that_names_the_town_are_one_claim() -> None:
    headline = "Army takes Lower Shabelle"
    said = Told("a", [capture(ARMY, SHABAAB, LOWER_SHABELLE), capture(ARMY, SHABAAB)], title=headline)
    first, second = said.extraction.events
    rough = [msgspec.structs.replace(each, in_="title", sentence_end=len(headline)) for each in first.evidence]
    told = msgspec.structs.replace(said.extraction, events=(msgspec.structs.replace(first, evidence=rough), second))
    ref = ArticleRef("a", DAY, "Coast Radio", "Coast Radio")
    assert [claim.place for claim in claims_of(said.article, ref, told)] == [MERKA]


REBELS = Actor("the rebels", "rebels", None, "rebel", "SO")


def test_whoever_is_only_described_is_who_is_known_to_hold_the_place() -> None:
    told = story(CONFIRMED, capture(REBELS, ARMY, attribution=(RESIDENTS,)))
    assert (told.holding().controller, statuses(told)) == (SHABAAB, ["firing"])
    told = story(capture(REBELS, ARMY), capture(SHABAAB, ARMY, attribution=(RESIDENTS,)), RETAKEN, CONFIRMED)
    assert [step.cause for step in told.holding().history] == ["captured", "identified", "captured", "captured"]
    assert statuses(told) == ["firing", "firing", "firing"]


def test_rebels_who_take_a_place_from_a_group_are_not_that_group() -> None:
    told = story(CONFIRMED, capture(REBELS, SHABAAB, attribution=(RESIDENTS,)))
    assert (told.holding().controller, told.holding().previous) == (REBELS, SHABAAB)


def test_the_holder_who_takes_the_rest_of_a_town_has_no_second_one() -> None:
    part = capture(SHABAAB, ARMY, place(geonameid=7, geo_precision=2, feature="populated"), extent="partial")
    whole = capture(SHABAAB, ARMY, place(geonameid=7))
    assert {key: held.status for key, (held, _) in story(whole, part).holdings.items() if held} == {"g7": "controlled"}
    assert {key: held.status for key, (held, _) in story(part).holdings.items() if held} == {"g7": "contested"}


def test_a_bare_denial_makes_no_holding() -> None:
    told = story(DENIED)
    assert told.holdings[MERKA.key][0] is None
    assert told.alerts == []


def test_an_edit_that_unsays_a_capture_withdraws_the_alert() -> None:
    told = book(control_rule()).tell([Told("a", [CONFIRMED]), Told("a", [], hours=1, revision=2)])
    assert told.holdings[MERKA.key][0] is None
    assert [alert.status for alert in told.alerts] == ["firing", "revised"]
    assert told.alerts[1].summary.startswith("Withdrawn")


def test_stretches_of_one_road_are_one_place() -> None:
    whole, parts = (place(name, feature="road") for name in ("Merka-Baidoa road", "parts of the road Merka–Baidoa"))
    claims = [capture(SHABAAB, ARMY, where, attribution=(MONITOR,)) for where in (whole, parts)]
    told = book(control_rule()).tell([Told("a", claims)])
    assert len(told.alerts) == 1


def test_a_quarter_that_no_gazetteer_lists_is_one_however_roughly_it_is_placed() -> None:
    rough = place("al-Nashwa", 36.5, 41.0, country="SY", geo_precision=3, radius_km=90.0, feature="site")
    near = place("al-Nashwa", 36.51, 40.75, country="SY", geo_precision=2, radius_km=50.0, feature="populated")
    taken = Told("a", [capture(SHABAAB, where=near, extent="partial")])
    told = book().tell([taken, Told("b", [capture(ARMY, where=rough)], hours=60)])
    (holding,) = [held for held, _ in told.holdings.values() if held is not None]
    assert holding.controller == ARMY
