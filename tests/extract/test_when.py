"""When it happened: the day of the happening, not that of the telling, in several registers. Told on a Wednesday."""

from datetime import date

import pytest

from tests.extract.reading import read


def day(text: str, title: str = "") -> date | None:
    """The first day of the first event with a figure."""
    events = [event for event in read(text, title).events if event.toll.killed]
    return events[0].time.start if events else None


@pytest.mark.parametrize(
    ("text", "month", "number"),
    [
        # the happening's own day beside that of its telling
        ("Doctors said on Tuesday that the toll of Sunday's earthquake in Loja had risen to 40.", 5, 12),
        ("A man wounded in Monday's ambush died in hospital on Tuesday, an aide in Kidal said.", 5, 13),
        ("The bishop condemned on Tuesday the murder of three teachers who came under fire on Sunday.", 5, 12),
        ("Divers had found 20 bodies by Tuesday night from a ferry that capsized on Sunday off Pemba.", 5, 12),
        ("Crews dug on Tuesday for survivors of the blast that killed 12 people and injured 40 the day before.", 5, 13),
        ("A depot was still on fire on Tuesday, two days after explosions killed nine people in Beira.", 5, 12),
        # the day on which a toll rises is that of the telling
        ("The toll of the depot fire in Beira rose to 49 on Tuesday. Smoke was first seen on Sunday.", 5, 12),
        (
            "Crews found two bodies on Tuesday, raising to 28 the number of people killed when missiles hit "
            "two nine-storey blocks of flats in the western city of Rovin at dawn on Monday.",
            5,
            13,
        ),
        ("Crews dug on Tuesday under a house that came down on Monday. Eight bodies had been taken out.", 5, 13),
        ("A judge who was looking into last week's raid on a studio was shot dead on Monday in Loja.", 5, 13),
        # told in another sentence
        ("A blast killed nine people in Jalalabad, doctors said on Tuesday. The explosion on Sunday hit a bus.", 5, 12),
        ("Nine passengers died near Kisii. The bus overturned on Monday night. Police came on Tuesday.", 5, 13),
        ("On 2 May, gunmen ambushed a convoy near Menaka. Four soldiers were killed.", 5, 2),
        ("2 May 2024. Gunmen ambushed a convoy near Menaka. Four soldiers were killed.", 5, 2),
        ("RAIDERS ATTACKED LA PALMA ON 9 MAY. THREE PEASANTS WERE KILLED, THE ARMY SAID TODAY.", 5, 9),
        ("Gunmen raided a farm on Sunday. The next day they killed two herders.", 5, 13),
        ("Gunmen raided a farm on Sunday. Two days later they killed two herders.", 5, 14),
        # the day of telling where no better one is told
        ("Police said on Tuesday that six people had been shot dead in Wau.", 5, 14),
        ("Five people were killed in Wau.", 5, 15),
        # the day of another happening where nothing tells a better one; never the start of a count
        ("A bomb killed nine people in Sumy on Monday. Across the border, a drone killed a man in Belgorod.", 5, 13),
        ("Three men were killed in Rafah, bringing the number of dead since the war began to 249.", 5, 15),
        # plain days stay what they are
        ("Rebels killed six soldiers in Ituri on Monday, the army said on Tuesday.", 5, 13),
        ("Six people were killed overnight in Sumy.", 5, 14),
    ],
)
def test_the_day_is_that_of_the_happening(text: str, month: int, number: int) -> None:
    assert day(text) == date(2024, month, number)


def test_the_day_on_which_a_toll_rises_is_only_about_that_of_the_happening() -> None:
    (event,) = read("The toll of the depot fire in Beira rose to 49 on Tuesday, the fire service said.").events
    assert (event.time.start, event.time.time_precision) == (date(2024, 5, 14), 2)
