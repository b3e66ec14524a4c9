"""The first gate of the grammar: whether the words of a sentence can call up any frame at all.

Most words that stand in a trigger of several words ("take", "home") are none where they stand alone, and some triggers
tell nothing without the word that they need ("had" without "injuries"). A sentence that fails here is never packed."""

from collections.abc import Iterable

from monitor.extract.words.table import Row, Table, Word, spot, table
from monitor.extract.words.tokens import Sentence, Token

NO_TAGS: frozenset[str] = frozenset()


class Triggers:
    """The triggers of a lexicon, by what has to stand beside them: nothing for those that are `ready`, one of their
    `needed` words for those that are `waiting`; both bear the need as their tag."""

    def __init__(self, ready: Iterable[tuple[str, ...]] = (), waiting: Iterable[Row] = (), needed: Iterable[Row] = ()):
        parts, needs = list(ready), list(needed)
        self._alone = frozenset(one[0] for one in parts if len(one) == 1)
        self._phrases = table((one, Word(NO_TAGS)) for one in parts if len(one) > 1)
        self._waiting, self._needed = table(waiting), table(needs)
        self._words = self._alone.union(max(one, key=len) for one in [*parts, *(one for one, _ in needs)])

    def stand(self, tokens: list[Token], sentence: Sentence, norms: list[str]) -> bool:
        """Whether a trigger, with what it needs, stands in a sentence whose lower-case words are `norms`."""
        if self._words.isdisjoint(norms):
            return False
        if not self._alone.isdisjoint(norms) or any(_entries(tokens, sentence, self._phrases)):
            return True
        needed = NO_TAGS.union(*(word.tags for word, _ in _entries(tokens, sentence, self._needed)))
        return bool(needed) and any(needed & word.tags for word, _ in _entries(tokens, sentence, self._waiting))


def _entries(tokens: list[Token], sentence: Sentence, entries: Table) -> Iterable[tuple[Word, int]]:
    """The entries of a table that stand in a sentence."""
    openings = (i for i in range(sentence.first, sentence.last) if tokens[i].norm in entries)
    return (found for i in openings if (found := spot(tokens, i, sentence.last, entries)))
