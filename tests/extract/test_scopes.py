"""What reaches over clauses: past years, works of fiction, drills, and the happening after which another came."""

import pytest

from tests.extract.reading import read, reported


def tolls(text: str) -> list[int]:
    """The killed of each reported event, in the order of the text."""
    return [event.toll.killed.best for event in read(text).events if event.context == "reported" and event.toll.killed]


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("The general, who took Gondar in a 2020 offensive in which 200 people were killed, was named minister.", None),
        ("The March 2011 uprising, which left 300 people dead, is taught in schools.", None),
        ("Villagers prayed for the 2014 massacre of 70 farmers.", None),
        ("Relatives of 40 men killed in the 2014 school attack met the mayor.", None),
        ("The town has not recovered from a 2019 flood that left 30 people dead.", None),
        ("The 2008 earthquake killed 70,000 people.", None),
        ("The 2011 war has killed 400,000 people, and on Monday shelling killed 12 in Idlib.", 12),
        ("Rebels killed 12 soldiers in a 2024 offensive.", 12),
        ("Five people were killed near the site of the 2014 massacre.", 5),
        ("Gunmen attacked a memorial to the 2014 massacre, killing five people.", 5),
        ("The worst attack since a 2015 bombing that killed 40 people left 12 dead on Monday.", 12),
        ("Five people who survived the 2014 massacre were killed by a bomb on Monday.", 5),
        ("A 2016 truce collapsed on Monday when shelling killed 12 people.", 12),
        ("A decade to the day after al-Shabaab butchered 147 at Garissa University, Kenya wept.", None),
        ("Ten years after gunmen killed 147 students at Garissa, militants killed six workers in Mandera.", 6),
        ("Relatives met in Nairobi on Thursday to mark 27 years since a bomb killed 213 people there.", None),
        ("Ten years have passed since a gunman killed nine worshippers in Charleston.", None),
        ("In the worst attack in the ten years since the truce, gunmen killed 12 people in Cali on Monday.", 12),
        ("Survivors of the 1994 sinking that killed 852 people gathered in Tallinn on Sunday.", None),
    ],
)
def test_a_past_year_makes_its_event_background(text: str, killed: int | None) -> None:
    assert reported(read(text), "killed") == killed


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("The film tells of a sniper who killed 60 people in Mosul.", None),
        ("The novel follows a widow whose three sons were killed in the siege.", None),
        ("A documentary about a massacre in which 200 people died won a prize.", None),
        ("Her film, Ash Road, tells of the night when soldiers killed 90 students.", None),
        ("The director of a film about the siege was killed by gunmen on Monday.", 1),
        ("Gunmen attacked a film festival, killing 12 people.", 12),
        ("A bomb killed 12 people at a cinema that showed a film about the siege.", 12),
        ("Gunmen stormed a hall where a play about the siege was being shown and killed 40 people.", 40),
        ("A film crew was attacked and three men were killed.", 3),
    ],
)
def test_what_a_work_tells_is_no_news(text: str, killed: int | None) -> None:
    assert reported(read(text), "killed") == killed


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("Some 50 people were killed in a simulated earthquake on Tuesday, part of a drill in Lima.", None),
        ("A mock attack killed 30 people.", None),
        ("The exercise simulated a bombing that killed 200 people.", None),
        ("A blast at a drill ground killed five soldiers.", 5),
        ("Three soldiers were killed during a military exercise when a shell exploded.", 3),
        ("Two recruits were killed in a drill on Monday.", 2),
        ('Forty people "died" in the port of Varna on Sunday when it rehearsed an earthquake.', None),
        ("Thirty volunteers lay dead in the stadium as firemen practised for a crash on Sunday.", None),
        ("Two soldiers died on Tuesday when they rehearsed a landing near Graz.", 2),
        ("A soldier was shot dead during a mock attack.", 1),
        ("Gunmen killed 12 soldiers who were taking part in a simulated attack.", 12),
        ("Police simulated a raid hours before gunmen killed 12 people in the city.", 12),
    ],
)
def test_a_drill_kills_only_whom_it_harms(text: str, killed: int | None) -> None:
    assert reported(read(text), "killed") == killed


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("A second bomb killed 13 people in Jos on Sunday, hours after a car bomb killed 11.", [13, 11]),
        ("A second bomb killed 13 people in Jos on Sunday, hours after a car bombing that killed 11.", [13, 11]),
        ("Hours after a car bomb killed 11 people, gunmen killed five policemen and wounded six.", [11, 5]),
        ("A bomber killed 13 people in Jos, hours after a bomb went off in a market, killing 11.", [13, 11]),
        ("A blast killed 11 people. A second bomb killed 13 people minutes after the first blast killed 11.", [11, 13]),
        ("Another attack killed four soldiers, following an ambush that killed nine.", [4, 9]),
        ("Gunmen killed 13 people in Gao on Sunday after a bomb killed 11 in Timbuktu.", [13, 11]),
        ("Two men died after a fire broke out, killing three others.", [5]),
        ("A man was shot dead by police after a knife attack that killed two people.", [3]),
        ("Four people were killed after a bomb exploded in a market.", [4]),
        ("Gunmen killed 13 people on Sunday, two days after a raid left 20 people dead.", [13]),
        ("Gunmen killed four villagers on Sunday, a week after a raid killed 20.", [4]),
        ("Schools were shut on Monday, a day after gunmen killed 30 people in the town.", [30]),
        ("A bomb killed five people on Sunday. In a separate incident, gunmen killed three men.", [5, 3]),
        ("Four men were shot dead and a fifth died hours after he was taken to hospital.", [5]),
        ("A man died hours after he was shot.", [1]),
        ("Nine people have died in Sunday's bombing after a woman of 81 succumbed to burns.", [9]),
        ("Six people died in the attack after a boy of nine died in hospital.", [6]),
        ("Clashes killed six people in Jos after a student died in custody.", [6, 1]),
        ("A guard succumbed to his wounds days after the attack that killed eight people.", [1]),
    ],
)
def test_a_happening_after_which_another_came_is_its_own(text: str, killed: list[int]) -> None:
    assert tolls(text) == killed


def test_the_wounded_stay_with_the_dead_of_their_own_blast() -> None:
    text = "A second bomb killed 13 people and wounded 20 in Jos, hours after a car bomb killed 11 and wounded 30."
    found = [(event.toll.killed, event.toll.wounded) for event in read(text).events]
    assert [(dead and dead.best, hurt and hurt.best) for dead, hurt in found] == [(13, 20), (11, 30)]


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("Islamic State militants captured the city of Mosul in a 2014 offensive.", "historical"),
        ("Rebels, who captured the city of Aleppo in a 2016 offensive, named a minister.", "historical"),
        ("The general led a 2016 offensive in which rebels captured the city of Aleppo.", "historical"),
        ("The film tells how rebels captured the city of Aleppo.", "hypothetical"),
        ("The exercise simulated an attack in which rebels captured the city of Aleppo.", "hypothetical"),
        ("Rebels captured the city of Aleppo on Monday in a lightning offensive.", "reported"),
        ("Rebels captured the city of Aleppo on Monday, hours after a bomb killed 11 soldiers.", "reported"),
    ],
)
def test_territory_is_judged_by_the_same_scopes(text: str, context: str) -> None:
    assert [event.context for event in read(text).events if event.control] == [context]


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("The film tells of a sniper in Mosul. He kills 60 men. In the end two friends are shot dead.", None),
        ("The novel follows a widow in Gao. Her three sons die in the siege.", None),
        ("The film tells of a sniper in Mosul. On Monday gunmen killed four people at its premiere.", 4),
        ("The film tells of a sniper in Mosul. Three people were killed in a crush at its premiere.", 3),
        ("The film tells of a sniper in Mosul.\n\nA blast kills two men in Jos.", 2),
    ],
)
def test_a_story_goes_on_in_the_present(text: str, killed: int | None) -> None:
    assert reported(read(text), "killed") == killed
