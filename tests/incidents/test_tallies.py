"""Totals by country, actor, place and day, each with what it is made of."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.incidents.tallies import By, Tally, days, tallies
from monitor.model import Incident, Place, Span
from tests.incidents.support import ARMY, BAIDOA, DAY, LOWER_SHABELLE, MERKA, SHABAAB, Told, book, event

TODAY = DAY.date()
NIGHT = DAY + timedelta(hours=11)
PAST_DAY = Span("the past 24 hours", TODAY - timedelta(days=1), TODAY, 1)
PAST_WEEK = Span("the past week", TODAY - timedelta(days=7), TODAY, 2)


def ledger(*articles: Told) -> list[Incident]:
    return book().tell(articles).incidents


BOMB = Told("a", [event(12, when=TODAY, actor1=SHABAAB, actor2=ARMY)], 1)
RAID = Told("b", [event(5, BAIDOA, when=TODAY, sub_event_type="Air/drone strike", actor1=ARMY)], 2, "Hill Post")
DAY_TOTAL = Told("c", [event(40, LOWER_SHABELLE, scope="period", time=PAST_DAY)], 3, "Evening Star")
WEEK_TOTAL = Told("d", [event(90, LOWER_SHABELLE, scope="period", time=PAST_WEEK)], 4, "Evening Star")
YESTERDAY = Told("e", [event(7, BAIDOA, when=TODAY - timedelta(days=1))], -20, "Hill Post", "Blast.")


def told(found: list[Tally]) -> dict[str, int]:
    return {tally.name: tally.toll["killed"].best for tally in found if "killed" in tally.toll}


def test_a_total_covers_what_is_inside_it() -> None:
    (country,) = tallies(ledger(BOMB, RAID, DAY_TOTAL), "country", NIGHT, timedelta(days=1))
    assert country.toll["killed"].best == 45
    parts = country.parts("killed")
    assert [(part.value, [each.value for each in part.covers]) for part in parts] == [(40, [12]), (5, [])]


def test_a_total_of_a_longer_stretch_is_left_out_and_named() -> None:
    (country,) = tallies(ledger(BOMB, WEEK_TOTAL), "country", NIGHT, timedelta(days=1))
    assert country.toll["killed"].best == 12
    assert [each.toll["killed"].best for each in country.left_out] == [90]
    (longer,) = tallies(ledger(BOMB, WEEK_TOTAL), "country", NIGHT, timedelta(days=8))
    assert longer.toll["killed"].best == 90


def test_an_incident_counts_for_each_of_its_actors() -> None:
    found = tallies(ledger(BOMB, RAID), "actor", NIGHT, timedelta(days=1))
    assert told(found) == {"Somali army": 17, "al-Shabaab": 12}


def test_places_are_told_by_their_names_the_worst_first() -> None:
    found = tallies(ledger(RAID, BOMB), "place", NIGHT, timedelta(days=1))
    assert [(tally.key, tally.name) for tally in found] == [(MERKA.key, "Merka"), (BAIDOA.key, "Baidoa")]


def test_days_stand_in_their_order_quiet_ones_too() -> None:
    found = tallies(ledger(YESTERDAY, BOMB), "day", NIGHT, timedelta(days=3))
    assert [tally.name for tally in found] == ["2024-03-02", "2024-03-03", "2024-03-04", "2024-03-05"]
    assert told(found) == {"2024-03-04": 7, "2024-03-05": 12}


def test_an_open_figure_leaves_the_sum_open() -> None:
    at_least = event(8, BAIDOA, when=TODAY)
    (country,) = tallies(ledger(BOMB, Told("b", [at_least], 2)), "country", NIGHT, timedelta(days=1))
    assert country.toll["killed"].high == 20


@given(
    st.lists(st.tuples(st.integers(1, 60), st.sampled_from((MERKA, BAIDOA)), st.integers(0, 100)), max_size=8),
    st.sampled_from(("country", "actor", "place", "day")),
    st.integers(1, 120),
)
@settings(deadline=None, max_examples=40)
def test_every_figure_is_the_sum_of_its_parts(rows: list[tuple[int, Place, int]], by: By, hours: int) -> None:
    articles = [
        Told(f"a{n}", [event(killed, where, when=_day(after))], after, f"Outlet {n}", f"Blast {n}")
        for n, (killed, where, after) in enumerate(rows)
    ]
    known = ledger(*articles)
    for tally in tallies(known, by, DAY + timedelta(hours=60), timedelta(hours=hours)):
        for kind, figure in tally.toll.items():
            parts = tally.parts(kind)
            assert figure.low <= figure.best == sum(part.value for part in parts)
            counted = [each.incident.id for part in parts for each in (part, *part.covers)]
            assert len(counted) == len(set(counted))


def _day(hours: int) -> date:
    return (DAY + timedelta(hours=hours)).date()


@given(st.integers(0, 10**6), st.integers(1, 10**5))
def test_days_never_overlap(minutes: int, long: int) -> None:
    at = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    spans = days(at, timedelta(minutes=long))
    assert all(start < end for start, end in spans)
    assert all(one[1] < other[0] for one, other in pairwise(spans))
