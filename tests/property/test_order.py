"""The ledger is the same whatever order its articles come in."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.incidents.support import (
    ARMY,
    ARMY_SAYS,
    BAIDOA,
    DAY,
    HOSPITAL,
    LOWER_SHABELLE,
    MONITOR,
    POLICE,
    RESIDENTS,
    SHABAAB,
    SHABAAB_SAYS,
    SOMALIA,
    Book,
    Told,
    book,
    capture,
    event,
)

TODAY = DAY.date()
MARKET, MOSQUE = "A bomber killed people in the market of Merka.", "A bomber struck a mosque in Merka at prayers."
STRIKE = {"sub_event_type": "Air/drone strike", "actor1": ARMY}

BOMBINGS = [
    Told("a", [event(9, when=TODAY, attribution=(RESIDENTS,))], 1, "Coast Radio", MARKET),
    Told("b", [event(12, when=TODAY, attribution=(POLICE,))], 3, "Hill Post", MARKET),
    Told("c", [event(5, when=TODAY)], 4, "Coast Radio", MOSQUE),
    Told("d", [event(12, SOMALIA, when=TODAY)], 5, "Evening Star"),
    Told("e", [event(17, when=TODAY, attribution=(HOSPITAL,))], 9, "Hill Post", MARKET),
    Told("f", [event(8, when=TODAY, **STRIKE)], 11, "Coast Radio"),
    Told("g", [event(15, when=TODAY, attribution=(HOSPITAL,))], 14, "Hill Post", f"{MARKET} It corrected the toll."),
    Told("h", [event(5, when=TODAY, context="negated")], 15, "Coast Radio", f"{MOSQUE} It was retracted."),
]
TOWNS = [
    Told("a", [capture(SHABAAB, ARMY, attribution=(SHABAAB_SAYS,))], 1, "Coast Radio"),
    Told("b", [capture(SHABAAB, ARMY, attribution=(ARMY_SAYS,), context="negated")], 4, "Hill Post"),
    Told("c", [capture(SHABAAB, ARMY, attribution=(RESIDENTS,)), event(4, BAIDOA)], 8, "Evening Star"),
    Told("d", [capture(ARMY, SHABAAB, attribution=(MONITOR,)), event(6, LOWER_SHABELLE)], 20, "Coast Radio"),
    Told("e", [capture(SHABAAB, ARMY, BAIDOA, status="besieged"), event(6, BAIDOA)], 22, "Hill Post"),
]


def ledger(told: Book) -> Any:
    """All that is remembered, but for the ids that depend on which article came first."""
    incidents = [
        {name: getattr(each, name) for name in each.__struct_fields__ if name not in ("id", "aliases")}
        for each in told.incidents
    ]
    holdings = {key: holding for key, (holding, _) in told.holdings.items()}
    return sorted(incidents, key=repr), holdings


@settings(max_examples=60, deadline=None)
@given(st.permutations(BOMBINGS))
def test_incidents_do_not_depend_on_the_order(order: list[Told]) -> None:
    assert ledger(book().tell(order)) == ledger(book().tell(BOMBINGS))


@settings(max_examples=40, deadline=None)
@given(st.permutations(TOWNS))
def test_territory_does_not_depend_on_the_order(order: list[Told]) -> None:
    assert ledger(book().tell(order)) == ledger(book().tell(TOWNS))


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from(BOMBINGS), min_size=1, max_size=12))
def test_a_repeated_article_has_its_effect_once(order: list[Told]) -> None:
    seen = list({told.id: told for told in order}.values())
    assert ledger(book().tell(order)) == ledger(book().tell(seen))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(BOMBINGS), min_size=2, max_size=8, unique_by=lambda told: told.id))
def test_any_part_of_a_story_in_any_order(order: list[Told]) -> None:
    told = sorted(order, key=lambda each: each.hours)
    assert ledger(book().tell(order)) == ledger(book().tell(told))
