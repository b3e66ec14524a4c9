"""The account of an article: every number and every word of fate, with its reason, in the words of the text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.extract.explain import explain
from monitor.model import Account, Article
from monitor.resources import load_reader
from tests.extract.reading import TOLD, reader


def account(text: str, title: str = "") -> tuple[Account, ...]:
    return explain(reader(), reader().study(Article(id="t", text=text, title=title, published=TOLD)))


def about(text: str, words: str, title: str = "") -> Account:
    """The row whose words are these."""
    (row,) = (row for row in account(text, title) if row.text == words)
    return row


def test_what_was_left_has_its_reason_and_its_event() -> None:
    rows = account(
        "At least 22 people were killed on Monday. Nine of the dead were killed in their homes. Dozens were killed."
    )
    assert [(row.figure, row.event) for row in rows if not row.reason] == [(22, "e1")]
    assert all(row.reason and row.event == "e1" for row in rows if row.figure and row.figure != 22)


@pytest.mark.parametrize(
    ("text", "words", "reason"),
    [
        ("A bomb killed 12 people. The blast in the town killed 12 people.", "12", "told again"),
        ("Twelve people, including 4 children, were killed.", "4", "a part of the whole"),
        ("A 42-year-old guard was killed.", "42-year-old", "an age"),
        ("A 122 mm shell killed two guards.", "122 mm", "a measure"),
        ("An AK-47 was found beside the two men killed.", "AK-47", "part of a name, a model or a calibre"),
        ("The raid on the 5th Battalion killed two men.", "5th", "part of a name, a model or a calibre"),
        ("The blast on 3 March 2024 killed two men.", "3 March 2024", "a date"),
        ("The blast at 10:30 killed two men.", "10:30", "a time, a score or a date"),
        ("The blast killed two men and cost $300,000.", "300,000", "money"),
        ("The blast killed two men and destroyed 15 houses.", "15", "it counts houses"),
        ("The film tells of a bomb that kills 90 people.", "90", "an invented story"),
        ("The town has 5,000 inhabitants.", "5,000", "nothing in its sentence tells what befell anybody"),
        ("Ten people were killed. Two of them were children.", "Two", "nothing in its sentence tells"),
        ("Gunmen shot and killed two men.", "two", "its sentence tells that they died"),
        ("Floods killed villagers.", "killed", "whom it befell is not told"),
    ],
)  # fmt: skip
def test_every_number_has_its_reason(text: str, words: str, reason: str) -> None:
    assert any(row.text == words and row.reason.startswith(reason) for row in account(text)), account(text)


@pytest.mark.parametrize(
    ("text", "context", "cue"),
    [
        ("Officials denied that 7 soldiers had been killed.", "negated", "denied"),
        ("If the dam breaks, 200 people could die.", "hypothetical", "could die"),
        ("In 2014, an attack there killed 50 people.", "historical", "2014"),
        ("Nobody was killed. Seven men were not killed.", "negated", "were not killed"),
    ],
)
def test_the_words_that_judged_a_figure_are_quoted(text: str, context: str, cue: str) -> None:
    row = next(row for row in account(text) if row.figure)
    assert row.context == context
    assert row.cue is not None
    assert (row.cue.text, text[row.cue.start : row.cue.end]) == (cue, cue)


def test_the_words_that_made_a_total_are_quoted() -> None:
    row = about("More than 10,000 people have been killed since the war began.", "More than 10,000")
    assert row.stretch is not None
    assert (row.scope, row.stretch.text) == ("cumulative", "since the war")


def test_a_title_that_only_repeats_the_text_is_told_so() -> None:
    title = "Blast kills 13 in Kharkiv"
    rows = [row for row in account("A rocket killed 13 people in Kharkiv on Tuesday.", title) if row.in_ == "title"]
    assert [(row.text, row.reason) for row in rows if row.kind] == [("13", "the title repeats what the text tells")]


def test_territory_is_accounted_for() -> None:
    rows = account("The Syrian army captured Tadef on Sunday. Islamic State fighters took their wounded with them.")
    told = [row for row in rows if row.kind == "control"]
    assert [(row.text, row.event, bool(row.reason)) for row in told] == [
        ("captured", "e1", False),
        ("took", None, True),
    ]


WORDS = [
    "killed", "wounded", "soldiers", "two", "3", "of", "the", "and", ",", ".", "(", ")", "they", "them", "including",
    "others", "bodies", "death", "toll", "rose", "to", "35", "from", "20", "were", "was", "not", "could", "in",
    "Aleppo", "2014", "$5", "million", "42-year-old", "captured", "army", "denied", "film", "dead", "10:30", "km",
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=50), st.lists(st.sampled_from(WORDS), max_size=10))
def test_the_account_quotes_the_text_and_misses_no_digit(words: list[str], heading: list[str]) -> None:
    text, title = " ".join(words), " ".join(heading)
    rows = account(text, title)
    whole = {"text": text, "title": title}
    for row in rows:
        for quote in (row, row.trigger, row.cue, row.stretch):
            assert quote is None or whole[quote.in_][quote.start : quote.end] == quote.text
    assert rows == account(text, title)
    used = reader().read(Article(id="t", text=text, title=title, published=TOLD))
    proofs = {(p.in_, p.start, p.end) for event in used.events for p in event.evidence if p.field.startswith("toll.")}
    assert proofs <= {(row.in_, row.start, row.end) for row in rows if not row.reason}


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200))
def test_any_text_has_an_account(text: str) -> None:
    for row in account(text, text[:40]):
        assert (text[:40] if row.in_ == "title" else text)[row.start : row.end] == row.text


def test_the_account_changes_nothing() -> None:
    article = Article(id="t", text="Two men were killed and 4 hurt in Jos.", published=TOLD)
    assert load_reader().study(article).extraction == load_reader().read(article)
