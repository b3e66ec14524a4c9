"""Durations as people write them."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.settings import LONGEST, format_duration, parse_duration


@given(st.timedeltas(min_value=timedelta(0), max_value=LONGEST))
def test_what_is_written_reads_back(value: timedelta) -> None:
    assert parse_duration(format_duration(value)) == value - timedelta(microseconds=value.microseconds)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("30s", timedelta(seconds=30)),
        ("5m", timedelta(minutes=5)),
        ("24h", timedelta(days=1)),
        ("7d", timedelta(days=7)),
        ("1h30m", timedelta(minutes=90)),
    ],
)
def test_the_usual_ones(text: str, value: timedelta) -> None:
    assert parse_duration(text) == value


@pytest.mark.parametrize("text", ["", "5", "m", "5 m", "-5m", "1.5h", "5w", "36501d", "999999d999999d", "٥m", "5m\n"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="write"):
        parse_duration(text)
