"""Who is counted: subjects behind subsets and opening clauses; ages beside people count nobody."""

import pytest

from tests.extract.reading import read, reported


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("A widow, 71, was killed when a drone hit her kitchen in Nikopol.", 1),
        ("Two cousins, 9 and 11, were killed by a mine near Taiz.", 2),
        ("Four pupils, aged 6, 8, 9 and 10, were killed in the shelling.", 4),
        ("Rosa Quispe, 38, and her son, 5, were shot dead in Puno.", 2),
        ("The tractor driver, 52, died at the scene.", 1),
        ("A 66-year-old farmer and a boy, 13, died in the blast.", 2),
        ("Two women, ages 27 and 33, were found dead in Reynosa.", 2),
        ("Six people, aged between 14 and 70, were killed.", 6),
        ("A midwife, 31, a baker, 58, and three children died in the raid.", 5),
        ("A grandmother was killed at the age of 84 by a shell.", 1),
        ("Lieutenant Idris Sule, 29, and eight of his men were killed in an ambush.", 9),
        ("A welder, 45 and his wife, 43, were killed.", 2),
    ],
)
def test_an_age_is_no_toll(text: str, killed: int) -> None:
    assert reported(read(text), "killed") == killed


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("Three soldiers, 12 militants and a shepherd were killed.", 16),
        ("Of the passengers, 14 were killed.", 14),
        ("Gunmen killed a guard, 3 cooks and a driver.", 5),
        ("In Homs, 12 were killed.", 12),
    ],
)
def test_a_count_behind_a_comma_stays_one(text: str, killed: int) -> None:
    assert reported(read(text), "killed") == killed


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("Fourteen rebels, including a commander who had led the raid, were shot dead.", 14),
        ("Nine herders, among them a man who owned the well, were killed by gunmen.", 9),
        ("Two men thought to be smugglers were shot dead near Tebessa.", 2),
        ("Troops freed 67 hostages held by bandits in a forest and killed four of the kidnappers.", 4),
        ("Three nurses, including Amal Said, who worked at a clinic, have been killed.", 3),
    ],
)
def test_a_subset_with_clauses_of_its_own_hides_no_subject(text: str, killed: int) -> None:
    assert reported(read(text), "killed") == killed


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("Since the fighting began at least 146 people have been killed.", 146),
        ("When the mine exploded five soldiers were killed.", 5),
        ("By the time help arrived, two of the divers were dead.", 2),
        ("One teacher who had been taken with them died in captivity.", 1),
    ],
)
def test_a_clause_that_opens_the_sentence_ends_before_the_subject(text: str, killed: int) -> None:
    best = [event.toll.killed.best for event in read(text).events if event.toll.killed]
    assert best == [killed]
