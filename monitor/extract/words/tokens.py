"""Text to tokens and sentences: the nouns of the cascade's first two steps.

A Document holds both fields of an article, the title first; offsets always count in the field itself."""

import re
from collections.abc import Container
from dataclasses import dataclass, field
from typing import Literal

from msgspec import Struct

from monitor.model import Field

TOKEN = re.compile(
    r"(?:(?P<word>[^\W\d_]+(?:'(?!s\b|S\b)[^\W\d_]+|[.](?=[^\W\d_][.])[^\W\d_](?:[.][^\W\d_])*[.]?)*)"
    r"|(?P<number>\d+(?:[.,]\d+)*)"
    r"|(?P<clitic>'s\b|'S\b)"
    r"|(?P<markup></?[A-Za-z][^<>]{0,60}>)"
    r"|(?P<punct>[^\w\s]|_))\s*"
)
"""A token and the white space behind it, which thus is passed over with it rather than searched for the next one."""
CURLY = "’‘`´ʼ"
QUOTES = frozenset("\"“”'‘’«»")

SentenceKind = Literal["title", "dateline", "body", "pointer"]
"""pointer: it only points to another article."""


class Token(Struct, frozen=True, gc=False):
    """One word, number or mark. `norm` is lower-case with straight apostrophes; `i` its index in the document."""

    text: str
    norm: str
    start: int
    end: int
    kind: str
    i: int = 0


class Sentence(Struct, gc=False):
    """A run of tokens of one field; `first` and `last` index the document's tokens, `last` exclusive."""

    in_: Field
    start: int
    end: int
    first: int
    last: int
    paragraph: int = 0
    kind: SentenceKind = "body"


class Line(Struct, frozen=True, gc=False):
    """A sentence as phrases are looked up in it: `words` without accents and hyphens, `at[k]` the token that word k is.
    `at` holds one more number, the sentence's end."""

    words: list[str]
    at: list[int]

    def end(self, last: int) -> int:
        """The token after word `last - 1`."""
        return self.at[last - 1] + 1


@dataclass(slots=True)
class Document:
    """An article cut into sentences and tokens. `capitals` says that case tells nothing (all upper case)."""

    title: str
    text: str
    tokens: list[Token] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    capitals: bool = False
    norms: list[str] = field(default_factory=list)
    """The `norm` of each token: what steps go through that look for words."""
    lines: list[Line] = field(default_factory=list)
    """One a sentence; filled by `phrases.lines` when first asked for."""
    persons: dict[int, int] | None = None
    """The tokens of people's names; filled by `people` when first asked for."""

    def words(self, sentence: Sentence) -> list[Token]:
        """The tokens of one sentence."""
        return self.tokens[sentence.first : sentence.last]

    def openings(self, sentence: Sentence, words: Container[str]) -> list[int]:
        """The tokens of a sentence that are among some words, with which something may begin."""
        return [i for i, norm in enumerate(self.norms[sentence.first : sentence.last], sentence.first) if norm in words]

    def quote(self, in_: Field, start: int, end: int) -> str:
        """The exact words between two offsets."""
        return (self.title if in_ == "title" else self.text)[start:end]


def tokenize(text: str, i: int = 0) -> list[Token]:
    """The tokens of one field, numbered from `i`."""
    straight = text
    for curly in CURLY:
        straight = straight.replace(curly, "'")
    lower = straight.lower()
    if len(lower) != len(text):
        lower = "".join(low if len(low := char.lower()) == 1 else char for char in straight)
    tokens: list[Token] = []
    for n, match in enumerate(TOKEN.finditer(straight), i):
        kind = match.lastgroup or "punct"
        start, end = match.span(kind)
        tokens.append(Token(text[start:end], lower[start:end], start, end, kind, n))
    return tokens
