"""Articles cut into sentences: abbreviations, datelines, wrapped lines, capitals, and nothing lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.extract.words.text import LONGEST, MOST, document
from monitor.extract.words.tokens import Document
from monitor.model import Article

ABBREVIATIONS = frozenset({"gen", "lt", "mr"})


def cut(text: str, title: str = "") -> Document:
    return document(Article(id="t", text=text, title=title), ABBREVIATIONS)


def sentences(text: str, title: str = "") -> list[str]:
    found = cut(text, title)
    return [" ".join(found.quote(one.in_, one.start, one.end).split()) for one in found.sentences]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two died. Three fled.", ["Two died.", "Three fled."]),
        ("Gen. Adama spoke. He left.", ["Gen. Adama spoke.", "He left."]),
        ("J. B. Sow fell at 7.30 p.m. on Monday.", ["J. B. Sow fell at 7.30 p.m. on Monday."]),
        ('"Run!" he said. They ran.', ['"Run!" he said.', "They ran."]),
        ("They left the village.Police came.", ["They left the village.", "Police came."]),
        ("LIMA, 3 JUN 89 (EFE) -- SEVEN GUARDS DIED.", ["LIMA, 3 JUN 89 (EFE) --", "SEVEN GUARDS DIED."]),
        ("DAMASCUS — Rebels fled.", ["DAMASCUS —", "Rebels fled."]),
        ("One line\nwrapped here.\n\nNext paragraph.", ["One line wrapped here.", "Next paragraph."]),
        (
            "Rivers left their beds in three districts at night.\nDeaths: 4\nHurt: 9\n\nThe end.",
            ["Rivers left their beds in three districts at night.", "Deaths: 4", "Hurt: 9", "The end."],
        ),
        ("A heading\nA line of its own", ["A heading", "A line of its own"]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_the_title_comes_first_and_counts_in_itself() -> None:
    found = cut("Rebels fled.", title="Town falls")
    assert [(one.in_, one.kind, one.start) for one in found.sentences] == [("title", "title", 0), ("text", "body", 0)]


def test_capitals_are_noticed() -> None:
    assert cut("THE ARMY DENIED TODAY THAT GUERRILLAS ATTACKED THE FARM.").capitals
    assert not cut("The army denied today that guerrillas attacked the farm.").capitals


@given(st.text(max_size=400))
def test_every_token_lies_in_one_sentence_and_quotes_the_text(text: str) -> None:
    found = cut(text)
    spans = [i for one in found.sentences for i in range(one.first, one.last)]
    assert spans == list(range(len(found.tokens)))
    assert all(text[token.start : token.end] == token.text for token in found.tokens)
    assert all(one.last - one.first <= LONGEST + 2 for one in found.sentences)


def test_no_more_sentences_are_read_than_any_news_has() -> None:
    assert len(cut("x\n\n" * (MOST + 10)).sentences) == MOST
