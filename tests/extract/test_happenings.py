"""Which figures belong together, and what several sources make of one. Told on Wednesday, 15 May 2024."""

import pytest

from monitor.model import Event
from tests.extract.reading import read


def told(text: str) -> list[tuple[str, int, int | None]]:
    """Context, best and high of the killed of each event that tells of any, in the order of the text."""
    return [_killed(event) for event in read(text).events if event.toll.killed and event.scope == "incident"]


def _killed(event: Event) -> tuple[str, int, int | None]:
    assert event.toll.killed
    return event.context, event.toll.killed.best, event.toll.killed.high


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        # another day or place is another happening
        ("Gunmen killed 12 farmers in Bama on Sunday. On Tuesday they came back and shot dead nine more.", [12, 9]),
        ("A drone killed 12 people in Gao. Army guns later shelled the town of Kidal, killing seven men.", [12, 7]),
        ("RAIDERS KILLED FOUR MEN IN LIMA ON 10 MAY. ON 12 MAY THEY KILLED TWO POLICEMEN.", [4, 2]),
        ("A boat sank off Kos on Sunday; six people drowned. In Bodrum, five were shot dead on Friday.", [6, 5]),
        ("Seven people drowned off Lesbos. Nine bodies were recovered when another boat sank off Izmir.", [7, 9]),
        ("A mine killed three guards in Bajaur. Later, soldiers killed two farmers in the district.", [3, 2]),
        ("Twenty-two people died in two separate attacks: 17 in Zamboanga and five in Jolo.", [17, 5]),
        ("Two bombs killed 44 people, the ministry said on Sunday: 27 in Tanta and 17 in Aswan.", [27, 17]),
        ("Gunmen fired at a crowd in Timbuktu. Nine men were killed. Missiles killed five people in Kharkiv.", [9, 5]),
        ("Bombs in Kabul killed 85 girls. In the southern province of Zabul, a mine killed 11 people.", [85, 11]),
        ("Nine people were killed in Lima on Sunday, five in a bar and four in the street.", [9]),
        # so is what those who did it lost themselves, or others did, where nobody killed bore arms
        ("Israeli strikes killed 19 people in Gaza. The Israeli army said two of its soldiers were killed.", [19, 2]),
        ("Israeli strikes killed nine people in Gaza. Hezbollah fired rockets at Haifa, killing two people.", [9, 2]),
        # its outcomes are not
        ("A bomb killed 12 people in Gao on Sunday. On Monday two more died in hospital.", [14]),
        ("A bomb killed 12 people in Gao on Sunday. On Tuesday the bodies of two others were found.", [14]),
        ("Gunmen killed 12 farmers in Borno. Five of them were shot dead in Bama.", [12]),
        ("Soldiers killed 12 rebels in Ituri. Among the dead was a commander killed in Bunia.", [12]),
        ("Fighting killed 41 people in Sweida: 20 Druze; 15 soldiers; and six guards who died in a strike.", [41]),
        (
            "Russia shelled Ukraine, killing four people. In Kharkiv, a missile hit a flat; three people died there. "
            "In Odesa, a woman was killed.",
            [4],
        ),
        ("A priest was shot dead in Jos. His driver was killed in the attack.", [2]),
        ("Twelve people were shot dead in Jos. His driver was killed in the attack.", [12]),
        ("Gunmen shot dead four members of the security forces in Jos. Eleven terrorists were killed.", [15]),
        ("Floods killed 40 people in Kerala. In Wayanad, 12 of the victims died in their beds.", [40]),
    ],
)
def test_a_day_or_place_of_its_own_parts_a_deed(text: str, killed: list[int]) -> None:
    assert [best for context, best, _ in told(text) if context == "reported"] == killed


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        (
            "A ferry sank off Pemba, drowning nine people. In May 2019, 26 were killed near Beira; in 2011, 34 died.",
            [("reported", 9), ("historical", 26), ("historical", 34)],
        ),
        (
            "A bomb killed three people in Jos. Two bombs had killed 35 people in Kano on 2 May.",
            [("reported", 3), ("historical", 35)],
        ),
        (
            "Shells killed three people in Donetsk. The war began when separatists killed 40 guards.",
            [("reported", 3), ("historical", 40)],
        ),
    ],
)
def test_each_happening_of_the_past_stays_apart(text: str, killed: list[tuple[str, int]]) -> None:
    assert [(context, best) for context, best, _ in told(text)] == killed


@pytest.mark.parametrize(
    ("text", "best", "high"),
    [
        # sources that differ
        ("At least 23 people died in Bama, residents said. A police spokesman said that 14 people died.", 14, 23),
        ("Raiders killed 28 soldiers, a war monitor said. State television spoke of 25 killed.", 25, 28),
        ("Eleven soldiers were killed, the army said. The rebels said that 63 soldiers had died.", 11, 63),
        # a count that grew, or was put lower before
        ("Four died in Jos, police said. The governor said the death toll had risen to nine.", 9, 9),
        ("The death toll in Jos has risen to 17, the governor said. Earlier officials had put the toll at 12.", 17, 17),
        # who sees a part, or tells of one
        ("At least 23 people died in Bama, police said. A doctor said that nine people had died.", 23, None),
        ("At least 23 people died in Bama, police said. The mayor said that three of the dead were women.", 23, None),
        ("At least 23 people died in Bama, police said. The mayor said that two people died.", 23, None),
    ],
)
def test_sources_that_differ_bound_the_figure(text: str, best: int, high: int | None) -> None:
    assert told(text) == [("reported", best, high)]


def test_a_deed_of_a_past_day_is_its_own_even_where_the_news_has_no_day() -> None:
    text = "Gunmen killed 12 farmers in Bama, police said. On 2 May, bandits raided a school and killed a pupil."
    assert [best for _, best, _ in told(text)] == [12, 1]


def test_a_figure_that_somebody_puts_is_another_sources() -> None:
    text = (
        "A strike left 89 people dead, the minister said. The Observatory, which has many sources, put the toll at 123."
    )
    assert told(text) == [("reported", 89, 123)]


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("A bomb killed nine people in Quetta on Monday. Hours later gunmen shot dead four policemen.", [9, 4]),
        ("A bomb killed nine people in Quetta on Monday. Hours later the death toll rose to 12.", [12]),
        ("A bomb killed nine people in Quetta on Monday. Three of the wounded died hours later.", [9]),
    ],
)
def test_what_was_done_hours_later_is_another_deed(text: str, killed: list[int]) -> None:
    assert [event.toll.killed.best for event in read(text).events if event.toll.killed] == killed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a count of an earlier day, and another source in the same sentence
        ("Floods have killed 205 people in Spain, rescuers said. The toll stood at 158 on Tuesday.", (205, 205)),
        ("A drone killed 26 people in Lalibela, a doctor said, while an official put the toll at 30.", (26, 30)),
        # "this week's" only dates the deed
        ("Officials raised the number of inmates killed in this week's riot in Quito to 40. Five were hurt.", (40, 40)),
    ],
)
def test_counts_of_other_days_and_sources(text: str, expected: tuple[int, int]) -> None:
    assert [(best, high) for context, best, high in told(text) if context == "reported"] == [expected]


def test_what_a_reprisal_recalls_adds_nothing() -> None:
    text = "A policeman was killed by a mine in Garissa. It comes two days after five miners were killed there."
    assert told(text) == [("reported", 1, 1), ("historical", 5, 5)]


def test_the_dead_of_a_month_are_not_counted_again_by_village() -> None:
    text = "The army killed 223 civilians over the past week. It killed 44 people in Nondin and 179 in Soro."
    assert sum(one.toll.killed.best for one in read(text).events if one.toll.killed) == 223
