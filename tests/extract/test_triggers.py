"""Which sentences reach the grammar: those in which a trigger stands with all that it needs."""

import pytest

from monitor.extract.words.table import Row, Word
from monitor.extract.words.tokens import Sentence, tokenize
from monitor.extract.words.triggers import Triggers


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
        ("", False),
    ],
)
def test_a_trigger_stands_with_all_that_it_needs(text: str, called: bool) -> None:
    tokens = tokenize(text)
    sentence = Sentence("text", 0, len(text), 0, len(tokens))
    assert TRIGGERS.stand(tokens, sentence, [token.norm for token in tokens]) is called


def test_what_stands_in_another_sentence_does_not_count() -> None:
    tokens = tokenize("He had lunch. She burns wood.")
    first, second = Sentence("text", 0, 13, 0, 4), Sentence("text", 14, 30, 4, 8)
    norms = [token.norm for token in tokens]
    assert not TRIGGERS.stand(tokens, first, norms[:4])
    assert not TRIGGERS.stand(tokens, second, norms[4:])


def test_without_triggers_nothing_is_called() -> None:
    tokens = tokenize("Two men were killed.")
    assert not Triggers().stand(tokens, Sentence("text", 0, 20, 0, len(tokens)), [token.norm for token in tokens])
