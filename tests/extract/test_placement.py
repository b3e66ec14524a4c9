"""Where a stretch of text happened."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.extract.places.geometry import coarse_distance, shifted, wider
from monitor.extract.places.placement import Placed
from monitor.extract.words.text import document
from monitor.model import Article, Place
from monitor.resources import load_locator, load_place_finder
from tests.extract.reading import read

ALEPPO = Place("Aleppo", 170063, "SY", "Aleppo", 36.2, 37.16, 1, 8.0)


def where(text: str, sentence: int = 0, title: str = "") -> Placed:
    parsed = document(Article("a", text, title))
    body = [item for item in parsed.sentences if item.kind == "body"][sentence]
    placed = load_locator()(parsed, load_place_finder()(parsed))(body.first, body.last)
    assert placed is not None
    return placed


def test_the_finest_place_of_the_sentence_counts() -> None:
    assert where("In Pakistan, a bomb killed four in Quetta.").place.name == "Quetta"
    assert where("Ten died in the Lebanese town of Arsal, near Syria.").place.name == "Arsal"


def test_a_sentence_without_a_place_takes_that_of_the_one_before() -> None:
    assert where("A bomb went off in Quetta. Four people were killed.", 1).place.name == "Quetta"


def test_a_country_is_narrowed_by_a_place_in_it_that_was_named_before() -> None:
    assert where("A bomb went off in Quetta. Pakistan said that four were killed.", 1).place.name == "Quetta"
    assert where("A bomb went off in Quetta. In Iraq four were killed.", 1).place.name == "Iraq"


def test_title_and_dateline_serve_where_the_body_names_nothing() -> None:
    assert where("Four people were killed.", title="Blast shakes Quetta").place.name == "Quetta"
    assert where("QUETTA — Four people were killed.").place.name == "Quetta"


def test_an_organisation_is_not_where_it_happened() -> None:
    assert where("Kabul University students were hurt in Kandahar.").place.name == "Kandahar"


def test_a_part_of_a_place_is_near_it() -> None:
    place = where("Clashes in the eastern countryside of Aleppo killed five, Syria says.").place
    assert (place.name, place.geo_precision) == ("Aleppo", 2)
    assert place.radius_km >= 20
    assert where("Five were killed outside Aleppo in Syria.").place.geo_precision == 2


def test_a_region_is_narrowed_by_the_part_of_it_that_is_told_next() -> None:
    text = "Fifty died in the northern province of Aleppo, Syria. Troops advanced in the eastern countryside of Aleppo."
    place = where(text).place
    assert (place.feature, place.geo_precision) == ("populated", 2)
    assert where("Fifty died in the northern province of Aleppo. Aleppo is in Syria.").place.feature == "region"


def test_a_distance_and_a_bearing_move_the_place() -> None:
    plain = where("Seven were killed in Maiduguri.").place
    moved = where("Seven were killed 20 km north of Maiduguri.").place
    assert moved.lat - plain.lat == pytest.approx(20 / 111.2, abs=0.01)
    assert moved.geo_precision == 2
    assert where("Seven were killed 10 miles from Maiduguri.").place.radius_km >= 16


@given(st.floats(-80, 80), st.floats(-179, 179), st.floats(0.5, 500), st.floats(0, 360))
def test_a_moved_place_is_as_far_away_as_told(lat: float, lon: float, km: float, bearing: float) -> None:
    place = Place("X", None, None, None, lat, lon, 1, 1.0)
    moved = shifted(place, km, bearing)
    assert -90 <= moved.lat <= 90 and -180 <= moved.lon <= 180
    if abs(lat) < 60 and abs(lon) < 170:
        assert coarse_distance(place, moved) == pytest.approx(km, rel=0.2, abs=0.2)


def test_widening_never_narrows() -> None:
    assert wider(ALEPPO, 30.0).radius_km == 30.0
    assert wider(wider(ALEPPO, 30.0), 10.0).radius_km == 30.0


def test_a_dateline_and_a_direction_do_not_say_where_it_happened() -> None:
    text = "KOCHI: At least 93 people died in the Wayanad district of Kerala, India, on Tuesday."
    assert where(text).place.name == "Wayanad"
    assert where("Thirty died in Kitui county, east of Nairobi, Kenya.").place.admin1 == "Kitui"
    assert where("Seven were killed east of Nairobi, Kenya.").place.name == "Nairobi"


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen killed six people in Qwzat village in Dikwa district.",
        "Gunmen killed six people in the village of Qwzat in Dikwa.",
        "Gunmen killed six people in a hamlet in Dikwa.",
    ],
)
def test_an_unknown_village_lies_somewhere_around_what_the_text_names(text: str) -> None:
    place = where(text + " The dead were farmers in Nigeria.").place
    assert (place.name, place.geo_precision, place.radius_km) == ("Dikwa", 2, 30.0)


def test_a_capital_that_speaks_is_not_where_it_happened() -> None:
    assert where("Moscow said its forces killed five soldiers near Kupiansk.").place.name == "Kupiansk"


def test_a_country_that_strikes_another_is_not_where_it_happened() -> None:
    assert where("Russia has attacked Ukraine with 300 drones, killing 12 people.").place.name == "Ukraine"
    assert where("Iran fired missiles at Israel, killing 12 people.").place.name == "Israel"
    assert where("A storm in Cuba struck the west, killing 12 people.").place.name == "Cuba"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A convoy heading for Gao was ambushed near Ansongo in Mali, killing 12 soldiers.", "Ansongo"),
        ("A bus travelling from Lagos to Abuja crashed near Lokoja in Nigeria, killing 14.", "Lokoja"),
        ("A welder died in a Guayaquil hospital after Tuesday's blast in Esmeraldas, in Ecuador.", "Esmeraldas"),
        ("An air strike killed nine people at a Hodeidah hospital in Yemen.", "Hodeidah"),
        ("Three students died at the Lady Reading Hospital in Peshawar after Thursday's blast in Bannu.", "Bannu"),
        ("A soldier hurt in the bombing in Kandahar died in a hospital in Kabul.", "Kandahar"),
        ("Twelve people died at a hospital in Quetta on Monday when a bomb exploded.", "Quetta"),
    ],
)
def test_a_journeys_end_and_a_hospitals_town_give_way_to_where_it_happened(text: str, name: str) -> None:
    assert where(text).place.name == name


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("The RSF, which captured El Fasher in October, killed 12 people in Nyala on Monday.", "Nyala"),
        ("Gunmen who came from Bukavu killed 12 people in Goma.", "Goma"),
        ("Gunmen who stormed a bar in Goma killed 12 people, including a pastor from Bukavu.", "Goma"),
        ("In Goma, rebels who had taken the airport of Bukavu killed 12 people in the market.", "Goma"),
        ("The RSF, which captured El Fasher in October, killed 12 people on Monday.", "El Fasher"),
    ],
)
def test_a_deed_is_not_where_its_doer_had_been(text: str, place: str) -> None:
    (event,) = [event for event in read(text).events if event.toll.killed]
    assert event.place is not None
    assert event.place.name == place


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Police shot two protesters outside parliament in Kenya on Tuesday.", "Nairobi"),
        ("A bomb in the capital killed 12 people, Somalia's police chief said.", "Mogadishu"),
        ("A bomb in a provincial capital killed 12 people, Somalia's police chief said.", "Somalia"),
        ("Kenya's parliament condemned the attack, which killed 12 people.", "Kenya"),
        ("A bomb outside the palace in Kisumu, in Kenya, killed two people.", "Kisumu"),
    ],
)
def test_a_seat_of_the_state_stands_in_its_capital(text: str, name: str) -> None:
    assert where(text).place.name == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hours after the blast in Tanta, a bomb in Alexandria, in Egypt, killed 11 people.", "Alexandria"),
        ("Days after an attack in Gao, gunmen killed 10 soldiers near Kidal in Mali.", "Kidal"),
        ("After clashes in Aleppo, rebels shelled Idlib in Syria, killing four.", "Idlib"),
        ("After clashes in Aleppo, 14 people were found dead, Syria said.", "Aleppo"),
        ("After a bomb killed 12 people in Aleppo, soldiers from Idlib closed the roads of Syria.", "Aleppo"),
        ("A bomb killed 12 near Aranpur in India's Dantewada district, said the police chief of the Bastar range.",
         "Dantewada"),
    ],
)  # fmt: skip
def test_what_led_up_to_a_deed_and_who_tells_of_it_do_not_say_where_it_happened(text: str, name: str) -> None:
    event = next(event for event in read(text).events if event.toll.killed)
    assert event.place is not None and event.place.name == name


@pytest.mark.parametrize(
    ("text", "sentence", "name"),
    [
        ("A coach from Konya to Ankara left the road near Aksaray on Monday. Nine people were killed.", 1, "Aksaray"),
        ("The bus overturned near Potosi. A student died, the hospital in Sucre announced.", 1, "Potosí"),
        ("Four people were killed on a road between Quetta and Sibi, at Dhadar, on Monday.", 0, "Dadhar"),
        ("Four people were killed at Pattoki near Lahore on Monday.", 0, "Pattoki"),
        ("A depot burnt down at Sitakunda near Chattogram. Forty people were killed.", 0, "Sitakunda"),
        ("GUWAHATI, India - A train from Delhi to Mumbai derailed at Zobbala. Nine people were killed.", 1, "Guwahati"),
    ],
)
def test_journeys_voices_and_neighbours_give_way_to_where_it_happened(text: str, sentence: int, name: str) -> None:
    assert where(text, sentence).place.name == name


def test_a_capitals_dateline_is_only_where_it_was_written() -> None:
    text = "NEW DELHI - A train from Chennai to Nagpur derailed in India. Nine people were killed."
    assert where(text, 1).place.name == "India"


def test_an_adjective_before_a_town_is_no_village_of_it() -> None:
    assert where("Six people were killed in the Libyan city of Derna.").place.geo_precision == 1
    assert where("Six people were killed in the southern Lebanese town of Nabatieh.").place.geo_precision == 1


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A bomb at the Gamboru market in Maiduguri killed five people.", "Maiduguri"),
        ("Nine people were killed at the Peshawar bus station in Rawalpindi.", "Rawalpindi"),
        ("A mine killed four people on the Mosul-Baghdad highway in Samarra.", "Samarra"),
        ("Nine people were killed at the Sadr City market in Baghdad.", "Sadr City"),
        ("Gunmen killed seven people at a Kabul market in Afghanistan.", "Kabul"),
    ],
)
def test_what_bears_the_name_of_a_town_is_where_it_is_told_to_be(text: str, name: str) -> None:
    assert where(text).place.name == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Raids shook Khartoum, hours after both had signed a truce in Jeddah. Seventeen were killed.", "Khartoum"),
        ("Nine were killed a week after a truce negotiated in Doha. The dead lay in Tripoli.", "Tripoli"),
        ("A ceasefire brokered in Geneva was broken when a shell killed nine people in Tripoli.", "Tripoli"),
    ],
)
def test_where_something_was_agreed_on_is_not_where_it_happened(text: str, name: str) -> None:
    assert where(text, 1 if ". " in text else 0).place.name == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A boat sank in Lake Volta near Kete Krachi, killing 30 people.", "Kete Krachi"),
        ("A boat capsized in the Kharkiv region near Kupiansk, killing five people.", "Kupiansk"),
        ("Gunmen attacked a convoy escorting tankers to Bamako near Kayes and killed six people.", "Kayes"),
        ("A ferry from Dhaka caught fire and 38 people died on the bank at Jhalokathi.", "Jhalakathi"),
    ],
)
def test_what_is_told_to_be_near_is_finer_than_a_region_or_the_goal_of_a_journey(text: str, name: str) -> None:
    assert where(text).place.name == name
