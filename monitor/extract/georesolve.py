"""Which of its namesakes a name means: chosen with all names of the article in view.

Every name votes for the countries, regions and districts of the places it can mean, by how likely each is of itself;
then each name takes the place that its own weight and the others' votes favour. One name has one sense in an article,
unless the text itself says otherwise ("Alexandria, Louisiana")."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from monitor.extract.gazetteer import ALTERNATE, DEMONYM, Candidate, Gazetteer

PEOPLE = 0.6 / 8 * math.log(2)
"""Weight of the logarithm of a place's people."""
ALIAS = 2.5
"""What a match by another name costs."""
KIND = {"country": 6.0, "area": 5.0, "region": 0.0, "district": -2.0, "populated": 0.0}
COUNTRY, REGION, DISTRICT = 1.6, 2.2, 1.0
"""Weights of the logarithm of the votes for what holds a place."""


@dataclass(slots=True)
class Spot:
    """A name that may be a place. `cue` 0 none, 1 perhaps, 2 clear; `known` means that its size needs no cue."""

    first: int
    last: int
    sentence: int
    key: str
    candidates: list[Candidate]
    cue: int = 0
    known: bool = False
    demonym: bool = False
    organisation: bool = False
    qualified: bool = False


@dataclass(slots=True)
class Name:
    """All spots of one name, with its candidates' own weights and what holds them."""

    candidates: list[Candidate]
    weights: list[float] = field(default_factory=list)
    chains: list[tuple[int, ...]] = field(default_factory=list)
    cue: int = 0
    votes: dict[int, float] = field(default_factory=dict)


def resolve(spots: list[Spot], gazetteer: Gazetteer) -> Iterator[tuple[Spot, Candidate]]:
    """Each spot that is a place with the place that it means. Demonyms vote but are no places."""
    names = _names(spots, gazetteer)
    votes = _votes(names.values())
    for _ in range(2):
        for name in names.values():
            name.votes = _shares(name, _scores(name, votes))
        votes = _votes(names.values())
    for spot in spots:
        name = names[spot.key, spot.qualified and len(spot.candidates)]
        if spot.demonym:
            continue
        scores = _scores(name, votes)
        best = max(range(len(scores)), key=scores.__getitem__)
        chosen = name.candidates[best]
        if spot.known or name.cue >= 1 or _backed(name, best, votes):
            yield spot, chosen


def _names(spots: list[Spot], gazetteer: Gazetteer) -> dict[tuple[str, int], Name]:
    names: dict[tuple[str, int], Name] = {}
    qualified: dict[str, Spot] = {spot.key: spot for spot in spots if spot.qualified}
    for spot in spots:
        if not spot.qualified and spot.key in qualified:
            twin = qualified[spot.key]
            spot.candidates, spot.qualified = twin.candidates, True
        key = spot.key, spot.qualified and len(spot.candidates)
        if key not in names:
            names[key] = _name(spot.candidates, gazetteer)
        names[key].cue = max(names[key].cue, spot.cue)
    return names


def _name(candidates: list[Candidate], gazetteer: Gazetteer) -> Name:
    name = Name(candidates)
    for item in candidates:
        name.weights.append(PEOPLE * item.size - ALIAS * (item.tier == ALTERNATE) + KIND.get(item.feature, 1.0))
        name.chains.append((item.index, *(parent.index for parent in gazetteer.parents(item))))
    name.votes = _shares(name, name.weights)
    return name


def _shares(name: Name, scores: list[float]) -> dict[int, float]:
    """How much of its one vote the name gives to everything that holds its candidates."""
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers)
    shares: dict[int, float] = defaultdict(float)
    for chain, power in zip(name.chains, powers, strict=True):
        for index in chain:
            shares[index] += power / total
    return shares


def _votes(names: Iterable[Name]) -> dict[int, float]:
    votes: dict[int, float] = defaultdict(float)
    for name in names:
        for index, share in name.votes.items():
            votes[index] += share
    return votes


def _scores(name: Name, votes: dict[int, float]) -> list[float]:
    """A candidate's own weight and what the other names say for its country, region and district."""
    scores = []
    for weight, chain in zip(name.weights, name.chains, strict=True):
        score = weight
        for index, importance in zip(reversed(chain), (COUNTRY, REGION, DISTRICT, DISTRICT), strict=False):
            score += importance * math.log1p(max(0.0, votes[index] - name.votes.get(index, 0.0)))
        scores.append(score)
    return scores


def _backed(name: Name, best: int, votes: dict[int, float]) -> bool:
    """Whether another name of the article lies in the same region or district."""
    return any(votes[index] - name.votes.get(index, 0.0) > 0.5 for index in name.chains[best][1:-1])


__all__ = ["DEMONYM", "Spot", "resolve"]
