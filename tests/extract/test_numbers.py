"""Quantities: what counts, with its qualifier, and what only looks like a count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.extract.words.numbers import Quantity, cardinal, quantity
from monitor.extract.words.tokens import tokenize
from monitor.resources import load_lexicon

LEXICON = load_lexicon()
ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def first(text: str) -> Quantity | None:
    """The quantity that a text begins with."""
    tokens = list(tokenize(text))
    return quantity(tokens, 0, len(tokens), LEXICON)


def spelled(number: int) -> str:
    """A number below a million in English words."""
    if number < 20:
        return ONES[number]
    if number < 100:
        return TENS[number // 10 - 2] + (f"-{ONES[number % 10]}" if number % 10 else "")
    scale, name = (100, "hundred") if number < 1000 else (1000, "thousand")
    rest = number % scale
    joint = " and " if rest and rest < 100 else " "
    return f"{spelled(number // scale)} {name}" + (joint + spelled(rest) if rest else "")


@given(st.integers(1, 999_999))
def test_words_and_digits_say_the_same(number: int) -> None:
    for text in (spelled(number), f"{number:,}"):
        tokens = list(tokenize(text))
        assert cardinal(tokens, 0, len(tokens), LEXICON) == (number, len(tokens))


@pytest.mark.parametrize(
    ("text", "low", "best", "high", "qualifier"),
    [
        ("at least 50 people", 50, 50, None, "at_least"),
        ("more than 1,200 men", 1200, 1200, None, "more_than"),
        ("up to a dozen fighters", 0, 12, 12, "up_to"),
        ("some 40 villagers", 40, 40, None, "about"),
        ("nearly 300 civilians", 300, 300, 300, "nearly"),
        ("between 5 and 7 men", 5, 5, 7, "range"),
        ("20-30 gunmen", 20, 20, 30, "range"),
        ("five or six children", 5, 5, 6, "range"),
        ("dozens of people", 12, 12, None, "dozens"),
        ("scores of rebels", 20, 20, None, "scores"),
        ("hundreds of refugees", 100, 100, None, "hundreds"),
        ("several soldiers", 3, 3, None, "several"),
        ("half a dozen guards", 6, 6, 6, "exact"),
        ("two dozen prisoners", 24, 24, 24, "exact"),
        ("1.5 million people", 1_500_000, 1_500_000, 1_500_000, "exact"),
        ("14 or more bodies", 14, 14, None, "at_least"),
    ],
)
def test_quantities(text: str, low: int, best: int, high: int | None, qualifier: str) -> None:
    found = first(text)
    assert found is not None
    assert (found.low, found.best, found.high, found.qualifier, found.kind) == (low, best, high, qualifier, "count")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("42-year-old man", "age"),
        ("42 years old", "age"),
        ("three-member team", "compound"),
        ("12-hour curfew", "compound"),
        ("2014", "year"),
        ("10:30", "pair"),
        ("5th battalion", "name"),
        ("3-1 win", "pair"),
        ("24/7", "pair"),
    ],
)
def test_what_only_looks_like_a_count(text: str, kind: str) -> None:
    found = first(text)
    assert found is not None
    assert found.kind == kind


@given(st.text(alphabet="0123456789.,-: aeno", max_size=60))
def test_any_run_of_digits_and_marks_is_read_or_left(text: str) -> None:
    tokens = list(tokenize(text))
    for i in range(len(tokens)):
        found = quantity(tokens, i, len(tokens), LEXICON)
        assert found is None or i < found.last <= len(tokens)
