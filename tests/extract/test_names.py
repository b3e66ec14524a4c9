"""The short ways to a name find what the long way, a probe for every run of words, finds."""

from hypothesis import given
from hypothesis import strategies as st

from monitor.extract.places.names import Names
from monitor.extract.words.text import document
from monitor.model import Article
from monitor.resources import load_gazetteer, load_place_cues

WORDS = (
    "New York", "San José", "al-Bab", "the Gaza Strip", "Xai-Xai", "N'Djamena", "St. Louis", "Guinea-Bissau",
    "Port-au-Prince", "Burkina Faso", "Democratic Republic of the Congo", "Kyiv's", "Said", "Of", "The", "Army", "U.S.",
    "Trinidad and Tobago", "Côte d'Ivoire", "Deir ez-Zor", "said", "of", "and", "12", ",", ".", "'s", "--", "-", "(",
)  # fmt: skip
texts = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(["", " "])), max_size=12)


@given(texts)
def test_the_short_way_finds_what_a_probe_of_the_whole_run_finds(parts: list[tuple[str, str]]) -> None:
    text = document(Article(id="t", text="".join(word + blank for word, blank in parts)))
    names = Names(load_gazetteer(), load_place_cues())
    for sentence in text.sentences:
        for token in text.words(sentence):
            if token.kind == "word" and token.text[0].isupper():
                whole = names.probe(*names.run(text, sentence, token.i))
                assert names.longest(text, sentence, token.i) == whole


def test_a_word_is_known_with_what_goes_on_behind_it() -> None:
    gazetteer = load_gazetteer()
    assert gazetteer.opening("Burkina").longer
    assert gazetteer.opening("Bamako").number is not None
    assert gazetteer.opening("Xyzzy") == ("xyzzy", None, False)
    assert gazetteer.begins("burkina faso")
    assert not gazetteer.begins("burkina xyzzy")
