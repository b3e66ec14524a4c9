"""The geometry of step charts, and their letters."""

import struct
import zlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.charts import Step, chart, picture
from monitor.charts.letters import ASCII, NARROWEST, UNICODE, Letters, drawn

NOON = datetime(2024, 3, 5, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
TOLL = [Step(NOON, 9, 12, 12), Step(NOON + 3 * HOUR, 12, 17, None), Step(NOON + 9 * HOUR, 15, 57, 63)]

STEPS = st.lists(
    st.tuples(st.integers(0, 10_000), st.integers(0, 500), st.integers(0, 500), st.integers(0, 500) | st.none()),
    min_size=1,
    max_size=12,
).map(
    lambda rows: [
        Step(NOON + timedelta(minutes=minutes), low, low + more, None if wide is None else low + more + wide)
        for minutes, low, more, wide in sorted(rows, key=lambda row: row[0])
    ]
)


def test_steps_stand_where_their_time_is() -> None:
    made = chart(TOLL, until=NOON + 12 * HOUR)
    assert [each.start for each in made.stretches] == [0, 0.25, 0.75]
    assert made.stretches[-1].end == 1
    assert [tick.value for tick in made.ticks] == [0, 20, 40, 60, 80]
    assert made.stretches[1].best == 17 / 80
    assert made.stretches[1].high == made.stretches[1].best
    assert made.corners() == ((0, 0.15), (0.25, 0.15), (0.25, 17 / 80), (0.75, 17 / 80), (0.75, 57 / 80), (1, 57 / 80))


def test_the_last_figure_can_be_seen_though_nothing_came_after_it() -> None:
    assert chart(TOLL).stretches[-1].start < 0.95


@given(STEPS)
def test_nothing_leaves_the_chart(steps: list[Step]) -> None:
    made = chart(steps)
    assert made.stretches[0].start == 0
    assert made.stretches[-1].end == 1
    for one, other in zip(made.stretches, made.stretches[1:], strict=False):
        assert one.end == other.start
    for each in made.stretches:
        assert 0 <= each.start <= each.end <= 1
        assert 0 <= each.low <= each.best <= each.high <= 1
    values = [tick.value for tick in made.ticks]
    assert values == sorted(set(values))
    assert 2 <= len(values) <= 6
    assert made.ticks[-1].height == 1


@given(STEPS, st.integers(1, 120), st.integers(1, 12), st.sampled_from((UNICODE, ASCII)))
def test_a_drawing_keeps_to_its_width(steps: list[Step], width: int, height: int, letters: Letters) -> None:
    lines = drawn(chart(steps), width, height, letters)
    assert all(len(line) <= width for line in lines)
    assert len(lines) in (0, height + 1)
    if letters is ASCII:
        assert "".join(lines).isascii()


def test_a_drawing() -> None:
    assert drawn(chart(TOLL, until=NOON + 12 * HOUR), 44, 9) == [
        "80 ┤",
        "   │",
        "60 ┤                              ╭─────────",
        "   │                              │░░░░░░░░░",
        "40 ┤                              │░░░░░░░░░",
        "   │                              │░░░░░░░░░",
        "20 ┤          ╭───────────────────╯░░░░░░░░░",
        "   │──────────╯░░░░░░░░░░░░░░░░░░░",
        " 0 ┤",
        "    2024-03-05 12:00        2024-03-06 00:00",
    ]


@pytest.mark.parametrize("width", [5, NARROWEST, NARROWEST + 3])
def test_where_there_is_no_room_there_is_no_chart(width: int) -> None:
    assert drawn(chart(TOLL), width, 8) == []


@given(STEPS)
def test_a_picture_is_a_png_of_its_size(steps: list[Step]) -> None:
    data = picture.drawn(chart(steps))
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", data[16:24]) == (picture.WIDTH, picture.HEIGHT)
    start = data.index(b"IDAT")
    (size,) = struct.unpack(">I", data[start - 4 : start])
    assert len(zlib.decompress(data[start + 4 : start + 4 + size])) == picture.HEIGHT * (picture.WIDTH + 1)
