"""All who were there: how many died is told by how many were on board, wherever the article says so."""

import pytest

from tests.extract.reading import read, reported


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("There were no survivors among the 48 people on board when the plane crashed near Iquitos.", 48),
        ("A ferry with 31 people on board sank off Tawi-Tawi on Monday. There were no survivors.", 31),
        ("A helicopter carrying nine soldiers and three pilots went down near Gao. Nobody survived.", 12),
        ("Everyone on board died when the bus, carrying 26 people, fell into a gorge near Chamba.", 26),
        ("The crash killed everybody on board. The plane was carrying 40 passengers and five crew.", 45),
        ("A bus with 22 passengers fell into a river in Ancash. Divers searched. There were no survivors.", 22),
        ("None of the seven miners survived, the company said.", 7),
        ("The pilot did not survive the crash.", 1),
    ],
)
def test_all_who_were_there_died(text: str, killed: int) -> None:
    assert reported(read(text), "killed") == killed


@pytest.mark.parametrize(
    "text",
    [
        "A ferry with 31 people on board sank off Tawi-Tawi on Monday. Everyone was rescued.",
        "A plane with 31 people on board went off the runway. There were three survivors in the tail.",
        "Rescuers feared that there were no survivors among the 31 people on board.",
        "There were no survivors of the first round: it went against eight seeded players.",
    ],
)
def test_it_is_no_toll_where_somebody_lives(text: str) -> None:
    assert not reported(read(text), "killed")
