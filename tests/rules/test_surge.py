"""Unusually many incidents or deaths, against what is usual there; over when they are not any more."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from monitor.model import Event
from monitor.rules import Surge
from monitor.rules.usual import level
from tests.incidents.support import BAIDOA, DAY, SHABAAB, Book, Told, book, event, place

TODAY = date(2024, 3, 5)
DAILY = st.dictionaries(st.integers(0, 62), st.integers(0, 40), max_size=40)


def on(back: int) -> date:
    return TODAY - timedelta(days=back)


def test_the_median_of_past_windows_is_usual_and_outliers_move_it_little() -> None:
    weeks = [3, 4, 2, 3, 90, 4, 3, 2]
    days = [(on(7 * n + 7), figure) for n, figure in enumerate(weeks)]
    found = level([*days, (on(0), 6), (on(6), 5)], TODAY, 7, 8, factor=3, least=5)
    assert (found.value, found.usual, found.line) == (11, 3.0, 9)


@pytest.mark.parametrize(("least", "line"), [(1, 3), (5, 5)])
def test_where_nothing_ever_happens_the_least_decides(least: int, line: int) -> None:
    assert level([], TODAY, 7, 8, factor=3, least=least).line == line


@given(DAILY, st.integers(0, 62), st.integers(1, 9))
def test_more_of_today_never_moves_the_line_and_more_of_the_past_never_lowers_what_is_usual(
    daily: dict[int, int], back: int, more: int
) -> None:
    before = level([(on(n), figure) for n, figure in daily.items()], TODAY, 7, 8, 3, 5)
    after = level([*((on(n), figure) for n, figure in daily.items()), (on(back), more)], TODAY, 7, 8, 3, 5)
    if back < 7:
        assert (after.value, after.line) == (before.value + more, before.line)
    else:
        assert after.value == before.value
        assert after.usual >= before.usual


def test_figures_that_were_corrected_below_nothing_break_nothing() -> None:
    assert level([(on(n), -3) for n in range(60)], TODAY, 7, 8, 3, 5).line == 5


@given(DAILY, DAILY)
def test_what_is_added_and_taken_away_again_leaves_no_trace(daily: dict[int, int], passing: dict[int, int]) -> None:
    days = [(on(n), figure) for n, figure in daily.items()]
    there_and_back = [(on(n), sign * figure) for n, figure in passing.items() for sign in (1, -1)]
    assert level([*days, *there_and_back], TODAY, 7, 8, 3, 5) == level(days, TODAY, 7, 8, 3, 5)


def rule(**changes: Any) -> Surge:
    known = {"name": "more than usual", "window": "1d", "baseline": "8d", "least": 3, "of": "country"}
    return Surge.model_validate({**known, **changes})


def attack(number: int, day: int, killed: int = 1, **changes: Any) -> Told:
    """An incident of its own, `day` days after the ledger began, in a town far from the others of these days."""
    when = (DAY + timedelta(days=day)).date()
    town = number + 5 * (day % 3)
    where = changes.pop("where", place(f"Town {town}", lat=town - 7.0))
    return Told(f"a{day}-{number}", [event(killed, where, when, **changes)], hours=24 * day + number)


def days(*counts: int, **changes: Any) -> list[Told]:
    return [attack(n, day, **changes) for day, count in enumerate(counts) for n in range(count)]


QUIET = (1, 0, 1, 1, 0, 1, 0, 1, 1)


def statuses(found: Book) -> list[tuple[str, int | None, str]]:
    return [(alert.status, alert.value, alert.subject) for alert in found.alerts]


def test_many_in_a_day_ring_once_and_it_is_over_when_they_are_few_again() -> None:
    found = book(rule()).tell([*days(*QUIET, 5)])
    assert statuses(found) == [("firing", 4, "country:SO")]
    assert found.alerts[0].summary == "Unusually many in SO: 4 incidents in 1d, usual 1, a surge from 4 on"
    verdicts = found.watch(DAY + timedelta(days=10, hours=6))
    assert [verdict.reason for verdict in verdicts] == ["0 incidents in 1d, usual 1, a surge from 4 on"]
    assert statuses(found)[1:] == [("resolved", 0, "country:SO")]
    assert found.alerts[1].labels == found.alerts[0].labels


def test_before_the_ledger_is_old_enough_nothing_rings() -> None:
    found = book(rule()).tell(days(1, 0, 1, 1, 5))
    assert found.alerts == []
    assert found.decisions[-1].verdicts[0].reason == "still learning what is usual, until 2024-03-14 12:00 UTC"


def test_deaths_are_counted_once_whoever_tells_of_them() -> None:
    quiet = days(*QUIET, killed=2)
    again = [Told(f"b{n}", attack(0, 9, 7).events, hours=24 * 9 + n, source=f"Outlet {n}") for n in range(4)]
    found = book(rule(metric="killed", least=8)).tell([*quiet, *again])
    assert statuses(found) == []
    found.take(attack(1, 9, 7))
    assert statuses(found) == [("firing", 14, "country:SO")]


@pytest.mark.parametrize(
    ("changes", "happened", "subject"),
    [
        ({"of": "admin1"}, {}, "admin1:SO/Lower Shabelle"),
        ({"of": "actor"}, {"actor1": SHABAAB}, "actor:al-shabaab"),
        ({"of": "actor", "where": {"actor": "m23"}}, {"actor1": SHABAAB}, None),
        ({"of": "actor", "where": {"country": "KE"}}, {"actor1": SHABAAB}, None),
        ({"where": {"country": "SO"}}, {}, "country:SO"),
        ({"where": {"country": "KE"}}, {}, None),
        ({"where": {"event_type": "Battles"}}, {}, None),
        ({"where": {"event_type": "Explosions/Remote violence"}}, {}, "country:SO"),
    ],
)
def test_whose_figures_are_counted(changes: dict[str, Any], happened: dict[str, Any], subject: str | None) -> None:
    found = book(rule(**changes)).tell(days(*QUIET, 5, **happened))
    assert [alert.subject for alert in found.alerts] == ([subject] if subject else [])


def test_a_place_in_another_province_is_not_counted() -> None:
    found = book(rule(of="admin1")).tell([*days(*QUIET), *days(*[0] * 9, 2), attack(3, 9, where=BAIDOA)])
    assert found.alerts == []


def test_totals_over_a_stretch_are_no_happenings() -> None:
    week: Event = event(90, when=(DAY + timedelta(days=9)).date(), scope="period")
    found = book(rule(metric="killed")).tell([*days(*QUIET), Told("w", [week], hours=24 * 9)])
    assert found.alerts == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"window": "36h"}, {"window": "7d", "baseline": "21d"}, {"window": "7d", "baseline": "30d"}, {"factor": 0.5},
        {"least": 0}, {"of": "place"}, {"where": {"actor": "m23"}},
    ],
)  # fmt: skip
def test_a_wrong_surge_rule_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        rule(**wrong)
