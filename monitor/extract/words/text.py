"""The first step: an article cut into sentences of tokens, in one pass over the tokens of each field.

Paragraphs end at blank or indented lines; where a text has none, at every line end. The dateline of the first
paragraph ("LIMA, 3 JUN 89 (EFE) --") becomes a sentence of its own, so that grammar never sees it. Where lines are
wrapped, a short line is a heading or an item of a list, and a sentence too, unless a mark begins the next."""

from itertools import pairwise
from typing import NamedTuple

from monitor.extract.words.tokens import Document, Sentence, SentenceKind, Token, tokenize
from monitor.model import Article, Field

LONGEST = 200
"""Tokens in a sentence; a longer run is cut, so that no later step meets an endless one."""
MOST = 50_000
"""Sentences that are read of one article. A text of five megabytes has no more of them; what is cut shorter is no
news."""
SHORT = 2
"""How many times a line goes into the longest one when it was not wrapped but ended."""
SAMPLE = 600
"""Characters of a text's beginning that mostly tell whether it has lower case."""
DATELINE = 30
"""Tokens in which a dateline's dash must come."""
ENDS = frozenset(".!?…")
CLOSERS = frozenset("\"'”»)]")
MARKS = frozenset("-–—*•·")
"""What begins an item of a list, and parts it from the one before."""
OPENERS = frozenset("\"'“«([")
DASHES = frozenset("-–—")
CLOSED = frozenset(").")
"""What an agency's dash may follow without a space: "LA PAZ, Mar 29 (EFE).- "."""


class Stops(NamedTuple):
    """What tells whether a full stop ends a sentence. `abbreviations` are lower-case words after which it ends nothing,
    unless one of the words follows that no name begins with ("at 9 p.m. The tremor")."""

    abbreviations: frozenset[str] = frozenset()
    openers: frozenset[str] = frozenset()


def document(
    article: Article, abbreviations: frozenset[str] = frozenset(), openers: frozenset[str] = frozenset()
) -> Document:
    """The article in sentences. `abbreviations` are lower-case words after which a full stop ends nothing, but before
    one of the `openers`."""
    stops = Stops(abbreviations, openers)
    result = Document(article.title, article.text)
    for in_, text in (("title", article.title), ("text", article.text)):
        _add(result, "title" if in_ == "title" else "text", text, stops)
    result.capitals = _shouts(article.text)
    return result


def _shouts(text: str) -> bool:
    """Whether the text has next to no lower case, so that capitals say nothing about names."""
    sample = text[:4000]
    if 10 * sum(map(str.islower, sample[:SAMPLE])) > len(sample):
        return False  # so many that capitals cannot be nine times as many: nearly every text is told by its beginning
    upper = sum(map(str.isupper, sample))
    return upper > 20 and upper > 9 * (0 if sample.isupper() else sum(map(str.islower, sample)))


def _add(document: Document, in_: Field, text: str, stops: Stops) -> None:
    first = len(document.tokens)
    document.tokens.extend(tokenize(text, first))
    document.norms.extend([token.norm for token in document.tokens[first:]])
    tokens, wrapped, paragraph = document.tokens, _wrapped(text), 0
    width = max(map(len, text.split("\n"))) if wrapped else 0
    for i in _breaks(tokens, first, text):
        if len(document.sentences) >= MOST:
            break
        while i - first > LONGEST:
            _close(document, in_, first, first + LONGEST + 1, paragraph)
            first += LONGEST + 1
        gap = text[tokens[i].end : tokens[i + 1].start] if i + 1 < len(tokens) else ""
        new_paragraph = "\n" in gap and (not wrapped or "\n\n" in gap or "\n \n" in gap or gap.endswith(("   ", "\t")))
        item = "\n" in gap and tokens[i + 1].text not in MARKS and _short(text, tokens[i].end, width)
        cut = i + 1 == len(tokens) or new_paragraph or item or i - first == LONGEST
        if cut or _ends(tokens, i, first, gap, stops):
            _close(document, in_, first, i + 1, paragraph)
            first = i + 1
        paragraph += new_paragraph


def _short(text: str, end: int, width: int) -> bool:
    """Whether the line that ends at `end` had room for more, where the longest is `width` characters long."""
    return SHORT * (end - text.rfind("\n", 0, end)) < width


def _breaks(tokens: list[Token], first: int, text: str) -> list[int]:
    """The tokens behind which a sentence may end: the last one, full stops, and what white space follows, but not a
    word with no more than a blank behind it."""
    run = tokens[first:]
    ends = [
        token.i
        for token, follower in pairwise(run)
        if token.text[-1] == "."
        or (
            follower.start > token.end
            and (token.kind != "word" or follower.start - token.end > 1 or text[token.end] != " ")
        )
    ]
    return [*ends, run[-1].i] if run else []


def _wrapped(text: str) -> bool:
    """Whether single line ends are only wraps, because blank or indented lines part the paragraphs."""
    return "\n\n" in text or "\n   " in text or "\n \n" in text


def _ends(tokens: list[Token], i: int, first: int, gap: str, stops: Stops) -> bool:
    """Whether the sentence ends with token i, given the white space behind it."""
    if not gap:
        return _glued(tokens, i, first)
    token, last = tokens[i], i
    if token.text in CLOSERS and i > first:
        last = i - 1
    mark = tokens[last]
    if mark.kind == "word":
        return (
            mark.text.endswith(".")
            and last == i
            and _opens(tokens[i + 1])
            and (stops.abbreviations.isdisjoint((mark.norm, mark.norm[:-1])) or _opened(tokens, i + 1, stops))
        )
    if mark.text not in ENDS or not _opens(tokens[i + 1]):
        return False
    return mark.text != "." or last == first or not _abbreviates(tokens, last, stops)


def _glued(tokens: list[Token], i: int, first: int) -> bool:
    """Whether a full stop without white space behind it ends a sentence: "...the village.Police said"."""
    if tokens[i].text != "." or i - 1 < first or i + 1 >= len(tokens):
        return False
    before, after = tokens[i - 1].text, tokens[i + 1].text
    return len(before) > 2 and before.islower() and after[0].isupper() and len(after) > 1 and not after.isupper()


def _abbreviates(tokens: list[Token], stop: int, stops: Stops) -> bool:
    """Whether the full stop only shortens the word before it."""
    word = tokens[stop - 1]
    if word.end != tokens[stop].start or word.kind != "word":
        return False
    if word.norm in stops.abbreviations:
        return not _opened(tokens, stop + 1, stops)
    return len(word.text) == 1 and word.text.isupper()


def _opened(tokens: list[Token], i: int, stops: Stops) -> bool:
    """Whether token i opens a sentence, being no name and no initial ("Dr. A. Haidar")."""
    initial = len(tokens[i].text) == 1 and i + 1 < len(tokens) and tokens[i + 1].text == "."
    return tokens[i].norm in stops.openers and not initial


def _opens(token: Token) -> bool:
    return token.text in OPENERS or token.kind == "number" or token.text in DASHES or not token.text[0].islower()


def _close(document: Document, in_: Field, first: int, last: int, paragraph: int) -> None:
    if in_ == "text" and (not document.sentences or document.sentences[-1].in_ == "title"):
        cut = _dateline(document.tokens, first, last)
        if cut > first:
            document.sentences.append(_sentence(document, in_, first, cut, paragraph))
            document.sentences[-1].kind = "dateline"
            first = cut
    if first < last:
        document.sentences.append(_sentence(document, in_, first, last, paragraph))


def _sentence(document: Document, in_: Field, first: int, last: int, paragraph: int) -> Sentence:
    tokens = document.tokens
    kind: SentenceKind = "title" if in_ == "title" else "body"
    return Sentence(in_, tokens[first].start, tokens[last - 1].end, first, last, paragraph, kind)


def _counts(tokens: list[Token], i: int, last: int) -> bool:
    """Whether token i is a number that says it all, as behind a label: "Deaths - 34."."""
    return tokens[i].kind == "number" and (i + 1 == last or tokens[i + 1].kind == "punct")


def _free(tokens: list[Token], i: int) -> bool:
    """Whether a space stands before token i."""
    return tokens[i].start > tokens[i - 1].end


def _dateline(tokens: list[Token], first: int, last: int) -> int:
    """Where the dateline ends: behind a free-standing dash that only capitals, numbers, brackets and a date precede."""
    if not tokens[first].text[0].isupper():
        return first
    depth, lower = 0, 0
    for i in range(first, min(last, first + DATELINE)):
        token = tokens[i]
        depth += (token.text in "([") - (token.text in ")]")
        if token.text in DASHES and i > first and not depth and (_free(tokens, i) or tokens[i - 1].text in CLOSED):
            end = i + 1
            while end < last and tokens[end].text in DASHES:
                end += 1
            free = end < last and (end - i > 1 or _free(tokens, end)) and not _counts(tokens, end, last)
            return end if free and end - first < last - first else first
        lower += token.kind == "word" and token.text.islower() and not depth
        if lower > 1 or (token.kind == "punct" and token.text not in ",.()[]-–—'/"):
            return first
    return first
