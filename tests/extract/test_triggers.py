"""Which sentences reach the grammar: those in which a trigger stands with all that it needs."""

import pytest

from monitor.extract.words.table import Row, Word
from monitor.extract.words.text import document
from monitor.extract.words.triggers import Triggers
from monitor.model import Article


def row(words: str, tag: str) -> Row:
    return tuple(words.split()), Word(frozenset({tag}))


TRIGGERS = Triggers(
    ready=[("killed",), ("gunned", "down"), ("taken", "to", "task", "force", "custody")],
    waiting=[row("suffered", "injury"), row("had", "injury"), row("took to", "hospital")],
    needed=[row("burns", "injury"), row("broken bones", "injury"), row("clinic", "hospital")],
)


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("Two men were killed.", True),
        ("They were Gunned Down in the street.", True),
        ("He broke down; the sniper gunned his engine.", False),
        ("He had burns.", True),
        ("Three suffered broken bones.", True),
        ("The broken car had no bones.", False),
        ("She burns wood.", False),
        ("They had lunch in a clinic.", False),
        ("They took to the clinic.", True),
        ("They took her to the clinic.", False),
    ],
)
def test_a_trigger_stands_with_all_that_it_needs(text: str, called: bool) -> None:
    assert stand(TRIGGERS, text) == [called]


def test_what_stands_in_another_sentence_does_not_count() -> None:
    assert stand(TRIGGERS, "He had lunch. She burns wood.") == [False, False]


def test_without_triggers_nothing_is_called() -> None:
    assert stand(Triggers(), "Two men were killed.") == [False]


def stand(triggers: Triggers, text: str) -> list[bool]:
    """Of each sentence of a text whether a trigger stands in it."""
    read = document(Article(id="t", text=text))
    return [triggers.stand(read, sentence) for sentence in read.sentences]
