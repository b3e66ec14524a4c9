"""What kind of event it is: ACLED's event and sub-event types, with disasters and accidents beside them.

The first kind of `seeds/lexicon/<language>/events.yaml` whose words stand in the clause of the figure decides, else in
its sentence, else in what else is told of it; without any it is a clash where the dead bore arms, an
abduction where people were only taken, else an attack."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec

from monitor.extract.words.tokens import Document, tokenize

Rows = tuple[tuple[tuple[str, ...], int], ...]
CALAMITIES = frozenset({"Disaster", "Accident"})
LEAD = 6
"""Sentences that tell what an article is about."""
ARMED = frozenset({"soldiers", "police", "militants"})


class Kind(msgspec.Struct, frozen=True):
    """One kind of event; `words` are comma-separated. `victims`: it needs no word where these are killed or hurt;
    `bloodless`: it is out of the question where people are killed, `captives` where not more are taken; `vague`: a word
    that says more is looked for further on ("explosion"); `explains`: it counts only beside a vague one ("petrol
    station"); `plain`: it says that arms were used, not how; `onesided`: a clash only where the victims bore arms
    ("ambush")."""

    type: str
    sub: str
    words: str = ""
    victims: str = ""
    bloodless: bool = False
    captives: bool = False
    vague: bool = False
    explains: bool = False
    plain: bool = False
    onesided: bool = False


Stretch = tuple[int, int]
"""Tokens from the first to the last, exclusive."""
Named = tuple[str, str]
"""Event and sub-event type."""
CLASH: Named = ("Battles", "Armed clash")
ATTACK: Named = ("Violence against civilians", "Attack")
ABDUCTION: Named = ("Violence against civilians", "Abduction/forced disappearance")
BLASTS = frozenset({"Accident", "Explosions/Remote violence"})
"""Types that can say more of a vague kind."""


class Spot(NamedTuple):
    """A kind by its rank, and the tokens of the word that tells it; none where the victims alone do."""

    rank: int
    first: int = 0
    last: int = 0


class Sense(NamedTuple):
    """What an event is, and the tokens of the word that decided; None where no word did."""

    named: Named
    words: Stretch | None = None


@dataclass(frozen=True, slots=True)
class Harmed:
    """Who was harmed: `kinds` of all, `armed` whether most who are counted bore arms, how many were killed, hurt and
    taken."""

    kinds: frozenset[str]
    armed: bool
    killed: int
    taken: int
    hurt: int = 0


@dataclass(frozen=True, slots=True)
class Kinds:
    """The kinds in their order, and their words by first word."""

    kinds: tuple[Kind, ...]
    rows: dict[str, Rows]

    def calamity(self, document: Document) -> bool:
        """Whether the article is about one disaster or accident, all of whose figures are of one happening."""
        lead = document.sentences[:LEAD]
        spots = self._spots(document, ((one.first, one.last) for one in lead))
        clear = [spot.rank for spot in spots if not (self.kinds[spot.rank].explains or self.kinds[spot.rank].plain)]
        return bool(clear) and self.kinds[min(clear)].type in CALAMITIES

    def of(self, document: Document, tiers: Iterable[Iterable[Stretch]], victims: Harmed) -> Sense:
        """What the stretches of the `tiers` tell, the nearest to the figure first."""
        found = [Spot(rank) for rank, kind in enumerate(self.kinds) if kind.victims in victims.kinds]
        vague: Spot | None = None
        for tier in tiers:
            found += [spot for spot in self._spots(document, tier) if not self._out(spot.rank, victims)]
            if vague is None:
                vague = min((spot for spot in found if self.kinds[spot.rank].vague), default=None)
            clear = [spot for spot in found if self._clear(self.kinds[spot.rank], vague)]
            if clear:
                return self._named(min(clear), victims)
            if vague is None and any(self.kinds[spot.rank].plain for spot in found):
                break
        return self._named(vague, victims) if vague is not None else Sense(_unsaid(victims))

    def _out(self, rank: int, victims: Harmed) -> bool:
        kind = self.kinds[rank]
        return victims.killed > 0 and (kind.bloodless or (kind.captives and victims.killed >= victims.taken))

    def _clear(self, kind: Kind, vague: Spot | None) -> bool:
        """Whether a kind says clearly what happened, where nothing (or only something vague) was said so far."""
        if kind.vague or kind.plain or (kind.explains and vague is None):
            return False
        return vague is None or kind.type in BLASTS

    def _named(self, spot: Spot, victims: Harmed) -> Sense:
        kind = self.kinds[spot.rank]
        named = ATTACK if kind.onesided and victims.kinds and not victims.armed else (kind.type, kind.sub)
        return Sense(named, (spot.first, spot.last) if spot.last else None)

    def _spots(self, document: Document, stretches: Iterable[Stretch]) -> list[Spot]:
        tokens = document.tokens
        found: list[Spot] = []
        for first, end in stretches:
            for i in range(first, end):
                for parts, rank in self.rows.get(tokens[i].norm, ()):
                    if i + len(parts) <= end and all(tokens[i + k].norm == parts[k] for k in range(1, len(parts))):
                        found.append(Spot(rank, i, i + len(parts)))
        return found


def _unsaid(victims: Harmed) -> Named:
    """What an event is of which no word says it."""
    if victims.armed:
        return CLASH
    return ABDUCTION if victims.taken and not (victims.killed or victims.hurt) else ATTACK


def build(rows: list[dict[str, Any]]) -> Kinds:
    """The kinds of a parsed events file."""
    kinds = msgspec.convert(rows, tuple[Kind, ...])
    table: dict[str, list[tuple[tuple[str, ...], int]]] = defaultdict(list)
    for rank, kind in enumerate(kinds):
        for phrase in filter(None, kind.words.split(",")):
            parts = tuple(token.norm for token in tokenize(" ".join(phrase.split())))
            table[parts[0]].append((parts, rank))
    return Kinds(kinds, {first: tuple(row) for first, row in table.items()})
