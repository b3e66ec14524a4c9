"""The first gate of the grammar: whether the words of a sentence can call up any frame at all.

Most words that stand in a trigger of several words ("take", "home") are none where they stand alone, and some triggers
tell nothing without the word that they need ("had" without "injuries"). A sentence that fails here is never packed."""

from collections.abc import Iterable

from monitor.extract.words.table import Row, Table, Word, spot, table
from monitor.extract.words.tokens import Document, Sentence

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

    def stand(self, document: Document, sentence: Sentence) -> bool:
        """Whether a trigger, with what it needs, stands in a sentence."""
        norms = document.norms[sentence.first : sentence.last]
        if self._words.isdisjoint(norms):
            return False
        if not self._alone.isdisjoint(norms) or any(_entries(document, sentence, self._phrases)):
            return True
        needed = NO_TAGS.union(*(word.tags for word, _ in _entries(document, sentence, self._needed)))
        return bool(needed) and any(needed & word.tags for word, _ in _entries(document, sentence, self._waiting))


def _entries(document: Document, sentence: Sentence, entries: Table) -> Iterable[tuple[Word, int]]:
    """The entries of a table that stand in a sentence."""
    openings = document.openings(sentence, entries)
    return (found for i in openings if (found := spot(document.tokens, i, sentence.last, entries)))
