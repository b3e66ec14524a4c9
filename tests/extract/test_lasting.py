"""What a war or years have cost, deaths only recalled, and deeds done again and again, in several registers."""

import pytest

from tests.extract.reading import read, reported


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        # the cost of a war, of years, of a time since
        ("THE PARTIES MET TO END A WAR THAT HAS LASTED TEN YEARS AND LEFT 9,000 DEAD.", None),
        ("The offensive, launched on Tuesday, which has left over 450 dead, continues.", None),
        ("The conflict has claimed 7,000 lives.", None),
        ("In nine years 800 teachers have been murdered.", None),
        ("Gangs have killed scores of drivers in the past few years.", None),
        ("Nearly 1,000 members of the party have been murdered since it was founded.", None),
        ("The nine-day war, which killed over 2,000 people, is taught in schools.", None),
        ("The killing of over 70,000 villagers was never tried.", None),
        ("The war, which began in May, has killed 900 people, wounded 5,000 and driven thousands away.", None),
        ("More than 1,000 people have died in a month of fighting over the valley.", None),
        ("A month after the war in Tovara broke out, 4,000 people are dead and 300 wounded.", None),
        ("Six months into the offensive, 3,000 villagers have been killed.", None),
        # news beside a war or years
        ("A month after the war ended, a mine has killed 12 people on a bus.", 12),
        ("Two days after the floods began, 170 people are dead.", 170),
        ("The offensive, which began on Monday, killed 12 people in Goma on Tuesday.", 12),
        ("Gunmen killed five people in the town, which the war has emptied.", 5),
        ("The worst attack in ten years killed 40 people on Monday.", 40),
        ("An offensive began on Monday and 12 soldiers were killed.", 12),
        ("A teacher who had worked there for 20 years was shot dead on Monday.", 1),
        ("A quake killed 23,000 people in Turkey on Monday.", 23000),
        # deaths that are only recalled
        ("Let us not forget the judges and the 12 guards who were murdered.", None),
        ("A clerk has been linked to the murder of a minister.", None),
        ("They denounced the impunity in the murder of six priests.", None),
        ("He replaces Major Juan Ortiz, who was killed in the raid.", None),
        # what is done again and again
        ("The drug is killing our children.", None),
        ("He protects criminals who murder humble peasants.", None),
        ("Gunmen kill a farmer in Borno on Monday.", 1),
        ("Gunmen kill nine farmers in Borno.", 9),
        # the dead and the hurt in one number
        ("More than 900 soldiers were killed or wounded in the fighting.", None),
        ("Some 900 soldiers were killed, wounded or taken prisoner in the battle.", None),
        # a past year that opens a sentence
        ("In 2014 the group stormed a base and killed 160 soldiers.", None),
        ("Last year the cartels fought and killed 100 men.", None),
    ],
)
def test_what_is_no_news_of_a_day(text: str, killed: int | None) -> None:
    assert reported(read(text), "killed") == killed


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("In 1984 a gang shot two ministers dead.", None),
        ("Two soldiers were killed on 12 May.", 2),
    ],
)
def test_an_undated_article_tells_years_as_background(text: str, killed: int | None) -> None:
    assert reported(read(text, told=None), "killed") == killed


@pytest.mark.parametrize(
    ("text", "displaced"),
    [
        ("Inside Syria, over six million are displaced.", None),
        ("About 250,000 people are displaced in Burkina Faso.", None),
        ("The fighting has displaced 11 million people across Sudan.", None),
        ("About 9,000 people were displaced by fighting in Goma.", 9000),
        ("Fighting displaces 3,000 in Goma.", 3000),
        ("Some 4,000 people are fleeing Goma after rebels attacked.", 4000),
        ("The quake in Turkey displaced 1.5 million people on Monday.", 1_500_000),
    ],
)
def test_how_many_are_displaced_by_now_is_no_news_of_a_day(text: str, displaced: int | None) -> None:
    assert reported(read(text), "displaced") == displaced
