"""What an article only recalls, later counts, and attackers who died: the figures that count and those that do not."""

import pytest

from tests.extract.reading import read, reported


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("Two women were stabbed to death in a park in Ghent on Monday. The attacker was shot dead by police.", 3),
        ("A gunman killed five people at a shop in Tulsa on Monday. The gunman then took his own life.", 6),
        ("Four worshippers were shot dead at a temple in Ranchi. The suspect, 23, was killed by guards.", 5),
    ],
)
def test_the_attacker_who_died_counts(text: str, killed: int) -> None:
    assert reported(read(text), "killed") == killed


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("A suicide bomber killed 12 people in Quetta. The bomber died in the blast.", 12),
        ("Three people, including the gunman, were shot dead in Denver. The gunman was killed by officers.", 3),
        ("A man shot dead two colleagues in Leeds before he was killed. The gunman was shot dead in the yard.", 3),
        ("Four worshippers were shot dead in Ranchi. The suspect was killed. The suspect was shot dead by guards.", 5),
        ("A knifeman killed a teacher in Ghent. The suspect was arrested.", 1),
    ],
)
def test_an_attacker_who_is_counted_already_is_no_further_one(text: str, killed: int) -> None:
    assert reported(read(text), "killed") == killed


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("Two hikers were killed by a rockfall near Innsbruck on Sunday. Nineteen died in the Alps last summer.", 2),
        ("A landslide killed five people in Joshimath on Tuesday. Last monsoon, 81 people died in landslides.", 5),
        ("Floods killed three people in Accra on Monday. In the last rainy season 46 people died in floods.", 3),
    ],
)
def test_a_season_that_is_over_is_background(text: str, killed: int) -> None:
    assert reported(read(text), "killed") == killed


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("A car bomb killed nine people in Baidoa on Saturday, police said. By Monday the hospital put it at 11.", 9),
        ("A car bomb killed nine people in Baidoa on Saturday, police said. By Monday doctors put the toll at 11.", 11),
        ("A fire in Kano killed seven people on Monday, police said. On Tuesday doctors said ten people had died.", 10),
        ("Raiders killed 15 men in Djibo on Sunday, the army said. Residents said on Tuesday that 22 had died.", 22),
    ],
)
def test_a_count_of_a_later_day_replaces_the_first(text: str, killed: int) -> None:
    (toll,) = [event.toll.killed for event in read(text).events if event.toll.killed]
    assert toll.best == killed


@pytest.mark.parametrize(
    "text",
    [
        "Israeli strikes killed 40 people in Gaza on Tuesday. More than 57,000 have been killed since October 2023. "
        "Hamas' attack on Israel killed 1,200 people, with 251 taken hostage.",
        "The RSF shelled El Obeid on Monday and killed 40 people. It seized El Fasher last October. More than 1,500 "
        "people were killed in the battle for El Fasher, doctors said.",
    ],
)
def test_what_the_war_cost_elsewhere_is_background(text: str) -> None:
    assert reported(read(text), "killed") == 40
    assert reported(read(text), "captured") is None


@pytest.mark.parametrize(
    "text",
    [
        "A bomb killed three people in Quetta on Friday. Hamas' attack on Israel in October 2023 killed 1,200 people.",
        "A blast killed three people in Cotabato on Friday. Russia's invasion of Ukraine in 2022 has killed thousands.",
    ],
)
def test_who_acts_in_the_background_did_not_do_what_is_news(text: str) -> None:
    news = next(event for event in read(text).events if event.context == "reported" and event.scope == "incident")
    assert news.actor1 is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (
            "Floods in Bangladesh killed 61 people, 40 of them in Sylhet. In Sunamganj, two drowned.",
            "Bangladesh",
        ),
        ("A quake in Morocco killed 61 people, most of them in Taroudant. Two people died in Agadir.", "Morocco"),
        ("A bomb killed 61 people, two of them children, in Mosul.", "Mosul"),
    ],
)
def test_a_part_is_neither_the_place_nor_another_happening(text: str, place: str) -> None:
    (event,) = read(text).events
    assert event.toll.killed is not None
    assert event.place is not None
    assert (event.toll.killed.best, event.place.name) == (61, place)


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        (
            "The ministry had earlier said 98 people died in the floods in Derna. On Tuesday it put the toll at 141.",
            141,
        ),
        ("Officials initially said six people died in the blast in Kano. The governor said that nine had died.", 9),
        ("Nineteen people died in the fire in Lyon, the prefect said. Police had earlier reported 12 dead.", 19),
    ],
)
def test_what_was_said_earlier_is_replaced(text: str, killed: int) -> None:
    found = [event.toll.killed for event in read(text).events if event.toll.killed]
    assert [(one.best, one.high) for one in found] == [(killed, killed)]
