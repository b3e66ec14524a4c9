"""Rolling totals count nobody twice."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.incidents.totals import in_window, lies_in, moment, total
from monitor.model import Event, Incident, Place, Span
from tests.incidents.support import (
    BAIDOA,
    DAY,
    LOWER_SHABELLE,
    MERKA,
    SHABAAB,
    SOMALIA,
    Book,
    Told,
    book,
    event,
    place,
    toll_rule,
)

QORYOLEY = place("Qoryoley", 1.79, 44.53)
TODAY = DAY.date()


def within_a_day(killed: int, where: Place = LOWER_SHABELLE) -> Event:
    span = Span("the past 24 hours", TODAY - timedelta(days=1), TODAY, 1)
    return event(killed, where, scope="period", time=span)


def daily(*thresholds: int, of: str = "country", window: str = "24h") -> Book:
    return book(toll_rule(*thresholds, of=of, window=window))


def test_a_total_covers_what_is_inside_it_whichever_came_first() -> None:
    parts = [
        Told("a", [event(20, MERKA, TODAY)]),
        Told("b", [event(18, QORYOLEY, TODAY)], hours=1),
        Told("c", [event(7, BAIDOA, TODAY)], hours=2),
    ]
    whole = Told("d", [within_a_day(58)], hours=3)
    for told in (book().tell([*parts, whole]), book().tell([whole, *parts])):
        assert total(told.incidents, "killed") == 58 + 7


def test_parts_that_exceed_a_total_count_themselves() -> None:
    told = book().tell([Told("a", [event(30, MERKA, TODAY)]), Told("b", [within_a_day(25)], hours=1)])
    assert total(told.incidents, "killed") == 30


def test_a_total_over_known_parts_is_no_incident_and_alone_it_is() -> None:
    rule = toll_rule(50)
    alone = book(rule).tell([Told("a", [within_a_day(58)])])
    assert alone.fired() == [("firing", 50)]
    parts = [Told("a", [event(30, MERKA, TODAY)]), Told("b", [event(25, QORYOLEY, TODAY)], hours=1)]
    assert book(rule).tell([*parts, Told("c", [within_a_day(58)], hours=2)]).fired() == []


def test_a_week_of_fighting_is_no_incident() -> None:
    week = event(300, scope="period", time=Span("a week", TODAY - timedelta(days=7), TODAY, 2))
    told = book(toll_rule(50)).tell([Told("a", [week])])
    assert told.fired() == []
    assert told.decisions[-1].verdicts[0].reason == "a total over a stretch, not one happening"


def test_a_rolling_total_fires_once_for_each_crossing() -> None:
    told = daily(50).tell(
        Told(f"a{n}", [event(30, place(f"Town {n}", 1.0 + n, 44.0))], hours=hours)
        for n, hours in enumerate((0, 5, 10, 90, 95, 99))
    )
    assert told.fired() == [("firing", 50), ("firing", 50)]
    assert len({alert.id for alert in told.alerts}) == 2


def test_deaths_of_another_window_do_not_count() -> None:
    told = daily(50).tell(Told(f"a{n}", [event(30, place(f"Town {n}", 1.0 + n, 44.0))], hours=25 * n) for n in range(4))
    assert told.fired() == []


def test_a_correction_inside_a_window_is_said_once_and_a_rise_after_it_rings_again() -> None:
    one, other = place("One", 2.0, 44.0), place("Other", 4.0, 44.0)
    told = daily(50).tell(
        [
            Told("a", [event(30, one, TODAY)]),
            Told("b", [event(30, other, TODAY)], hours=1),
            Told("c", [event(12, other, TODAY)], hours=2, text="Coast Radio corrected the toll to 12."),
            Told("d", [event(25, other, TODAY)], hours=3),
        ]
    )
    assert told.fired() == [("firing", 50), ("revised", 50), ("firing", 50)]


def test_totals_of_an_actor_and_of_a_place() -> None:
    rules = [toll_rule(25, name=of, of=of, window="48h") for of in ("actor", "place")]
    told = book(*rules).tell(
        [
            Told("a", [event(15, MERKA, TODAY, actor1=SHABAAB)]),
            Told("b", [event(15, BAIDOA, TODAY, actor1=SHABAAB)], hours=2),
        ]
    )
    assert [(alert.rule, alert.subject) for alert in told.alerts] == [("actor", "actor:al-shabaab")]


def test_the_moment_lies_within_the_days_of_the_happening() -> None:
    told = book().tell([Told("a", [event(5, when=TODAY - timedelta(days=1))])])
    assert moment(told.incidents[0]).date() == TODAY - timedelta(days=1)
    assert in_window(told.incidents[0], DAY, timedelta(hours=24))
    assert not in_window(told.incidents[0], DAY, timedelta(hours=6))


@pytest.mark.parametrize(
    ("inner", "outer", "expected"),
    [(MERKA, MERKA, True), (MERKA, LOWER_SHABELLE, True), (BAIDOA, LOWER_SHABELLE, False), (BAIDOA, SOMALIA, True)],
)
def test_places_inside_places(inner: Place, outer: Place, expected: bool) -> None:
    assert lies_in(inner, outer) is expected


@given(st.lists(st.integers(0, 500), max_size=6), st.integers(0, 2000))
def test_a_total_is_never_more_than_all_and_never_less_than_any(parts: list[int], whole: int) -> None:
    where = [place(f"P{n}", 1.7 + n / 20, 44.7) for n in range(len(parts))]
    incidents = [event_incident(f"a{n}", event(killed, where[n], TODAY)) for n, killed in enumerate(parts)]
    period = event_incident("p", within_a_day(whole))
    counted = total([*incidents, period], "killed")
    assert counted == max(sum(parts), whole)
    assert total(incidents, "killed") == sum(parts)


def event_incident(id: str, raw: Event) -> Incident:
    return book().tell([Told(id, [raw])]).incidents[0]


def test_each_days_total_is_one_of_its_own_and_a_repeated_one_is_not() -> None:
    def day(killed: int, ago: int) -> Event:
        end = TODAY - timedelta(days=ago)
        return event(killed, scope="period", time=Span("24 hours", end - timedelta(days=1), end, 1))

    told = book(toll_rule(10)).tell(
        [
            Told("a", [day(50, 2)], hours=-48),
            Told("b", [day(50, 2)], hours=-47, source="Hill Post"),
            Told("c", [day(50, 1)], hours=-40, source="Evening Star"),
            Told("d", [day(41, 0)]),
        ]
    )
    assert sorted(told.deaths()) == [41, 50]
    assert told.fired() == [("firing", 10), ("firing", 10)]


def test_a_countrys_total_is_no_happening() -> None:
    assert book(toll_rule(10)).tell([Told("a", [within_a_day(58, SOMALIA)])]).fired() == []
