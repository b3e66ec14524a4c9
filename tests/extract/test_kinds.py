"""What kind of event it is: by the figure's own clause first, then by its scene, in several registers."""

import pytest

from tests.extract.reading import read


def kinds(text: str, title: str = "") -> list[str]:
    """The sub-event type of each reported event with a toll of dead or hurt."""
    events = [event for event in read(text, title).events if event.context == "reported"]
    return [event.sub_event_type for event in events if event.toll.killed or event.toll.wounded]


AIR, BOMB, SHELLS = "Air/drone strike", "Remote explosive/landmine/IED", "Shelling/artillery/missile attack"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        # the weapon of the clause, not one mentioned in passing
        ("Marines shot dead two rebels who were about to plant a bomb in Jolo.", "Armed clash"),
        ("Five men were shot dead in a gun battle in Jenin. A roadside bomb hurt eight soldiers.", "Armed clash"),
        ("A drone hit a bus of coal miners near Donetsk, wounding ten.", AIR),
        ("A jet dropped bombs on a school in Sagaing, killing 12 pupils.", AIR),
        ("An air strike set off a blaze in a camp in Rafah, killing 40 people.", AIR),
        ("Gunmen shot at a bus near Reasi, killing nine pilgrims; the bus veered off the road.", "Attack"),
        ("An ambush killed seven tourists near Palma.", "Attack"),
        ("An ambush killed seven soldiers near Palma.", "Armed clash"),
        ("FOUR SOLDIERS DIED IN COMBAT WITH GUERRILLAS IN MORAZAN.", "Armed clash"),
        ("Gunmen in combat dress stormed a hall in Moscow, killing 60 people.", "Attack"),
        ("Two mines exploded near Aguililla, killing four soldiers.", BOMB),
        ("Mortar shells killed four people in Aden.", SHELLS),
        # a blast says little, and the scene more
        ("An explosion killed 30 people in Beirut. Tonnes of ammonium nitrate had lain in a warehouse.", "Industrial"),
        ("An explosion at a petrol station killed 30 people in Makhachkala.", "Industrial"),
        ("An explosion killed 30 people in Kabul. Police said that a suicide bomber had walked in.", "Suicide bomb"),
        ("An explosion killed 30 people in Kabul.", BOMB),
        ("Gunmen killed four clerks at a petrol station in Imo.", "Attack"),
        # disasters and accidents
        ("Landslides set off by heavy rain killed 40 people in Wayanad.", "Landslide"),
        ("Heavy rain killed 12 people in Lima.", "Flood"),
        ("Typhoon Amang killed 21 people, most of them in floods in Bicol.", "Storm"),
        ("Spurious liquor killed nine labourers in Amritsar.", "Industrial"),
        ("Fifty people were killed in a crush at a shrine in Karbala.", "Industrial"),
        ("Five hikers were killed when a block of ice broke off a peak above Chitral.", "Landslide"),
        ("The remains of two more climbers were found after the glacier collapse near Chitral.", "Landslide"),
        ("A doctor counted 20 bodies near Balasore. The two trains had been on the same track.", "Transport"),
        ("Seven people were killed when a coach broke through the barrier of a bridge near Porto.", "Transport"),
        ("Two trains collided near Balasore, killing 90 passengers.", "Transport"),
        ("Four members of a family died when their car hit a tree near Lyon.", "Transport"),
        ("Nine people died when a funicular came off its rails in Porto.", "Transport"),
        ("A man drove his car into a crowd in Umea, killing five people.", "Attack"),
        ("Insurgents attacked a bus near Kano that burst into flames, killing nine.", "Attack"),
        ("At least six people were killed in a nightclub fire in Goa.", "Fire"),
        ("Police opened fire near a school in Lima, killing two men.", "Attack"),
        ("Flames swept through forests near Coimbra, killing three people.", "Wildfire"),
        ("Nine miners died when the roof of a shaft fell in at Zonguldak.", "Industrial"),
        ("Six people were killed when a house in Idlib collapsed after shelling.", SHELLS),
        ("A boiler blew up at a mill in Gazipur, killing 13 workers, the fire service said.", "Industrial"),
        ("The river washed away a house in Manizales, killing four people.", "Flood"),
        ("At least 40 people have died of cold in Ghor.", "Extreme temperature"),
        ("Israel strike kills seven aid workers in Deir al-Balah", AIR),
        ("A police helicopter fired on a market in Falam, killing nine people.", AIR),
        ("The Colombian army bombed a camp in Guaviare, killing 19 people.", AIR),
        ("Protesters stormed a police station in Goma, killing two officers.", "Violent demonstration"),
        ("A wrong-way driver killed four people on a motorway near Lodz.", "Transport"),
        ("Fifty-nine people were killed in a Halloween crush in Seoul.", "Industrial"),
        ("Boko Haram and ISWAP fighters fought each other near Baga, killing 30.", "Armed clash"),
        ("Soldiers killed 45 civilians in Merawi after clashes with militiamen.", "Attack"),
        # what a crowd did, and what was done to one
        ("A crowd beat to death two men in Puebla.", "Mob violence"),
        ("Soldiers shot dead three men during a protest in Conakry.", "Excessive force against protesters"),
        ("Villagers killed two suspected cattle thieves in Jonglei.", "Mob violence"),
        ("Three people were killed in protests in Potosi.", "Violent demonstration"),
        ("The army killed six dissidents in Guaviare.", "Attack"),
        ("Raiders raped and killed two women near Tawila.", "Sexual violence"),
        # who was taken, and who was killed
        ("Bandits killed a guard and abducted 300 girls in Jangebe.", "Abduction/forced disappearance"),
        ("Militants killed 26 tourists in Pahalgam. Police have detained 1,500 people.", "Attack"),
        ("Scores of people were hurt when police fired tear gas at a march in Kinshasa.",
         "Excessive force against protesters"),
    ],
)  # fmt: skip
def test_the_kind_is_that_of_the_figures_own_scene(text: str, kind: str) -> None:
    assert kinds(text)[:1] == [kind]


def test_people_who_were_only_taken_were_abducted() -> None:
    (event,) = read("Bandits seized 14 farmers in Chikun.").events
    assert event.sub_event_type == "Abduction/forced disappearance"


def test_words_of_arrest_make_no_arrests_where_nobody_was_taken() -> None:
    (event,) = read("Gunmen set fire to 12 buses in Zapopan after an arrest. Nobody was hurt.").events
    assert event.sub_event_type == "Looting/property destruction"


def test_two_happenings_have_each_their_own_kind() -> None:
    text = (
        "Militants opened fire in Panjgur, killing three soldiers. In a separate incident in Turbat, a bomb killed two."
    )
    assert kinds(text) == ["Armed clash", BOMB]


def test_what_begins_with_gunmen_is_no_fire_whatever_burns_behind_them() -> None:
    text = (
        "Men burst into a hall in Krasnogorsk and fired at the crowd. Forty people were killed. The building is on "
        "fire. Missiles killed five people in Zaporizhzhia that morning."
    )
    assert kinds(text) == ["Attack", "Shelling/artillery/missile attack"]


def test_the_word_that_decided_is_evidence() -> None:
    text = "Twelve people were killed when a car bomb went off in Mogadishu."
    (event,) = read(text).events
    words = [text[row.start : row.end] for row in event.evidence if row.field == "event_type"]
    assert (event.sub_event_type, words) == ("Remote explosive/landmine/IED", ["car bomb"])
    assert not [row for row in read("Two men were killed.").events[0].evidence if row.field == "event_type"]
