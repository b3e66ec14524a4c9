"""The shape of a language: functions that inflect a dictionary form. The words are data in `seeds/lexicon`."""

from collections.abc import Callable
from dataclasses import dataclass

Forms = tuple[tuple[str, frozenset[str]], ...]
"""Inflected forms of one dictionary form, each with the grammatical tags it bears."""


@dataclass(frozen=True, slots=True)
class Language:
    """`nouns` and `verbs` turn a dictionary entry ("man/men", "shoot/shot/shot/shooting") into its tagged forms;
    `guess` gives the tags of a word that no lexicon knows, from its ending."""

    nouns: Callable[[str], Forms]
    verbs: Callable[[str], Forms]
    guess: Callable[[str], frozenset[str]]
