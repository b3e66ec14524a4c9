"""Tables of words and phrases: the longest that stands at a token is found, whatever else begins like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.extract.words.table import Word, spot, table, words
from monitor.extract.words.tokens import tokenize

PHRASES = ("in", "in the", "in the town", "in the town of", "in a", "at the end of the day", "the town")
TABLE = table((tuple(phrase.split()), Word(frozenset(), phrase)) for phrase in PHRASES)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("in the town of Jos", "in the town of"),
        ("in the towns of Jos", "in the"),
        ("in the", "in the"),
        ("in", "in"),
        ("in town", "in"),
        ("at the end of the year", None),
        ("at the end of the day", "at the end of the day"),
        ("of the town", None),
    ],
)
def test_the_longest_phrase_is_found(text: str, found: str | None) -> None:
    tokens = tokenize(text)
    spotted = spot(tokens, 0, len(tokens), TABLE)
    assert (spotted and spotted[0].lemma) == found
    assert spotted is None or spotted[1] == len(spotted[0].lemma.split())


def test_no_phrase_goes_on_behind_the_end() -> None:
    tokens = tokenize("in the town of Jos")
    found = [spot(tokens, 0, end, TABLE) for end in range(1, 5)]
    assert [one and one[1] for one in found] == [1, 2, 3, 4]


def test_what_begins_with_a_word_is_told() -> None:
    assert sorted(word.lemma for word in words(TABLE, "in")) == sorted(PHRASES[:5])


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=8), st.sets(st.text("abc", min_size=1, max_size=5)))
def test_it_finds_what_a_plain_search_finds(letters: list[str], phrases: set[str]) -> None:
    made = table((tuple(phrase), Word(frozenset(), phrase)) for phrase in phrases)
    tokens = tokenize(" ".join(letters))
    longest = max((phrase for phrase in phrases if "".join(letters).startswith(phrase)), key=len, default=None)
    spotted = spot(tokens, 0, len(tokens), made)
    assert (spotted and spotted[0].lemma) == longest
