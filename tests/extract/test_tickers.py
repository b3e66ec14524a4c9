"""Tickers: which entry is later, and what it brings up to date."""

import pytest

from monitor.extract.article.tickers import entries
from monitor.extract.words.text import document
from monitor.model import Article
from tests.extract.reading import read

TOLD = {"08:40": "Two dead and five hurt in the fire.", "09:25": "Four people dead.", "10:50": "Six workers dead."}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["08:10 A blast.", "Smoke.", "09.25am Two dead.", "[14h30] Three dead."], [1, 1, 2, 3]),
        (["Lead.", "11:00 Three dead.", "10:00 Two dead."], [0, 2, 1]),
        (["08:10 A blast is heard.", "Two dead."], [0, 0]),
        (["10.5 million litres burnt.", "3:1 was the score."], [0, 0]),
    ],
)
def test_entries_are_ordered_by_their_times(lines: list[str], expected: list[int]) -> None:
    assert entries(document(Article(id="a", text="\n".join(lines)))) == expected


@pytest.mark.parametrize("times", [sorted(TOLD), sorted(TOLD, reverse=True)])
def test_the_latest_entry_counts(times: list[str]) -> None:
    (event,) = read("\n".join(f"{time} {TOLD[time]}" for time in times)).events
    assert event.toll.killed is not None
    assert (event.toll.killed.best, event.toll.killed.high) == (6, 6)
