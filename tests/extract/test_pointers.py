"""Sentences that point to another article are no part of this one."""

import pytest

from tests.extract.reading import read, reported

STORY = "Gunmen killed 12 farmers near Jos on Tuesday, police said."


@pytest.mark.parametrize(
    "pointer",
    [
        "READ ALSO: Bandits kill 30 people in Zamfara",
        "Also read - Syrian army captures Tadef from Islamic State",
        "(Read more: Ferry sinks on the Niger, 80 dead)",
        "Related: At least 45 people killed as ferry capsizes",
        "» Don't miss: 30 killed in Kano",
        "You may also like: Quake kills 500",
    ],
)
def test_what_is_pointed_to_is_not_read(pointer: str) -> None:
    extraction = read(f"{STORY}\n\n{pointer}\n\nThe search went on.")
    assert [(event.toll.killed and event.toll.killed.high, event.control) for event in extraction.events] == [
        (12, None)
    ]


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("READ ALSO: Bandits kill 30 people in Zamfara", 30),
        (f"{STORY} Related violence killed 3 people in Kano on Monday.", 15),
        ("A man was hurt. Watch towers fell and killed two men.", 2),
    ],
)
def test_what_tells_is_read(text: str, killed: int) -> None:
    assert reported(read(text), "killed") == killed
