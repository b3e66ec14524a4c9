"""Wordings of fresh articles: every figure of an article, and nothing beside them. Told on a Wednesday."""

import pytest

from monitor.model import TOLL_KINDS
from tests.extract.reading import read, reported

Figures = dict[str, int]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        # what is only played, and games
        ("In a drill in Lima on Monday 80 people died on paper; students played the part of the wounded.", {}),
        ("The hosts buried Ajax 5-1. Their striker scored twice. Three visitors limped off injured.", {}),
        ("Two visitors were killed and three injured when a wall fell in Lima.", {"killed": 2, "wounded": 3}),
        # who is in hospital
        (
            "A bomb went off in Jos. Doctors counted three dead at Plateau hospital, where 22 others were admitted.",
            {"killed": 3, "wounded": 22},
        ),
        (
            "A lorry hit a crowd, killing two; the hospital said that nine more had been admitted.",
            {"killed": 2, "wounded": 9},
        ),
        ("A bomb killed three people in Jos. The wounded were taken to a hospital.", {"killed": 3}),
        ("Three people died when a bus overturned. Ambulances took the injured to hospital.", {"killed": 3}),
        ("A cook was shot dead at the hospital, where 200 patients were being treated.", {"killed": 1}),
        # one of a row
        ("A guard was killed, and the last of three attackers was shot dead on Tuesday.", {"killed": 2}),
        ("Troops shot dead the last of four attackers.", {"killed": 1}),
        # sentences behind a time of day
        ("A quake struck off the coast at 9:59 p.m. The tremor killed 72 people.", {"killed": 72}),
        # long ago
        ("On March 1 last year two buses collided near Uyuni, killing 37.", {}),
        ("Gunmen killed 40 people in the village in March of last year.", {}),
        ("On 3 February this year a gas main blew up, killing 12 people.", {}),
        ("On the night of December 2, 1984, gas drifted over the slums and killed at least 3,500 people.", {}),
        ("On the evening of 13 November 2015, gunmen burst into a hall in Paris and killed 90 people.", {}),
        ("It is the eleventh on the field since 2023; four workers died in one of them, in April 2023.", {}),
        (
            "A landmine killed 14 people near Gwoza on Monday. On 1 May, seven soldiers died at Bama.",
            {"killed": 14},
        ),
        # untrue or invented
        ("The force rubbished a viral post that claimed its men had shot dead four villagers.", {}),
        ("A post falsely claimed that 12 children had been killed in Goma.", {}),
        ("The plan rests on a scenario of the Survey in which a tremor kills 1,800 people, injures 50,000.", {}),
        # who did it was somewhere else for long
        (
            "Rebels, who had held the town since 6 August last year, fled and left behind 14 dead bodies.",
            {"killed": 14},
        ),
        ("A tremor in Bohol in October 2013 left 222 dead.", {}),
        # all of them, and no single one
        ("Officials say that every student kidnapped at Debark is home.", {}),
        ("Each soldier killed in the ambush was buried in Bamako.", {}),
        # bodies of fighters, and a toll that is given
        ("The clashes killed 37 of the government forces and their loyalists, and 23 militants.", {"killed": 60}),
        ("On 4 May rebels clashed with troops. 6 fatalities: 5 soldiers and 1 rebel.", {"killed": 6}),
        (
            "Nine people, five of them police, were killed in Bannu. Four gunmen tried to enter and were killed.",
            {"killed": 13},
        ),
        ("The toll in the Libyan city of Derna has risen to 11,300, the mayor said.", {"killed": 11300}),
        ("The death toll in Gaza has risen to 33,000, the ministry said.", {}),
        ("A raid on the church left 43 people dead, the mayor said. The army gave the toll as ten.", {"killed": 10}),
    ],
)
def test_figures_are_read(text: str, figures: Figures) -> None:
    found = read(text)
    assert {kind: best for kind in TOLL_KINDS if (best := reported(found, kind)) is not None} == figures


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        # shares that come long after their whole
        (
            "At least 65 people were killed and 130 injured in fighting in South Kordofan and South Darfur on Monday, "
            "medics said: 40 in Kadugli and 25 in Nyala.",
            [40, 25],
        ),
        # another weapon, another day, another entry of a live page
        ("A drone hit a van in Sumy, killing one man. Later another drone hit a tractor and three men died.", [1, 3]),
        ("On Sunday raiders came. They left 43 dead. On Tuesday two farmers were hacked to death in Wau.", [43, 2]),
        ("15:05 Five people were killed by a drone in Sumy.\n12:42 Two people were killed in Odesa.", [5, 2]),
        (
            "On 2 May rebels raided Gorom, killing 4 men. On 4 May they clashed with troops at a ford. 6 fatalities.",
            [4, 6],
        ),
        # a scene of its own before a semicolon, and another toll
        (
            "On Monday gunmen killed 12 villagers at Tera, in Niger. The next day a convoy of the Malian army was "
            "ambushed near Gao, in Mali; the army spoke of three dead.",
            [12, 3],
        ),
        (
            "A drone killed three people in Kharkiv overnight. A woman hurt in Monday's strike on Odesa died, bringing "
            "to five the number of those killed by it.",
            [3, 5],
        ),
        # a whole that the happenings behind share out
        (
            "Two attacks left 26 civilians dead in Mali's Bandiagara area on Monday. In the first, eleven people were "
            "killed when a bus struck a mine. Hours later gunmen raided the village of Djiguibombo and killed 15.",
            [11, 15],
        ),
        (
            "Two bombings killed 22 people in Pakistan on Monday. A bomber struck a mosque in Peshawar, killing 17. "
            "In Quetta, a roadside bomb killed five.",
            [17, 5],
        ),
        # the part of a stretch that is told with its day
        (
            "At least 51 protesters were killed in the first 13 days of the protests in Iran. "
            "On Monday police shot dead five protesters in Kermanshah.",
            [51, 5],
        ),
    ],
)
def test_happenings_are_told_apart(text: str, killed: list[int]) -> None:
    assert [one.best for event in read(text).events if (one := event.toll.killed)] == killed


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("In the first week of May 275 people were killed across Sudan.", (5, 1), (5, 7)),
        ("In the last week of April 275 people were killed across Sudan.", (4, 24), (4, 30)),
        ("In the first ten days of the offensive 275 people were killed.", (5, 5), (5, 15)),
    ],
)
def test_a_stretch_has_its_days(text: str, first: tuple[int, int], last: tuple[int, int]) -> None:
    (event,) = read(text).events
    assert event.scope == "period"
    assert (event.time.start.timetuple()[1:3], event.time.end.timetuple()[1:3]) == (first, last)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Nine people drowned when a dam broke near Kosti on Saturday night.", "Flood"),
        ("Gunmen abducted 31 pupils from a school. A watchman was shot dead when he refused the keys.", "Abduction"),
        ("An exchange of fire broke out at the ford, which left two soldiers dead.", "Armed clash"),
        ("At least 26 men died in an ambush between tribes at Akom.", "Armed clash"),
        ("A boat with 300 passengers caught fire on the river and turned over, killing 64 people.", "Transport"),
        ("Four people died when gale-force winds brought down trees in Boston.", "Storm"),
        ("Bad alcohol has killed 23 people in a village in Bihar.", "Industrial"),
        ("Eleven miners were killed when a lift fell 200 metres down a shaft.", "Industrial"),
        ("A man drove into a crowd, injuring five people. He was arrested.", "Attack"),
    ],
)
def test_kind_is_told(text: str, kind: str) -> None:
    (event,) = read(text).events
    assert event.sub_event_type.startswith(kind)
