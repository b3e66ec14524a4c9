"""What kind of event it is: ACLED's event and sub-event types, with disasters and accidents beside them.

The first kind of `seeds/lexicon/<language>/events.yaml` whose words stand in the event's sentences decides; without any
it is a clash where the dead bore arms, else an attack."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import msgspec

from monitor.extract.tokens import Document, tokenize

Rows = tuple[tuple[tuple[str, ...], int], ...]
CALAMITIES = frozenset({"Disaster", "Accident"})
LEAD = 6
"""Sentences that tell what an article is about."""
ARMED = frozenset({"soldiers", "police", "militants"})


class Kind(msgspec.Struct, frozen=True):
    """One kind of event; `words` are comma-separated. `victims`: it needs no word where these are killed or hurt;
    `bloodless`: it is out of the question where people are killed."""

    type: str
    sub: str
    words: str = ""
    victims: str = ""
    bloodless: bool = False


@dataclass(frozen=True, slots=True)
class Kinds:
    """The kinds in their order, and their words by first word."""

    kinds: tuple[Kind, ...]
    rows: dict[str, Rows]

    def calamity(self, document: Document) -> bool:
        """Whether the article is about one disaster or accident, all of whose figures are of one happening."""
        ranks = [rank for n in range(min(LEAD, len(document.sentences))) for rank in self._ranks(document, n)]
        return bool(ranks) and self.kinds[min(ranks)].type in CALAMITIES

    def of(
        self, document: Document, counted: list[int], sentences: list[int], victims: frozenset[str], deadly: bool
    ) -> tuple[str, str]:
        """Event and sub-event type of what the sentences tell of victims of these kinds: those whose figures are
        `counted` before all that tell of it; where they say nothing, by the first sentences of the article."""
        ranks = [rank for rank, kind in enumerate(self.kinds) if kind.victims in victims]
        for told in (counted, sentences, range(min(LEAD, len(document.sentences)))):
            ranks += [
                rank for n in told for rank in self._ranks(document, n) if not (deadly and self.kinds[rank].bloodless)
            ]
            if ranks:
                kind = self.kinds[min(ranks)]
                return kind.type, kind.sub
        return ("Battles", "Armed clash") if victims & ARMED else ("Violence against civilians", "Attack")

    def _ranks(self, document: Document, n: int) -> list[int]:
        tokens, end = document.tokens, document.sentences[n].last
        found: list[int] = []
        for i in range(document.sentences[n].first, end):
            for parts, rank in self.rows.get(tokens[i].norm, ()):
                if i + len(parts) <= end and all(tokens[i + k].norm == parts[k] for k in range(1, len(parts))):
                    found.append(rank)
        return found


def build(rows: list[dict[str, Any]]) -> Kinds:
    """The kinds of a parsed events file."""
    kinds = msgspec.convert(rows, tuple[Kind, ...])
    table: dict[str, list[tuple[tuple[str, ...], int]]] = defaultdict(list)
    for rank, kind in enumerate(kinds):
        for phrase in filter(None, kind.words.split(",")):
            parts = tuple(token.norm for token in tokenize(" ".join(phrase.split())))
            table[parts[0]].append((parts, rank))
    return Kinds(kinds, {first: tuple(row) for first, row in table.items()})
