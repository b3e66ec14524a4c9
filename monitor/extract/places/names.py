"""The longest name of the gazetteer that begins with a token.

Most capitalised words begin no name, and most of the others only a name of one word: both are told by what the
gazetteer remembers of a word and of two in a row, so that few runs of words are ever put together and probed."""

from dataclasses import dataclass

from monitor.extract.places.cues import PlaceCues
from monitor.extract.places.gazetteer import Gazetteer, fold
from monitor.extract.words.tokens import Document, Sentence, Token

LONGEST = 7
"""Words in a name."""
LETTERS = 40
"""Letters in a word of a name; longer runs are no words."""
JOINED = frozenset("-.'")


Named = tuple[int, str, int]
"""A key of the gazetteer in the text: the token behind it, the key and its number."""


@dataclass(frozen=True, slots=True)
class Names:
    """Finds the names in a document."""

    gazetteer: Gazetteer
    cues: PlaceCues

    def longest(self, document: Document, sentence: Sentence, i: int) -> Named | None:
        """The longest name that begins with token i, a word in capitals or an article joined to one by a hyphen."""
        tokens = document.tokens
        key, number, longer = self.gazetteer.opening(tokens[i].text)
        if i + 1 < sentence.last:
            follower = tokens[i + 1]
            apart = follower.start > tokens[i].end and follower.kind != "clitic"
            if (longer and self._extends(key, follower)) if apart else self._joins(tokens, i + 1, sentence.last, key):
                return self.probe(*self.run(document, sentence, i))
        return (i + 1, key, number) if number is not None else None

    def _extends(self, key: str, follower: Token) -> bool:
        """Whether any name begins with a key and the word behind it."""
        if follower.kind != "word" or len(follower.text) > LETTERS:
            return False
        if not (follower.text[0].isupper() or follower.norm in self.cues.particles):
            return False
        return self.gazetteer.begins(f"{key} {fold(follower.text)}")

    def _joins(self, tokens: list[Token], i: int, end: int, key: str) -> bool:
        """Whether any name may begin with a key and token i, which no blank parts from it."""
        mark = tokens[i]
        if mark.text not in JOINED:
            return mark.kind in ("clitic", "word")
        if i + 1 == end:
            return False
        follower = tokens[i + 1]
        if follower.kind == "word" and (follower.start > mark.end or mark.text == "-"):
            return self._extends(key, follower)
        return follower.kind in ("clitic", "word") or (follower.start == mark.end and follower.text in JOINED)

    def run(self, document: Document, sentence: Sentence, i: int) -> tuple[str, dict[int, int]]:
        """The folded words from token i on, as many as a name may begin with, and for the length of that string after
        each the token behind it."""
        tokens = document.tokens
        text, ends, words = "", {}, 0
        while i < sentence.last and words < LONGEST and len(tokens[i].text) <= LETTERS:
            token = tokens[i]
            apart = bool(text) and token.start > tokens[i - 1].end
            if token.kind == "word":
                capital = token.text[0].isupper()
                if not capital and text and token.norm not in self.cues.particles:
                    break
                text += " " + fold(token.text) if apart or (text and tokens[i - 1].text == "-") else fold(token.text)
                words += 1
                if capital:
                    ends[len(text)] = i + 1
                if words > 1 and not self.gazetteer.begins(text):
                    break
            elif token.kind == "clitic":
                text += "s"
                if words > 1:
                    ends[len(text)] = i + 1
            elif apart or token.text not in JOINED or not text:
                break
            i += 1
        return text, ends

    def probe(self, text: str, ends: dict[int, int]) -> Named | None:
        """The longest name that begins a run."""
        best = None
        for key, number in self.gazetteer.matches(text):
            end = ends.get(len(key))
            if end is not None:
                best = end, key, number
        return best
