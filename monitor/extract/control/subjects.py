"""The places that stand before a verb as its subject."""

from monitor.extract.control.bounds import opening, unwrapped
from monitor.extract.control.phrases import Targets, targets
from monitor.extract.control.scene import COMMA, Item, Scene


def subject(scene: Scene, k: int) -> Targets:
    """The places that stand before word k as what it tells of ("the town of A was")."""
    if k and scene.words[k - 1] in scene.index.words.here and scene.meant(k - 1):
        return targets(scene, k - 1)
    related = _related(scene, k)
    if related:
        return related
    k = unwrapped(scene, k)
    start = _head(scene, k)
    if start is None:
        return Targets()
    found = targets(scene, start, k)
    if found.end < k - 1 and not _gap(scene, found.end, k):
        return Targets()
    return _become(scene, found) or found


def _related(scene: Scene, k: int) -> Targets | None:
    """The place right before "which" ("fighting in X, which fell"), whatever governs it."""
    if k < 2 or scene.words[k - 1] not in scene.index.words.relatives:
        return None
    end = k - 1 - (scene.words[k - 2] == COMMA)
    item = next(scene.before(end), None)
    if item is None or item.end != end or item.kind != "place":
        return None
    found = targets(scene, opening(scene, item))
    return Targets(found.phrases[:1], found.loser, found.taker, k - 1) if found.phrases else None


def _become(scene: Scene, found: Targets) -> Targets | None:
    """The place that "X became the first capital to fall" is about."""
    phrase = found.phrases[0] if found.phrases else None
    if phrase is None or phrase.own or not phrase.k or scene.words[phrase.k - 1] not in scene.index.words.becoming:
        return None
    item = next(scene.before(phrase.k - 1), None)
    if item is None or item.end != phrase.k - 1 or item.kind not in ("place", "name"):
        return None
    return targets(scene, opening(scene, item))


def _gap(scene: Scene, k: int, end: int) -> bool:
    """Whether only asides and adverbs stand between a subject and its verb."""
    return all(
        scene.words[j] in ",()"
        or j in scene.items
        or not {"adverb", "prep", "det", "noun", "adjective", "relative"}.isdisjoint(scene.tags(j))
        for j in range(k, end)
    )


def _head(scene: Scene, k: int) -> int | None:
    """Where the noun phrase begins that governs the verb at word k: the nearest one outside a prepositional phrase."""
    best: int | None = None
    listed: int | None = None
    for item in scene.before(k):
        start = opening(scene, item)
        if (
            start > 1
            and scene.words[start - 1] in scene.index.words.of
            and scene.words[start - 2] in scene.index.words.parts
        ):
            start -= 2
        before = scene.words[start - 1] if start else ""
        if item.kind == "nation" or _second_end(scene, item, start):
            continue
        if best is None and _listed(scene, item, start):
            listed = start
            continue
        if before in scene.index.words.of or (start and "prep" in scene.tags(start - 1)):
            continue
        if best is None:
            if item.kind == "actor" or (item.kind == "name" and start and "noun" in scene.tags(start - 1)):
                return listed
            best = start
            continue
        return best
    return best if best is not None else listed


def _listed(scene: Scene, item: Item, start: int) -> bool:
    """Whether an item stands behind another one in a list ("A, B and C")."""
    one = next(scene.before(item.k), None)
    if one is None or not {item.kind, one.kind} <= {"place", "name"}:
        return False
    k = one.end + (scene.words[one.end] == COMMA)
    link = scene.index.and_.longest(scene.words, k)
    return one.end < k + (link[0] if link else 0) == start


def _second_end(scene: Scene, item: Item, start: int) -> bool:
    """Whether an item is the Y of "between X and Y"."""
    one = next(scene.before(item.k), None)
    link = scene.index.and_.longest(scene.words, one.end) if one else None
    if one is None or link is None or one.end + link[0] != start:
        return False
    begin = opening(scene, one)
    return begin > 0 and scene.words[begin - 1] in scene.index.words.between
