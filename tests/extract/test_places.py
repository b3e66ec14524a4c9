"""Which names in a text are places, and which place each means."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.extract.found import FoundPlace
from monitor.extract.words.text import document
from monitor.model import Article
from monitor.resources import load_lexicon, load_place_finder


def find(text: str, title: str = "") -> tuple[FoundPlace, ...]:
    abbreviations = load_lexicon().tagged("abbreviation")
    return load_place_finder()(document(Article("a", text, title), abbreviations))


def names(text: str) -> list[tuple[str, str | None, str | None]]:
    return [(found.mention.text, found.mention.place.country, found.mention.place.admin1) for found in find(text)]


def only(text: str, word: str) -> FoundPlace:
    return next(found for found in find(text) if found.mention.text == word)


@pytest.mark.parametrize(
    ("text", "word", "country", "admin1"),
    [
        ("A fire broke out in Alexandria, Louisiana, on Friday.", "Alexandria", "US", "Louisiana"),
        ("A fire broke out in Alexandria, Egypt, on Friday.", "Alexandria", "EG", None),
        ("The sheriff of Paris, Texas, was re-elected.", "Paris", "US", "Texas"),
        ("Talks were held in Paris on Monday.", "Paris", "FR", None),
        ("Voters in Georgia and Alabama went to the polls in the United States.", "Georgia", "US", "Georgia"),
        ("Russia and Georgia fought a war over South Ossetia near Tbilisi.", "Georgia", "GE", None),
        ("In Tripoli, Lebanon, gunmen opened fire.", "Tripoli", "LB", None),
        ("Gunmen opened fire in Tripoli, in northern Lebanon, on Monday.", "Tripoli", "LB", None),
        ("A building collapsed in the Lebanese city of Tripoli.", "Tripoli", "LB", None),
        ("A tanker ran aground off the Ecuadorean port city of Esmeraldas.", "Esmeraldas", "EC", None),
        ("Militias clashed in Tripoli, and Libya closed its airspace.", "Tripoli", "LY", None),
        ("Officials in San Jose said Costa Rica was calm.", "San Jose", "CR", None),
    ],
)
def test_the_article_decides_between_namesakes(text: str, word: str, country: str, admin1: str | None) -> None:
    place = only(text, word).mention.place
    assert place.country == country
    assert admin1 is None or place.admin1 == admin1


NEWS = {
    "PS": "Gaza, Rafah, Khan Younis, Jenin, Nablus, Hebron, West Bank",
    "SY": "Syria, Aleppo, Raqqa, Damascus, Idlib, Homs, Palmyra, Deir ez-Zor",
    "IQ": "Iraq, Baghdad, Mosul, Fallujah, Kirkuk, Basra",
    "YE": "Yemen, Sanaa, Aden, Hodeidah, Marib",
    "LB": "Lebanon, Beirut", "LY": "Libya, Tripoli, Benghazi", "IL": "Israel, Tel Aviv", "JO": "Jordan", "TR": "Turkey",
    "UA": "Ukraine, Kyiv, Kharkiv, Kherson, Mariupol, Donetsk, Bakhmut, Crimea", "RU": "Russia, Moscow, Belgorod",
    "AF": "Afghanistan, Kabul, Kandahar, Kunduz", "PK": "Pakistan, Karachi, Peshawar, Quetta",
    "SD": "Sudan, Khartoum, Darfur, Omdurman", "SO": "Somalia, Mogadishu, Kismayo", "ET": "Ethiopia, Tigray",
    "CD": "Congo, Goma, Bukavu", "NG": "Nigeria, Maiduguri, Kano", "NE": "Niger", "ML": "Mali, Bamako", "TD": "Chad",
    "GE": "Georgia", "MX": "Mexico", "GT": "Guatemala", "MM": "Myanmar", "HT": "Haiti", "FR": "Paris", "GB": "London",
}  # fmt: skip


@pytest.mark.parametrize(("country", "name"), [(code, name) for code in NEWS for name in NEWS[code].split(", ")])
@pytest.mark.parametrize(
    "text", ["A blast killed 75 people in {} on Tuesday.", "Nine people died in {}, officials said."]
)
def test_well_known_names_need_no_other_word(text: str, country: str, name: str) -> None:
    assert [found.mention.place.country for found in find(text.format(name))] == [country]


@pytest.mark.parametrize(
    "text",
    [
        "Israeli air strikes killed 20 people in Gaza on Tuesday, the health ministry said.",
        "Israeli air strikes killed 20 people in Gaza, Palestinian officials said.",
        "Tanks entered Gaza City and Khan Younis. Aid to Gaza was cut.",
    ],
)
def test_bare_gaza_is_the_strip(text: str) -> None:
    assert only(text, "Gaza").mention.place.name == "Gaza Strip"


def test_gaza_in_mozambique_is_its_province() -> None:
    assert only("Floods hit Maputo and Gaza in Mozambique.", "Gaza").mention.place.country == "MZ"


@pytest.mark.parametrize(
    "text",
    [
        "Paris Hilton arrived late.",
        "Jordan Smith scored twice.",
        "Mr. Houston said that he was sorry.",
        "The Washington Post reported it.",
        "She lives on Dublin Road.",
        "It happened in May and again on Thursday.",
        "But Police said nothing, and Will left.",
        "Hurricane Florence weakened.",
        "The contract was worth US$4 million.",
    ],
)
def test_people_newspapers_streets_and_months_are_no_places(text: str) -> None:
    assert names(text) == []


def test_a_surname_stays_a_person_after_the_full_name() -> None:
    assert names("Andrew Jackson was arrested. Jackson pleaded guilty.") == []


def test_a_demonym_is_no_place_but_tells_the_country() -> None:
    found = names("Syrian forces entered Palmyra.")
    assert [(text, country) for text, country, _ in found] == [("Palmyra", "SY")]


def test_the_kind_of_place_beside_a_name_decides_what_it_means() -> None:
    assert only("Clashes shook the northern province of Aleppo.", "Aleppo").mention.place.feature == "region"
    assert only("Clashes shook the city of Aleppo.", "Aleppo").mention.place.feature == "populated"


def test_a_name_in_an_organisation_is_kept_apart() -> None:
    assert only("Students of Kabul University protested.", "Kabul").organisation
    assert not only("Students in Kabul protested.", "Kabul").organisation


def test_an_article_belongs_to_its_name_and_spellings_vary() -> None:
    found = find("Troops closed in on al-Raqqa. Syria's army took the Kweris airbase near Aleppo.")
    assert [item.mention.text for item in found][:1] == ["al-Raqqa"]
    assert "Kweiris air base" in {item.mention.place.name for item in found}


def test_a_spelling_that_nobody_listed_is_found_only_in_the_country_of_the_article() -> None:
    assert [item.mention.place.name for item in find("In Iraq, a bomb went off in Ramaadi.")] == ["Iraq", "Ramadi"]
    assert names("A bomb went off in Ramaadi.") == []


def test_abbreviated_states_and_lists_of_counties() -> None:
    text = "He was seen in Athens, Ga., and in Clarke, Madison and Oconee counties in Georgia."
    assert [word for word, _, _ in names(text)] == ["Athens", "Ga", "Clarke", "Madison", "Oconee", "Georgia"]
    assert {admin1 for word, _, admin1 in names(text) if word != "Georgia"} == {"Georgia"}


def test_offsets_count_in_the_field_that_they_name() -> None:
    title, text = "Blast in Kabul", "HERAT — A blast shook Kabul’s centre, officials in Herat said."
    for found in find(text, title):
        mention = found.mention
        assert (title if mention.in_ == "title" else text)[mention.start : mention.end] == mention.text


def test_an_undecided_name_is_left_out_rather_than_guessed() -> None:
    assert "Springfield" not in {word for word, _, _ in names("A man from Springfield won the lottery.")}


def test_capitals_tell_nothing_in_a_text_of_capitals() -> None:
    text = "BOGOTA, 4 FEB 90 -- GUERRILLAS ATTACKED A STATION IN BARRANCABERMEJA, COLOMBIA, AND KILLED TWO OF THE MEN."
    assert [word for word, _, _ in names(text)] == ["BOGOTA", "BARRANCABERMEJA", "COLOMBIA"]


@given(st.text(alphabet=st.sampled_from("ABab al-Raqqa, in(.)'’\n$9") | st.characters(), max_size=200))
@settings(max_examples=200)
def test_any_text_is_read_and_offsets_fit(text: str) -> None:
    for found in find(text):
        assert text[found.mention.start : found.mention.end] == found.mention.text


@pytest.mark.parametrize("unit", ["Aleppo ", "(", "A", "Ab-", "in Paris, ", "9 km north of Paris. "])
def test_endless_text_is_read(unit: str) -> None:
    for found in find(unit * 20_000):
        assert found.mention.text in unit


def test_a_country_and_the_word_capital_mean_its_capital() -> None:
    assert [item.mention.place.name for item in find("A bomb went off in the Somali capital on Monday.")] == [
        "Mogadishu"
    ]
    assert [item.mention.place.name for item in find("Talks in the Sudanese capital, Khartoum, failed.")] == [
        "Khartoum"
    ]


def test_a_small_namesake_abroad_is_no_place_where_the_article_is_at_home_elsewhere() -> None:
    assert [word for word, _, _ in names("In Sanga, Kaduna State, gunmen raided Karshi village.")] == [
        "Sanga",
        "Kaduna State",
    ]


def test_what_holds_a_place_decides_between_its_namesakes() -> None:
    found = {word: admin1 for word, _, admin1 in names("Rebels fired in Chhattisgarh's Bijapur district.")}
    assert found == {"Chhattisgarh": "Chhattisgarh", "Bijapur": "Chhattisgarh"}
    assert names("Four died in Guma local government area of Benue State.")[0][1:] == ("NG", "Benue")


FRONTS = {
    "Syria": "Hama, Daraa, Hasakah, Sweida, Saraqib, Tall Rifaat", "Iraq": "Basra, Dohuk, Sulaimaniyah, Baiji, Hawija",
    "Yemen": "Hodeidah, Mocha, Ataq, Zinjibar, Dhale", "Libya": "Sirte, Tarhuna, Bani Walid, Ras Lanuf",
    "Somalia": "Jilib, Mahas, Adan Yabaal, Bulo Marer", "Sudan": "El Fasher, Babanusa, El Fula, Bara, Gedaref",
    "Ukraine": "Storozheve, Klishchiivka, Robotyne, Ocheretyne", "Ethiopia": "Shire, Alamata, Woldiya, Lalibela",
    "Mozambique": "Pemba, Quionga, Macomia, Ibo", "Mali": "Gao, Timbuktu, Ber, Tinzaouatene",
    "Myanmar": "Kyaukphyu, Ann, Thandwe, Kawlin", "Colombia": "Tame, El Plateado, Argelia, Convencion",
}  # fmt: skip


@pytest.mark.parametrize(("country", "name"), [(code, name) for code in FRONTS for name in FRONTS[code].split(", ")])
def test_a_town_is_found_where_the_article_is_at_home_and_is_not_its_region(country: str, name: str) -> None:
    home, place = (
        only(f"Troops withdrew from {name} after a day of fighting in the north of {country}.", word).mention.place
        for word in (country, name)
    )
    assert (place.country, place.feature) == (home.country, "populated")


@pytest.mark.parametrize(
    "text", ["A bomb went off in Idlib, the Britain-based monitor said.", "Iran-backed men left Idlib."]
)
def test_what_a_hyphen_makes_an_adjective_is_not_where_it_happened(text: str) -> None:
    assert [found.mention.text for found in find(text) if not found.organisation] == ["Idlib"]


def test_red_sea_is_water_and_red_sea_state_is_not() -> None:
    assert only("A ship sank in the Red Sea.", "Red Sea").mention.place.feature == "water"
    assert only("Floods hit Red Sea state in Sudan.", "Red Sea").mention.place.country == "SD"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Israeli forces captured Beit Hanoun in northern Gaza.", "Beit Hanoun"),  # held by the map, not by a division
        ("Troops entered the town of Umm Rawaba in Sudan.", "Umm Rawaba"),  # no woman's name
        ("Fighters captured the town of Andar in Afghanistan.", "Andar"),  # the seat of a district
        ("Al-Shabaab took control of Xudur, a town in Bakool, Somalia.", "Xudur"),
    ],
)
def test_a_town_is_known_by_what_holds_it_and_by_what_befell_it(text: str, name: str) -> None:
    assert name in [one.mention.place.name for one in find(text)]


def test_forces_that_fight_abroad_tell_where_and_hardly_of_their_own_country() -> None:
    assert only("Russian forces have captured Pokrovsk.", "Pokrovsk").mention.place.country == "UA"
    assert only("Rwandan troops entered Bukavu.", "Bukavu").mention.place.country == "CD"
    assert "UA" not in {country for _, country, _ in names("A Russian bus crashed near Pokrovsk.")}


def test_a_town_that_is_told_to_lie_in_another_country_is_no_namesake_abroad() -> None:
    text = "A bus left the road near {} in eastern {} on Sunday and six people died."
    assert [country for _, country, _ in names(text.format("Tempe", "Hungary"))] == ["HU"]
    assert [country for _, country, _ in names(text.format("Debrecen", "Hungary"))] == ["HU", "HU"]
