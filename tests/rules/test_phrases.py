"""Phrases are found in any language between the boundaries of words, with their offsets, and in linear time."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.rules.phrases import Phrases, is_empty, sentence_around


def found(phrase: str, text: str) -> str | None:
    span = Phrases([phrase]).find(text).get(phrase)
    return None if span is None else text[slice(*span)]


@pytest.mark.parametrize(
    ("phrase", "text", "words"),
    [
        ("assad", "President Assad spoke.", "Assad"),
        ("assad", "The ambassador spoke.", None),
        ("car bomb", "A car\n  bomb exploded", "car\n  bomb"),
        ("car bomb", "The car bombed out", None),
        ("flood*", "Floods and flooding", "Floods"),
        ("flood*", "a bloodflood", None),
        ("STRASSE", "auf der Straße", "Straße"),
        ("straße", "AUF DER STRASSE", "STRASSE"),
        ("istanbul", "İSTANBUL'da", None),
        ("i̇stanbul", "İSTANBUL'da", "İSTANBUL"),
        ("café", "the cafe\u0301s and the cafe\u0301.", "cafe\u0301"),
        ("cafe", "the café", None),
        ("o'brien", "Mr O’Brien", "O’Brien"),
        ("сирия", "Война: СИРИЯ сегодня", "СИРИЯ"),
        ("سوريا", "في سوريا اليوم", "سوريا"),
        ("बाढ़", "बिहार में बाढ़ आई", "बाढ़"),
        ("बाढ", "बिहार में बाढ़ आई", None),
        ("कि", "की बात", None),
        ("洪水", "河南省洪水造成十二人死亡", "洪水"),
        ("น้ำท่วม", "เกิดน้ำท่วมใหญ่", "น้ำท่วม"),
        ("NATO", "使用NATO军队", "NATO"),
        ("#metoo", "the #MeToo movement", "#MeToo"),
        ("c4", "C4 explosive", "C4"),
        ("c4", "C40 cities", None),
        ("flood", "", None),
    ],
)
def test_a_phrase_is_found_where_it_stands(phrase: str, text: str, words: str | None) -> None:
    want = unicodedata.normalize("NFD", words) if words == "बाढ़" and words not in text else words
    assert found(phrase, text) == want


WORDS = st.text("abcß éİ\u0301\u093f漢字.,'’-", max_size=40)


@given(WORDS, WORDS)
def test_what_stands_by_itself_is_always_found_and_its_offsets_lie_in_the_text(before: str, after: str) -> None:
    text = f"{before} Überfall im Wald {after}"
    span = Phrases(["überfall im wald"]).find(text)["überfall im wald"]
    assert text[slice(*span)] == "Überfall im Wald"


@given(st.text(max_size=60), st.text(min_size=1, max_size=12))
def test_any_text_and_any_phrase_may_be_given(text: str, phrase: str) -> None:
    if not is_empty(phrase):
        for start, end in Phrases([phrase]).find(text).values():
            assert 0 <= start <= end <= len(text)


@pytest.mark.parametrize(
    "text", ["a" * 300_000, "a\u0301" * 150_000, "\u0316\u0301" * 150_000, "a " * 150_000, "car " * 80_000]
)
def test_hostile_texts_take_linear_time(text: str) -> None:
    assert Phrases(["car bomb", "a a b*", "aa*b"]).find(text) == {}


@pytest.mark.parametrize(
    ("text", "word", "sentence"),
    [
        ("One. The dam burst! Two.", "dam", "The dam burst!"),
        ("Headline\nThe dam burst", "dam", "The dam burst"),
        ("第一句。大坝决堤了。第三句。", "大坝", "大坝决堤了。"),
        ('He said: "It burst." Then silence.', "burst", 'He said: "It burst."'),
        ("x" * 1000 + " dam " + "y" * 1000, "dam", ("x" * 299) + " dam " + ("y" * 299)),
    ],
)
def test_the_sentence_around_words(text: str, word: str, sentence: str) -> None:
    start = text.index(word)
    first, last = sentence_around(text, start, start + len(word))
    assert text[first:last] == sentence
