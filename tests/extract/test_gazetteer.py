"""The gazetteer as it is shipped: names, spellings, what holds a place, and the files it is compiled from."""

from collections import Counter
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from monitor.extract.places.gazetteer import FEATURES, SKELETON, fold, skeleton, without_article
from monitor.resources import find_place, load_gazetteer
from monitor.seeds import SEEDS

FILES = sorted(path for path in (SEEDS / "places").rglob("*.yaml") if path.name != "countries.yaml")


@pytest.mark.parametrize(
    ("name", "label", "country"),
    [
        ("Aleppo", "Aleppo", "SY"),
        ("Donets'k", "Donetsk", "UA"),
        ("São Paulo", "São Paulo", "BR"),
        ("sao paulo", "São Paulo", "BR"),
        ("Port-au-Prince", "Port-au-Prince", "HT"),
        ("Kiev", "Kyiv", "UA"),
        ("Syria", "Syria", "SY"),
    ],
)
def test_a_name_finds_its_best_known_place_whatever_its_accents_and_hyphens(
    name: str, label: str, country: str
) -> None:
    gazetteer = load_gazetteer()
    best = max(gazetteer.lookup(name), key=lambda item: item.size)
    assert gazetteer.label(best) == label
    assert gazetteer.country(best) == country


@pytest.mark.parametrize(
    ("written", "meant"),
    [("Kweres", "Kweiris air base"), ("Mosoul", "Mosul"), ("al-Fallouja", "Fallujah"), ("Ramaadi", "Ramadi")],
)
def test_a_transliteration_that_nobody_listed_is_still_found_loosely(written: str, meant: str) -> None:
    gazetteer = load_gazetteer()
    assert not gazetteer.lookup(written)
    assert meant in {gazetteer.label(item) for item in gazetteer.loosely(written)}


def test_a_place_knows_its_region_and_country() -> None:
    place = find_place("Goma")
    assert place is not None
    assert (place.country, place.admin1, place.feature) == ("CD", "North Kivu", "populated")
    assert place.lat == pytest.approx(-1.68, abs=0.1)
    assert place.geo_precision == 1


def test_a_district_whose_region_lies_nowhere_known_is_in_its_country() -> None:
    gazetteer = load_gazetteer()
    countries = {gazetteer.country(item) for item in gazetteer.lookup("Banjarnegara")}
    assert countries == {"ID"}


def test_regions_and_countries_are_told_as_coarse_as_they_are() -> None:
    for name, feature, precision in (("Nigeria", "country", 3), ("Helmand", "region", 3), ("Sahel", "region", 3)):
        place = find_place(name)
        assert place is not None
        assert (place.feature, place.geo_precision) == (feature, precision)
        assert place.radius_km >= 50


def test_an_unknown_name_is_nowhere() -> None:
    assert find_place("Xyzzyville-on-Nothing") is None
    assert load_gazetteer().lookup("") == ()


def test_every_country_of_the_actors_can_be_placed() -> None:
    gazetteer = load_gazetteer()
    for state in yaml.safe_load((SEEDS / "actors" / "countries.yaml").read_text()):
        countries = [item for item in gazetteer.lookup(state["name"]) if item.feature == "country"]
        assert [gazetteer.country(item) for item in countries] == [state["code"]], state["name"]
        assert gazetteer.at(gazetteer.country_index(state["code"])) in countries


def test_no_place_of_the_supplement_has_two_lines() -> None:
    groups = [group for path in FILES for group in yaml.safe_load(path.read_text())]
    lines = Counter(
        (group.get("country"), group["kind"], fold(name), lat, lon)
        for group in groups
        for name, (lat, lon, *_) in group["places"].items()
    )
    assert [line for line, count in lines.items() if count > 1] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_place_of_the_supplement_is_compiled_where_its_line_says(path: Path) -> None:
    gazetteer = load_gazetteer()
    for group in yaml.safe_load(path.read_text()):
        assert group["kind"] in FEATURES
        for name, (lat, lon, *rest) in group["places"].items():
            assert -90 <= lat <= 90 and -180 <= lon <= 180, name
            assert all(isinstance(item, str) or item > 0 for item in rest), name
            places = [
                item
                for alias in (name, *(item for item in rest if isinstance(item, str)))
                for item in gazetteer.lookup(alias)
            ]
            assert any(abs(item.lat - lat) < 1e-4 and abs(item.lon - lon) < 1e-4 for item in places), name


@given(st.text(max_size=60))
def test_folding_is_stable_and_never_fails(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert once == once.strip()
    assert skeleton(once).startswith(SKELETON)


@given(st.sampled_from(["raqqah", "bab", "hasakah", "qaim"]), st.sampled_from(["al ", "ar ", "el ", ""]))
def test_an_article_does_not_change_what_is_left_of_a_name(name: str, article: str) -> None:
    assert skeleton(article + name) == skeleton(name)
    if len(name) > 3:
        assert without_article(article + name) == name


@given(st.text(max_size=40))
def test_looking_up_any_text_gives_places_or_nothing(text: str) -> None:
    gazetteer = load_gazetteer()
    for item in (*gazetteer.lookup(text), *gazetteer.loosely(text)):
        place = gazetteer.place(item)
        assert -90 <= place.lat <= 90 and -180 <= place.lon <= 180
        assert place.radius_km > 0
