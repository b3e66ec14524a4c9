"""A death that a protest, a reprisal or an arrest answers is its background; what the answer itself brings is news."""

import pytest

from tests.extract.reading import read, reported


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("Villagers blocked the highway after a lorry ran over and killed a pupil.", None),
        ("Lawyers went on strike following the murder of a colleague in Multan.", None),
        ("Following the killing of a trader in Jos, residents staged a protest.", None),
        ("Residents demanded the arrest of the officer who shot and killed a vendor.", None),
        ("They are demanding that the attackers of a teacher who was shot dead be arrested.", None),
        ("Students held a sit-in at the school where a teacher was stabbed to death, demanding justice.", None),
        ("Riders burned a car that had hit and killed one of their colleagues.", None),
        ("Police clashed with mourners carrying the body of a student killed by soldiers.", None),
        ("The attack comes a day after two people were killed in the same area.", None),
        ("Three people were shot in Jos. The incident happened a week after four people were killed there.", None),
        ("Schools were shut on Monday, a day after gunmen killed 30 people.", 30),
        ("A funeral procession was held for a commander killed in an air raid.", None),
        ("During a protest over the murder of a teacher, a demonstrator was shot dead.", 1),
        ("Protests over the killing of a trader turned violent, leaving three people dead.", 3),
        ("Riots over the rape of a girl left four people dead.", 4),
        ("During protests against the election results, three people were killed by the police.", 3),
        ("Protesters clashed with police, who shot dead two people.", 2),
        ("Two people were killed when police fired on residents protesting against the killing of a trader.", 2),
        ("Six people died in riots that broke out after the killing of an imam.", 6),
        ("Youths attacked the police station to avenge a friend, and a constable was stabbed to death.", 1),
        ("Gunmen attacked the police station after killing two guards.", 2),
    ],
)
def test_what_people_protest_over_is_no_news_of_a_death(text: str, killed: int | None) -> None:
    assert reported(read(text), "killed") == killed


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("A mob lynched a man for killing his father.", 1),
        ("A man who had killed his neighbour was lynched by villagers.", 1),
        ("The suspect, who is accused of killing two guards, was shot dead by police.", 1),
        ("Gunmen believed to have killed a priest were shot dead by soldiers; two died on the spot.", 2),
        ("Members of a gang that killed a chief were arrested on Friday.", None),
        ("Police arrested two men in connection with the murder of a lawyer.", None),
        ("Police arrested a cook involved in the killing of three miners.", None),
        ("A mob burned the hut of people said to be behind the killing of a watchman.", None),
        ("A grenade was thrown at the house of a witness in the murder of a priest.", None),
        ("Peace talks resumed over a conflict that has killed 10,000 people.", None),
        ("Police shot a man. The victim was suspected of killing two officers.", None),
        ("The rebels claimed responsibility for killing 12 soldiers.", 12),
        ("The militants are suspected of killing 12 farmers.", 12),
        ("Six men who had been shot dead were found in a ditch.", 6),
        ("The ministry blamed the rebels for the murder of four nurses.", 4),
    ],
)
def test_what_somebody_did_before_only_describes_him(text: str, killed: int | None) -> None:
    assert reported(read(text), "killed") == killed


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("The minister visited the families of 16 miners killed in the blast.", None),
        ("Relatives of a youth killed in police firing blocked the road.", None),
        ("Three relatives of a governor were killed in Gao.", 3),
        ("A friend of the mayor was also killed.", 1),
        ("A family of seven was killed on Friday.", 7),
    ],
)
def test_whose_kin_are_told_of_died_before(text: str, killed: int | None) -> None:
    assert reported(read(text), "killed") == killed


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("Residents protested over the killing of a trader. The trader was shot dead on his way home.", None),
        ("Residents protested over the killing of a trader. Police fired at them and a trader was shot dead.", 1),
        ("Police found a man in a ditch. The man had been shot dead.", 1),
        ("Clan members torched 14 huts after a boy was killed.", None),
        ("Raiders torched 14 huts after killing a boy.", 1),
        ("Police found shells at the site of a blast that killed two dozen pupils.", None),
        ("Over 50 people were killed and more than 200 houses were burnt.", 50),
    ],
)
def test_who_was_background_stays_it(text: str, killed: int | None) -> None:
    assert reported(read(text), "killed") == killed
