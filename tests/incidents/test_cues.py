"""What reports are judged by: words that are found however they are written."""

import re
from collections.abc import Iterable
from typing import Any, get_args

import pytest

from monitor.incidents.cues import Cue
from monitor.resources import load_cues, load_yaml
from monitor.seeds import SEEDS
from tests.incidents.support import Told, book, event

SEED = load_yaml(SEEDS / "ledger" / "en.yaml")


def patterns(value: Any) -> Iterable[str]:
    """All of an entry of the seed: it is a list, or lists by name, or values by pattern."""
    if isinstance(value, dict):
        return [each for name, inner in value.items() for each in (inner if isinstance(inner, list) else [name])]
    return list(value)


@pytest.mark.parametrize("name", [*get_args(Cue), "means", "stretches"])
def test_patterns_are_written_in_small_letters(name: str) -> None:
    """As sentences are searched; a capital would never be met. Classes like \\S stay as they are."""
    assert [each for each in patterns(SEED[name]) if re.search(r"(?<!\\)[A-Z]", each)] == []


@pytest.mark.parametrize("text", ["Hospital staff corrected the toll to 9.", "HOSPITAL STAFF CORRECTED THE TOLL TO 9."])
def test_words_are_heard_in_capitals_too(text: str) -> None:
    [report] = book().tell([Told("a", [event(9)], text=text)]).reports
    assert load_cues().says("corrects", report)
