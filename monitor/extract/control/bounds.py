"""Where noun phrases begin, and what stands between commas before a word."""

from monitor.extract.control.scene import Item, Scene
from monitor.extract.words.phrases import HYPHENS

ASIDE = 12
"""Words in what explains a name between commas."""


def unwrapped(scene: Scene, k: int) -> int:
    """The word before the aside that ends right before word k ("the front, a faction of the rebels, took"), else k."""
    if k < 2 or scene.words[k - 1] != ",":
        return k
    for j in range(k - 2, max(-1, k - 2 - ASIDE), -1):
        if scene.words[j] == ",":
            aside = (
                not {"det", "participle", "prep"}.isdisjoint(scene.tags(j + 1))
                or scene.words[j + 1] in scene.index.words.relatives
            )
            return j if aside else k
    return k


def opening(scene: Scene, item: Item) -> int:
    """Where the noun phrase of an item begins: its determiner, adjectives and numbers included."""
    k = item.k
    while k > 0:
        token = scene.document.tokens[scene.line.at[k - 1]]
        covering = scene.covering(k - 1)
        names = item.kind == "site" and covering is not None and covering.kind in ("name", "place")
        if covering and (names or covering.kind in ("actor", "nation", "site")) and covering.end == k:
            k = covering.k
            continue
        owner = scene.covering(k - 2) if token.kind == "clitic" and item.kind == "place" and k > 1 else None
        if owner and owner.kind in ("nation", "place"):
            k = owner.k  # "in Sudan's West Kordofan"
            continue
        tags = scene.tags(k - 1)
        if scene.words[k - 1] in scene.index.words.that:
            return k
        hyphened = scene.line.at[k - 1] - 1 >= 0 and scene.document.tokens[scene.line.at[k - 1] - 1].text in HYPHENS
        plain = (
            token.kind == "number"
            or hyphened
            or (not {"det", "adjective", "predet"}.isdisjoint(tags) and tags.isdisjoint(("prep", "say")))
        )
        if not plain and scene.words[k - 1] not in scene.index.words.parts:
            return k
        k -= 1
    return k
