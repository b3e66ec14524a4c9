"""Sources and parties that contradict each other: the lower figure is low and best, the higher one high, no sum."""

import pytest

from tests.extract.reading import read, reported


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Officials said nine people died, while residents said 14 were killed.", 9, 14),
        ("Eleven people died, officials said, while villagers said 17 were killed.", 11, 17),
        ("The army said it killed 70 fighters in Bara; the rebels said they lost only five.", 5, 70),
        ("Ukraine said it killed 300 Russian soldiers near Lyman. Russia said 12 of its soldiers had died.", 12, 300),
    ],
)
def test_claims_that_differ_bound_the_figure(text: str, low: int, high: int) -> None:
    (killed,) = [event.toll.killed for event in read(text).events if event.toll.killed]
    assert (killed.low, killed.best, killed.high) == (low, low, high)


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("Police said four civilians died and the rebels said three of their fighters were killed.", 7),
        ("Police said five people died in the blast and that three others died in hospital.", 8),
        ("A doctor said 12 people had been killed and an official said two policemen were also killed.", 14),
    ],
)
def test_what_another_speaker_adds_is_added(text: str, killed: int) -> None:
    assert reported(read(text), "killed") == killed


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("India said five of its soldiers had been killed near Ladakh. Pakistan said it lost 11.", 16, 16),
        ("Thai officials said seven of their soldiers had died. Cambodia said it had lost nine.", 16, 16),
        ("The army said it lost five men and killed 30 rebels. The rebels said they lost three fighters.", 8, 35),
    ],
)
def test_sides_that_admit_losses_add_up(text: str, low: int, high: int) -> None:
    (toll,) = [event.toll.killed for event in read(text).events if event.toll.killed]
    assert (toll.low, toll.best, toll.high) == (low, low, high)
