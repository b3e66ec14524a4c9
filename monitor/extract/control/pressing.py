"""Shapes in which a place is pressed without being taken: besieged, relieved, advanced on, fought for."""

from functools import partial

from monitor.extract.control.claim import CHAIN, NEAR, Claim, agent, by, passive, sides
from monitor.extract.control.phrases import targets
from monitor.extract.control.scene import Phrase, Scene
from monitor.extract.control.subjects import subject
from monitor.extract.control.taking import antecedent

BESIEGERS = frozenset({"state_force", "rebel", "militia", "external"})


def siege(claim: Claim) -> bool:
    """AGENT besieged PLACE; AGENT besieged LOSER in PLACE; LOSER is besieged in PLACE by AGENT."""
    return _besieged(claim) if passive(claim) else _besieging(claim)


def _besieging(claim: Claim) -> bool:
    scene = claim.scene
    whom = scene.phrase(claim.end)
    claim.lost = whom.actor if whom and whom.head == "actor" else None
    inside = scene.index.inside.longest(scene.words, whom.end) if whom and claim.lost else None
    found = targets(scene, whom.end + inside[0] if whom and inside else claim.end)
    claim.agent = agent(scene, claim.start)
    claim.gained = claim.agent.actor if claim.agent else None
    sides(claim, found if found.phrases or not claim.agent else antecedent(scene, claim.agent))
    return claim.gained is not None and claim.gained.kind in BESIEGERS and _enclosed(claim)


def _besieged(claim: Claim) -> bool:
    scene = claim.scene
    claim.gained = by(scene, claim.end)
    found = subject(scene, claim.start)
    if not found.phrases and claim.start < claim.k:
        k = claim.end
        while k < len(scene.words) and not scene.index.inside.longest(scene.words, k):
            k += 1
        found = targets(scene, k + 1) if k < len(scene.words) else found
        found.phrases = [phrase for phrase in found.phrases if phrase.site or phrase.named]
        whom = [item.actor for item in scene.before(claim.start) if item.kind == "actor"]
        claim.lost = whom[0] if whom else None
    sides(claim, found)
    return claim.gained is not None or any(phrase.named for phrase in claim.places)


def beset(claim: Claim) -> bool:
    """PLACE is under siege (by AGENT)."""
    claim.gained = by(claim.scene, claim.end)
    sides(claim, subject(claim.scene, claim.start))
    return any(phrase.named for phrase in claim.places)


def _enclosed(claim: Claim) -> bool:
    """Whether what is surrounded is lived in or held, not a road or a house."""
    return any(
        phrase.named or (phrase.site and phrase.site.site in ("populated", "military")) for phrase in claim.places
    )


def relieve(claim: Claim) -> bool:
    """AGENT broke the siege of PLACE."""
    scene = claim.scene
    phrase = scene.phrase(claim.end)
    for j in range(claim.end, min(claim.end + CHAIN, len(scene.words))):
        if scene.words[j] in scene.index.words.siege:
            claim.places = targets(scene, j + 2).phrases or scene.told
            claim.agent = agent(scene, claim.start)
            claim.gained = claim.agent.actor if claim.agent else None
            return phrase is not None and claim.gained is not None
    return False


def relent(claim: Claim) -> bool:
    """BESIEGER lifted his siege of PLACE; the siege of PLACE was lifted. Told as a siege that is no more."""
    scene = claim.scene
    if passive(claim):
        claim.places = _freed(scene, claim.start)
        return any(phrase.named for phrase in claim.places)
    whose, what = scene.words[claim.end : claim.end + 1], scene.words[claim.end + 1 : claim.end + 2]
    if scene.index.words.theirs.isdisjoint(whose) or scene.index.words.siege.isdisjoint(what):
        return False
    claim.places = targets(scene, claim.end + 3).phrases or scene.told
    claim.agent = agent(scene, claim.start)
    claim.gained = claim.agent.actor if claim.agent else None
    return claim.gained is not None and claim.gained.kind in BESIEGERS


def _freed(scene: Scene, k: int) -> list[Phrase]:
    """The places of "the siege of PLACE" that ends right before word k."""
    for j in range(k - 2, max(-1, k - NEAR), -1):
        if scene.words[j] in scene.index.words.siege and scene.words[j + 1] in scene.index.words.of:
            found = targets(scene, j + 2)
            return found.phrases if found.end == k else []
    return []


def toward(claim: Claim) -> bool:
    """AGENT advances on PLACE, or enters it; weak verbs only of towns and cities, not of what gunmen raid."""
    scene = claim.scene
    into = scene.index.into.longest(scene.words, claim.end)
    found = targets(scene, claim.end + (into[0] if into else 0))
    claim.agent = agent(scene, claim.start)
    claim.gained = claim.agent.actor if claim.agent else None
    sides(claim, found)
    if claim.gained is None or not any(phrase.named for phrase in claim.places):
        return False
    if claim.trigger.frame.weak and claim.gained.kind in BESIEGERS and _given_up(claim, found.end):
        claim.status = "controlled"
        return True
    return not claim.trigger.frame.weak or (
        claim.gained.id is not None and all(map(partial(_open, scene), claim.places))
    )


def _given_up(claim: Claim, k: int) -> bool:
    """Whether those who came in met nobody, by the words from k on: "without a fight", "after the army had withdrawn",
    who then lost the place."""
    scene, words = claim.scene, claim.scene.words
    if any(scene.index.peaceful.longest(words, j) for j in range(k, min(k + NEAR, len(words)))):
        return True
    turns = scene.index.words.afterwards | scene.index.words.meanwhile
    left = (scene.phrase(j + 1) for j in range(k, len(words)) if words[j] in turns)
    claim.lost = next((one.actor for one in left if one and _left(claim, one)), claim.lost)
    return claim.lost is not None


def _left(claim: Claim, whom: Phrase) -> bool:
    """Whether another armed side than the one that came in is said to have left or to have given something up."""
    holder, gained = whom.actor, claim.gained
    if holder is None or gained is None or holder.kind not in BESIEGERS:
        return False
    return (holder.id, holder.kind) != (gained.id, gained.kind) and _leaves(claim.scene, whom.end)


def _leaves(scene: Scene, k: int) -> bool:
    """Whether words k and following tell that somebody left or gave something up."""
    for j in range(k, min(k + CHAIN, len(scene.words))):
        found = scene.index.triggers.longest(scene.words, j)
        if found and any(trigger.frame.shape in ("leave", "yield") for trigger in found[1]):
            return True
    return False


def _open(scene: Scene, phrase: Phrase) -> bool:
    """Whether a place is a town, not a village or a whole country."""
    country = phrase.place is not None and phrase.place.mention.place.feature == "country"
    return not country and scene.index.words.small.isdisjoint(scene.words[phrase.k : phrase.end])


def contest(claim: Claim) -> bool:
    """The battle for control of PLACE."""
    sides(claim, targets(claim.scene, claim.end))
    return any(phrase.named for phrase in claim.places)
