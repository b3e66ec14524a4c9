"""All figures of one kind of one happening become one estimate.

A revision replaces, "others" and parts of other kinds add, repetitions and subsets do not, a breakdown only explains
its whole; where sources differ, the lower figure is low and best, the higher one high (CONTRACT, coding rules)."""

from collections.abc import Callable
from itertools import compress

from msgspec import Struct, field

from monitor.extract.article.camps import camps, opposed
from monitor.extract.article.told import Told
from monitor.model import Estimate

SIDES = {"militants": "armed", "soldiers": "state", "police": "state", "people": "anybody", "men": "anybody"}
"""Kinds of victims that cannot be one another; kinds that are not listed are civilians."""
ANYBODY = frozenset({"people", "men"})
SERVING = frozenset({"workers", "soldiers", "police"})
"""Kinds of people who may be told of as somebody's and are not he himself: "his driver", "her bodyguard"."""
PARTIAL = frozenset({"medical", "resident"})
"""Sources that may know of some of the victims only."""
LIKE = 3
"""A figure this many times smaller is of a part."""
POINTING = "it points back"
PART = "a part of the whole"
RIVAL = "another source's figure"
SOME = "others say some were"
OUTCOME = "it tells what became of them"
REVISED = "a count of a later day replaces it"
SINGLE = "one of those told"
MEMORY = 20
"""Figures back to which a further one is compared."""
LOOSE = frozenset({"dozens", "scores", "hundreds", "thousands", "several", "some"})
VAGUE = frozenset({"several", "some"})


class Sum(Struct, gc=False):
    """A growing estimate: what it counts so far, and why each figure was taken or left."""

    total: Estimate
    used: list[Told] = field(default_factory=list)
    left: list[tuple[Told, str]] = field(default_factory=list)


def merge(told: list[Told]) -> Sum | None:
    """One estimate out of all figures of one kind of one happening, in the order of the text; None for none."""
    made = [one for group in camps(told) if (one := _merged(group))]
    for other in made[1:]:
        made[0].total = _add(made[0].total, other.total)
        made[0].used += other.used
        made[0].left += other.left
    return made[0] if made else None


def _merged(told: list[Told]) -> Sum | None:
    """The estimate of one side's people."""
    figures, left = _standing(told)
    if not figures:
        return None
    if all(one.figure.other for one in figures):
        figures = [
            one for one, why in left if why == POINTING and one.figure.best and one.sentence <= figures[0].sentence
        ][:1] + figures
    rivals = [one for one in figures[1:MEMORY] if _rival(one, figures[0])]
    result = _counted([one for one in figures if one not in rivals], left)
    for one in rivals:
        result.total = _between(result.total, one.estimate())
        used = result.total.text == one.text
        result.left += [(other, RIVAL) for other in (result.used if used else [one])]
        result.used = [one] if used else result.used
    return result


def _counted(figures: list[Told], left: list[tuple[Told, str]]) -> Sum:
    """The estimate of those who agree on what is counted."""
    absolute = [one for one in figures if one.mention.absolute]
    if absolute:
        last = absolute[-1]
        total = _bounded(last.estimate(), [one for one in figures if one.sentence != last.sentence])
        return Sum(total, [last], [*left, *((one, "the toll replaces it") for one in figures if one is not last)])
    result = Sum(figures[0].estimate(first=True), [figures[0]], left)
    parts = _breakdown(figures)
    for i, one in enumerate(figures[1:], 1):
        if i not in parts and _newer(one, result.used[0]):
            result.left += [(other, REVISED) for other in result.used]
            result.total, result.used = one.estimate(), [one]
            continue
        reason = PART if i in parts else _why_not(result, one)
        if reason:
            result.left.append((one, reason))
        else:
            result.total = _add(result.total, one.estimate())
            result.used.append(one)
    return result


def _rival(one: Told, first: Told) -> bool:
    """Whether another source gives its own figure of the same: not the growing count, not a part, not of elsewhere.
    A doctor or a neighbour who counts fewer saw only a part."""
    figure, base = one.figure, first.figure.best
    if figure.other or figure.definite or figure.partitive or one.mention.risen or figure.best in (0, base):
        return False
    if _newer(one, first) or opposed(one, first):
        return False
    known = {source.id or source.text for source in first.sources}
    own = [source for source in one.sources if (source.id or source.text) not in known]
    alike = one.mention.absolute or one.kinds <= first.kinds | ANYBODY
    here = {place.key for place in one.spots} <= first.around
    somebody = bool(own) or (one.mention.put and bool(first.sources) and not one.sources)
    if one.sentence == first.sentence:
        put = one.mention.put and first is not one and not first.mention.absolute  # "..., while others put it at 30"
        return put or (here and _other_voice(one, first))
    if not somebody or not alike or not here:
        return False
    partial = bool(own) and all(source.kind in PARTIAL for source in own)
    party = any(part.theirs for part in one.parts)  # "its soldiers": a side that counts its own dead is no bystander
    return figure.best > base or party or (LIKE * figure.best >= base and not partial)


def _newer(one: Told, first: Told) -> bool:
    """Whether it is a count of a later day, to which the toll has risen: "Monday: eight"; "put it at 13 on Tuesday";
    "On Thursday doctors said that ten people had died"."""
    now, then = one.said or one.day, first.said or first.day
    known = bool(one.sources) and one.sentence != first.sentence and one.kinds <= first.kinds | ANYBODY
    counts = one.mention.absolute or (known and _counts_all(one))
    return bool(now and then and then < now) and counts and one.figure.best > first.figure.best


def _other_voice(one: Told, first: Told) -> bool:
    """Whether the same sentence gives another speaker's figure of the like: "police said nine died, residents 14"."""
    if one.voice is None or one.voice < first.trigger:
        return False
    return bool(one.kinds & first.kinds or (one.kinds | first.kinds) & ANYBODY)


def _between(total: Estimate, other: Estimate) -> Estimate:
    """Two sources differ: the lower figure is low and best, the higher one high."""
    lower, higher = sorted((total, other), key=lambda one: one.best)
    return Estimate(lower.low, lower.best, max(higher.high or 0, higher.best), lower.qualifier, lower.text)


def _bounded(total: Estimate, others: list[Told]) -> Estimate:
    """The toll with the highest figure that another sentence gives as its upper bound."""
    highest = max((one.figure.best for one in others), default=0)
    if total.high is None or highest <= total.best:
        return total
    return Estimate(total.low, total.best, highest, total.qualifier, total.text)


def _standing(told: list[Told]) -> tuple[list[Told], list[tuple[Told, str]]]:
    """The figures that count, without those that only point back to others."""
    left: list[tuple[Told, str]] = []
    standing = told
    for reason, weaker in WEAKER.items() if len(told) > 1 else ():
        weak = [weaker(one, told) for one in standing]
        if not all(weak):
            left += [(one, reason) for one in compress(standing, weak)]
            standing = [one for one, gives_way in zip(standing, weak, strict=True) if not gives_way]
        elif len(standing) > 1:
            left += [(one, "told again") for one in standing[1:]]
            standing = standing[:1]
    return standing, left


def _stands_apart(one: Told, told: list[Told]) -> bool:
    """Whether its victims are of a side that nobody else's are: the dead attacker beside his victims."""
    others = [other for other in told[:MEMORY] if other is not one and other.figure.best]
    return bool(others) and bool(one.parts) and _apart(one, others)


def _outdated(one: Told, told: list[Told]) -> bool:
    """Whether a count stood at less on a day that is told with it: "The toll stood at 12 on Monday"."""
    mention = one.mention
    if not mention.absolute or one.day is None or mention.risen or mention.put:
        return False
    return any(other.sentence < one.sentence and other.figure.best > one.figure.best for other in told[:MEMORY])


def _said_before(one: Told, told: list[Told]) -> bool:
    """Whether it is what somebody "had said earlier" and another figure can be what is said now."""
    if not one.judgement.outdated:
        return False
    now = (other for other in told[:MEMORY] if not other.judgement.outdated and _counts_all(other))
    return any(other.figure.best not in (0, one.figure.best) and not _apart(other, [one]) for other in now)


def _overtaken(one: Told, told: list[Told]) -> bool:
    """Whether a later entry of a ticker counts as many or more."""
    if not one.entry:
        return False
    later = (other for other in (*told[:MEMORY], *told[-MEMORY:]) if other.entry > one.entry and _counts_all(other))
    return any(other.figure.best >= one.figure.best and not _others(one, other) for other in later)


def _others(one: Told, other: Told) -> bool:
    """Whether both tell whom they count, and these cannot be the same."""
    return bool(one.kinds) and _apart(other, [one])


def _counts_all(one: Told) -> bool:
    """Whether a figure can be the whole, not others beside those told, some of them, or they again."""
    return not (one.figure.other or one.figure.partitive or one.figure.anaphor)


def _pointing(one: Told, told: list[Told]) -> bool:
    if not one.figure.anaphor or _beside_another(one, told):
        return False
    return not _stands_apart(one, told) and not _assailant(one, told)


def _beside_another(one: Told, told: list[Told]) -> bool:
    """Whether it is somebody of whom nobody was told before, beside another: "The driver died; a woman died later"."""
    if told[0] is not one or len(told) < 2 or not one.parts or told[1].figure.anaphor:
        return False
    other = told[1]
    single = one.figure.best == 1 and other.figure.best == 1 and other.sentence == one.sentence
    single = single and "noun" not in (one.mention.frame.pattern, other.mention.frame.pattern)
    return single and one.parts[0].lemma not in {part.lemma for part in other.parts} - {""}


def _assailant(one: Told, told: list[Told]) -> bool:
    """Whether it tells that whoever did it died too, which no figure before says: "The attacker was shot dead"."""
    if one.figure.other or not (one.assailant or _attackers(one)):
        return False
    before = [other for other in told[:MEMORY] if other.sentence < one.sentence and other.figure.best]
    return bool(before) and not any(_holds_assailant(other) for other in before)


def _attackers(one: Told) -> bool:
    """Whether it counts those who did it, and nobody says that he killed them: "the four gunmen were shot dead"."""
    return one.toll == "killed" and one.doer is None and bool(one.parts) and all(part.assailant for part in one.parts)


def _holds_assailant(one: Told) -> bool:
    """Whether a figure may count who did it: a suicide, one of the armed, a single one who died or comes beside the
    victims."""
    beside = one.figure.best == 1 and (one.figure.other or one.mention.frame.pattern == "intransitive")
    named = one.assailant or "militants" in one.kinds
    return beside or named or one.with_assailant or one.mention.frame.pattern == "suicide"


def _loose(one: Told, told: list[Told]) -> bool:
    if one.figure.qualifier not in LOOSE or one.figure.other or _stands_apart(one, told):
        return False
    return any(other.figure.best and other.figure.qualifier not in LOOSE for other in told[:MEMORY])


def _one_of_many(one: Told, told: list[Told]) -> bool:
    """Whether it is one person of whom a later sentence counts all: "an official died; the strike killed five"."""
    if one.figure.best != 1 or one.figure.other or one.mention.absolute or _stands_apart(one, told):
        return False
    later = (other for other in told[:MEMORY] if other.sentence > one.sentence and not other.title)
    whole = (other for other in later if other.figure.best > 1 and not (other.figure.other or _rival(other, one)))
    return any(not _apart(other, [one]) for other in whole)


def _higher(one: Told, told: list[Told]) -> bool:
    """Whether another source counted more before."""
    return any(_rival(one, other) and one.figure.best > other.figure.best for other in told[:1])


WEAKER: dict[str, Callable[[Told, list[Told]], bool]] = {
    "the title only rounds the text": lambda one, told: one.title,
    "a later count replaces it": lambda one, told: (
        one.judgement.older and one.mention.absolute and not one.mention.risen and not _higher(one, told)
    ),
    "it stood so on an earlier day": _outdated,
    "what was said before it": _said_before,
    "a later entry brings it up to date": _overtaken,
    "the stated figure is taken to hold the attacker": lambda one, told: (
        one.mention.frame.pattern == "suicide" and one.figure.best == 1
    ),
    POINTING: _pointing,
    "some of those told": lambda one, told: one.figure.partitive,
    "a number says it better": _loose,
    SINGLE: _one_of_many,
    OUTCOME: lambda one, told: one.mention.frame.outcome and not one.figure.other,
    SOME: lambda one, told: one.figure.best == 0,
}
"""Why a figure gives way to the others of its happening, in the order in which it is asked."""


def _breakdown(figures: list[Told]) -> set[int]:
    """The indices of figures that together make an earlier one: "six died: four in the raid, two in an ambush"."""
    for start in range(min(len(figures) - 2, MEMORY)):
        if figures[start].mention.shared:
            continue
        whole, running = figures[start].figure.best, 0
        for end in range(start + 1, min(len(figures), start + 7)):
            running += figures[end].figure.best
            if running == whole and end > start + 1:
                return set(range(start + 1, end + 1))
    return set()


def _why_not(result: Sum, one: Told) -> str:
    """Why a further figure adds nothing to the sum; empty when it does."""
    figure, total = one.figure, result.total
    if _beside(one, result.used) or _assailant(one, result.used):
        return ""
    if any(_same(one, used) for used in result.used[-MEMORY:]):
        return "told again"
    if figure.qualifier in VAGUE and not figure.other:
        return "vague beside a number"
    if figure.other:
        return ""
    if one.mention.shared or any(opposed(one, used) for used in result.used[-MEMORY:]):
        return ""
    if one.itemised and figure.best < total.best:
        return PART
    if one.sentence == result.used[-1].sentence and not figure.definite:
        return ""
    if _apart(one, result.used[-MEMORY:]):
        return ""
    if figure.best > total.best:
        result.total = _wider(total, one.estimate())
        return RIVAL
    return PART


def _beside(one: Told, used: list[Told]) -> bool:
    """Whether it tells of somebody who worked for those told one by one: "a priest died. His cook was killed"."""
    listed = all(told.figure.quote is None and told.parts for told in used[-MEMORY:])
    single = one.figure.best == 1 and one.figure.quote is None and len(one.parts) == 1
    if not (listed and single and one.parts[0].theirs and one.parts[0].kind in SERVING):
        return False
    return one.parts[0].lemma not in {part.lemma for told in used for part in told.parts}


def _same(one: Told, used: Told) -> bool:
    """Whether both tell the same victims: an equal figure, or one that equals a part of the other of the same kind."""
    if one.figure.other:
        return any(
            part.lemma and part.lemma == own.lemma and part.count == own.count
            for part in used.parts
            for own in one.parts
        )
    if one.figure.best == used.figure.best:
        return one.figure.best > 1 or (not _apart(one, [used]) and one.sentence != used.sentence)
    return any(
        part.count == one.figure.best and part.lemma and part.lemma in {own.lemma for own in one.parts}
        for part in used.parts
    )


def _apart(one: Told, used: list[Told]) -> bool:
    """Whether its victims are of a side that the sum does not hold yet (soldiers beside militants)."""
    sides = {SIDES.get(kind, "civilians") for kind in one.kinds}
    others = {SIDES.get(kind, "civilians") for told in used for kind in told.kinds}
    return bool(sides and others) and sides.isdisjoint(others) and "anybody" not in sides | others


def _add(total: Estimate, more: Estimate) -> Estimate:
    high = None if total.high is None or more.high is None else total.high + more.high
    name = total.qualifier if total.qualifier != "exact" else more.qualifier
    return Estimate(total.low + more.low, total.best + more.best, high, name, f"{total.text}; {more.text}")


def _wider(total: Estimate, other: Estimate) -> Estimate:
    """Two sources differ: the lower stays, the higher bounds it."""
    high = None if total.high is None or other.high is None else max(total.high, other.high)
    return Estimate(total.low, total.best, high, total.qualifier, total.text)
