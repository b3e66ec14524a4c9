"""What news tells in passing, of itself or of something else: figures that must be read so, and those that must not."""

import pytest

from monitor.model import Event, TollKind
from tests.extract.reading import read, reported


def test_a_place_of_background_is_not_that_of_the_news_before_it() -> None:
    text = "A group said that it bombed two churches and killed 44 people. In 2016 a bomb in Cairo killed 28 people."
    news, before = read(text).events
    assert (news.place, before.place and before.place.name) == (None, "Cairo")


def only(text: str, title: str = "") -> Event:
    """The one event of a text."""
    (event,) = read(text, title).events
    return event


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("All but three of the 58 people on board died when the bus left the road near Potosí.", 55),
        ("All but one of the nine miners were killed.", 8),
        ("Two bombings killed 17 people, one of the attackers included, in Kirkuk on Monday.", 17),
        ("Seventeen people, two of the raiders included, were killed in Kirkuk.", 17),
        ("The fight for the bridge left 22 combatants of both sides dead.", 22),
        ("A man shot dead his former wife and her parents in a flat in Trondheim on Monday.", 3),
        ("A clerk stabbed Lieutenant Omar S. Haidar to death at the gate.", 1),
        ("Raiders beat a leader of the farmers' league, the youth wing of the party, to death at Ouani.", 1),
        ("A poet known for verses she read on the radio was shot dead on Monday in Aden.", 1),
        ("The number of deaths in the collapse is nine, not 60 as we published at 11 p.m. on Monday.", 9),
        ("Shells killed 4 residents of Kherson region: 2 in Kherson, 1 in Beryslav and 1 in Stanislav.", 4),
        ("A raid killed three children, Save the Children said on Monday.", 3),
        ("The driver died on the spot; a woman of 47 died in the ambulance.", 2),
        ("They killed three men and burned 112 houses and a chapel.", 3),
        ("Stampede death toll doubles to 120 as bodies are moved to gym", 120),
        ("Armed men burst in, made all lie down and shot 24 of them dead, police said.", 24),
        ("Gunmen arrived at 5 a.m. At least six soldiers have been killed, a resident said by telephone.", 6),
        ("The town buried 13 people on Friday who were killed in a strike the day before.", 13),
        ("The opposition cited 40 deaths, while the government spoke of 12 dead.", 12),
    ],
)
def test_figure_is_read(text: str, killed: int) -> None:
    assert reported(read(text), "killed") == killed


@pytest.mark.parametrize(
    "text",
    [
        "An earthquake here could kill 30,000 people and injure 110,000, a study says.",
        "Sixty sailors died, according to the script of the exercise.",
        "Rescuers rehearsed their response to a train crash with 50 dead and 200 injured.",
        "Officials presume all but two dead.",
        "Rangers slaughter Wanderers 5-1",
        "The derby left three defenders for dead.",
        "Relatives of the 43 people who died in the ferry disaster met on Monday, the first anniversary of it.",
        "Flowers were laid on Sunday, twenty years after gunmen took more than 900 people hostage there.",
        "In April 2017, a court found that the state had failed Ardat, where troops used guns and 330 died.",
        "Fifty of the pupils abducted in Gusau on Friday have escaped, the church said on Sunday.",
        "Eighty of the pupils kidnapped from a school in Gusau in April were freed on Sunday.",
        "Forty tankers were burned on the road.",
        "No such attack took place, the ministry said.",
        "Four people may have been killed and seven wounded in a clash near Wau.",
        "Raids by the cells have risen to 129 since early 2023. They left 51 dead.",
        "More than 1,400 murders were registered there in the first four months of the year.",
        "In the first half of 2023, 300 people were killed in Haiti.",
        "The state lost 2,783 soldiers in two years of fighting over the enclave.",
        "More than 3,000 people were killed or disappeared during the dictatorship of 1973 to 1990.",
        "Hundreds met on Monday to mark 27 years since raiders bombed the embassy, killing 213 people.",
        "It is twelve years since gunmen stormed the mall. Sixty people died in the siege.",
        "Mothers lit candles in Perm on Tuesday, two decades after a mine flooded. In all, 64 people lost their lives.",
        "The town fell silent at noon, thirty years to the minute after the ferry sank. In all, 52 people died.",
        "The mayor apologised for having spoken of 80 dead.",
        "The minister was sorry for claiming that 40 people had died.",
        "About 60 men came on motorcycles and shot in the air.",
        "1793: a clerk is stabbed in Paris. 1977: 3,000 people are arrested. 2011: three bombs kill 26 in Mumbai.",
        "1985 - A fire kills 56 people at a stadium in Bradford.",
        "The new staging of Hamlet in Graz kills nine people before the interval.",
        "The group has killed more than 2,000 people in raids on villages, a watchdog says.",
        "On 7 January, a quake killed 400 people in Herat; officials first spoke of 600 dead.",
        "Last month, tropical storm Freddy killed 20 people in the north.",
        "Canneries that lost 14 clients fear a bloodbath.",
    ],
)
def test_nothing_befell_anybody(text: str) -> None:
    assert not any(reported(read(text), kind) for kind in ("killed", "wounded", "captured"))


@pytest.mark.parametrize(
    ("text", "kind", "best"),
    [
        ("Gunmen shot two guests dead and marched 34 others, including the bride, into the bush.", "captured", 34),
        ("Some 2,700 people had been moved to sports halls by Monday.", "displaced", 2700),
        ("An estimated 23,000 people, four in five of them women, have been displaced by it.", "displaced", 23000),
        ("Three others were nursing gunshot wounds at the clinic.", "wounded", 3),
        ("Nine inmates were killed and 14 hospitalised in a riot.", "wounded", 14),
    ],
)
def test_other_tolls_are_read(text: str, kind: TollKind, best: int) -> None:
    assert reported(read(text), kind) == best


@pytest.mark.parametrize(
    "text",
    [
        "Three people who fled the town told a reporter that the market was empty.",
        "An air strike killed 12 people who had taken shelter in a school.",
    ],
)
def test_flight_that_only_describes_people_displaces_nobody(text: str) -> None:
    assert reported(read(text), "displaced") is None


def test_missing_who_are_feared_dead_are_missing() -> None:
    text = "Eleven bodies were recovered and 64 people were missing and feared dead after a boat sank."
    assert (reported(read(text), "killed"), reported(read(text), "missing")) == (11, 64)


def test_toll_of_yesterday_goes_with_the_total_that_it_grew_to() -> None:
    text = "At least 40 people died in three days of fighting, doctors said. They had put the toll at 27 on Monday."
    assert [event.toll.killed and event.toll.killed.best for event in read(text).events] == [40]


def test_game_is_told_in_words_of_war() -> None:
    text = "Five corners, eleven shots, four goals: the Lions finished Rovers. Two defenders were injured."
    assert read(text, "Lions massacre Rovers").events == ()


def test_players_lost_to_injury_are_alive() -> None:
    text = "The Carp killed off the Tigers with six runs in the third inning, and lost two men to injury."
    assert read(text).events == ()


def test_whom_days_of_fighting_drove_out_belong_to_its_dead() -> None:
    text = "At least 22 people have been killed in three days of clashes in Bria, doctors said. About 9,000 have fled."
    toll = only(text).toll
    assert toll.killed and toll.displaced and (toll.killed.best, toll.displaced.best) == (22, 9000)


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("One week after the quake on the peninsula, 161 people are confirmed dead and 103 are missing.", 161),
        ("Three days after the flood in Derna, 5,300 people are known to be dead.", 5300),
        ("A day after the attack on a market in Merka, gunmen killed three policemen.", 3),
        ("Three days after the bombing in Jos, which killed 12 people, gunmen killed four worshippers in Bauchi.", 4),
        ("A day after the attack that killed 30 people in Merka, residents fled.", None),
        ("Two days after the attack, which killed 30 people, mourners gathered in Merka.", None),
        ("A week after the massacre of 40 miners in Jos, the army has arrested nobody.", None),
    ],
)
def test_what_a_fronted_date_leads_to_is_news(text: str, killed: int | None) -> None:
    assert reported(read(text), "killed") == killed


def test_two_deeds_that_share_a_figure_out_are_two() -> None:
    deeds = "14 in the bombing of a bus stop and five miners who were shot at a pit"
    text = f"Nineteen people died in two separate attacks in Loralai: {deeds}."
    assert [event.toll.killed and event.toll.killed.best for event in read(text).events] == [14, 5]


def test_deeds_behind_a_colon_are_told_past_who_says_so() -> None:
    text = "The two bombings killed 44 people, the ministry said this evening: 27 in Tanta and 17 in Alexandria."
    assert [event.toll.killed and event.toll.killed.best for event in read(text).events] == [27, 17]


@pytest.mark.parametrize("opening", ["It is not known who", "It was not immediately clear who"])
def test_whoever_is_about_did_not_do_what_nobody_knows_who_did(opening: str) -> None:
    text = f"Eleven people were shot dead near El Tarra. {opening} killed them. Both the ELN and soldiers are about."
    assert only(text).actor1 is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Islamic State fighters ambushed a bus carrying troops. Eleven soldiers died.", "Armed clash"),
        ("Rebels attacked the police station with gas cylinders. Six policemen were killed.", "Armed clash"),
        ("25 dead, 6 injured in fire at a nightclub", "Fire"),
        ("Four people were killed when a bus carrying pilgrims hit a bridge.", "Transport"),
        ("Forty people died in bush fires in Victoria.", "Wildfire"),
        ("Villagers and herders have fought again, leaving nine dead. The rains are near.", "Armed clash"),
    ],
)
def test_kind_is_that_of_the_deed(text: str, kind: str) -> None:
    assert only(text).sub_event_type == kind


@pytest.mark.parametrize(
    "text",
    [
        "Some 300 people are killed on the roads of the province each year.",
        "In the highlands a mother dies in childbirth every three hours, a midwife said.",
        "Every month mines kill a dozen farmers in the valley.",
    ],
)
def test_how_often_people_die_is_no_happening(text: str) -> None:
    assert read(text).events == ()


def test_what_happens_each_year_may_be_the_scene_of_a_happening() -> None:
    text = "Six pilgrims die in Gao when a boat that sails every week capsizes."
    assert reported(read(text), "killed") == 6


@pytest.mark.parametrize("when", ["Ten years ago today", "A decade ago on this day", "Five years ago this week"])
def test_what_was_years_ago_to_the_day_is_background(when: str) -> None:
    text = f"{when} a gunman stormed a school in Trondheim. Thirty-one people were killed, most of them pupils."
    assert reported(read(text), "killed") is None


def test_news_beside_an_anniversary_stays_news() -> None:
    text = "Five years ago today a bomb killed 40 people in Gao. On Monday gunmen killed three traders there."
    assert reported(read(text), "killed") == 3


@pytest.mark.parametrize(
    "text",
    [
        "Nine people were killed on Monday when shells hit Mosul, a town that rebels have surrounded since January.",
        "Nine people were killed on Monday by Al-Shabaab, which has fought the state since 2006.",
    ],
)
def test_since_when_a_town_is_held_says_nothing_of_the_toll(text: str) -> None:
    assert [event.scope for event in read(text).events if event.toll.killed] == ["incident"]


@pytest.mark.parametrize(
    "text",
    [
        "Radio Sahel retracts its report of Monday about 19 deaths at Gao. The villagers are alive.",
        "The agency withdrew its earlier report that 14 people had died in Gao.",
        "The newspaper retracted an earlier story about the killing of nine miners in Gao.",
    ],
)
def test_toll_that_is_taken_back_is_denied(text: str) -> None:
    assert [event.context for event in read(text).events] == ["negated"]


def test_lost_airport_costs_no_life() -> None:
    text = "The spokesman of the armed forces denied on Saturday that the airport had been lost."
    assert [event for event in read(text).events if event.toll.killed] == []
