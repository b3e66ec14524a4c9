"""What kind of event it is: ACLED's event and sub-event types, with disasters and accidents beside them.

The first kind of `seeds/lexicon/<language>/events.yaml` whose words stand in the clause of the figure decides, else in
its sentence, else in what else is told of it; without any it is a clash where the dead bore arms, an
abduction where people were only taken, else an attack."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, get_args

import msgspec

from monitor.extract.found import inside
from monitor.extract.words.tokens import Document, tokenize
from monitor.model import Actor

Role = Literal["words", "beside", "unless", "doers"]
ROLES: tuple[Role, ...] = get_args(Role)
Rows = tuple[tuple[list[str], int, Role], ...]
"""The words behind the first two, with the kind's rank and what they are to it."""
CALAMITIES = frozenset({"Disaster", "Accident"})
LEAD = 6
"""Sentences that tell what an article is about."""
ARMED = frozenset({"soldiers", "police", "militants"})
MANY = 5
"""How many times more than were killed must be taken for it to be an abduction."""
NEAR = 12
"""Tokens between a word that tells a kind and the one that it needs beside it."""


class Kind(msgspec.Struct, frozen=True):
    """One kind of event; `words`, `beside`, `unless` and `doers` are comma-separated. `beside`: its words count only
    near one of these ("bus" near "overturned"); `unless`: it is out where one of these is told with it ("gunmen");
    `doers`: it needs no word where one of these did it ("a mob"); `by`: it counts only where this kind of actor did
    it; `victims`: it needs no word where these are killed or hurt; `bloodless`: it is out of the question where
    people are killed, or not more taken than hurt, `captives` where not more are taken; `harmless`: it counts only
    where nobody came to harm; `vague`: a word that says more is looked for further on ("explosion"); `explains`: it
    counts only beside a vague one ("petrol station"); `plain`: it says that arms were used, not how; `onesided`: a
    clash only where the victims bore arms ("ambush")."""

    type: str
    sub: str
    words: str = ""
    beside: str = ""
    unless: str = ""
    doers: str = ""
    by: str = ""
    victims: str = ""
    harmless: bool = False
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


class Spot(msgspec.Struct, frozen=True, order=True, gc=False):
    """A kind by its rank, the tokens of the word that tells it, and what this is to it; no tokens where the victims
    alone tell it."""

    rank: int
    first: int = 0
    last: int = 0
    role: Role = "words"


class Sense(NamedTuple):
    """What an event is, and the tokens of the word that decided; None where no word did."""

    named: Named
    words: Stretch | None = None


class Harmed(msgspec.Struct, frozen=True, gc=False):
    """Who was harmed: `kinds` of all, `armed` whether most who are counted bore arms, how many were killed, hurt and
    taken; and `by` whom."""

    kinds: frozenset[str]
    armed: bool
    killed: int
    taken: int
    hurt: int = 0
    by: Actor | None = None


@dataclass(frozen=True, slots=True)
class Kinds:
    """The kinds in their order, and their words by first and second word ("" for single words)."""

    kinds: tuple[Kind, ...]
    rows: Mapping[str, Mapping[str, Rows]]

    def hear(self, document: Document) -> tuple[Spot, ...]:
        """All words of an article that can tell a kind, in the order of the text: heard once, however many stretches
        they are looked for in."""
        norms = document.norms
        openings = (k for k, norm in enumerate(norms) if norm in self.rows)
        return tuple([Spot(rank, k, k + length, role) for k in openings for rank, role, length in self._at(norms, k)])

    def calamity(self, document: Document, heard: tuple[Spot, ...]) -> bool:
        """Whether the article is about one disaster or accident, all of whose figures are of one happening; what begins
        with gunmen is none, whatever burns behind it."""
        lead = document.sentences[:LEAD]
        spots = self._told(heard, lead[0].first, lead[-1].last) if lead else []
        clear = [spot for spot in spots if not (self.kinds[spot.rank].explains or self.kinds[spot.rank].plain)]
        gravest = min(clear, default=None)
        if gravest is None or self.kinds[gravest.rank].type not in CALAMITIES:
            return False
        return not any(self.kinds[spot.rank].plain and spot.first < gravest.first for spot in spots)

    def of(self, heard: tuple[Spot, ...], tiers: Iterable[Iterable[Stretch]], victims: Harmed) -> Sense:
        """What the words `heard` in the stretches of the `tiers` tell, the nearest to the figure first."""
        found = [Spot(rank) for rank, kind in enumerate(self.kinds) if kind.victims in victims.kinds]
        found += [spot for spot in self._did(victims.by) if not self._out(spot.rank, victims)]
        vague: Spot | None = None
        for tier in tiers:
            found += [spot for spot in self._spots(heard, tier) if not self._out(spot.rank, victims)]
            if vague is None:
                vague = min((spot for spot in found if self.kinds[spot.rank].vague), default=None)
            clear = [spot for spot in found if self._clear(self.kinds[spot.rank], vague)]
            if clear:
                return self._named(min(clear), victims)
            taken = victims.taken >= MANY * max(1, victims.killed)
            if vague is None and not taken and any(self.kinds[spot.rank].plain for spot in found):
                break
        return self._named(vague, victims) if vague is not None else Sense(_unsaid(victims))

    def _out(self, rank: int, victims: Harmed) -> bool:
        kind = self.kinds[rank]
        if kind.by and (victims.by is None or victims.by.kind != kind.by):
            return True
        if kind.harmless:
            return victims.killed + victims.hurt + victims.taken > 0
        if kind.bloodless and victims.hurt >= victims.taken:
            return True
        return victims.killed > 0 and (kind.bloodless or (kind.captives and victims.killed >= victims.taken))

    def _did(self, by: Actor | None) -> list[Spot]:
        """The kinds that need no word because of who did it, nobody known by name."""
        said = [token.norm for token in tokenize(by.text)] if by and by.id is None else []
        return [Spot(rank) for k in range(len(said)) for rank, role, _ in self._at(said, k) if role == "doers"]

    def _clear(self, kind: Kind, vague: Spot | None) -> bool:
        """Whether a kind says clearly what happened, where nothing (or only something vague) was said so far."""
        if kind.vague or kind.plain or (kind.explains and vague is None):
            return False
        return vague is None or kind.type in BLASTS

    def _named(self, spot: Spot, victims: Harmed) -> Sense:
        kind = self.kinds[spot.rank]
        named = ATTACK if kind.onesided and victims.kinds and not victims.armed else (kind.type, kind.sub)
        return Sense(named, (spot.first, spot.last) if spot.last else None)

    def _spots(self, heard: tuple[Spot, ...], stretches: Iterable[Stretch]) -> list[Spot]:
        """The words that tell a kind, each stretch by itself."""
        return [spot for stretch in stretches for spot in self._told(heard, *stretch)]

    def _told(self, heard: tuple[Spot, ...], first: int, last: int) -> list[Spot]:
        """The words of one stretch that tell a kind, with those beside them and without those that rule it out."""
        found: dict[Role, list[Spot]] = {role: [] for role in ROLES}
        for spot in inside(heard, first, last):
            if spot.last <= last:
                found[spot.role].append(spot)
        barred = {spot.rank for spot in found["unless"]}
        told = [spot for spot in found["words"] if spot.rank not in barred]
        near = _by_rank(found["beside"]) if told else {}
        return [spot for spot in told if not self.kinds[spot.rank].beside or _beside(spot, near.get(spot.rank, []))]

    def _at(self, norms: list[str], k: int) -> Iterator[tuple[int, Role, int]]:
        """The kinds whose words begin with word k: rank, role and how many words."""
        seconds = self.rows.get(norms[k], {})
        for _, rank, role in seconds.get("", ()):
            yield rank, role, 1
        for rest, rank, role in seconds.get(norms[k + 1], ()) if k + 1 < len(norms) else ():
            if norms[k + 2 : k + 2 + len(rest)] == rest:
                yield rank, role, 2 + len(rest)


def _by_rank(spots: list[Spot]) -> dict[int, list[int]]:
    """Where the words of each kind begin, in the order of the text."""
    places: dict[int, list[int]] = defaultdict(list)
    for spot in spots:
        places[spot.rank].append(spot.first)
    return places


def _beside(spot: Spot, others: list[int]) -> bool:
    """Whether one of the words that go with it begins near a word."""
    after = bisect_left(others, spot.first - NEAR)
    return after < len(others) and others[after] <= spot.last + NEAR


def _unsaid(victims: Harmed) -> Named:
    """What an event is of which no word says it."""
    if victims.armed:
        return CLASH
    return ABDUCTION if victims.taken and not (victims.killed or victims.hurt) else ATTACK


def build(rows: list[dict[str, Any]]) -> Kinds:
    """The kinds of a parsed events file."""
    kinds = msgspec.convert(rows, tuple[Kind, ...])
    table: dict[str, dict[str, Rows]] = defaultdict(dict)
    for rank, kind in enumerate(kinds):
        for role in ROLES:
            for phrase in filter(None, getattr(kind, role).split(",")):
                first, second, *rest = (*(token.norm for token in tokenize(" ".join(phrase.split()))), "")
                table[first][second] = (*table[first].get(second, ()), (rest[:-1], rank, role))
    return Kinds(kinds, table)
