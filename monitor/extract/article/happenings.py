"""Which figures belong together: each joins the happening that it can be of, else it opens another."""

from collections.abc import Callable
from itertools import combinations, pairwise
from math import inf

from msgspec import Struct, field

from monitor.extract.article.contradictions import DEEDS, REGION, agree, contradict, near
from monitor.extract.article.merge import ANYBODY, Sum, merge
from monitor.extract.article.told import Told
from monitor.model import Context, Scope, TollKind

MOST = 200
"""Happenings that one article is parted into; a longer list goes on with the last."""
MANY = 10
"""From which number on the dead of a stretch and of a deed are the same by no chance."""
OPEN = 8
"""Happenings back to which a figure may return."""
WAR: dict[TollKind, int] = {"killed": 10_000, "displaced": 1_000_000}
"""From how many on, outside of disasters, a figure is what a whole war has cost."""
HARM: frozenset[TollKind] = frozenset({"killed", "wounded"})
Key = tuple[Context, Scope]
NEWS: Key = ("reported", "incident")
SHARED = "the happenings behind share it out"
PARTS = 50
"""Places over which one happening's dead are shared out at most."""
NEXT = 2
"""Sentences behind a total over a stretch that go on about it."""


class Happening(Struct, gc=False):
    """The figures of one event, all of one context and scope."""

    told: list[Told] = field(default_factory=list)
    context: Context = "reported"
    scope: Scope = "incident"
    first: bool = False
    """The article's first happening."""
    passing: bool = False
    """Told only to date another."""
    sums: dict[TollKind, Sum] = field(default_factory=dict)
    """One estimate for each kind of toll; each keeps what it left."""
    left: list[tuple[Told, str]] = field(default_factory=list)
    """Figures that are no toll of it, and why."""

    @property
    def key(self) -> Key:
        """What all its figures share."""
        return self.context, self.scope


def happenings(told: list[Told], calamity: bool = False) -> list[Happening]:
    """The happenings of an article, each with its estimates. What a `calamity` did over days is one happening."""
    some = any(one.figure.best for one in told if one.judgement.context == "reported")
    result: list[Happening] = []
    turned = -1
    for one in told:
        key = _key(one, calamity, some)
        if one.judgement.apart:
            _apart(one, key, result)
            continue
        if one.figure.anaphor and key[0] == "reported":
            key = next((each.key for each in reversed(result) if each.context == "reported"), key)
        key = _of_the_stretch(one, key, result)
        known = [each for each in result if each.key == key and not each.passing][-OPEN:]
        separate = key[0] == "reported" and _separate(one) and (one.mention.shared or one.sentence != turned)
        home = None if separate else _home(one, known, calamity)
        if home is None and len(result) < MOST:
            turned = one.sentence if key[0] == "reported" else turned
            home = Happening(context=key[0], scope=key[1], first=not any(not each.passing for each in result))
            result.append(home)
        (home or known[-1]).told.append(one)
    for n, happening in enumerate(result):
        _merge(happening)
        _without_repetition(happening, result[:n])
    result = [part for each in result for part in _shares(each, calamity)]
    _without_whole([each for each in result if each.key == NEWS and not each.passing and "killed" in each.sums])
    return result


def _of_the_stretch(one: Told, key: Key, result: list[Happening]) -> Key:
    """The key of the total over a stretch that was told last, where a figure only goes on about it: an earlier state of
    its toll, a part of those whom it counts, or whom it drove out."""
    last = next((each for each in reversed(result) if each.context == "reported" and not each.passing), None)
    if key != NEWS or last is None or last.scope != "period":
        return key
    same = [other for other in last.told if other.toll == one.toll and other.figure.best > one.figure.best]
    part = bool(one.kinds) and any(one.kinds <= other.kinds and not one.kinds <= ANYBODY for other in same)
    behind = one.sentence - last.told[-1].sentence <= NEXT and one.day is None and not one.judgement.later
    fled = one.toll == "displaced" and behind and not one.spots
    return last.key if fled or (same and (one.mention.absolute or (part and behind))) else key


def _separate(one: Told) -> bool:
    """Whether its words tell of another happening than the one before."""
    own = one.mention.frame.pattern in DEEDS and not (one.figure.partitive or one.figure.definite)
    return one.judgement.separate or (one.judgement.later and own)


def _home(one: Told, known: list[Happening], calamity: bool) -> Happening | None:
    """The happening that a figure joins: the last one told, unless the two contradict each other; then an earlier one
    with which it agrees."""
    if not known:
        return None
    last = known[-1]
    if last.context == "historical":
        return last if _goes_on(one, last) else None
    if not contradict(one, last.told, calamity):
        return last
    others = (each for each in reversed(known[:-1]) if not contradict(one, each.told, calamity))
    return next((each for each in others if agree(one, each.told)), None)


def _goes_on(one: Told, happening: Happening) -> bool:
    """Whether a figure of the past goes on about the happening told last: each has a breath of its own."""
    before = happening.told[-1]
    if one.figure.anaphor or one.figure.other or one.figure.partitive or one.mention.absolute:
        return True
    if one.toll == before.toll:
        return one.figure.best == before.figure.best or (one.sentence == before.sentence and one.day == before.day)
    if one.sentence == before.sentence:
        return one.day == before.day
    fresh = one.toll not in {other.toll for other in happening.told}
    return fresh and one.sentence == before.sentence + 1 and one.day is None and not one.spots


def _apart(one: Told, key: Key, result: list[Happening]) -> None:
    """Put a figure of a happening that only dates another to where it was told before, else into one of its own."""
    same = (happening for happening in result if happening.key == key)
    known = next((each for each in same if any(_together(one, other) for other in each.told)), None)
    if known is None and len(result) < MOST:
        result.append(Happening([one], *key, passing=True))
    elif known is not None:
        known.told.append(one)


def _together(one: Told, other: Told) -> bool:
    """Whether a figure of a happening told in passing is told again, or the other kind of its toll."""
    if one.toll == other.toll:
        return one.figure.best == other.figure.best
    return bool(other.judgement.apart) and one.sentence == other.sentence


def _key(one: Told, calamity: bool, some: bool) -> Key:
    """The context and scope of a figure; "nobody" is a denial where the article tells of no victims at all."""
    judged = one.judgement
    scope: Scope = "incident" if calamity and judged.scope == "period" else judged.scope
    if not calamity and judged.context == "reported" and (_stock(one) or _of_a_war(one)):
        scope = "cumulative"
    nobody = judged.context == "reported" and one.figure.best == 0 and not some
    return "negated" if nobody else judged.context, scope


def _of_a_war(one: Told) -> bool:
    """Whether so many are what a whole war has cost, and not the toll that a happening in one town has come to."""
    town = one.mention.absolute and bool(one.spots) and all(place.geo_precision < REGION for place in one.spots)
    return one.figure.best >= WAR.get(one.toll, inf) and not town


def _stock(one: Told) -> bool:
    """Whether a figure is of all who "are displaced" in a country by now, not of those whom one happening drove out."""
    wide = bool(one.spots) and all(place.geo_precision == REGION for place in one.spots)
    passive = one.mention.frame.pattern in DEEDS | {"treated"} and one.first < one.trigger
    return one.toll == "displaced" and wide and passive and one.judgement.present


def without_echoes(told: list[Told]) -> tuple[list[Told], list[Told]]:
    """The figures without those of the title that the text tells itself, and these."""
    body = {one.toll for one in told if not one.title and one.judgement.context == "reported"}
    same = {(one.toll, one.figure.best) for one in told if not one.title}
    kept: list[Told] = []
    echoes: list[Told] = []
    for one in told:
        known = one.toll in body or (one.toll, one.figure.best) in same
        echoed = one.title and known and one.judgement.context == "reported"
        (echoes if echoed else kept).append(one)
    return kept, echoes


def _without_repetition(happening: Happening, before: list[Happening]) -> None:
    """Leave out the dead of whom a happening of another scope told before: "executed 223 people in February. They
    killed 44 in Nondin and 179 in Soro on 25 February"."""
    dead = happening.sums.get("killed")
    if dead is None or happening.key != ("reported", "incident") or dead.total.best < MANY:
        return
    longer = (each.sums.get("killed") for each in before if each.context == "reported" and each.scope == "period")
    if any(made and made.total.best == dead.total.best for made in longer):
        happening.left += [(one, "told before, over a longer time") for one in dead.used]
        del happening.sums["killed"]


def _shares(happening: Happening, calamity: bool) -> list[Happening]:
    """The happenings far from each other over which one shares out the dead that it begins with: "Two bombings killed
    22. In Peshawar a blast killed 17. In Quetta a mine killed five"; else it alone."""
    dead = [one for one in happening.told if one.toll == "killed" and one.figure.quote is not None]
    whole, parts = dead[:1], dead[1:]
    if calamity or happening.key != NEWS or not 1 < len(parts) <= PARTS:
        return [happening]
    if any(one.sentence == whole[0].sentence for one in parts):
        return [happening]
    if sum(one.figure.best for one in parts) != whole[0].figure.best or not _far_apart(parts):
        return [happening]
    cuts = [*(happening.told.index(one) for one in parts), len(happening.told)]
    made = [Happening(happening.told[start:end], *NEWS) for start, end in pairwise(cuts)]
    for each in made:
        _merge(each)
    made[0].first = happening.first
    made[0].left += [(one, SHARED) for one in happening.told[: cuts[0]]]
    return made


def _far_apart(parts: list[Told]) -> bool:
    """Whether each of several figures has a place of its own, near to that of no other."""
    if any(not one.spots or any(place.geo_precision == REGION for place in one.spots) for one in parts):
        return False
    return not any(near(one.spots, list(other.spots)) for one, other in combinations(parts, 2))


def _without_whole(news: list[Happening]) -> None:
    """Leave out the dead of several deeds whom the happenings behind share out, many enough to be so by no chance: "Two
    attacks left 26 dead. In the first, eleven were killed. Hours later gunmen killed 15 in Gorom"."""
    if len(news) < 2:
        return
    first, *others = news
    whole = next(one for one in first.told if one.toll == "killed")
    if whole.figure.best < MANY or whole.mention.shared:
        return
    rest = [one for one in first.told if one is not whole]
    own = merge([one for one in rest if one.toll == "killed"])
    shares = [each.sums["killed"].total.best for each in others] + ([own.total.best] if own else [])
    if len(shares) > 1 and sum(shares) == whole.figure.best:
        first.told = rest
        _merge(first)
        first.left.append((whole, SHARED))


def _merge(happening: Happening) -> None:
    """One estimate for each kind of toll that a happening tells."""
    unfit = _unfit(happening.told)
    happening.left = [(one, reason) for one in happening.told if (reason := unfit(one))]
    told = [one for one in happening.told if not unfit(one)]
    kinds = dict.fromkeys(one.toll for one in told)
    sums = {kind: merge([one for one in told if one.toll == kind]) for kind in kinds}
    happening.sums = {kind: made for kind, made in sums.items() if made}


def _unfit(told: list[Told]) -> Callable[[Told], str]:
    """Tells why a figure is no toll of its happening; empty where it is. Blows that are told beside deaths are these
    deaths; what became of people is no harm by itself."""
    others = [other for other in told if other.figure.best]
    deadly = any(other.toll == "killed" for other in others)
    harm = any(other.toll in HARM and not other.mention.frame.outcome for other in others)

    def reason(one: Told) -> str:
        if one.mention.frame.weak and deadly:
            return "it tells of deaths"
        return "it tells of no harm" if one.mention.frame.outcome and not harm else ""

    return reason
