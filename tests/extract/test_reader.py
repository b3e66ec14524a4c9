"""The reader as a whole: whatever is read, it answers with quotes of the text, and again the same."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extract.reading import read, reported

WORDS = [
    "killed", "wounded", "soldiers", "two", "three", "of", "the", "and", ",", ".", "(", ")", "-", "they",
    "them", "including", "others", "bodies", "death", "toll", "rose", "to", "35", "from", "20", "who", "were",
    "was", "not", "could", "in", "Aleppo", "on", "Monday", "since", "by", "gunmen", "a", "man", "named", "Ali",
    "Haidar", "42", "--", '"', "'", "missing", "captured", "town", "No", "one",
]  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=60), st.lists(st.sampled_from(WORDS), max_size=10))
def test_any_words_are_read_with_true_quotes(words: list[str], heading: list[str]) -> None:
    text, title = " ".join(words), " ".join(heading)
    extraction = read(text, title)
    assert extraction == read(text, title)
    for event in extraction.events:
        for row in event.evidence:
            whole = title if row.in_ == "title" else text
            assert 0 <= row.sentence_start <= row.start < row.end <= row.sentence_end <= len(whole)
    assert [event.id for event in extraction.events] == [f"e{n}" for n in range(1, len(extraction.events) + 1)]


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    extraction = read(text, text[:50])
    for mention in extraction.places:
        whole = text[:50] if mention.in_ == "title" else text
        assert whole[mention.start : mention.end] == mention.text


@pytest.mark.parametrize(
    "text", ["1" * 200_000, "(" * 20_000, '"' * 20_000, "killed two men and " * 8_000, "[x] " * 20_000]
)
def test_monstrous_texts_are_read(text: str) -> None:
    extraction = read(text)
    assert all(row.end <= len(text) for event in extraction.events for row in event.evidence)
    assert bool(extraction.events) == ("killed" in text)


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("Two soldiers and five civilians were killed in Gao.", 7),
        ("Twelve people, including four children, were killed.", 12),
        ("A bomber killed himself and 10 others.", 11),
        ("The mayor was killed along with 13 others.", 14),
        ("Gunmen shot dead Ali Haidar, a farmer, and his two sons.", 3),
        ("A blogger and author was hacked to death.", 1),
        ("The toll rose to 35 from 20.", 35),
        ("Ten people were killed. Two of them were children.", 10),
        ("Gunmen stopped three men and shot them dead.", 3),
        ("Six were killed: four in the raid and two in an ambush.", 6),
        ("An 18-year-old was stabbed to death.", 1),
        ("A 7.62 mm gun, 20 km away, killed two guards of the 5th Battalion in 2024.", 2),
        ("No one was killed.", None),
        ("Police feared that ten people could be killed.", None),
        ("The government plans to kill 200 wolves.", None),
    ],
)
def test_figures(text: str, killed: int | None) -> None:
    assert reported(read(text), "killed") == killed
