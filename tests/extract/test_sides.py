"""Who did it and to whom: by role, not by order, and never whoever only speaks or comes to the scene."""

import pytest

from tests.extract.reading import read

CASES = [
    ("An Israeli air strike on a flat in Jabalia killed six people, medics said.", "military-forces-of-israel", None),
    ("A Russian drone killed a cyclist in Beryslav, the governor said.", "military-forces-of-russia", None),
    ("Ukrainian shelling killed nine people in Makiivka.", "military-forces-of-ukraine", None),
    ("Israeli airstrikes across Lebanon killed 29 people on Monday.", "military-forces-of-israel", None),
    ("A US missile strike killed an Islamic State commander in Syria.", "military-forces-of-united-states",
     "islamic-state"),
    ("The Turkish army said it had killed 12 PKK fighters in Duhok.", "military-forces-of-turkey",
     "kurdistan-workers-party"),
    ("Houthi missiles killed three sailors in the Red Sea, the US navy said.", "houthis", None),
    ("A car bomb killed eight people in Mogadishu. Al-Shabaab claimed responsibility.", "al-shabaab", None),
    ("A truck bomb killed five in Kabul. The Taliban said that they carried out the attack.", "taliban", None),
    ("The army blamed the ADF for the deaths of 14 farmers near Beni.", "allied-democratic-forces", None),
    ("Eleven herders died in an attack blamed on Boko Haram in Borno.", "boko-haram", None),
    ("Eight policemen were killed when Taliban fighters stormed a post in Farah.", "taliban",
     "police-forces-of-afghanistan"),
    ("Police in Nairobi used live rounds on the crowd. Two protesters were killed.", "police-forces-of-kenya", None),
    ("Government troops killed six members of a pro-Islamic State group in Mindanao, in the Philippines. "
     "Three soldiers were wounded.", "military-forces-of-philippines", None),
    ("The RSF stormed a base in Babanusa and killed 20 soldiers of the Sudanese army.", "rapid-support-forces",
     "military-forces-of-sudan"),
    ("Russia launched more than 200 drones and six missiles at Kyiv, killing nine people.",
     "military-forces-of-russia", None),
    ("Israel bombed a school in Gaza City, killing 14 people.", "military-forces-of-israel", None),
    ("Four people were killed as Russia pounded Odesa with missiles.", "military-forces-of-russia", None),
    ("Clashes between M23 rebels and Congolese troops near Goma killed 30 people.", "m23",
     "military-forces-of-democratic-republic-of-the-congo"),
    ("The Karen National Liberation Army and the People's Defence Force killed 14 junta soldiers near Kawkareik.",
     "karen-national-liberation-army", "military-forces-of-myanmar"),
    ("Eritrean troops allied with the Ethiopian army killed nine civilians in Axum.", "military-forces-of-eritrea",
     None),
    ("Somali special forces trained by the United States killed 30 al-Shabaab fighters in Galguduud.",
     "military-forces-of-somalia", "al-shabaab"),
    ("Nine people were killed when a paramotor of the Myanmar military dropped two bombs on a crowd in Chaung-U.",
     "military-forces-of-myanmar", None),
    ("M23 and Wazalendo fighters clashed in Masisi, leaving 11 people dead.", "m23", "wazalendo"),
    ("Fighting between the ELN and dissidents of the FARC in Tibu has left 30 people dead.", "eln",
     "farc-dissidents"),
    ("Islamic State fighters ambushed a bus carrying soldiers near Homs, killing 11 of them.", "islamic-state",
     "military-forces-of-syria"),
    ("An army helicopter fired on a market in Falam, Myanmar, killing nine people.", "military-forces-of-myanmar",
     None),
    ("Two soldiers were killed by members of the banned outfit ULFA in Tinsukia, Assam.",
     "united-liberation-front-of-asom", None),
    ("The military wing of the Palestinian group Islamic Jihad fired rockets that killed two farmers in Sderot.",
     "palestinian-islamic-jihad", None),
    ("Islamic State seized Palmyra in May and beheaded an archaeologist there.", "islamic-state", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "doer", "sufferer"), CASES)
def test_the_sides_are_told_by_their_roles(text: str, doer: str, sufferer: str | None) -> None:
    event = next(event for event in read(text).events if event.toll.killed)
    assert event.actor1 is not None
    assert event.actor1.id == doer
    if sufferer is not None:
        assert event.actor2 is not None
        assert event.actor2.id == sufferer


@pytest.mark.parametrize(
    "text",
    [
        "The bodies of five men were found in Fresnillo, Mexico. Police have made no arrests.",
        "Two Israeli soldiers were killed in southern Gaza, the military said.",
        "A peacekeeper was killed and eight others were hurt when their convoy hit a mine near Kidal.",
        "Nine people were killed by a bomb in Quetta, Pakistan. The Pakistani Taliban denied involvement.",
        "An explosion at a coal mine in eastern Iran has killed 34 people, state TV said.",
        "A mine fixed to a police vehicle went off in Kabul, killing two officers and hurting three, police said.",
        "Nine people were killed by a bomb in Quetta, Pakistan. No group has claimed responsibility.",
        "Nine soldiers were killed by a mine near Mopti. JNIM is about, but nobody has said that they laid it.",
    ],
)
def test_nobody_is_named_where_nobody_is_known(text: str) -> None:
    event = next(event for event in read(text).events if event.toll.killed)
    assert event.actor1 is None or event.actor1.id is None


def test_a_doer_without_a_name_is_somebody() -> None:
    (event,) = read("A trader was shot dead by two hooded men in Chilapa, police said.").events
    assert event.actor1 is not None
    assert (event.actor1.kind, event.actor1.text) == ("unidentified", "two hooded men")


def test_bystanders_are_called_by_their_class_and_quoted_in_their_words() -> None:
    actor = read("Gunmen killed seven villagers in Jos, Nigeria.").events[0].actor2
    assert actor is not None
    assert (actor.name, actor.text, actor.kind) == ("Civilians", "seven villagers", "civilians")


def test_its_soldiers_are_those_of_the_forces_named_before() -> None:
    event = read("The Thai army said three of its soldiers had been killed in a blast near Surin.").events[0]
    assert event.actor2 is not None
    assert event.actor2.id == "military-forces-of-thailand"


def test_protesters_are_the_other_side_of_a_clash() -> None:
    text = "Clashes between police and protesters in Lima on Tuesday killed 17 people, including a policeman."
    event = next(event for event in read(text).events if event.toll.killed)
    assert event.actor1 is not None
    assert event.actor1.id == "police-forces-of-peru"
    assert event.actor2 is not None
    assert event.actor2.kind == "protesters"


def test_who_was_killed_did_not_do_it() -> None:
    text = "Bandits abducted 22 people in Zurmi, Nigeria. A member of the local vigilante group was killed."
    event = next(event for event in read(text).events if event.toll.killed)
    assert event.actor1 is not None
    assert event.actor1.text == "Bandits"


def test_who_was_killed_before_did_not_do_it() -> None:
    text = "Nine villagers were hacked to death in revenge for the killing of two herders in Guma, in Nigeria."
    event = next(event for event in read(text).events if event.toll.killed and event.context == "reported")
    assert event.actor1 is None


def test_a_lower_count_of_another_source_says_nothing_of_who_did_it() -> None:
    text = "The Nigerian army said its troops killed 24 Boko Haram fighters in Bama; residents put the dead at nine."
    event = next(event for event in read(text).events if event.toll.killed)
    assert event.actor1 is not None
    assert event.actor1.id == "military-forces-of-nigeria"
    assert event.actor2 is not None
    assert event.actor2.id == "boko-haram"
