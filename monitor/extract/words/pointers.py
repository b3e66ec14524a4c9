"""Sentences that only point to another article ("READ ALSO: 30 killed in ..."): no part of what this one tells."""

from monitor.extract.words.lexicon import Lexicon
from monitor.extract.words.table import spot
from monitor.extract.words.tokens import Document, Sentence

POINTER = "cue:pointer"
MARKS = frozenset(":|>»→-–—")
OPENERS = frozenset("([*•·>»→-–—")


def set_aside(document: Document, lexicon: Lexicon) -> None:
    """Marks them in the document, so that no later step reads them. A text that holds nothing else is read."""
    body = [sentence for sentence in document.sentences if sentence.kind == "body"]
    found = [sentence for sentence in body if _points(document, sentence, lexicon)]
    for sentence in found if len(found) < len(body) else ():
        sentence.kind = "pointer"


def _points(document: Document, sentence: Sentence, lexicon: Lexicon) -> bool:
    """Whether a sentence opens with a pointing phrase and a mark behind it."""
    tokens, first = document.tokens, sentence.first
    while first < sentence.last and tokens[first].text in OPENERS:
        first += 1
    found = spot(tokens, first, sentence.last, lexicon.cues) if first < sentence.last else None
    if not found or POINTER not in found[0].tags:
        return False
    behind = first + found[1]
    return behind < sentence.last and tokens[behind].text in MARKS
