"""Frames to mentions: every trigger of a sentence is asked who its victims are, in the way of its frame's pattern."""

from functools import lru_cache
from itertools import takewhile

from msgspec.structs import replace

from monitor.extract.grammar.chunk import Chunk
from monitor.extract.grammar.clauses import passive
from monitor.extract.grammar.lists import past_phrases
from monitor.extract.grammar.mention import Mention, mention
from monitor.extract.grammar.patterns import BODILY, PATTERNS, labelled
from monitor.extract.grammar.subjects import subject
from monitor.extract.words.lexicon import Frame
from monitor.model import TollKind

Left = tuple[Mention, str]
"""A mention that became no figure, and why."""
SHARING = frozenset({"stop", "comma", "dash"})
"""Kinds of chunks behind which a figure may be shared out."""
REACH = 20
"""Chunks from a figure to its shares."""
PARTS = frozenset({"name", "place", "calendar"})
"""What can be a part of where or when people came to harm."""
BORDERS = frozenset({"stop", "conj", "sub", "relative"})
"""What parts clauses."""
BACK: dict[TollKind, str] = {"missing": "regained", "killed": "regained", "captured": "freed"}
"""What verbs are tagged with that tell that people came back from what befell them."""
CROWD = 100
"""From how many on people who fled are told of for their flight."""
NEAR = 6
"""Mentions back to which a further one of the sentence is compared, and chunks around one where its part is told."""


def mentions(chunks: list[Chunk], frames: dict[str, Frame]) -> tuple[list[Mention], list[Left]]:
    """Every toll that the chunks of a sentence tell, in the order of their triggers, and what tells none of its own."""
    found: list[Mention] = []
    left: list[Left] = []
    for i, chunk in enumerate(chunks):
        for frame in called_up(chunk, frames):
            made = labelled(chunks, i, frame) or PATTERNS[frame.pattern](chunks, i, frame)
            if made and _told(found, made):
                left.append((made, "its sentence tells the same of them in other words"))
            elif made:
                found.append(made)
    dead = [one for one in found if one.frame.toll == "killed" and "light" not in chunks[one.trigger].tags]
    told: list[Mention] = []
    for one in found:
        if reason := _none(chunks, one, dead):
            left.append((one, reason))
        else:
            told.append(one)
    for n, one in enumerate(told):
        one.figure.partitive = one.figure.partitive or _narrowed(chunks, one)
        one.absolute = one.absolute or _summed(chunks, one)
        if any(_killer(chunks, one, other) for other in told[max(0, n - NEAR) : n]):
            one.figure.anaphor, one.figure.other = False, True
    return [part for one in told for part in _shares(chunks, one)], left


def _none(chunks: list[Chunk], one: Mention, dead: list[Mention]) -> str:
    """Why a mention is no figure of its own, as others of its sentence tell; empty where it is one."""
    if _died(one, dead):
        return "its sentence tells that they died"
    if _regained(chunks, one):
        return "its sentence tells that they came back"
    return "it only describes them" if _describes(chunks, one) else ""


def _shares(chunks: list[Chunk], one: Mention) -> list[Mention]:
    """The counts that share a figure out over places: "22 died in two attacks, police said: [17] in Jos and [five] in
    Bama"; the figure itself where there are none."""
    behind = max((one.trigger, *one.items)) + 1
    parts = (k + 1 for k in range(behind, min(len(chunks), behind + REACH)) if chunks[k].kind in SHARING)
    return next((made for n in parts if (made := _shared_out(chunks, one, n))), [one])


def _shared_out(chunks: list[Chunk], one: Mention, n: int) -> list[Mention]:
    """The shares that begin at chunk n; empty where they do not make up the figure."""
    parts: list[int] = []
    while n + 2 < len(chunks) and _share(chunks, n) and len(parts) < NEAR:
        parts.append(n)
        n = past_phrases(chunks, n + 1, len(chunks))
        while parts[1:] and n < len(chunks) and chunks[n].kind not in ("comma", "conj", "stop"):
            n += 1
        while n < len(chunks) and chunks[n].kind in ("comma", "conj"):
            n += 1
    made = [share for k in parts if (share := mention(chunks, k, [k], one.frame)) and share.figure.best]
    whole = len(made) > 1 and sum(share.figure.best for share in made) == one.figure.best
    return [replace(share, shared=True) for share in made] if whole else []


def _share(chunks: list[Chunk], n: int) -> bool:
    """Whether chunk n counts the dead of one place or deed: "17 in Jolo", "five labourers who were shot"."""
    if chunks[n].kind != "noun" or chunks[n].quantity is None:
        return False
    return chunks[n + 1].kind == "prep" if "bare" in chunks[n].tags else "agentive" in chunks[n + 1].tags


def _died(one: Mention, dead: list[Mention]) -> bool:
    """Whether those who were hurt or lost are the dead of the same sentence, who may be pointed back to ("was taken to
    hospital, where he died")."""
    if one.frame.toll not in ("wounded", "missing") or not one.items:
        return False
    same = {item for other in dead for item in other.items}.issuperset(one.items)
    later = any(other.trigger > one.trigger and other.figure.anaphor and not other.figure.other for other in dead)
    return same or (one.frame.outcome and later)


def _narrowed(chunks: list[Chunk], one: Mention) -> bool:
    """Whether only the victims of a part are counted: "24 of them died in Banda district alone"."""
    near = chunks[max(0, one.trigger - NEAR) : one.trigger + NEAR]
    if not [chunk for chunk in near if chunk.has("narrowed")]:
        return False
    after = takewhile(lambda chunk: chunk.kind not in (*BORDERS, "comma"), chunks[one.trigger : one.trigger + NEAR])
    before = takewhile(lambda chunk: chunk.kind not in BORDERS, chunks[max(0, one.trigger - NEAR) : one.trigger][::-1])
    return any(chunk.has("narrowed") and not chunk.tags.isdisjoint(PARTS) for chunk in (*after, *before))


def _summed(chunks: list[Chunk], one: Mention) -> bool:
    """Whether it is what the dead come to with those told before: "a boy died, which makes six dead"."""
    first = min((one.trigger, *one.items))
    made = first - 2 if first > 1 and chunks[first - 1].has("pronoun") else first - 1
    return one.figure.best > 1 and made >= 0 and "sums" in chunks[made].tags


def _regained(chunks: list[Chunk], one: Mention) -> bool:
    """Whether those who were missing or thought dead were found later: "twelve miners reported missing were found
    alive"."""
    back = BACK.get(one.frame.toll)
    if back is None or not one.items:
        return False
    whom = {*one.items, *(i + 2 for i in one.items if one.frame.toll == "captured")}  # "fifty of [the pupils]"
    verbs = [v for v in range(one.trigger + 1, len(chunks)) if back in chunks[v].tags][:NEAR]
    return any(not chunks[v].has("negated") and whom & set(subject(chunks, v)) for v in verbs)


def _describes(chunks: list[Chunk], one: Mention) -> bool:
    """Whether a flight only says who a few people are: "three people [who fled the town] said"."""
    before = chunks[one.trigger - 1] if one.trigger else None
    few = one.frame.toll == "displaced" and one.figure.best < CROWD
    return few and before is not None and before.kind == "relative" and "agentive" in before.tags


def _killer(chunks: list[Chunk], one: Mention, other: Mention) -> bool:
    """Whether a pronoun means the one who did what the sentence told before: "killed 49 before he was shot dead"."""
    if (
        one.frame.toll != other.frame.toll
        or len(one.items) != 1
        or len(other.items) != 1
        or chunks[other.trigger].kind != "verb"
    ):
        return False
    pronoun, victims = chunks[one.items[0]], chunks[other.items[0]]
    if not {"pronoun", "singular"} <= pronoun.tags or victims.quantity is None or one.items[0] < other.trigger:
        return False
    doers = [] if passive(chunks, other.trigger) else subject(chunks, other.trigger)
    return len(doers) == 1 and "singular" in chunks[doers[0]].tags and "person" in chunks[doers[0]].tags


def called_up(chunk: Chunk, frames: dict[str, Frame]) -> list[Frame]:
    """The frames that a chunk's head (or, for a noun, a modifier naming a fate) calls up."""
    if chunk.kind == "verb" and chunk.head:
        tags = chunk.head.tags
    elif chunk.kind == "noun" and ("trigger" in chunk.tags or "trigger" in chunk.modifiers):
        tags = chunk.tags | chunk.modifiers
    else:
        return []
    if "trigger" not in tags:
        return []
    names = _names(tags)
    verbal = ("alive", "transitive", "intransitive", "suffer", "suicide", "survivors", "treated")
    kinds = {name: frames[name] for name in names if name in frames}
    if chunk.kind == "verb":
        chosen = [frame for frame in kinds.values() if frame.pattern in (*verbal, "predicate")]
        return chosen if len(chosen) < 2 else [frame for frame in chosen if frame.pattern != "predicate"] or chosen
    if any(name.startswith("toll") or frame.pattern == "toll" for name, frame in kinds.items()):
        return [frame for frame in kinds.values() if frame.pattern == "toll"]
    return [
        frame
        for frame in kinds.values()
        if frame.pattern in ("noun", "body", "none", "roll", "survivors")
        or (frame.pattern in ("predicate", "transitive") and frame.toll in BODILY and _attributive(chunk))
    ]


@lru_cache(maxsize=4096)
def _names(tags: frozenset[str]) -> tuple[str, ...]:
    """The names of the frames that tags call up; remembered."""
    return tuple(sorted(tag[6:] for tag in tags if tag.startswith("frame:")))


def _attributive(chunk: Chunk) -> bool:
    """ "the dead", "20 wounded soldiers": a fate told by the noun group itself."""
    return "fate" in chunk.tags or "fate" in chunk.modifiers


def _told(found: list[Mention], mention: Mention) -> bool:
    """Whether the same victims were already read from another trigger ("were found dead")."""
    return any(
        other.frame.toll == mention.frame.toll and set(other.items) & set(mention.items) and bool(mention.items)
        for other in found[-NEAR:]
    )
