"""Shapes in which somebody leaves a place, of his own will or driven out."""

from itertools import islice

from monitor.extract.control.bounds import opening
from monitor.extract.control.claim import Claim, agent, by, passive
from monitor.extract.control.phrases import ARMED, targets
from monitor.extract.control.scene import Phrase, Scene
from monitor.extract.control.subjects import subject
from monitor.extract.control.taking import ENDS
from monitor.model import Actor

AMONG = 16
"""Items before a pronoun among which those whom it stands for are."""
HOLDERS = frozenset({"state_force", "rebel", "external"})


def yielded(claim: Claim) -> bool:
    """LOSER abandoned, lost or handed over PLACE (to AGENT)."""
    scene = claim.scene
    if passive(claim):
        found = subject(scene, claim.start)
        claim.lost = by(scene, claim.end)
        found.taker = targets(scene, claim.end).taker or _receiver(claim, claim.end)
    else:
        found = targets(scene, claim.end)
        claim.agent = agent(scene, claim.start)
        claim.lost = claim.agent.actor if claim.agent else None
    claim.gained = found.taker or _receiver(claim, found.end)
    claim.places = found.phrases
    if claim.gained is None:
        claim.status = "abandoned"
        lost = scene.words[claim.k] in scene.index.words.lost
        claim.gained = _driver(claim) or (_victor(claim) if lost else None)
        claim.status = "controlled" if claim.gained or lost else "abandoned"
    if claim.gained is None and not claim.trigger.frame.particle.isdisjoint(scene.index.words.to):
        return False
    if claim.trigger.frame.controlling and not any(phrase.control for phrase in claim.places):
        return False
    if claim.trigger.frame.regular and (_retold(claim) or not _holders(claim)):
        return False
    return claim.lost is not None or claim.gained is not None or not claim.trigger.frame.weak or _gone(claim)


def _gone(claim: Claim) -> bool:
    """Whether a town itself is said to be lost, and nothing else ("denied that Kadugli had been lost")."""
    words = claim.scene.words
    if not passive(claim) or words[claim.k] not in claim.scene.index.words.lost:
        return False
    ended = claim.end >= len(words) or words[claim.end] in ENDS
    return ended and any(phrase.place and phrase.head == "place" for phrase in claim.places)


def _retold(claim: Claim) -> bool:
    """Whether a gerund behind "after" leaves it open who left."""
    words = claim.scene.words[max(0, claim.start - 1) : claim.start]
    return "ing" in claim.trigger.tags and not claim.scene.index.words.afterwards.isdisjoint(words)


def _holders(claim: Claim) -> bool:
    """Whether those who left could hold ground and left a town or a base, not a village that they raided."""
    if claim.lost is None or claim.lost.id is None or claim.lost.kind not in HOLDERS:
        return False
    words, small = claim.scene.words, claim.scene.index.words.small
    first = claim.places[0] if claim.places else None
    if first and first.place and not claim.scene.index.words.holding.isdisjoint(words[first.end :]):
        return first.place.mention.place.feature == "populated"  # "left Kidal, which they had held"
    able = ("populated",) if claim.trigger.frame.towns else ("populated", "military")
    held = first is not None and first.site is not None and first.site.site in able
    return first is not None and held and small.isdisjoint(words[first.k : first.end])


def _receiver(claim: Claim, k: int) -> Actor | None:
    """To whom a place was handed, behind a particle and commas ("handed X, near Y, over to the army")."""
    scene, words = claim.scene, claim.scene.words
    while k < len(words) and (words[k] == "," or words[k] in claim.trigger.frame.particle):
        k += 1
    to = scene.index.hands.longest(words, k)
    taker = scene.phrase(k + to[0]) if to else None
    return taker.actor if taker and taker.actor and taker.actor.kind in ARMED else None


def _victor(claim: Claim) -> Actor | None:
    """By whose attack a place was lost ("lost a base following assaults by the army")."""
    scene = claim.scene
    for item in scene.items.values():
        behind = item.k > claim.end and any(scene.words[j] in scene.index.words.by for j in (item.k - 1, item.k - 2))
        if behind and item.kind == "actor" and item.actor and item.actor.kind in ARMED and item.actor != claim.lost:
            return item.actor
    return None


def _driver(claim: Claim) -> Actor | None:
    """Who made them leave: the subject of "forcing the rebels to abandon it"."""
    scene = claim.scene
    if (
        claim.agent is None
        or claim.agent.actor is None
        or not claim.k
        or scene.words[claim.k - 1] not in scene.index.words.to
    ):
        return None
    start = opening(scene, claim.agent)
    if not start or scene.index.achieved.longest(scene.words, start - 1) is None:
        return None
    for item in scene.before(start - 1):
        if item.kind == "actor" and item.actor and item.actor.kind in ARMED and item.actor.id != claim.agent.actor.id:
            return item.actor
    return None


def leave(claim: Claim) -> bool:
    """LOSER withdrew (his troops) from PLACE."""
    scene, k = claim.scene, claim.end
    claim.agent = agent(scene, claim.start)
    claim.lost = claim.agent.actor if claim.agent else None
    inner = scene.phrase(k) if k < len(scene.words) and scene.words[k] not in scene.index.words.from_ else None
    if inner and inner.head in ("actor", "other"):
        k = inner.end
    out = scene.index.out.longest(scene.words, k)
    if claim.lost is None:
        return False
    if not out:
        claim.places = scene.told if _meanwhile(claim) else []
        claim.status = "abandoned"
        return bool(claim.places)
    claim.places = targets(scene, k + out[0]).phrases
    claim.gained = _driver(claim) or by(scene, k)
    claim.status = "controlled" if claim.gained else "abandoned"
    return True


def _meanwhile(claim: Claim) -> bool:
    """Whether somebody gave way to the change that the sentence has just told ("as the army retreated")."""
    scene, item = claim.scene, claim.agent
    start = opening(scene, item) if item else 0
    return start > 0 and scene.words[start - 1] in scene.index.words.meanwhile


def expel(claim: Claim) -> bool:
    """AGENT drove LOSER out of PLACE; LOSER was driven out of PLACE by AGENT."""
    scene = claim.scene
    suffered = passive(claim) or _suffered(claim)
    if suffered:
        losers = [
            item
            for item in scene.before(claim.start)
            if item.kind == "actor" and item.actor and item.actor.kind in ARMED
        ]
        if not losers:
            return False
        claim.lost, k = losers[0].actor, claim.end
        claim.gained = by(scene, claim.end)
        if claim.gained is None and not scene.index.words.backward.isdisjoint(scene.words[claim.end : claim.end + 1]):
            return False
    else:
        claim.agent = agent(scene, claim.start)
        claim.gained = claim.agent.actor if claim.agent else None
        if scene.words[claim.end : claim.end + 1] and scene.words[claim.end] in scene.index.words.them:
            return _expelled(claim)
        apart = not scene.index.words.particles.isdisjoint(scene.words[claim.end : claim.end + 1])
        whom = scene.phrase(claim.end + apart)
        if not whom or whom.head != "actor" or not whom.actor or whom.actor.kind not in ARMED:
            return _clearing(claim)
        claim.lost, k = whom.actor, whom.end
    out = scene.index.out.longest(scene.words, k)
    told = scene.told if claim.gained or suffered else []
    if not out:
        claim.places = told if (suffered or "ing" in claim.trigger.tags) and not scene.neared else []
        return bool(claim.places)
    claim.places = targets(scene, k + out[0]).phrases or told or _held_before(claim)
    return claim.gained is not None or claim.lost is not None


def _suffered(claim: Claim) -> bool:
    """Whether a verb that needs an object has none, so that its subject was driven out ("Rebels ousted from X")."""
    out = claim.scene.index.out.longest(claim.scene.words, claim.end)
    return claim.trigger.frame.transitive and "participle" in claim.trigger.tags and out is not None


def _expelled(claim: Claim) -> bool:
    """Whether "AGENT drove them out (of PLACE)" tells of those named before, and of the place that they were in."""
    scene, item = claim.scene, claim.agent
    k = claim.end + 1
    if item is None or k >= len(scene.words) or scene.words[k] not in scene.index.words.outward:
        return False
    near = islice(scene.before(item.k), AMONG)
    others = (one.actor for one in near if one.kind == "actor" and one.actor and one.actor != item.actor)
    claim.lost = next((other for other in others if other.kind in ARMED), None)
    out = scene.index.out.longest(scene.words, k)
    claim.places = targets(scene, k + out[0]).phrases if out else []
    claim.places = claim.places or _last_place(scene, item.k)
    return claim.lost is not None and bool(claim.places)


def _last_place(scene: Scene, k: int) -> list[Phrase]:
    """The place or site named last before word k."""
    item = scene.meant(k) or next((one for one in scene.before(k) if one.kind == "name"), None)
    return targets(scene, opening(scene, item)).phrases[:1] if item else []


def _held_before(claim: Claim) -> list[Phrase]:
    """The place that "LOSER, who had held PLACE, was driven out by AGENT" names."""
    return _last_place(claim.scene, claim.start) if claim.gained and passive(claim) else []


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


def leaving(claim: Claim) -> bool:
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
