"""Gained, says one, and denied by the other: what right behind a claim makes it contested."""

from monitor.extract.control.claim import Claim
from monitor.extract.control.words import ControlWords
from monitor.extract.found import FoundPlace, inside
from monitor.extract.words.tokens import Token
from monitor.model import Place

HELD = 8
"""Words behind "still holds" in which the place stands."""
LATER = 3
"""Sentences in which a claim may still be called untrue."""
REACH = 6
"""Words between a denial and the claim that it denies."""


def denied(claim: Claim, place: Place | None, places: tuple[FoundPlace, ...]) -> bool:
    """Whether the rest of a claim's sentence, or the next one, denies it, or one soon after calls it untrue."""
    scene, words = claim.scene, claim.scene.index.words
    sentences = scene.document.sentences
    own = sentences[scene.number]
    after = [own, *(one for one in sentences[scene.number + 1 : scene.number + 1 + LATER] if one.in_ == own.in_)]
    first = scene.line.end(claim.end)
    behind = scene.document.tokens[first : after[:2][-1].last]
    norms = [token.norm for token in behind]
    if _denies(words, norms) or _holds_out(words, norms, behind, place, places):
        return True
    later = [token.norm for token in scene.document.tokens[first : after[-1].last]]
    return any(scene.index.untrue.longest(later, k) or _takes_back(words, later, k) for k in range(len(later)))


def _takes_back(words: ControlWords, norms: list[str], k: int) -> bool:
    """Whether word k denies, in as many words, that something was taken ("denied that the town had fallen")."""
    return norms[k] in words.denials and not words.change.isdisjoint(norms[k + 1 : k + 1 + REACH])


def _denies(words: ControlWords, norms: list[str]) -> bool:
    """Whether somebody denies a claim in these words."""
    return any(
        norm in words.denials and (_ends(norms, k + 1) or not words.denied.isdisjoint(norms[k + 1 : k + 1 + REACH]))
        for k, norm in enumerate(norms)
    )


def _ends(norms: list[str], k: int) -> bool:
    """Whether nothing follows ("; the government denies.")."""
    return norms[k : k + 1] in ([], ["."], [";"], [","])


def _holds_out(
    words: ControlWords, norms: list[str], behind: list[Token], place: Place | None, places: tuple[FoundPlace, ...]
) -> bool:
    """Whether these words say that the place, and no other one, is still held by the other side."""
    held = (
        k for k, norm in enumerate(norms) if norm in words.still and not words.holds.isdisjoint(norms[k + 1 : k + 4])
    )
    k = next(held, None)
    if k is None or place is None:
        return False
    here = [found.mention.place.key for found in inside(places, behind[k].i, behind[k].i + HELD)]
    town = any(norm in words.sites["populated"] or norm in words.here for norm in norms[k : k + HELD])
    return place.key in here or (not here and town)
