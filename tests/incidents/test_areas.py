"""Figures told over several places at once."""

from typing import Any

import pytest

from monitor.incidents.areas import over_all
from monitor.model import Article, Event, Extraction, Place, PlaceMention, Toll
from monitor.resources import load_cues
from tests.incidents.support import BAIDOA, MERKA, Told, count, event, place

KISMAYO = place("Kismayo", -0.36, 42.55, admin1="Lower Juba")
QORYOLEY = place("Qoryoley", 1.79, 44.53)
KNOWN = (MERKA, BAIDOA, KISMAYO, QORYOLEY)


def read(text: str, **changes: Any) -> Event:
    told = Told("a", [event(toll=Toll(killed=count(31)), **changes)], text=text)
    mentions = tuple(_mention(text, known) for known in KNOWN if known.name in text)
    places = tuple(sorted(mentions, key=lambda mention: mention.start))
    extraction = told.extraction
    found = Extraction("a", "en", extraction.published, places, extraction.events)
    return over_all(Article("a", text), found, extraction.events[0], load_cues())


def _mention(text: str, known: Place) -> PlaceMention:
    start = text.index(known.name)
    return PlaceMention(start, start + len(known.name), known)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Bombs killed 31 people in Merka, Baidoa and Kismayo on Tuesday.", "Merka, Baidoa and Kismayo"),
        ("Attacks on Merka and Baidoa left 31 dead.", "Merka and Baidoa"),
        ("In Merka, and in Baidoa, 31 people were killed.", "Merka, and in Baidoa"),
    ],
)
def test_a_list_of_places_makes_a_total_over_all_of_them(text: str, name: str) -> None:
    found = read(text)
    assert (found.scope, found.place and found.place.name) == ("period", name)
    assert found.place is not None
    assert all(found.place.distance_km(known) <= found.place.radius_km for known in KNOWN if known.name in name)


@pytest.mark.parametrize(
    "text",
    [
        "A bomb killed 31 people in Merka.",
        "A bomb killed 31 people on the road between Merka and Baidoa.",
        "A bomb killed 31 people in Merka, Qoryoley and elsewhere.",
        "A raid on Merka and Qoryoley, villages near each other, killed 31.",
        "A bomb killed 31 people in Merka on Monday, and Baidoa shut its market.",
    ],
)
def test_other_places_leave_it_where_it_was(text: str) -> None:
    found = read(text)
    assert (found.scope, found.place) == ("incident", MERKA)


def test_what_nature_does_is_one_happening_everywhere() -> None:
    found = read("Floods killed 31 people in Merka, Baidoa and Kismayo.", event_type="Disaster", sub_event_type="Flood")
    assert (found.scope, found.place) == ("incident", MERKA)
