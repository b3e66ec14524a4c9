"""Which places changed hands: the sentences of the lexicon, sentences of our own, and whole articles."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Actor, Article, Event
from monitor.resources import load_reader, load_yaml
from monitor.seeds import SEEDS
from tests.extract.reading import read

READER = load_reader()
TOLD = datetime(2026, 11, 20, 9, tzinfo=UTC)
FRAMES: list[dict[str, Any]] = load_yaml(SEEDS / "lexicon" / "en" / "control.yaml")["control"]["frames"]
FILES = ("control_sentences.yaml", "control_theatres.yaml", "control_notes.yaml")
SENTENCES: list[list[str]] = [case for name in FILES for case in load_yaml(Path(__file__).parent / name)]
MATCHES = [(text, status) for frame in FRAMES for text, status in frame.get("match", {}).items()]
REJECTS = [text for frame in FRAMES for text in frame.get("reject", ())]


def changes(text: str, title: str = "") -> list[Event]:
    article = Article(id="a", text=text, title=title, published=TOLD)
    return [event for event in READER.read(article).events if event.control]


def reported(events: list[Event]) -> list[Event]:
    return [event for event in events if event.context == "reported"]


def who(actor: Actor | None) -> str:
    return (actor.id if actor else None) or "-"


def row(event: Event) -> tuple[str, str, str, str]:
    assert event.control is not None
    place = event.place.name if event.place else ""
    return f"{event.context} {event.control.status}", place, who(event.control.gained_by), who(event.control.lost_by)


def fits(got: tuple[str, str, str, str], want: str) -> bool:
    how, place, gained, lost = (part.strip() for part in want.split("|"))
    return got[0] == how and place in got[1] and got[2] == gained and lost in ("-", got[3])


@pytest.mark.parametrize(("text", "status"), MATCHES)
def test_every_frame_reads_its_examples(text: str, status: str) -> None:
    assert status in [event.control.status for event in reported(changes(text)) if event.control]


@pytest.mark.parametrize("text", REJECTS)
def test_every_frame_leaves_what_it_must_not_read(text: str) -> None:
    assert reported(changes(text)) == []


@pytest.mark.parametrize("case", SENTENCES, ids=lambda case: case[0][:60])
def test_sentences(case: list[str]) -> None:
    text, *expected = case
    got = [row(event) for event in changes(text)]
    if not expected:
        got = [one for one in got if one[0].startswith("reported")]
    assert len(got) == len(expected), got
    assert all(any(fits(one, want) for one in got) for want in expected), got


def test_title_and_body_tell_one_event() -> None:
    text = "M23 fighters captured Goma on Thursday, residents said. The rebels seized Goma after a day of shelling."
    events = reported(changes(text, title="M23 rebels seize Goma"))
    assert [row(event) for event in events] == [("reported controlled", "Goma", "m23", "-")]
    assert {evidence.in_ for evidence in events[0].evidence} == {"title", "text"}


def test_evidence_quotes_the_words() -> None:
    text = "Residents said M23 fighters captured the city of Goma."
    (event,) = reported(changes(text))
    quotes = {evidence.field: text[evidence.start : evidence.end] for evidence in event.evidence}
    assert quotes == {"control": "captured", "place": "Goma", "actor1": "M23 fighters", "attribution": "Residents"}
    assert [says.kind for says in event.attribution] == ["resident"]


@pytest.mark.parametrize(
    ("text", "actor1", "actor2"),
    [
        ("Rebel fighters captured Kupiansk from Russian troops.", "Rebel fighters", "Russian troops"),
        ("Kupiansk was captured by Ukrainian soldiers.", "Ukrainian soldiers", None),
        ("Goma fell to M23 fighters.", "M23 fighters", None),
        ("M23 fighters withdrew from Goma.", "M23 fighters", None),
        ("Islamist militants were besieged by Somali troops in Jilib.", "Somali troops", "Islamist militants"),
        ("The capture of Goma by M23 fighters was confirmed.", "M23 fighters", None),
    ],
)
def test_each_side_has_its_evidence(text: str, actor1: str, actor2: str | None) -> None:
    (event,) = reported(changes(text))
    quotes = {evidence.field: text[evidence.start : evidence.end] for evidence in event.evidence}
    assert (quotes.get("actor1"), quotes.get("actor2")) == (actor1, actor2)


def test_loser_of_one_telling_is_the_second_actor_of_both() -> None:
    text = "Congolese troops withdrew from Goma on Monday. M23 fighters captured Goma the same day."
    (event,) = reported(changes(text))
    quotes = {evidence.field: text[evidence.start : evidence.end] for evidence in event.evidence}
    assert (quotes["actor1"], quotes["actor2"]) == ("M23 fighters", "Congolese troops")


@pytest.mark.parametrize("case", [*SENTENCES, *([text] for text, _ in MATCHES)], ids=lambda case: case[0][:60])
def test_no_actor_is_given_without_evidence(case: list[str]) -> None:
    for event in changes(case[0]):
        fields = {evidence.field for evidence in event.evidence}
        given = {name for name in ("actor1", "actor2", "place", "control") if getattr(event, name) is not None}
        assert given <= fields, (case[0], fields)


def test_types_follow_who_gained_and_how() -> None:
    kinds = {
        "Somali troops captured Kismayo.": "Government regains territory",
        "Al-Shabaab fighters captured Kismayo.": "Non-state actor overtakes territory",
        "Ethiopian soldiers captured Kismayo.": "Non-state actor overtakes territory",
        "Al-Shabaab fighters withdrew from Kismayo.": "Non-violent transfer of territory",
    }
    assert {text: reported(changes(text))[0].sub_event_type for text in kinds} == kinds


@pytest.mark.parametrize(
    "text",
    [
        "The army captured villages along the highway to Damascus.",
        "Troops recaptured a dozen villages on the approach to Kupiansk.",
        "The militants were surrounded by the army in 16 towns along the road to Raqqa.",
        "The army fought for Raqqa on Friday. Rebels captured a village.",
    ],
)
def test_what_becomes_of_unnamed_towns_does_not_become_of_the_town_they_lie_near(text: str) -> None:
    (event,) = changes(text)
    assert event.control is not None
    assert event.place is not None
    assert (event.control.extent, event.place.geo_precision) == ("partial", 2)


def test_the_town_is_the_one_that_was_named() -> None:
    (event,) = changes("The army shelled Raqqa for days. On Friday it captured the town.")
    assert event.control is not None
    assert event.place is not None
    assert (event.control.extent, event.place.geo_precision) == ("full", 1)


def test_village_that_no_map_knows_lies_near_what_the_text_names() -> None:
    (event,) = reported(changes("M23 rebels captured the village of Zzyzxville in the territory of Rutshuru."))
    assert event.place is not None
    assert (event.place.name, event.place.country, event.place.geonameid) == ("Zzyzxville", "CD", None)
    assert event.place.geo_precision >= 2


@pytest.mark.parametrize("site", ["the airbase of Kweris", "the Kweris airbase", "Kweris air base"])
def test_site_that_the_map_knows_is_that_place(site: str) -> None:
    (event,) = reported(changes(f"Syrian troops captured {site} in the countryside of Aleppo, state TV said."))
    assert event.place is not None
    assert (event.place.name, event.place.feature, event.place.geo_precision) == ("Kweiris air base", "base", 1)
    assert 3 <= event.place.radius_km <= 5


@pytest.mark.parametrize(
    "road",
    [
        "the Idlib-Hama road",
        "the Hama–Idlib highway",
        "the road Idlib–Hama",
        "the road between Idlib and Hama",
        "control of parts of the road between Idlib and Hama",
        "stretches of the highway connecting Idlib with Hama",
        "the road connecting Idlib and Hama",
        "the road linking Hama to Idlib",
        "part of the Idlib-Hama road",
        "the road from Idlib to Hama",
        "the road that runs from Idlib to Hama",
    ],
)
def test_road_between_two_towns_is_one_place_however_it_is_told(road: str) -> None:
    (event,) = reported(changes(f"Rebel fighters seized {road} from government troops, residents said."))
    (bare,) = reported(changes("Rebel fighters seized the Idlib-Hama road, residents said."))
    assert event.place is not None and bare.place is not None and event.control is not None
    assert (event.place.name, event.place.key, event.place.feature) == ("Hama–Idlib road", bare.place.key, "road")
    assert event.control.extent == "partial"


@pytest.mark.parametrize("road", ["The road between Idlib and Hama", "Parts of the road between Idlib and Hama"])
def test_road_is_taken_and_not_the_town_at_its_end(road: str) -> None:
    (event,) = reported(changes(f"{road} were captured by rebel fighters, residents said."))
    assert event.place is not None
    assert event.place.name == "Hama–Idlib road"


def test_title_and_lead_tell_of_one_road() -> None:
    text = "Syrian rebels said they had seized control of parts of the road between Idlib and Hama."
    (event,) = reported(changes(text, title="Rebels seize Idlib-Hama road"))
    assert event.control is not None and event.control.gained_by is not None and event.actor1 is not None
    assert {evidence.in_ for evidence in event.evidence} == {"title", "text"}
    assert event.control.gained_by.text == event.actor1.text == "Syrian rebels"
    assert event.control.extent == "partial"


def test_two_joined_names_without_a_road_are_no_road() -> None:
    places = [event.place for event in reported(changes("Rebel fighters seized the Idlib-Hama area, residents said."))]
    assert all(place is None or place.feature != "road" for place in places)


@given(st.text(alphabet="M23 captured, the town of Goma and fell to by rebels.'’\n", max_size=300))
def test_any_text_keeps_offsets_inside(text: str) -> None:
    for event in changes(text):
        assert all(0 <= one.start < one.end <= len(text) for one in event.evidence)


@pytest.mark.parametrize("speaker", ["the Syrian Observatory for Human Rights", "the Institute for the Study of War"])
def test_whoever_says_so_was_not_taken(speaker: str) -> None:
    events = changes(f"Rebels captured the Syrian city of Daraa, {speaker} said on Saturday.")
    assert [event.place.name for event in events if event.place] == ["Daraa"]


@given(st.data())
def test_sentences_cut_anywhere_are_read(data: st.DataObject) -> None:
    one, other = (data.draw(st.sampled_from(SENTENCES))[0].split() for _ in range(2))
    text = " ".join(one[: data.draw(st.integers(1, len(one)))] + other[data.draw(st.integers(0, len(other))) :])
    for event in changes(text, title=text):
        assert all(0 <= row.start < row.end <= len(text) for row in event.evidence)


def test_only_an_advance_that_ends_a_siege_relieves() -> None:
    broken, neared = "The army broke the siege of El Obeid on Monday.", "The army advanced on El Obeid on Monday."
    told = [event.control.relieves for text in (broken, neared) for event in read(text).events if event.control]
    assert told == [True, False]
