"""Who gained and who lost, by role and not by order: each shape of frame read around its trigger."""

from collections.abc import Callable
from dataclasses import dataclass

from monitor.extract.control_phrases import ARMED, Targets, opening, subject, targets
from monitor.extract.control_scene import Item, Phrase, Scene
from monitor.extract.control_words import Shape, Trigger
from monitor.model import Actor, ControlStatus

NEAR = 6
"""Words between a verb and its "by"."""
BESIEGERS = frozenset({"state_force", "rebel", "militia", "external"})
POLICE = "police-forces"
ENDS = frozenset(".,;:")
CHAIN = 4
"""Helping verbs and adverbs before a verb."""


@dataclass(slots=True)
class Claim:
    """A change told by words [k, end) of a scene, its context not yet judged. `start` is where the verb group begins."""

    scene: Scene
    trigger: Trigger
    k: int
    end: int
    start: int
    status: ControlStatus
    places: list[Phrase]
    gained: Actor | None = None
    lost: Actor | None = None
    agent: Item | None = None


def claims(scene: Scene) -> list[Claim]:
    """Every change that a sentence tells of."""
    found: list[Claim] = []
    k = 0
    while k < len(scene.words):
        match = scene.index.triggers.longest(scene.words, k)
        if match is None:
            k += 1
            continue
        length, triggers = match
        claim = next((claim for trigger in triggers if (claim := _read(scene, trigger, k, k + length))), None)
        if claim:
            found.append(claim)
        k += length
    return found


def _read(scene: Scene, trigger: Trigger, k: int, end: int) -> Claim | None:
    covering = scene.covering(k)
    if (covering and covering.kind != "site") or _adjectival(scene, trigger, k):
        return None
    claim = Claim(scene, trigger, k, end, _start(scene, k), trigger.frame.status, [])
    read = SHAPES[trigger.frame.shape]
    return claim if read(claim) and claim.places else None


def _adjectival(scene: Scene, trigger: Trigger, k: int) -> bool:
    """Whether a participle only describes what follows it ("the captured town", "their recently seized posts")."""
    if {"participle", "ing"}.isdisjoint(trigger.tags):
        return False
    if trigger.frame.shape == "siege" and "ing" in trigger.tags and k and not {"prep", "conj", "det"}.isdisjoint(scene.tags(k - 1)):
        return True
    j = k - 1
    while j >= 0 and not {"adverb", "adjective"}.isdisjoint(scene.tags(j)) and "be" not in scene.tags(j):
        j -= 1
    return j >= 0 and j not in scene.items and "det" in scene.tags(j) and scene.covering(j) is None


def _start(scene: Scene, k: int) -> int:
    """Where the verb group begins that word k ends: helping verbs, negations and adverbs before it."""
    start = k
    for j in range(k - 1, max(-1, k - 1 - CHAIN), -1):
        tags = scene.tags(j)
        if not {"be", "have", "do", "modal", "neg"}.isdisjoint(tags) or scene.words[j] in scene.index.words.to:
            start = j
        elif "adverb" not in tags:
            break
    return start


def _passive(claim: Claim) -> bool:
    """Whether the verb tells what was done to its subject."""
    scene = claim.scene
    if "participle" not in claim.trigger.tags:
        return False
    if any("be" in scene.tags(j) for j in range(claim.start, claim.k)):
        return True
    return claim.end < len(scene.words) and scene.words[claim.end] in scene.index.words.by and claim.start == claim.k


def _by(scene: Scene, k: int) -> Actor | None:
    """The actor behind "by"."""
    for j in range(k, min(k + NEAR, len(scene.words))):
        if scene.words[j] in scene.index.words.by:
            phrase = scene.phrase(j + 1)
            return phrase.actor if phrase and phrase.actor and phrase.actor.kind in ARMED else None
    return None


def agent(scene: Scene, k: int) -> Item | None:
    """Who does what the verb group from word k on tells: the nearest actor before it that is no object and hangs on no
    preposition, or the one right before the verb."""
    for item in scene.before(k):
        if item.actor is None or item.actor.kind not in ARMED or item.kind in ("site", "nation"):
            continue
        start = opening(scene, item)
        if _beside(scene, item.end, k):
            return _first(scene, item, start)
        if item.kind == "place":
            continue
        tags = scene.tags(start - 1) if start else frozenset[str]()
        governed = bool(start) and ("prep" in tags or ("verb" in tags and "be" not in tags) or scene.words[start - 1] in scene.index.words.by)
        if not governed:
            return _first(scene, item, start)
    return None


def _first(scene: Scene, item: Item, start: int) -> Item:
    """The first of actors joined by "and" as one subject."""
    for earlier in scene.before(start):
        joined = scene.index.and_.longest(scene.words, earlier.end)
        if earlier.kind == "actor" and earlier.actor and earlier.actor.kind in ARMED and joined and earlier.end + joined[0] >= start:
            return earlier
        break
    return item


def _beside(scene: Scene, k: int, end: int) -> bool:
    """Whether only relatives, helping verbs and adverbs stand between an actor and a verb."""
    words = scene.index.words
    return all(
        scene.words[j] in words.relatives or not {"adverb", "have", "be", "relative", "modal"}.isdisjoint(scene.tags(j)) for j in range(k, end)
    )


def _clear(claim: Claim) -> bool:
    """Whether a verb is meant in earnest: for weak ones an armed agent, and a place that is named or a site that is
    held; the police must take it from somebody."""
    frame = claim.trigger.frame
    if frame.controlling and not any(phrase.control for phrase in claim.places):
        return False
    if claim.gained and (claim.gained.id or "").startswith(POLICE) and not claim.lost:
        return any(phrase.site and phrase.site.site == "populated" for phrase in claim.places)
    if not frame.weak:
        return True
    return claim.gained is not None and any(phrase.control or phrase.named or _certain(claim.scene, phrase) for phrase in claim.places)


def _certain(scene: Scene, phrase: Phrase) -> bool:
    """Whether an unnamed site is a certain one: "the town", "their base", "an army post", not "positions"."""
    if not phrase.site or phrase.site.site not in ("military", "populated"):
        return False
    return phrase.actor is not None or "det" in scene.tags(phrase.k)


def _sides(claim: Claim, found: Targets) -> None:
    claim.places = found.phrases
    holders = [phrase.actor for phrase in found.phrases if phrase.actor and phrase.actor != claim.gained]
    claim.lost = claim.lost or found.loser or next(iter(holders), None)


def _take(claim: Claim) -> bool:
    scene = claim.scene
    if _passive(claim):
        found = subject(scene, claim.start)
        claim.gained = _by(scene, claim.end)
        _sides(claim, found)
        after = targets(scene, claim.end)
        claim.lost = claim.lost or after.loser
        return claim.gained is not None or (claim.start < claim.k and not claim.trigger.frame.weak)
    found = _object(scene, claim.end)
    claim.agent = agent(scene, claim.start)
    claim.gained = claim.agent.actor if claim.agent else None
    if not found.phrases and claim.agent:
        found = _antecedent(scene, claim.agent)
    _sides(claim, found)
    held = any(phrase.control or (phrase.site and phrase.site.site != "terrain") for phrase in claim.places)
    return _clear(claim) and (claim.gained is not None or held)


def _antecedent(scene: Scene, taker: Item) -> Targets:
    """The place before "that the rebels captured"."""
    start = opening(scene, taker)
    if start < 1 or scene.words[start - 1] not in scene.index.words.that:
        return Targets()
    comma = scene.words[start - 2 : start - 1] == [","]
    return subject(scene, start - 1 - comma)


def _object(scene: Scene, k: int) -> Targets:
    """The places behind a verb, or behind a second verb that shares its object ("overran and burned the camp")."""
    link = scene.index.and_.longest(scene.words, k)
    if link and k + link[0] < len(scene.words) and "verb" in scene.tags(k + link[0]):
        return targets(scene, k + link[0] + 1)
    return targets(scene, k)


def _fall(claim: Claim) -> bool:
    """PLACE fell (to AGENT): the place must be the verb's own subject."""
    scene = claim.scene
    found = subject(scene, claim.start)
    hands = scene.index.hands.longest(scene.words, claim.end)
    taker = scene.phrase(claim.end + hands[0]) if hands else None
    _sides(claim, found)
    if taker and taker.actor and taker.actor.kind in ARMED:
        claim.gained = taker.actor
        return True
    ended = claim.end >= len(scene.words) or scene.words[claim.end] in ENDS
    return ended and any(phrase.place and phrase.head == "place" for phrase in found.phrases)


def _under(claim: Claim) -> bool:
    scene = claim.scene
    taker = scene.phrase(claim.end)
    if not taker or not taker.actor or taker.actor.kind not in ARMED:
        return False
    claim.gained = taker.actor
    _sides(claim, subject(scene, claim.start))
    return True


def _yield(claim: Claim) -> bool:
    scene = claim.scene
    if _passive(claim):
        found = subject(scene, claim.start)
        claim.lost = _by(scene, claim.end)
        found.taker = targets(scene, claim.end).taker
    else:
        found = targets(scene, claim.end)
        claim.agent = agent(scene, claim.start)
        claim.lost = claim.agent.actor if claim.agent else None
    claim.gained = found.taker
    claim.places = found.phrases
    if claim.gained is None:
        claim.status = "abandoned"
        claim.gained = _driver(claim)
        claim.status = "controlled" if claim.gained else "abandoned"
    return claim.lost is not None or claim.gained is not None or not claim.trigger.frame.weak


def _driver(claim: Claim) -> Actor | None:
    """Who made them leave: the subject of "forcing the rebels to abandon it"."""
    scene = claim.scene
    if claim.agent is None or not claim.k or scene.words[claim.k - 1] not in scene.index.words.to:
        return None
    start = opening(scene, claim.agent)
    if not start or scene.index.achieved.longest(scene.words, start - 1) is None:
        return None
    for item in scene.before(start - 1):
        if item.kind == "actor" and item.actor and item.actor.kind in ARMED and item.actor.id != claim.agent.actor.id:
            return item.actor
    return None


def _leave(claim: Claim) -> bool:
    scene, k = claim.scene, claim.end
    claim.agent = agent(scene, claim.start)
    claim.lost = claim.agent.actor if claim.agent else None
    inner = scene.phrase(k) if k < len(scene.words) and scene.words[k] not in scene.index.words.from_ else None
    if inner and inner.head in ("actor", "other"):
        k = inner.end
    out = scene.index.out.longest(scene.words, k)
    if not out or claim.lost is None:
        return False
    claim.places = targets(scene, k + out[0]).phrases
    claim.gained = _driver(claim)
    claim.status = "controlled" if claim.gained else "abandoned"
    return True


def _expel(claim: Claim) -> bool:
    scene = claim.scene
    if _passive(claim):
        losers = [item for item in scene.before(claim.start) if item.kind == "actor" and item.actor and item.actor.kind in ARMED]
        if not losers:
            return False
        claim.lost, k = losers[0].actor, claim.end
        claim.gained = _by(scene, claim.end)
    else:
        whom = scene.phrase(claim.end)
        if not whom or whom.head != "actor" or not whom.actor or whom.actor.kind not in ARMED:
            return _clearing(claim)
        claim.lost, k = whom.actor, whom.end
        claim.agent = agent(scene, claim.start)
        claim.gained = claim.agent.actor if claim.agent else None
    out = scene.index.out.longest(scene.words, k)
    if not out:
        return False
    claim.places = targets(scene, k + out[0]).phrases
    return claim.gained is not None or claim.lost is not None


def _clearing(claim: Claim) -> bool:
    """AGENT cleared PLACE of LOSER."""
    found = targets(claim.scene, claim.end)
    k = found.end
    if not found.phrases or k >= len(claim.scene.words) or claim.scene.words[k] not in claim.scene.index.words.of:
        return False
    whom = claim.scene.phrase(k + 1)
    claim.agent = agent(claim.scene, claim.start)
    claim.gained = claim.agent.actor if claim.agent else None
    claim.lost = whom.actor if whom else None
    claim.places = found.phrases
    return claim.lost is not None and claim.gained is not None


def _flag(claim: Claim) -> bool:
    scene = claim.scene
    words = scene.words
    for j in range(claim.end, min(claim.end + NEAR, len(words))):
        if words[j] in scene.index.words.flags:
            claim.agent = agent(scene, claim.start)
            claim.gained = claim.agent.actor if claim.agent else None
            if j + 1 < len(words) and words[j + 1] in scene.index.words.onto:
                claim.places = targets(scene, j + 2).phrases
            return claim.gained is not None
    return False


def _noun(claim: Claim) -> bool:
    """The capture of PLACE (by AGENT), the fall of PLACE (to AGENT)."""
    scene, k = claim.scene, claim.end
    if k >= len(scene.words) or scene.words[k] not in scene.index.words.of:
        return False
    found = targets(scene, k + 1)
    claim.gained = _by(scene, found.end) or found.taker
    owner = next(iter(scene.before(claim.k)), None)
    if claim.gained is None and owner and owner.kind in ("actor", "place") and claim.k - owner.end <= 1:
        claim.gained = owner.actor
    _sides(claim, found)
    return claim.gained is not None or all(phrase.named for phrase in found.phrases)


def _leaving(claim: Claim) -> bool:
    """The withdrawal (of LOSER) from PLACE."""
    scene, k = claim.scene, claim.end
    if k < len(scene.words) and scene.words[k] in scene.index.words.of:
        who = scene.phrase(k + 1)
        if not who or not who.actor:
            return False
        claim.lost, k = who.actor, who.end
    if k >= len(scene.words) or scene.words[k] not in scene.index.words.from_:
        return False
    claim.places = targets(scene, k + 1).phrases
    found = agent(scene, claim.k) if claim.lost is None else None
    claim.lost = claim.lost or (found.actor if found else None)
    claim.status = "abandoned"
    return claim.lost is not None


def _hold(claim: Claim) -> bool:
    """AGENT now controls PLACE."""
    scene = claim.scene
    if not any(scene.words[j] in scene.index.words.now for j in range(max(0, claim.k - 2), claim.k)):
        return False
    return _take(claim) and claim.gained is not None


def _siege(claim: Claim) -> bool:
    scene = claim.scene
    if not _passive(claim):
        found = targets(scene, claim.end)
        claim.agent = agent(scene, claim.start)
        claim.gained = claim.agent.actor if claim.agent else None
        _sides(claim, found)
        return claim.gained is not None and claim.gained.kind in BESIEGERS and _enclosed(claim)
    claim.gained = _by(scene, claim.end)
    found = subject(scene, claim.start)
    if not found.phrases:
        k = claim.end
        while k < len(scene.words) and not scene.index.inside.longest(scene.words, k):
            k += 1
        found = targets(scene, k + 1) if k < len(scene.words) else found
        found.phrases = [phrase for phrase in found.phrases if phrase.site or phrase.named]
        whom = [item.actor for item in scene.before(claim.start) if item.kind == "actor"]
        claim.lost = whom[0] if whom else None
    _sides(claim, found)
    return claim.gained is not None or any(phrase.named for phrase in claim.places)


def _enclosed(claim: Claim) -> bool:
    """Whether what is surrounded is lived in or held, not a road or a house."""
    return any(phrase.named or (phrase.site and phrase.site.site in ("populated", "military")) for phrase in claim.places)


def _relieve(claim: Claim) -> bool:
    scene = claim.scene
    phrase = scene.phrase(claim.end)
    for j in range(claim.end, min(claim.end + CHAIN, len(scene.words))):
        if scene.words[j] in scene.index.words.siege and j + 1 < len(scene.words):
            claim.places = targets(scene, j + 2).phrases
            claim.agent = agent(scene, claim.start)
            claim.gained = claim.agent.actor if claim.agent else None
            return phrase is not None and claim.gained is not None
    return False


def _toward(claim: Claim) -> bool:
    scene = claim.scene
    into = scene.index.into.longest(scene.words, claim.end)
    found = targets(scene, claim.end + (into[0] if into else 0))
    claim.agent = agent(scene, claim.start)
    claim.gained = claim.agent.actor if claim.agent else None
    _sides(claim, found)
    return claim.gained is not None and any(phrase.named for phrase in claim.places)


def _contest(claim: Claim) -> bool:
    _sides(claim, targets(claim.scene, claim.end))
    return any(phrase.named for phrase in claim.places)


SHAPES: dict[Shape, Callable[[Claim], bool]] = {
    "take": _take, "fall": _fall, "under": _under, "yield": _yield, "leave": _leave, "expel": _expel, "flag": _flag, "noun": _noun,
    "leaving": _leaving, "hold": _hold, "siege": _siege, "relieve": _relieve, "toward": _toward, "contest": _contest,
}  # fmt: skip
