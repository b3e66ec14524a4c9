"""How a change is meant: told as fact, as background, planned, possible or denied.

Cues count by where they stand, after ConText (Harkema and others, 2009): inside the verb group, before it in its
clause, or anywhere in the sentence."""

from bisect import bisect_left

from monitor.extract.control.claim import Claim
from monitor.extract.control.scene import COMMA, Scene
from monitor.extract.found import FoundDate, inside
from monitor.extract.words.phrases import Phrases
from monitor.model import Context

BREAKS = frozenset(";:—")
ENDED: dict[Context, Context] = {"reported": "negated", "negated": "reported"}
"""What the end of a siege says of the siege, by how the end itself is told."""
REACH = 8
"""Words before a verb group in which a cue of intention governs it."""


def judge(claim: Claim, dates: tuple[FoundDate, ...]) -> Context:
    """The context of a claim: of a siege that was lifted, that of the siege."""
    told = _judged(claim, dates)
    return ENDED.get(told, told) if claim.trigger.frame.shape == "relent" else told


def _judged(claim: Claim, dates: tuple[FoundDate, ...]) -> Context:
    """How the words of a claim are meant."""
    scene, start = claim.scene, claim.start
    left = _clause(scene, start)
    if _question(scene):
        return "future"
    ongoing = claim.status == "besieged" and any("have" in scene.tags(k) for k in range(claim.start, claim.k))
    for found in (
        _retold(claim),
        _denied(scene, start),
        _by_verb(claim),
        _governed(claim, left),
        None if ongoing else _by_date(claim, dates),
        None if ongoing else _cued(claim, left, dates),
    ):
        if found:
            return found
    return "reported"


def _clause(scene: Scene, start: int) -> int:
    """Where the clause of a verb group begins, as marks tell."""
    for k in range(start - 1, -1, -1):
        if scene.words[k] in BREAKS:
            return k + 1
    return 0


def _question(scene: Scene) -> bool:
    return scene.words[-1:] == ["?"]


def _retold(claim: Claim) -> Context | None:
    """ "days after it was seized", "after losing it": what the reader is reminded of."""
    scene, k = claim.scene, claim.start - 1
    words = scene.index.words
    k -= k > 0 and "adverb" in scene.tags(k) and scene.words[k] not in words.afterwards
    lost = claim.trigger.frame.shape == "yield" and "ing" in claim.trigger.tags
    if lost and k >= 0 and scene.words[k] in words.afterwards and scene.words[claim.end : claim.end + 1]:
        return "historical" if scene.words[claim.end] in words.here else None
    reminded = k > 0 and scene.words[k] in scene.index.words.here and "sub" in scene.tags(k - 1)
    return "historical" if reminded and scene.meant(k) else None


def _any(cues: Phrases[bool], scene: Scene, first: int, last: int) -> bool:
    """Whether a cue stands in words [first, last), outside expressions of time ("on 5 May")."""
    return any(cues.longest(scene.words, k) for k in range(first, last) if k not in scene.dated)


def _denied(scene: Scene, start: int) -> Context | None:
    """ "denied that the town had fallen"."""
    words = scene.index.words
    return "negated" if any(scene.words[k] in words.denials for k in range(max(0, start - 2 * REACH), start)) else None


def _by_verb(claim: Claim) -> Context | None:
    """What the verb group itself says: "did not capture", "may capture", "will capture", "which had captured"."""
    scene, index = claim.scene, claim.scene.index
    group = range(claim.start, claim.k)
    if _any(index.negations, scene, max(0, claim.start - 1), claim.k):
        return "negated"
    if _any(index.possible, scene, claim.start, claim.k):
        return "hypothetical"
    if any(index.planned.longest(scene.words, k) or scene.words[k] in index.words.modal for k in group):
        return "future"
    if any(scene.words[k] in index.words.had for k in group):
        before = scene.words[claim.start - 1] if claim.start else ""
        said = any(word in index.words.saying for word in scene.words[max(0, claim.start - 2 * REACH) : claim.start])
        if before in index.words.relatives or not said:
            return "historical" if before in index.words.relatives and not _just_said(scene, claim.start - 1) else None
    return None


def _just_said(scene: Scene, k: int) -> bool:
    """Whether the word before word k is a verb of saying, so that word k only opens what is said."""
    return k > 0 and scene.words[k - 1] in scene.index.words.saying


def _governed(claim: Claim, left: int) -> Context | None:
    """ "tried to capture", "an offensive to capture", "plans to capture", "aimed at capturing"."""
    scene, index = claim.scene, claim.scene.index
    infinitive = any(scene.words[k] in index.words.to for k in range(claim.start, claim.k))
    gerund = "ing" in claim.trigger.tags and claim.k > 0 and "prep" in scene.tags(claim.k - 1)
    if not (infinitive or gerund or not claim.trigger.tags):
        return None
    first = max(left, claim.start - REACH)
    for k in range(claim.start - 1, first - 1, -1):
        if index.achieved.longest(scene.words, k):
            return None
        if index.planned.longest(scene.words, k):
            return "future"
        if index.intended.longest(scene.words, k) or index.possible.longest(scene.words, k):
            return "hypothetical" if not infinitive else "future"
        if _any(index.negations, scene, k, k + 1):
            return "negated"
    return "future" if infinitive else None


def _by_date(claim: Claim, dates: tuple[FoundDate, ...]) -> Context | None:
    """An old date in the same clause, or the nearest date of the sentence."""
    scene = claim.scene
    at = scene.line.at
    first, last = at[0] if at[:-1] else 0, at[-1]
    told = ((bisect_left(at, date.first), date) for date in inside(dates, first, last))
    near = [date for k, date in told if not _held_since(scene, k, claim.k)]
    if not near:
        return None
    nearest = min(near, key=lambda date: _distance(scene, date, at[claim.k]))
    return "historical" if nearest.old else None


def _recent(scene: Scene, k: int, trigger: int) -> bool:
    """Whether a cue of the past at word k tells of now: "held since 2014", "the army has since retaken it"."""
    return _held_since(scene, k, trigger) or (k > 0 and "perfect-now" in scene.tags(k - 1))


def _held_since(scene: Scene, k: int, trigger: int) -> bool:
    """Whether word k only tells since when a place was held ("X, held by Y since 2014, was retaken")."""
    for j in range(k - 1, max(-1, k - REACH), -1):
        if scene.words[j] in ",.;" or j == trigger:
            return False
        if scene.words[j] in scene.index.words.holding:
            return True
    return False


def _distance(scene: Scene, date: FoundDate, token: int) -> int:
    """Words between a date and a trigger; one behind it is nearer, one of another clause farther."""
    if date.first > token:
        return date.first - token
    apart = any(one.text == COMMA for one in scene.document.tokens[date.last : token])
    return 2 * (token - date.last) + REACH * apart


def _cued(claim: Claim, left: int, dates: tuple[FoundDate, ...]) -> Context | None:
    """Cues before the verb group in its clause, and of the past anywhere in the sentence, but not in the words of a
    date that is news ("in the past week")."""
    scene, index = claim.scene, claim.scene.index
    at = scene.line.at
    fresh = [date for date in inside(dates, at[0], at[-1]) if not (date.old or date.past)]
    news = {k for k in scene.dated if any(date.first <= at[k] < date.last for date in fresh)}
    first = max(left, claim.start - 2 * REACH)
    if _any(index.possible, scene, first, claim.start):
        return "hypothetical"
    if "ing" in claim.trigger.tags and any(
        scene.words[k] in index.words.modal for k in range(claim.end, min(claim.end + REACH, len(scene.words)))
    ):
        return "future"
    around = range(max(0, claim.start - REACH), min(claim.end + REACH, len(scene.words)))
    cues = (k for k in around if index.past.longest(scene.words, k) and news.isdisjoint((k, k + 1, k + 2)))
    told = any(not _recent(scene, k, claim.k) for k in cues)
    if told or _any(index.before, scene, max(left, claim.start - REACH), claim.start):
        return "historical"
    if (
        claim.trigger.tags
        and "ing" in claim.trigger.tags
        and _any(index.planned, scene, max(left, claim.start - 3), claim.start)
    ):
        return "future"
    return None
