"""Shapes in which somebody comes to hold a place: captured, fell to, under the control of, raised the flag."""

from monitor.extract.control.bounds import opening, unwrapped
from monitor.extract.control.claim import (
    NEAR,
    Claim,
    agent,
    by,
    clear,
    foe,
    passive,
    sides,
    source,
    start_of,
    unarmed,
    whence,
)
from monitor.extract.control.phrases import ARMED, Targets, targets
from monitor.extract.control.scene import LOOSE, Item, Phrase, Scene
from monitor.extract.control.subjects import subject
from monitor.model import Actor

ENDS = frozenset(".,;:")


def take(claim: Claim) -> bool:
    """AGENT captured PLACE (from LOSER); PLACE was captured (by AGENT)."""
    return _taken(claim) if passive(claim) else _took(claim)


def _taken(claim: Claim) -> bool:
    scene, frame = claim.scene, claim.trigger.frame
    claim.gained = by(scene, claim.end)
    sides(claim, subject(scene, claim.start))
    claim.lost = claim.lost or whence(scene, claim.end) or source(scene, claim.end)
    if claim.gained is None or all(_country(phrase) for phrase in claim.places):
        return claim.start < claim.k and not frame.weak and not _beaten(claim)
    return clear(claim) and not frame.controlling


def _country(phrase: Phrase) -> bool:
    """Whether a whole country is told of."""
    return phrase.place is not None and phrase.place.mention.place.feature == "country"


def _beaten(claim: Claim) -> bool:
    """Whether a bare name was overrun by another bare name, as teams are."""
    scene, k = claim.scene, claim.end
    item = scene.items.get(k + 1) if scene.words[k : k + 1] and scene.words[k] in scene.index.words.by else None
    return item is not None and item.kind in ("name", "place", "person") and not any(one.site for one in claim.places)


def _took(claim: Claim) -> bool:
    scene = claim.scene
    claim.agent = agent(scene, claim.start)
    claim.gained = claim.agent.actor if claim.agent else None
    found = _object(scene, claim.end)
    if not found.phrases and claim.agent:
        found = antecedent(scene, claim.agent)
    sides(claim, found)
    claim.lost = claim.lost or (foe(claim, found.end) if claim.gained else None)
    held = claim.lost is not None or _held(claim)
    return clear(claim) and (claim.gained is not None or (held and not unarmed(scene, claim.start)))


def _held(claim: Claim) -> bool:
    """Whether the places are of a kind that somebody holds, so that the change is clear without its agent."""
    return any(
        phrase.control or (phrase.site and phrase.site.site in ("populated", "military")) for phrase in claim.places
    )


def antecedent(scene: Scene, taker: Item) -> Targets:
    """The place before "that the rebels captured"."""
    start = opening(scene, taker)
    if start < 1 or scene.words[start - 1] not in scene.index.words.that:
        return Targets()
    end = start - 2 if scene.words[start - 2 : start - 1] == [","] else start - 1
    aside = unwrapped(scene, end + 1)
    end = aside if aside <= end else end
    item = next(iter(scene.before(end)), None)
    found = targets(scene, opening(scene, item)) if item and item.end == end else Targets()
    return Targets(found.phrases[:1], found.loser)


def _object(scene: Scene, k: int) -> Targets:
    """The places behind a verb, or behind a second verb that shares its object ("overran and burned the camp")."""
    if k < len(scene.words) and scene.words[k] in scene.index.words.particles:
        k += 1
    link = scene.index.and_.longest(scene.words, k)
    if link and k + link[0] < len(scene.words) and "verb" in scene.tags(k + link[0]):
        return targets(scene, k + link[0] + 1)
    return targets(scene, k)


def fall(claim: Claim) -> bool:
    """PLACE fell (to AGENT): the place must be the verb's own subject."""
    scene = claim.scene
    found = subject(scene, claim.start)
    hands = scene.index.hands.longest(scene.words, claim.end)
    sides(claim, found)
    claim.gained = _recipient(scene, claim.end + hands[0]) if hands else None
    if claim.gained:
        return True
    held = claim.end < len(scene.words) and "prep" in scene.tags(claim.end)
    claim.gained = _controller(scene, claim.end + 1) if held else None
    if claim.gained:
        return True
    claim.gained = _claimant(claim)
    ended = claim.end >= len(scene.words) or scene.words[claim.end] in ENDS
    return ended and any(phrase.place and phrase.head == "place" for phrase in found.phrases)


def _claimant(claim: Claim) -> Actor | None:
    """Who claims a fall that is only reported ("denied Russian reports that the town had fallen")."""
    scene = claim.scene
    for item in scene.before(claim.start):
        if item.actor and item.end < len(scene.words) and scene.words[item.end] in scene.index.words.claims:
            return item.actor
    return None


def beneath(claim: Claim) -> bool:
    """PLACE is under AGENT's control."""
    claim.gained = _controller(claim.scene, claim.end)
    if claim.gained is None:
        return False
    sides(claim, subject(claim.scene, claim.start))
    return not _lasting(claim)


def _recipient(scene: Scene, k: int) -> Actor | None:
    """Who takes what falls, named by word k: forces, or a state by its own name ("fell to Azerbaijan")."""
    taker, item = scene.phrase(k), scene.items.get(k)
    if item and item.kind in ("place", "nation") and item.actor:
        return item.actor
    return taker.actor if taker and taker.actor and taker.actor.kind in ARMED else None


def _controller(scene: Scene, k: int) -> Actor | None:
    """Whose control or hands word k begins ("rebel hands", "M23's control"); "their" means who says so."""
    taker = scene.items.get(k)
    if taker is None and scene.words[k : k + 1] and scene.words[k] in scene.index.words.theirs:
        if scene.index.words.control.isdisjoint(scene.words[k + 1 : k + 3]):
            return None
        taker = next((item for item in scene.before(k) if item.kind == "actor"), None)
    elif taker is None or scene.index.words.control.isdisjoint(scene.words[taker.end : taker.end + 3]):
        return None
    return taker.actor if taker and taker.actor and taker.actor.kind in ARMED else None


def rule(claim: Claim) -> bool:
    """AGENT is in full control of PLACE, and not still so."""
    scene, words = claim.scene, claim.scene.index.words
    near = scene.words[max(0, claim.start - NEAR) : claim.k]
    if not words.still.isdisjoint(near):
        return False
    claim.agent = agent(scene, claim.start)
    claim.gained = claim.agent.actor if claim.agent else None
    owned = claim.agent is not None and claim.agent.k > 0 and scene.words[claim.agent.k - 1] in words.ours
    sides(claim, targets(scene, claim.end))
    return claim.gained is not None and not owned


def under(claim: Claim) -> bool:
    """PLACE is under the control of AGENT, and not still so."""
    scene = claim.scene
    taker = scene.phrase(claim.end)
    if not scene.index.words.still.isdisjoint(scene.words[max(0, claim.start - 2) : claim.k]):
        return False
    if not taker or not taker.actor or taker.actor.kind not in ARMED:
        return False
    claim.gained = taker.actor
    sides(claim, subject(scene, claim.start))
    return not _lasting(claim)


def _lasting(claim: Claim) -> bool:
    """Whether a government's place is only said to have been under its control, as it was before."""
    scene, taker = claim.scene, claim.gained
    if taker is None or taker.kind != "state_force":
        return False
    where = next((phrase.place.mention.place for phrase in claim.places if phrase.place), None)
    home = where is None or taker.country is None or where.country == taker.country
    told = scene.words[max(0, claim.start - NEAR) : claim.end + NEAR]
    return home and scene.index.words.changing.isdisjoint(told)


def swap(claim: Claim) -> bool:
    """PLACE changed hands, whoever has it now."""
    sides(claim, subject(claim.scene, claim.start))
    return any(phrase.place or (phrase.name and phrase.site) for phrase in claim.places)


def flag(claim: Claim) -> bool:
    """AGENT raised the flag over PLACE, the flag of AGENT flies over PLACE."""
    scene = claim.scene
    words = scene.words
    owner = _bearer(scene, claim.start)
    if owner:
        claim.gained = by(scene, claim.end) or owner.actor
        claim.places = _flown(scene, claim.end)
        return claim.gained is not None and bool(claim.places)
    for j in range(claim.end, min(claim.end + NEAR, len(words))):
        if words[j] in scene.index.words.flags:
            claim.agent = agent(scene, claim.start)
            claim.gained = claim.agent.actor if claim.agent else None
            claim.places = _flown(scene, j + 1) or _before(scene, claim.start)
            return claim.gained is not None
    return False


def _bearer(scene: Scene, k: int) -> Item | None:
    """Whose flag the subject of the verb group from word k on is: named before it or behind "of"; else the flag."""
    flags = (j for j in range(k - 1, max(-1, k - 1 - 2 * NEAR), -1) if scene.words[j] in scene.index.words.banner)
    at = next(flags, None)
    if at is None or any("verb" in scene.tags(j) for j in range(at + 1, k) if not scene.covering(j)):
        return None
    near = (item for item in scene.before(k) if item.end >= at - 2 and item.actor and item.actor.kind in ARMED)
    return next(near, Item("site", at, at + 1))


def _before(scene: Scene, k: int) -> list[Phrase]:
    """The place named before word k ("entered the town and raised their flag")."""
    item = scene.meant(k)
    return targets(scene, opening(scene, item)).phrases[:1] if item else []


def _flown(scene: Scene, k: int) -> list[Phrase]:
    """Where a flag was raised: behind the first preposition of place that leads to one."""
    for j in range(k, min(k + 2 * NEAR, len(scene.words) - 1)):
        if scene.words[j] in scene.index.words.onto and scene.dated.isdisjoint((j, j + 1)):
            places = targets(scene, j + 1).phrases or _standing(scene, j + 1)
            if places:
                return places
    return []


def _standing(scene: Scene, k: int) -> list[Phrase]:
    """The named place behind the building that a flag was raised on."""
    for item in scene.items.values():
        if k <= item.k < k + 2 * NEAR and item.kind == "place":
            return targets(scene, item.k).phrases or [Phrase(item.k, item.end, "place", item.place)]
    return []


def noun(claim: Claim) -> bool:
    """The capture of PLACE (by AGENT), the fall of PLACE (to AGENT)."""
    scene, k = claim.scene, claim.end
    owner = next(iter(scene.before(claim.k)), None)
    if k >= len(scene.words) or scene.words[k] not in scene.index.words.of:
        return owner is not None and _place_own(claim, owner)
    found = targets(scene, k + 1)
    if _only_begun(scene, claim.k, found.end):
        return False
    claim.gained = by(scene, found.end) or found.taker
    if claim.gained is None and owner and owner.kind in ("actor", "place") and _possessor(scene, owner.end, claim.k):
        claim.gained = owner.actor
    claim.gained = claim.gained or _announcer(scene, claim.k)
    sides(claim, found)
    claim.lost = claim.lost or source(scene, found.end)
    if scene.words[claim.k] in scene.index.words.lost | scene.index.words.ceding:
        claim.lost, claim.gained = claim.lost or claim.gained, found.taker
    return claim.gained is not None or all(phrase.named for phrase in found.phrases)


def _only_begun(scene: Scene, k: int, end: int) -> bool:
    """Whether what the noun at word k tells has only begun: "the liberation of X has started", "the start of the
    liberation of X"."""
    begun, words = scene.index.begun, scene.words
    while end < len(words) and words[end] in scene.index.words.helping:
        end += 1
    while k > 0 and not LOOSE.isdisjoint(scene.tags(k - 1)):
        k -= 1
    opens = k > 1 and words[k - 1] in scene.index.words.of and words[k - 2] in scene.index.words.beginning
    return opens or begun.longest(words, end) is not None


def _place_own(claim: Claim, owner: Item) -> bool:
    """PLACE's fall to AGENT, PLACE's capture by AGENT."""
    scene = claim.scene
    clitic = claim.k - owner.end == 1 and scene.document.tokens[scene.line.at[owner.end]].kind == "clitic"
    if not clitic or owner.kind not in ("place", "name"):
        return False
    to = scene.index.hands.longest(scene.words, claim.end)
    taker = scene.phrase(claim.end + to[0]) if to else None
    armed = taker is not None and taker.actor is not None and taker.actor.kind in ARMED
    claim.gained = by(scene, claim.end) or (taker.actor if taker and armed else None)
    sides(claim, targets(scene, opening(scene, owner)))
    return claim.gained is not None


def _announcer(scene: Scene, k: int) -> Actor | None:
    """Who announces as his own deed what the noun at word k tells ("the army announced the recapture of X")."""
    while k > 0 and not LOOSE.isdisjoint(scene.tags(k - 1)):
        k -= 1
    if not k or scene.words[k - 1] not in scene.index.words.announcing:
        return None
    start = start_of(scene, k - 1)
    found = agent(scene, start)
    return found.actor if found else _spoken_for(scene, start)


def _spoken_for(scene: Scene, k: int) -> Actor | None:
    """For whose forces the subject right before word k speaks ("Russia's defence ministry")."""
    j = k
    while j > 0 and scene.covering(j - 1) is None and _speaks(scene, j - 1):
        j -= 1
    item = scene.covering(j - 1) if 0 < j < k else None
    return item.actor if item and item.actor and item.actor.kind in ARMED else None


def _speaks(scene: Scene, k: int) -> bool:
    """Whether word k belongs to the name of a state's organ."""
    return scene.words[k] in scene.index.words.organs or scene.document.tokens[scene.line.at[k]].kind == "clitic"


def _possessor(scene: Scene, k: int, end: int) -> bool:
    """Whether only a possessive ending, or a word for a claim, stands between an owner and what is his."""
    clitic = end - k == 1 and scene.document.tokens[scene.line.at[k]].kind == "clitic"
    return k == end or clitic or (end - k == 1 and scene.words[k] in scene.index.words.claims)


def hold(claim: Claim) -> bool:
    """AGENT now controls PLACE, or a share of it, or is found to control it."""
    scene = claim.scene
    now = any(scene.words[j] in scene.index.words.now for j in range(max(0, claim.k - 2), claim.k))
    now = now or _established(scene, claim.start)
    whole = _whole(scene, claim.end)
    if not (now or whole or _share(scene, claim.end)) or not take(claim) or claim.gained is None:
        return False
    if now or whole:
        return now or not _lasting(claim)
    return all(phrase.place and phrase.place.mention.place.feature == "populated" for phrase in claim.places)


def _established(scene: Scene, k: int) -> bool:
    """Whether somebody is said to have made sure who does what the verb from word k on tells ("confirmed that",
    "confirmed on 30 October that")."""
    holder = agent(scene, k)
    j = opening(scene, holder) - 1 if holder else 0
    if j > 0 and scene.words[j] in scene.index.words.that:
        j -= 1
        while j > 0 and (j in scene.dated or "prep" in scene.tags(j)):
            j -= 1
    return j >= 0 and scene.words[j] in scene.index.words.establishing


def _whole(scene: Scene, k: int) -> bool:
    """Whether the whole of something begins with word k ("the whole of X", "all of X", "the whole town")."""
    k += k < len(scene.words) and "det" in scene.tags(k) and scene.words[k] not in scene.index.words.wholes
    words, item = scene.words[k : k + 2], scene.items.get(k + 1)
    if len(words) < 2 or words[0] not in scene.index.words.wholes:
        return False
    return words[1] in scene.index.words.of or (item is not None and item.kind == "site" and item.site == "populated")


def _share(scene: Scene, k: int) -> bool:
    """Whether a number of parts of something begins with word k ("80 percent of X", "14 of the 17 districts")."""
    while k < len(scene.words) and (
        scene.words[k] in scene.index.words.amounts or scene.index.quantities.longest(scene.words, k)
    ):
        k += 1
    if k == len(scene.words) or scene.document.tokens[scene.line.at[k]].kind != "number":
        return False
    return any(word in scene.index.words.of for word in scene.words[k + 1 : k + 3])
