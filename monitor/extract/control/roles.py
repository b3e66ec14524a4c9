"""Who gained and who lost, by role and not by order: every trigger of a sentence read by the shape of its frame."""

from collections.abc import Callable

from msgspec.structs import replace

from monitor.extract.control.claim import NEAR, Claim, adjectival, start_of
from monitor.extract.control.leaving import expel, leave, leaving, yielded
from monitor.extract.control.pressing import beset, contest, relent, relieve, siege, toward
from monitor.extract.control.scene import Scene
from monitor.extract.control.taking import beneath, fall, flag, hold, noun, rule, swap, take, under
from monitor.extract.control.words import Shape, Trigger

SHAPES: dict[Shape, Callable[[Claim], bool]] = {
    "take": take,
    "fall": fall,
    "under": under,
    "hold": hold,
    "beneath": beneath,
    "rule": rule,
    "flag": flag,
    "noun": noun,
    "swap": swap,
    "yield": yielded,
    "leave": leave,
    "leaving": leaving,
    "expel": expel,
    "siege": siege,
    "beset": beset,
    "relieve": relieve,
    "relent": relent,
    "toward": toward,
    "contest": contest,
}

APART = 20
"""Words between a verb and its particle."""


def claims(scene: Scene) -> list[Claim]:
    """Every change that a sentence tells of."""
    found: list[Claim] = []
    k, known = 0, scene.index.triggers
    while k < len(scene.words):
        match = known.longest(scene.words, k) if scene.words[k] in known.starts else None
        if match is None:
            k += 1
            continue
        length, triggers = match
        claim = next((claim for trigger in triggers if (claim := read(scene, trigger, k, k + length))), None)
        k += length if claim else 1
        if claim:
            found.append(claim)
            if _passing(claim):
                found.append(replace(claim, status="abandoned", gained=None, lost=claim.gained))
            scene.told, scene.neared = claim.places, claim.status == "advance"
            k = max([k, *(phrase.end for phrase in claim.places[:1] if phrase.k == k)])
    return found


def read(scene: Scene, trigger: Trigger, k: int, end: int) -> Claim | None:
    """What a trigger at words [k, end) tells, None where it means something else."""
    covering = scene.covering(k)
    if (covering and covering.kind != "site") or adjectival(scene, trigger, k):
        return None
    particle = trigger.frame.particle
    if particle and particle.isdisjoint(scene.words[end : end + APART]):
        return None
    claim = Claim(scene, trigger, k, end, start_of(scene, k), trigger.frame.status, [])
    return claim if SHAPES[trigger.frame.shape](claim) and claim.places else None


def _passing(claim: Claim) -> bool:
    """Whether somebody took a place and did not stay ("briefly seized", "overran X for hours", "before fleeing")."""
    if claim.status != "controlled" or claim.gained is None:
        return False
    scene = claim.scene
    first, last = max(0, claim.start - 2), max(claim.end, *(phrase.end for phrase in claim.places)) + NEAR
    cues = (scene.index.fleeting.longest(scene.words, j) and j for j in range(first, min(last, len(scene.words))))
    return any(j is not None and scene.index.words.lost.isdisjoint(scene.words[j : j + 2]) for j in cues)
