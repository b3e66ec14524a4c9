"""Places that are named only in passing: in the name of a market or a road, and where something was agreed on."""

from collections.abc import Sequence

from monitor.extract.found import FoundPlace
from monitor.extract.places.cues import PlaceCues
from monitor.extract.places.geometry import coarse_distance, lies_in
from monitor.extract.words.tokens import Token
from monitor.model import Place

VENUE = 2
"""Words behind a name that may tell that a venue bears it: "Kano bus park"."""
TOWN = 6
"""Words from a venue to the town that it is in, at most: "in the city of"."""
QUARTER = 20.0
"""Kilometres within which a place may be a quarter of a town."""
DEAL = 7
"""Words between what was agreed on and where."""


def bears_name(tokens: Sequence[Token], cues: PlaceCues, found: FoundPlace, ahead: Sequence[FoundPlace]) -> bool:
    """Whether only a market, a road or a park bears the place's name, that is told to be in another one.

    "The Kano bus park in Maiduguri" is not in Kano; `ahead` are the places of the document behind this one."""
    end = _venue_end(tokens, cues, found.last)
    if not end and ahead and ahead[0].first == found.last + 1 and tokens[found.last].text in "-–":
        end, ahead = _venue_end(tokens, cues, ahead[0].last), ahead[1:]
    if not end or not ahead or end >= len(tokens) or tokens[end].norm not in cues.strong_locative - cues.near:
        return False
    town = ahead[0]
    between = tokens[end : town.first]
    joined = all(token.kind == "word" and token.norm not in cues.conjunctions for token in between)
    return joined and len(between) <= TOWN and not _inside(found.mention.place, town.mention.place)


def _inside(place: Place, other: Place) -> bool:
    """Whether a place lies in the other one, and not only in the region of that town."""
    return lies_in(place, other) and (other.feature != "populated" or coarse_distance(place, other) <= QUARTER)


def _venue_end(tokens: Sequence[Token], cues: PlaceCues, i: int) -> int:
    """The token behind the venue's name that goes on at token i, 0 where none does."""
    return next((k + 1 for k in range(i, min(i + VENUE, len(tokens))) if tokens[k].norm in cues.venues), 0)


def agreed_there(tokens: Sequence[Token], cues: PlaceCues, found: FoundPlace) -> bool:
    """Whether something was agreed on in the place: "hours after both sides had signed a truce in Jeddah"."""
    if not found.first or tokens[found.first - 1].norm not in cues.strong_locative:
        return False
    for token in reversed(tokens[max(0, found.first - 1 - DEAL) : found.first - 1]):
        if token.kind != "word" or token.norm in cues.strong_locative:
            return False
        if token.norm in cues.agreeing:
            return True
    return False
