"""Dates seen from the day of publication: 26 February 2017, a Sunday."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.extract.dates import days
from monitor.extract.found import FoundDate
from monitor.extract.words.text import document
from monitor.model import Article
from monitor.resources import load_date_finder, load_lexicon

TOLD = date(2017, 2, 26)


def find(text: str, told: date = TOLD) -> tuple[FoundDate, ...]:
    abbreviations = load_lexicon().tagged("abbreviation")
    return load_date_finder()(document(Article("a", text), abbreviations), told)


def one(text: str) -> FoundDate:
    found = find(text)
    assert len(found) == 1, [item.span.text for item in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("It happened on Sunday.", "2017-02-26", "2017-02-26", 1),
        ("It grew in the first five months of 2016.", "2016-01-01", "2016-05-30", 3),
        ("It happened on the night of 12/13 February.", "2017-02-12", "2017-02-13", 1),
        ("It grew in the first half of the year.", "2017-01-01", "2017-02-26", 3),
        ("It was so in the dictatorship from 1973 to 1990.", "1973-01-01", "1990-12-31", 3),
        ("It burned at Monday Market on Friday.", "2017-02-24", "2017-02-24", 1),
        ("It happened on Saturday night.", "2017-02-25", "2017-02-25", 1),
        ("It happened last Friday.", "2017-02-24", "2017-02-24", 1),
        ("It happened yesterday.", "2017-02-25", "2017-02-25", 1),
        ("It happened overnight.", "2017-02-25", "2017-02-26", 1),
        ("It happened this morning.", "2017-02-26", "2017-02-26", 1),
        ("It happened ten years ago today.", "2007-02-26", "2007-02-26", 1),
        ("It happened three days ago.", "2017-02-23", "2017-02-23", 1),
        ("It happened less than a week ago.", "2017-02-20", "2017-02-25", 2),
        ("Less than three days ago it was quiet.", "2017-02-24", "2017-02-25", 1),
        ("It happened less than a day ago.", "2017-02-25", "2017-02-26", 1),
        ("It happened less than 12 hours ago.", "2017-02-25", "2017-02-26", 1),
        ("It happened on 12 May 2014.", "2014-05-12", "2014-05-12", 1),
        ("It happened on March 5, 2014.", "2014-03-05", "2014-03-05", 1),
        ("It happened on the 3rd of February.", "2017-02-03", "2017-02-03", 1),
        ("It happened on Dec. 29, 2016.", "2016-12-29", "2016-12-29", 1),
        ("It happened on 2016-11-30.", "2016-11-30", "2016-11-30", 1),
        ("It happened on 18 FEB 90.", "1990-02-18", "1990-02-18", 1),
        ("It happened on 12/02/2017.", "2017-02-12", "2017-02-12", 1),
        ("It happened last week.", "2017-02-13", "2017-02-19", 2),
        ("It happened last month.", "2017-01-01", "2017-01-31", 3),
        ("It happened earlier this month.", "2017-02-01", "2017-02-26", 3),
        ("It happened in December.", "2016-12-01", "2016-12-31", 3),
        ("It happened in May.", "2016-05-01", "2016-05-31", 3),
        ("It will happen in May.", "2017-05-01", "2017-05-31", 3),
        ("It happened in 2014.", "2014-01-01", "2014-12-31", 3),
        ("It happened in the 1990s.", "1990-01-01", "1999-12-31", 3),
        ("It happened on Christmas Day.", "2016-12-25", "2016-12-25", 1),
        ("It happened on New Year's Eve.", "2016-12-31", "2016-12-31", 1),
        ("It happened on Good Friday 2015.", "2015-04-03", "2015-04-03", 1),
        ("It happened on Easter Sunday night.", "2016-03-27", "2016-03-27", 1),
        ("It will happen next Friday.", "2017-03-03", "2017-03-03", 1),
        ("It will happen on 3 March.", "2017-03-03", "2017-03-03", 1),
    ],
)
def test_each_way_to_tell_a_date(text: str, start: str, end: str, precision: int) -> None:
    span = one(text).span
    assert (span.start.isoformat(), span.end.isoformat(), span.time_precision) == (start, end, precision)
    assert span.text is not None
    assert span.text in text


def test_less_than_belongs_to_the_date() -> None:
    assert one("Less than two weeks ago the road was open.").span.text == "Less than two weeks ago"


@pytest.mark.parametrize(
    ("text", "start", "period", "running"),
    [
        ("over the past 24 hours", "2017-02-25", True, False),
        ("over the past week", "2017-02-19", True, False),
        ("in the last two weeks", "2017-02-12", True, False),
        ("since Thursday", "2017-02-23", True, False),
        ("since January", "2017-01-01", False, True),
        ("since the war began", "2016-02-27", False, True),
        ("since the war in Syria began in March 2011", "2011-03-01", False, True),
        ("since the conflict in the far north erupted in late April 2014", "2014-04-01", False, True),
        ("since the 2014 uprising began", "2014-01-01", False, True),
        ("since the war began in Yemen in 2015", "2015-01-01", False, True),
        ("since the start of the uprising in May 2015", "2015-05-01", False, True),
        ("between 12 and 14 February", "2017-02-12", True, False),
        ("from Monday to Friday", "2017-02-20", True, False),
    ],
)
def test_stretches_and_running_counts(text: str, start: str, period: bool, running: bool) -> None:
    found = one(f"Forty were killed {text}.")
    assert (found.span.start.isoformat(), found.period, found.running) == (start, period, running)


@pytest.mark.parametrize(
    "text",
    [
        "He may go, and they march on.",
        "The 12-year-old walked 40 km with 1,500 others.",
        "Route 2014 is closed, and 300 houses burnt.",
        "The sun set at the sat nav.",
        "Four of the 12 survived.",
    ],
)
def test_what_only_looks_like_a_date(text: str) -> None:
    assert find(text) == ()


def test_old_dates_are_background() -> None:
    assert one("The town fell in 2014.").old
    assert not one("The town fell on Tuesday.").old
    assert not one("The town fell earlier this month.").old


def test_a_weekday_with_its_date_is_one_date() -> None:
    assert one("It happened on Tuesday, 14 February.").span.start == date(2017, 2, 14)


@pytest.mark.parametrize("year", [1, 999, 1800, 2200, 9999])
@pytest.mark.parametrize("text", ["It happened on Christmas Day.", "It happened on Easter Sunday."])
def test_feasts_of_articles_with_impossible_dates(year: int, text: str) -> None:
    (found,) = find(text, date(year, 1, 1))
    assert days.EARLIEST <= found.span.start <= days.LATEST


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 6))
def test_a_weekday_is_the_last_one_up_to_publication(told: date, number: int) -> None:
    day = days.weekday(number, told)
    assert day.weekday() == number
    assert timedelta(0) <= told - day < timedelta(7)
    assert day >= days.weekday(number, told, shift=-1) >= told - timedelta(7)
    assert timedelta(0) < days.weekday(number, told, shift=1) - told <= timedelta(7)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_a_full_date_is_read_back_from_any_day(told: date, day: date) -> None:
    for text in (f"on {day.day} {day:%B} {day.year}.", f"on {day:%B} {day.day}, {day.year}.", f"on {day.isoformat()}."):
        found = find(text, told)
        assert [(item.span.start, item.span.end) for item in found] == [(day, day)], text


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(1, 12), st.integers(1, 28))
def test_a_date_without_a_year_is_less_than_a_year_away(told: date, month: int, day: int) -> None:
    year = days.nearest_year(month, day, told)
    assert abs(date(year, month, day) - told) < timedelta(367)


@given(
    st.dates(), st.integers(-(10**6), 10**6), st.sampled_from([-1, 0, 1]), st.sampled_from([0, 1, 2, 7, 14, 30, 365])
)
def test_arithmetic_stays_within_the_calendar(told: date, count: int, shift: int, unit: int) -> None:
    told = min(max(told, days.EARLIEST), days.LATEST)
    assert days.EARLIEST <= days.shifted(told, count) <= days.LATEST
    if date(1900, 1, 1) <= told <= date(2100, 1, 1):
        stretch = days.calendar_unit(unit, shift, told)
        assert stretch.start <= stretch.end


@given(st.text(alphabet=st.sampled_from("0123456789-/. ") | st.characters(), max_size=120))
def test_any_text_is_read(text: str) -> None:
    for found in find(text):
        assert found.span.start <= found.span.end


WORDS = (
    *(
        "last",
        "past",
        "since",
        "24",
        "2014",
        "hours",
        "week",
        "May",
        "on",
        "Monday",
        "Saturday",
        ",",
        "-",
        "/",
        "12",
        "31",
    ),
    *("1st", "of", "the", "early", "ago", "two", "between", "and"),
)


@given(st.integers(1800, 2199))
def test_easter_is_a_sunday_of_spring(year: int) -> None:
    easter = days.easter(year)
    assert easter.isoweekday() == 7
    assert date(year, 3, 22) <= easter <= date(year, 4, 25)


@pytest.mark.parametrize("easter", ["1818-03-22", "1943-04-25", "2000-04-23", "2024-03-31", "2026-04-05"])
def test_easter_falls_where_the_calendar_has_it(easter: str) -> None:
    assert days.easter(int(easter[:4])) == date.fromisoformat(easter)


@given(st.lists(st.sampled_from(WORDS), max_size=14))
def test_any_sequence_of_date_words_is_read(words: list[str]) -> None:
    for found in find(" ".join(words)):
        assert found.span.start <= found.span.end
        assert found.first < found.last


def test_the_day_of_the_telling_is_marked() -> None:
    assert one("Ten people died, police said on Sunday.").said
    assert one("Ten people died, a spokesman told reporters late Sunday.").said
    assert not one("Ten people died on Sunday, police said.").said
