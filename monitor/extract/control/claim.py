"""A change as a sentence tells it, and what all shapes of frame share: voice, agent and the sides of a change."""

import re

from msgspec import Struct

from monitor.extract.control.bounds import opening, unwrapped
from monitor.extract.control.phrases import ARMED, Targets
from monitor.extract.control.scene import COMMA, Item, Phrase, Scene
from monitor.extract.control.words import Trigger
from monitor.model import Actor, ControlStatus

NEAR = 6
"""Words between a verb and its "by"."""
CHAIN = 4
"""Helping verbs and adverbs before a verb."""
RESUMED = 18
"""Words between a pronoun and the second of its verbs."""
FINITE = frozenset({"have", "past", "be", "modal"})
LETTERS = 3
"""Letters of an acronym that can name somebody."""
FOUGHT = 16
"""Words behind a gain in which the fight for it is told."""
POLICE = "police-forces"


class Claim(Struct, gc=False):
    """A change told by words [k, end) of a scene, its context not yet judged; its verb group begins at `start`."""

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


def adjectival(scene: Scene, trigger: Trigger, k: int) -> bool:
    """Whether a participle only describes what follows it ("the captured town", "their recently seized posts")."""
    if "base" in trigger.tags and k and _titled(scene, k):
        return True
    if {"participle", "ing"}.isdisjoint(trigger.tags):
        return False
    if "participle" in trigger.tags and k and scene.glued(k):
        return True  # "the Russian-occupied city"
    if (
        trigger.frame.shape == "siege"
        and "ing" in trigger.tags
        and k
        and not {"prep", "conj", "det"}.isdisjoint(scene.tags(k - 1))
    ):
        return True
    j = k - 1
    while j >= 0 and scene.covering(j) is None and _plain(scene.tags(j)):
        j -= 1
    return j >= 0 and j not in scene.items and "det" in scene.tags(j) and scene.covering(j) is None


def _titled(scene: Scene, k: int) -> bool:
    """Whether what could be a verb is a noun behind its determiner or owner ("the planned march")."""
    if "noun" not in scene.tags(k):
        return False
    before = scene.tags(k - 1)
    owned = scene.document.tokens[scene.line.at[k - 1]].kind == "clitic"
    return owned or (scene.covering(k - 1) is None and not {"det", "adjective", "participle"}.isdisjoint(before))


def _plain(tags: frozenset[str]) -> bool:
    return not {"adverb", "adjective"}.isdisjoint(tags) and "be" not in tags


def start_of(scene: Scene, k: int) -> int:
    """Where the verb group begins that word k ends: helping verbs, negations and adverbs before it."""
    start = k
    for j in range(k - 1, max(-1, k - 1 - CHAIN), -1):
        if scene.covering(j):
            break
        tags = scene.tags(j)
        if not {"be", "have", "do", "modal", "neg"}.isdisjoint(tags) or scene.words[j] in scene.index.words.to:
            start = j
        elif "adverb" not in tags and scene.words[j] not in scene.index.words.wholes:
            break
    return start


def passive(claim: Claim) -> bool:
    """Whether the verb tells what was done to its subject: behind a form of "be", before "by", as a form that only
    participles have ("driven out"), or at the end of a title's clause ("Kherson liberated")."""
    scene, tags = claim.scene, claim.trigger.tags
    if "participle" not in tags:
        return False
    if claim.start < claim.k:
        return any("be" in scene.tags(j) for j in range(claim.start, claim.k))
    following = scene.words[claim.end] if claim.end < len(scene.words) else ""
    if following in scene.index.words.by or tags.isdisjoint(("past", "base")):
        return True
    titled = scene.document.sentences[scene.number].in_ == "title"
    return titled and (not following or following == ",")


def by(scene: Scene, k: int) -> Actor | None:
    """The actor behind "by", a state by its own name among them ("captured by Russia")."""
    for j in range(k, min(k + NEAR, len(scene.words))):
        if scene.words[j] in scene.index.words.by:
            phrase, item = scene.phrase(j + 1), scene.items.get(j + 1)
            if item and item.kind in ("place", "nation") and item.actor and phrase and phrase.end == item.end:
                return item.actor
            return phrase.actor if phrase and phrase.actor and phrase.actor.kind in ARMED else None
    return None


def source(scene: Scene, k: int) -> Actor | None:
    """The loser behind "by AGENT from" at word k."""
    if k >= len(scene.words) or scene.words[k] not in scene.index.words.by:
        return None
    taker = scene.phrase(k + 1)
    return whence(scene, taker.end) if taker else None


def whence(scene: Scene, k: int) -> Actor | None:
    """The loser behind "from" at word k."""
    if k >= len(scene.words) or scene.words[k] not in scene.index.words.from_:
        return None
    loser = scene.phrase(k + 1)
    return loser.actor if loser and loser.head == "actor" and loser.actor and loser.actor.kind in ARMED else None


def agent(scene: Scene, k: int) -> Item | None:
    """Who does what the verb group from word k on tells: the nearest actor before it that is no object and hangs on no
    preposition, or the one right before the verb."""
    k = _resumed(scene, unwrapped(scene, k))
    meant = _pronoun(scene, k)
    if meant:
        return meant
    owner: Item | None = None
    for item in scene.before(k):
        if owner is None and _stranger(scene, item, k):
            return _acronym(scene, item)
        if item.actor is None or item.actor.kind not in ARMED or item.kind in ("site", "nation"):
            continue
        start = opening(scene, item)
        beside = _beside(scene, item.end, k)
        if not beside and (item.kind == "place" or _names_site(scene, item)):
            continue
        if item.end == k and scene.words[k] in scene.index.words.to:
            return item
        related = beside and any(word in scene.index.words.relatives for word in scene.words[item.end : k])
        if related or not _governed(scene, start, beside):
            return _first(scene, item, start)
        if owner is None and scene.words[start - 1] in scene.index.words.of:
            owner = item
    return owner


def _governed(scene: Scene, start: int, beside: bool) -> bool:
    """Whether a preposition or a verb before word `start` governs the actor who begins there, perhaps right `beside`
    his verb; not who leads others ("a coalition led by X took")."""
    if not start:
        return False
    tags = scene.tags(start - 1)
    if beside and start > 1 and scene.words[start - 2] in scene.index.words.leading:
        return False
    return (
        ("prep" in tags and "sub" not in tags)
        or ("verb" in tags and tags.isdisjoint(("be", "say")) and not (beside and "noun" in tags))
        or scene.words[start - 1] in scene.index.words.by
    )


def _stranger(scene: Scene, item: Item, k: int) -> bool:
    """Whether a name that nobody knows is the subject of the verb group from word k on: nothing governs it."""
    if item.kind != "name" or not _beside(scene, item.end, k) or COMMA in scene.words[item.end : item.end + 1]:
        return False
    start = opening(scene, item)
    tags = scene.tags(start - 1) if start else frozenset[str]()
    return tags.isdisjoint(("prep", "noun", "verb", "conj"))


def _acronym(scene: Scene, item: Item) -> Item | None:
    """A stranger as an actor whom nothing but his acronym names ("the FDS abandoned"); None for any other name."""
    first, last = scene.line.at[item.k], scene.line.end(item.end)
    text = scene.document.quote(
        scene.document.sentences[scene.number].in_,
        scene.document.tokens[first].start,
        scene.document.tokens[last - 1].end,
    )
    if not text.isupper() or len(text) < LETTERS:
        return None
    return Item("actor", item.k, item.end, Actor(text, text, None, "unidentified"))


def _names_site(scene: Scene, item: Item) -> bool:
    """Whether an actor only says whose site is meant ("the 5th Infantry Division headquarters")."""
    phrase = scene.phrase(item.k)
    return phrase is not None and phrase.head == "site" and phrase.end > item.end


def unarmed(scene: Scene, k: int) -> bool:
    """Whether a crowd or civilians are the subject of the verb group from word k on."""
    item = next((item for item in scene.before(k) if item.kind == "actor"), None)
    if item is None or item.actor is None or item.actor.kind in ARMED:
        return False
    start = opening(scene, item)
    return not start or "prep" not in scene.tags(start - 1)


def _pronoun(scene: Scene, k: int) -> Item | None:
    """Whom a pronoun right before word k stands for: the subject of "said it had", else the nearest actor."""
    words = scene.index.words
    if k < 1 or scene.words[k - 1] not in words.they or scene.covering(k - 1):
        return None
    said = _saying(scene, k - 1)
    if said is not None:
        return agent(scene, said)
    able = (item for item in scene.before(k - 1) if item.kind in ("actor", "place") and not _names_site(scene, item))
    return next((item for item in able if item.actor and item.actor.kind in ARMED), None)


def _resumed(scene: Scene, k: int) -> int:
    """The first of two verbs that "and" joins, right behind their pronoun ("they had killed 20 and regained")."""
    if not k or scene.index.and_.longest(scene.words, k - 1) is None:
        return k
    for j in range(k - 2, max(-1, k - RESUMED), -1):
        if scene.words[j] in scene.index.words.they and not FINITE.isdisjoint(scene.tags(j + 1)):
            return j + 1
    return k


def _saying(scene: Scene, k: int) -> int | None:
    """The verb of saying right before the pronoun at word k, or before "that" and the day on which it was said."""
    j = k - 1
    if j > 0 and scene.words[j] in scene.index.words.that:
        j -= 1
        while max(0, k - NEAR) < j and (j in scene.dated or "prep" in scene.tags(j)):
            j -= 1
    told = j > 0 and ("say" in scene.tags(j) or scene.words[j] in scene.index.words.saying)
    return j if told else None


def _first(scene: Scene, item: Item, start: int) -> Item:
    """The first of actors joined by "and" as one subject ("the army and fighters known as X")."""
    earlier = _armed_before(scene, start)
    called = scene.index.called.longest(scene.words, earlier.end) if earlier else None
    if earlier and called and earlier.end + called[0] == start:
        start = opening(scene, earlier)
        earlier = _armed_before(scene, start)
    if earlier is None:
        return item
    k = earlier.end
    while k < min(start, earlier.end + CHAIN) and _of_unit(scene, k):
        k += 1
    joined = scene.index.and_.longest(scene.words, k)
    return earlier if joined and k + joined[0] >= start else item


def _armed_before(scene: Scene, k: int) -> Item | None:
    """The item before word k, if it is somebody who could hold a place."""
    item = next(scene.before(k), None)
    return item if item and item.kind == "actor" and item.actor and item.actor.kind in ARMED else None


def _of_unit(scene: Scene, k: int) -> bool:
    """Whether word k only says which unit of an army is meant ("'s 9th division")."""
    kind = scene.document.tokens[scene.line.at[k]].kind
    return kind in ("clitic", "number") or ("noun" in scene.tags(k) and scene.covering(k) is None)


def _beside(scene: Scene, k: int, end: int) -> bool:
    """Whether only relatives, helping verbs and adverbs stand between an actor and a verb."""
    words = scene.index.words
    return all(
        scene.words[j] in words.relatives
        or (scene.words[j] == "," and scene.words[j + 1] in words.relatives)
        or not {"adverb", "have", "be", "relative", "modal"}.isdisjoint(scene.tags(j))
        for j in range(k, end)
    )


def clear(claim: Claim) -> bool:
    """Whether a verb is meant in earnest: for weak ones an armed agent, and a place that is named or a site that is
    held; the police must take it from somebody."""
    frame = claim.trigger.frame
    if frame.controlling and not any(phrase.control for phrase in claim.places):
        return False
    if claim.gained and (claim.gained.id or "").startswith(POLICE) and not claim.lost:
        return any(phrase.site and phrase.site.site == "populated" for phrase in claim.places)
    if not frame.weak:
        return True
    if claim.gained is None:
        return False
    return claim.lost is not None or any(
        phrase.control or phrase.own or _certain(claim.scene, phrase) for phrase in claim.places
    )


def _certain(scene: Scene, phrase: Phrase) -> bool:
    """Whether an unnamed site is a certain one: "the town", "two villages", "an army post", not "positions"."""
    if not phrase.site:
        return False
    heights = not scene.index.words.heights.isdisjoint(scene.words[phrase.site.k : phrase.site.end])
    if phrase.site.site not in ("military", "populated", "facility") and not heights:
        return False
    number = scene.document.tokens[scene.line.at[phrase.k]].kind == "number" or "number" in scene.tags(phrase.k)
    counted = number and phrase.site.site != "facility"
    definite = any("det" in scene.tags(k) for k in range(phrase.k, phrase.site.k + 1))
    return counted or phrase.actor is not None or definite


def sides(claim: Claim, found: Targets) -> None:
    """Set the places, and who lost them: "from the rebels", or whose they are called."""
    claim.places = found.phrases
    holders = [phrase.actor for phrase in found.phrases if phrase.actor and phrase.actor != claim.gained]
    claim.lost = claim.lost or found.loser or next(iter(holders), None)
    if claim.gained and claim.lost and claim.gained.id and claim.gained.id == claim.lost.id:
        claim.gained, claim.lost = _told_apart(claim, claim.gained, claim.lost)


def foe(claim: Claim, k: int) -> Actor | None:
    """With whom the winner fought for a place, told behind it ("captured X after clashes with the army")."""
    scene, words = claim.scene, claim.scene.index.words
    for j in range(k, min(k + FOUGHT, len(scene.words) - 1)):
        if scene.words[j] in words.against and not words.fights.isdisjoint(scene.words[max(k, j - 2) : j]):
            other = scene.phrase(j + 1)
            actor = other.actor if other and other.actor and other.actor.kind in ARMED else None
            own = actor is not None and claim.gained is not None and actor.id == claim.gained.id
            return None if own else actor
    return None


def _told_apart(claim: Claim, gained: Actor, lost: Actor) -> tuple[Actor, Actor]:
    """Nobody takes a place from himself: of two words for one actor, the one that only describes means another."""
    common = claim.scene.index.words.armed
    if _named(lost, common):
        return Actor(gained.text, gained.text, None, gained.kind, gained.country), lost
    return gained, Actor(lost.text, lost.text, None, lost.kind, lost.country)


def _named(actor: Actor, common: frozenset[str]) -> bool:
    """Whether an actor is called by a word of his name that is not `common`, or by an acronym."""
    words = set(re.findall(r"[^\W_]+", actor.text.casefold()))
    known = set(re.findall(r"[^\W_]+", actor.name.casefold())) - common
    return not words.isdisjoint(known) or any(word.isupper() for word in actor.text.split())
