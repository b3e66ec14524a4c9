"""Names that explain each other: lists of one kind, and places named with what holds them."""

from collections.abc import Sequence
from itertools import pairwise

from monitor.extract.places.cues import PlaceCues
from monitor.extract.places.gazetteer import Candidate, Gazetteer, covers
from monitor.extract.places.spots import CLEAR, NAMED, POSSIBLE, SHORTEST, Spot
from monitor.extract.words.tokens import Document

HOLDERS = frozenset({"country", "region", "district"})
"""What can hold another place."""
LOOSE, FIRM = 1, 2
"""How firmly the words between two names say that the first lies in the second: a comma, "district of"."""
LINK = 6
"""Words between a place and what holds it."""


def enumerate_kinds(document: Document, spots: list[Spot], cues: PlaceCues) -> None:
    """Carry a kind back through a list: "Clarke, Madison and Oconee counties"."""
    tokens, kinds = document.tokens, frozenset[str]()
    for around, spot in pairwise(reversed(spots)):
        end = around.last
        if around.cue == NAMED and end < len(tokens) and tokens[end].norm in cues.kinds:
            kinds = frozenset(item.feature for item in around.candidates)
        between = tokens[spot.last : around.first]
        linked = 0 < len(between) < 3 and all(token.text == "," or token.norm in cues.conjunctions for token in between)
        if not linked or spot.sentence != around.sentence:
            kinds = frozenset()
        elif kinds:
            spot.candidates = [item for item in spot.candidates if item.feature in kinds] or spot.candidates
            spot.cue, spot.needs = CLEAR, 0
        elif around.cue >= CLEAR and spot.cue < POSSIBLE:
            spot.cue = POSSIBLE


def qualify(document: Document, spots: list[Spot], cues: PlaceCues, gazetteer: Gazetteer) -> None:
    """Join "Alexandria, Louisiana", "Akobo (Jonglei)", "Guma district of Benue" and "Benue's Guma": one holds the
    other. A small place that no namesake in what holds it explains is none that the gazetteer knows, nor is a larger
    one that is told to lie in another country ("Tempe in Greece")."""
    for spot, around in pairwise(spots):
        if spot.sentence != around.sentence or around.demonym:
            continue
        if spot.demonym:
            if _describes(document, spot, around, cues):
                _nest(around, spot, gazetteer, strict=False)
            continue
        bond = _bond(document, spot, around, cues)
        if bond and len(spot.key) >= SHORTEST:
            _nest(spot, around, gazetteer, strict=bond != LOOSE)
        elif document.tokens[spot.last].kind == "clitic" and around.first == spot.last + 1:
            _nest(around, spot, gazetteer, strict=False)
    spots[:] = [spot for spot in spots if spot.candidates]


def _bond(document: Document, spot: Spot, around: Spot, cues: PlaceCues) -> int:
    """How firmly the words between two names say that the first lies in the second; 0 for not at all."""
    between = document.tokens[spot.last : around.first]
    if len(between) == 1 and between[0].text in ",(":
        return LOOSE if between[0].text == "," else FIRM
    aside = len(between) > 1 and between[0].text == ","
    between = between[1:] if aside else between
    if not 0 < len(between) <= LINK or not any(
        token.norm in cues.strong_locative or token.norm in cues.of for token in between
    ):
        return 0
    linked = all(
        token.norm in cues.links or token.norm in cues.kinds or token.norm in cues.compass for token in between
    )
    return (LOOSE if aside else FIRM) if linked else 0


def _describes(document: Document, people: Spot, spot: Spot, cues: PlaceCues) -> bool:
    """Whether a people says whose place is named: "the Lebanese city of Tripoli", "the Ecuadorean port of Manta"."""
    between = document.tokens[people.last : spot.first]
    if not 1 < len(between) <= LINK or between[-1].norm not in cues.of:
        return False
    return between[-2].norm in cues.kinds and all(token.kind == "word" for token in between)


def _nest(spot: Spot, around: Spot, gazetteer: Gazetteer, *, strict: bool) -> None:
    """Keep of both names the candidates of which the first lies in the second, where there are any."""
    held = _held(spot.candidates, around.candidates, gazetteer)
    if held:
        spot.candidates, spot.qualified, spot.cue = held, True, max(spot.cue, CLEAR)
        around.candidates = _holders(held, around.candidates, gazetteer)
        around.cue = max(around.cue, CLEAR)
    elif strict and any(item.feature in HOLDERS for item in around.candidates):
        foreign = not spot.great and around.candidates[0].feature == "country"
        if foreign or not spot.known:
            spot.candidates = []


def _held(inner: Sequence[Candidate], outer: Sequence[Candidate], gazetteer: Gazetteer) -> list[Candidate]:
    """The candidates that lie in one of the others, by what holds them, else by the map: not all that holds a place in
    the news is a division of its country."""
    wide = [item for item in outer if item.feature in HOLDERS]
    indexes = {item.index for item in wide}
    held = [item for item in inner if any(parent.index in indexes for parent in gazetteer.parents(item))]
    return held or [item for item in inner if any(_covered(item, around, gazetteer) for around in wide)]


def _covered(item: Candidate, around: Candidate, gazetteer: Gazetteer) -> bool:
    """Whether a place lies in a region's radius, and in its country."""
    if around.feature == "country" or item.feature in ("country", "region"):
        return False
    return covers(around, item) and gazetteer.country(item) == gazetteer.country(around)


def _holders(inner: Sequence[Candidate], outer: Sequence[Candidate], gazetteer: Gazetteer) -> list[Candidate]:
    """The candidates in which one of the others lies."""
    indexes = {parent.index for item in inner for parent in gazetteer.parents(item)}
    held = [item for item in outer if item.index in indexes]
    return held or [item for item in outer if any(_covered(one, item, gazetteer) for one in inner)]
