"""Which of its namesakes a name means: chosen with all names of the article in view.

Every name votes for the countries, regions, districts and stretches of land of the places that it can mean, by how
likely each is; then each name takes the place that its own weight and the others' votes favour. One name has one sense
in an article, unless the text itself says otherwise ("Alexandria, Louisiana")."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct, field

from monitor.extract.places.gazetteer import ALTERNATE, EXACT, Candidate, Gazetteer, covers
from monitor.extract.places.spots import CLEAR, NAMED, Spot

PEOPLE = 0.6 / 8 * math.log(2)
"""Weight of the logarithm of a place's people."""
ALIAS = 3.5
"""What a match by another name costs."""
KIND = {"country": 1.5, "area": 2.0, "region": 0.5, "district": -2.0, "populated": 0.0}
COUNTRY, REGION, DISTRICT, CELL = 2.5, 3.0, 1.0, 0.8
"""Weights of the logarithm of the votes for what holds a place."""
SMALL_PART, NAMESAKE = 28, 4.0
"""A city with a tenth of its region's people takes the bare name from it: how much that costs the region."""
UNCUED = 0.4
"""What the vote of a name counts that no word marks as a place."""
ROUNDS = 1
NEGLIGIBLE = 0.003
"""Votes below this are not counted."""
UNSURE, FAR = 0.95, 1.5
"""A name is left out rather than guessed where a place so many degrees away is less than that much worse."""
ABROAD, HOME = 0.25, 0.7
"""With more than HOME votes an article has a country; a small place in one with fewer than ABROAD is a namesake."""
BACKED = 0.5
"""The votes of others from which a place counts as backed by them."""
WARMTH = 2.0
"""How evenly an undecided name spreads its vote in the first round."""
DEGREES = 2.0
"""The width of a stretch of land; two sets of them overlap, so that no border parts neighbours."""


Holders = tuple[tuple[int, float], ...]
"""What holds a place, by index, each with the weight of the votes for it."""
Weighed = tuple[tuple[float, ...], tuple[Holders, ...], Mapping[int, Sequence[tuple[int, float]]]]
"""The first fields of a Name: what its candidates alone decide."""


class Name(Struct):
    """All spots of one name: for each candidate its own weight and, with their weights, what holds it."""

    candidates: Sequence[Candidate]
    weights: tuple[float, ...] = ()
    holders: tuple[Holders, ...] = ()
    held: Mapping[int, Sequence[tuple[int, float]]] = {}
    """The other way round: the candidates that each of these holds, by their places in the list, with the weight."""
    cue: int = 0
    count: int = 0
    demonym: bool = False
    attribute: bool = True
    senses: list["Name"] = field(default_factory=list)
    """The same name where the words around it leave other candidates."""
    votes: Mapping[int, float] = {}

    def trust(self) -> float:
        """How much its vote counts: more where words mark it as a place, and where it is told again."""
        cued = UNCUED if self.attribute or not self.cue else 1.0 + (self.cue == NAMED) / 2
        return cued * (1.0 + 0.3 * math.log(self.count))

    def own(self) -> Mapping[int, float]:
        """What this name says itself, in all its senses: no evidence for any of them."""
        if not self.senses:
            return self.votes
        own = dict(self.votes)
        for sense in self.senses:
            for index, share in sense.votes.items():
                own[index] = own.get(index, 0.0) + share
        return own

    def scores(self, tally: "Tally") -> list[float]:
        """Each candidate's own weight and what the other names say for what holds it."""
        own, scores = self.own(), list(self.weights)
        for index in tally.shared & self.held.keys():
            if (others := tally.votes[index] - own.get(index, 0.0)) > NEGLIGIBLE:
                backing = math.log1p(others)
                for at, worth in self.held[index]:
                    scores[at] += worth * backing
        return scores


class Tally(NamedTuple):
    """All votes, by what they are for, and for what more than one name or hint votes: of nothing else does any name
    hear from others."""

    votes: dict[int, float]
    shared: set[int]


class Support(NamedTuple):
    """Whether other names of the article lie in the same country; in the same region or stretch of land; whether the
    choice is clear (no place far away would do nearly as well); whether the article is about another country, and
    whether it names this one."""

    country: bool
    region: bool
    clear: bool
    abroad: bool
    home: bool


def resolve(
    spots: list[Spot],
    gazetteer: Gazetteer,
    hints: Mapping[int, float] | None = None,
    surnamed: frozenset[int] = frozenset(),
) -> Iterator[tuple[Spot, Candidate]]:
    """Each spot that is a place with the place that it means. Demonyms and hints (votes by index) only vote.

    `surnamed` are the countries, by index, whose towns bear the surnames of the article's language."""
    names, hints = _names(spots, gazetteer), hints or {}
    for name in names.values():
        name.votes = _first_vote(tuple(name.candidates), gazetteer, name.trust())
    tally = _tally(names.values(), hints)
    for _ in range(ROUNDS):
        for name in names.values():
            if len(name.candidates) > 1:
                name.votes = _vote(name.scores(tally), name.holders, name.trust(), 1.0)
        tally = _tally(names.values(), hints)
    homes = _homes(names.values(), hints)
    chosen = {key: _best(name, tally, homes) for key, name in names.items()}
    for spot in spots:
        key = _key(spot)
        place, support = chosen[key]
        if _meant(spot, names[key], place, support, surnamed):
            yield spot, place


def _meant(spot: Spot, name: Name, place: Candidate, support: Support, surnamed: frozenset[int]) -> bool:
    """Whether the name is a place at all, and that place, as far as the article tells."""
    if spot.demonym or not support.clear or (spot.loose and not support.country):
        return False
    if not spot.qualified:
        cue = name.cue + (support.home and name.cue > 0 and _countries(name).isdisjoint(surnamed))
        if cue < spot.needs or (support.abroad and not _renowned(spot, place)):
            return False
        if spot.weak and not spot.known and name.cue < CLEAR:
            return False
    return bool(spot.known or name.cue or support.region or (support.country and _foreign(name, surnamed)))


def _renowned(spot: Spot, place: Candidate) -> bool:
    """Whether a place is meant even where nothing else in the article lies in its country."""
    return spot.great if place.feature == "populated" else spot.known


def _foreign(name: Name, surnamed: frozenset[int]) -> bool:
    """Whether all candidates lie in one country whose place names are no surnames of the article's language."""
    countries = _countries(name)
    return len(countries) == 1 and not countries & surnamed


def _countries(name: Name) -> set[int]:
    """The countries, by index, in which a name's candidates lie."""
    return {holders[0][0] for holders in name.holders}


def _key(spot: Spot) -> tuple[str, int]:
    """What tells the senses of a name apart: the candidates that the text itself leaves."""
    return spot.key, spot.candidates[0].index if spot.qualified else -len(spot.candidates)


def _names(spots: list[Spot], gazetteer: Gazetteer) -> dict[tuple[str, int], Name]:
    names: dict[tuple[str, int], Name] = {}
    told = {spot.key: spot for spot in reversed(spots) if spot.qualified}
    for spot in spots:
        if not spot.qualified and spot.key in told:
            spot.candidates, spot.qualified = _there(spot.candidates, told[spot.key].candidates, gazetteer), True
        key = _key(spot)
        if key not in names:
            names[key] = _name(spot.candidates, gazetteer)
        cue = 0 if spot.weak else max(spot.cue, int((spot.known and not spot.needs) or spot.demonym))
        names[key].cue = max(names[key].cue, cue)
        names[key].count += 1
        names[key].demonym = spot.demonym
        names[key].attribute &= spot.attribute
    by_key: dict[str, list[Name]] = {}
    for (text, _), name in names.items():
        by_key.setdefault(text, []).append(name)
    for name, others in ((name, same) for same in by_key.values() if len(same) > 1 for name in same):
        name.senses = [other for other in others if other is not name]
    return names


def _there(candidates: Sequence[Candidate], told: Sequence[Candidate], gazetteer: Gazetteer) -> Sequence[Candidate]:
    """The candidates in the regions of those that the text has told apart for the same name."""
    regions = {gazetteer.division(item) for item in told}
    return [item for item in candidates if gazetteer.division(item) in regions] or told


def _name(candidates: Sequence[Candidate], gazetteer: Gazetteer) -> Name:
    return Name(candidates, *_weighed(tuple(candidates), gazetteer))


@lru_cache(maxsize=8192)
def _weighed(candidates: tuple[Candidate, ...], gazetteer: Gazetteer) -> Weighed:
    """What speaks for each candidate before any other name is heard, what holds it, and whom each of these holds."""
    weights = [PEOPLE * one.size - ALIAS * (one.tier == ALTERNATE) + KIND.get(one.feature, 1.0) for one in candidates]
    holders = tuple(_holders(gazetteer, one.index) for one in candidates)
    _prefer_cities(candidates, holders, weights)
    _prefer_countries(candidates, holders, weights)
    held: dict[int, list[tuple[int, float]]] = {}
    for at, (index, worth) in ((at, one) for at, holding in enumerate(holders) for one in holding):
        held.setdefault(index, []).append((at, worth))
    return tuple(weights), holders, held


def _prefer_countries(candidates: Sequence[Candidate], holders: Sequence[Holders], weights: list[float]) -> None:
    """A country is meant before a region or city in it that bears its name ("Mexico", "Luxembourg")."""
    countries = {item.index for item in candidates if item.feature == "country"}
    for i, (item, held) in enumerate(zip(candidates, holders, strict=True)):
        if item.feature != "country" and held[0][0] in countries:
            weights[i] -= NAMESAKE


def _prefer_cities(candidates: Sequence[Candidate], holders: Sequence[Holders], weights: list[float]) -> None:
    """A city of the same name as its region is meant, unless it is a small part of it."""
    wide = [i for i, item in enumerate(candidates) if item.feature in ("region", "district")]
    for item, held in zip(candidates, holders, strict=True) if wide else ():
        if item.feature != "populated" or item.tier != EXACT:
            continue
        holding = {index for index, _ in held}
        for i in wide:
            around = candidates[i]
            inside = around.index in holding or (held[0][0] == holders[i][0][0] and covers(around, item))
            if inside and around.size - item.size < SMALL_PART:
                weights[i] -= NAMESAKE


@lru_cache(maxsize=16384)
def _holders(gazetteer: Gazetteer, place: int) -> Holders:
    """What holds a place, itself included: country, region, district, and two stretches of land where it is small."""
    item = gazetteer.at(place)
    chain = [item.index, *(parent.index for parent in gazetteer.parents(item))]
    held = list(zip(reversed(chain), (COUNTRY, REGION, DISTRICT, DISTRICT, DISTRICT), strict=False))
    if item.radius_km < 100:
        held += [(_cell(item, 0.0), CELL), (_cell(item, DEGREES / 2), CELL)]
    return tuple(held)


def _cell(item: Candidate, shift: float) -> int:
    """The number, below zero, of the stretch of land that holds a place."""
    row, column = int((item.lat + 90 + shift) // DEGREES), int((item.lon + 180 + shift) // DEGREES)
    return -1 - (row * 400 + column) * 2 - (shift > 0)


def _vote(scores: Sequence[float], holders: Sequence[Holders], trust: float, warmth: float) -> dict[int, float]:
    """One vote, spread over everything that holds the candidates with these scores."""
    top = max(scores)
    powers = [math.exp((score - top) / warmth) for score in scores]
    trust /= sum(powers)
    votes: dict[int, float] = {}
    for held, power in zip(holders, powers, strict=True):
        share = power * trust
        if share > NEGLIGIBLE:
            for index, _ in held:
                votes[index] = votes.get(index, 0.0) + share
    return votes


@lru_cache(maxsize=2048)
def _first_vote(candidates: tuple[Candidate, ...], gazetteer: Gazetteer, trust: float) -> Mapping[int, float]:
    """That of a name before any other is heard; remembered, for the news names the same places day by day."""
    weights, holders, _ = _weighed(candidates, gazetteer)
    return _vote(weights, holders, trust, WARMTH)


def _tally(names: Iterable[Name], hints: Mapping[int, float]) -> Tally:
    votes, shared = dict(hints), set[int]()
    for name in names:
        for index, share in name.votes.items():
            if index in votes:
                votes[index] += share
                shared.add(index)
            else:
                votes[index] = share
    return Tally(votes, shared)


def _homes(names: Iterable[Name], hints: Mapping[int, float]) -> dict[int, float]:
    """The countries that an article is about, with their votes: those of names that tell where it is at home."""
    votes = dict(hints)
    for name in names:
        if not (name.demonym or name.attribute):
            for index in name.votes.keys() & _countries(name):
                votes[index] = votes.get(index, 0.0) + name.votes[index]
    return {index: share for index, share in votes.items() if share > HOME}


def _best(name: Name, tally: Tally, homes: dict[int, float]) -> tuple[Candidate, Support]:
    """The candidate with the best score, and what else in the article speaks for where it lies."""
    votes, scores = tally.votes, name.scores(tally) if len(name.candidates) > 1 else name.weights
    best = max(range(len(scores)), key=scores.__getitem__)
    own = name.own()
    country, *around = [votes.get(index, 0.0) - own.get(index, 0.0) for index, _ in name.holders[best]]
    backed = any(share > BACKED for share in around)
    clear = _clear(name, scores, best)
    item = name.candidates[best]
    alias = item.tier == ALTERNATE and item.feature == "populated" and (len(scores) > 1 or name.cue < CLEAR)
    here = name.holders[best][0][0]
    mine = votes.get(here, 0.0)
    settled = any(share - own.get(index, 0.0) > max(HOME, mine) for index, share in homes.items())
    abroad = country < ABROAD and not backed and (settled or alias)
    home = here in homes and homes[here] - own.get(here, 0.0) > HOME
    return name.candidates[best], Support(country > BACKED, backed, clear, abroad, home)


def _clear(name: Name, scores: Sequence[float], best: int) -> bool:
    """Whether every candidate that scores nearly as well as the best lies near it; a country gives way only to what
    other names speak for."""
    chosen = name.candidates[best]
    near = math.cos(math.radians(chosen.lat))
    return not any(
        score > scores[best] - UNSURE
        and (score > weight or chosen.feature != "country")
        and math.hypot(item.lat - chosen.lat, (item.lon - chosen.lon) * near) > FAR
        for item, score, weight in zip(name.candidates, scores, name.weights, strict=True)
    )
