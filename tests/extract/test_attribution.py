"""Who says so, on the real seeds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.extract.actors import attribution
from monitor.extract.actors import finder as actors
from monitor.extract.found import FoundSource
from monitor.extract.words.text import document
from monitor.model import Article
from monitor.resources import load_actors, load_sources

ACTORS, SOURCES = load_actors(), load_sources()


def found(text: str) -> tuple[FoundSource, ...]:
    doc = document(Article(id="a", text=text))
    return attribution.find(SOURCES, doc, actors.find(ACTORS, doc))


def kinds(text: str) -> list[tuple[str | None, str]]:
    return [(source.attribution.id, source.attribution.kind) for source in found(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Nine people died, the Syrian Observatory for Human Rights said.",
            [("syrian-observatory-for-human-rights", "monitor")],
        ),
        ("Nine soldiers died, the group's spokesman for military operations said.", [(None, "armed_group")]),
        ("Nine people died, said the Syrian army.", [("military-forces-of-syria", "military")]),
        ("Nine people died, a doctor at the military hospital said.", [(None, "medical")]),
        ("A nurse in the army hospital told reporters that nine had died.", [(None, "medical")]),
        ("Residents near the police station said they heard shots.", [(None, "resident")]),
        ("The military hospital said that nine had died.", [(None, "medical")]),
        ("A spokesman for the Syrian army said it was calm.", [("military-forces-of-syria", "military")]),
        ("Fighting stopped in the north, the army in Aleppo said.", [(None, "military")]),
        ("Nine people died, the head of the regional military administration said.", [(None, "government")]),
        ("Nine people died, a source in Kyiv said.", []),
        ("Nine people died, a source in the fire service said.", [(None, "medical")]),
        ("Syria's defence ministry said nine soldiers died.", [("military-forces-of-syria", "military")]),
        ("The Syrian foreign ministry said nine had died.", [("government-of-syria", "government")]),
        ("The defence ministry in Damascus said nine soldiers died.", [(None, "military")]),
        ("Nine people died, the diocese said.", [(None, "resident")]),
        ("Witnesses and a local official said nine people died.", [(None, "resident"), (None, "government")]),
        ("Nine people died, said Marwan Hams, director of the hospital.", [(None, "medical")]),
        ("Nine people died, Amin Bassal, a spokesman for the civil defence agency, said.", [(None, "medical")]),
        (
            "A senior Israeli military official, speaking under army rules, said nine militants died.",
            [("military-forces-of-israel", "military")],
        ),
        ("It has killed 40 people, counts Human Rights Watch.", [("human-rights-watch", "monitor")]),
        ("A doctor at the hospital died, the military said.", [(None, "military")]),
        ("According to residents, shells fell all night.", [(None, "resident")]),
        ("State media reported that the town was calm.", [(None, "state_media")]),
        ("An army spokesman told AFP the hill was held.", [(None, "military")]),
        (
            "The hill was retaken, SANA reported, citing a military source.",
            [("sana", "state_media"), (None, "military")],
        ),
        ("The M23 rebels claimed the airport.", [("m23", "armed_group")]),
        ("Kenyan police said two men fled.", [("police-forces-of-kenya", "police")]),
        ("Doctors at the city's main hospital said 12 people died.", [(None, "medical")]),
        ("Twelve died, a spokesman for the army said.", [("military-forces-of-sudan", "military")]),
        ("The army shelled the village.", []),
        ("Kyiv said the town was calm.", [("government-of-ukraine", "government")]),
        ("He said the army shelled the village.", []),
    ],
)
def test_who_says_so(text: str, expected: list[tuple[str | None, str]]) -> None:
    assert kinds(("Sudan. " if "spokesman for" in text else "") + text) == expected


def test_title_names_its_source_behind_a_colon() -> None:
    doc = document(Article(id="a", text="It rained.", title="Nine dead in clash: police"))
    (source,) = attribution.find(SOURCES, doc, actors.find(ACTORS, doc))
    assert (source.attribution.kind, source.sentences) == ("police", (0,))


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("The road was cut, state television reported.\n\nIt said the army had also taken a bridge.", [(0,), (1,)]),
        ("Police said two men died.\n\nThey added that a third was held.\n\nThe school was shut.", [(0,), (1,)]),
        ("Police said two men died.\n\nThe school was shut.\n\nIt said nothing of the cause.", [(0,)]),
        ("Police said two men died.\n\nIt was calm.", [(0,)]),
    ],
)
def test_a_pronoun_goes_on_about_the_sentence_before(text: str, sentences: list[tuple[int, ...]]) -> None:
    assert [source.sentences for source in found(text)] == sentences


def test_watchdog_is_the_one_named_before() -> None:
    text = "The Syrian Observatory for Human Rights reported a clash.\n\nThe UK-based watchdog said nine men died."
    assert kinds(text) == [("syrian-observatory-for-human-rights", "monitor")] * 2


@pytest.mark.parametrize(
    "text",
    [
        "The UK-based watchdog said nine men died in Idlib.",
        "Nine men died in Syria, the Britain-based war monitor said.",
        "The Observatory reported nine deaths in Aleppo.",
        "According to the UK-based monitoring group, Syrian jets struck the town.",
    ],
)
def test_watchdog_is_known_by_what_it_is_and_watches(text: str) -> None:
    assert kinds(text) == [("syrian-observatory-for-human-rights", "monitor")]


def test_watchdog_of_another_country_stays_unnamed() -> None:
    assert kinds("The UK-based watchdog said nine men died in Kinshasa.") == [(None, "monitor")]


def test_a_source_vouches_on_until_another_speaks() -> None:
    text = "Police said three men fled. They left a car. Residents said the car burned."
    assert [source.sentences for source in found(text)] == [(0, 1), (2,)]


@given(st.text(alphabet="said police, the army.:() AFP\n", max_size=300))
def test_any_text_gives_sentences_that_exist(text: str) -> None:
    doc = document(Article(id="a", text=text))
    for source in attribution.find(SOURCES, doc, actors.find(ACTORS, doc)):
        assert source.first < source.last
        assert source.sentences[-1] < len(doc.sentences)
