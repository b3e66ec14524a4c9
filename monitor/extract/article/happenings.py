"""Which figures belong together: each joins the happening that it can be of, else it opens another."""

from collections.abc import Callable, Iterable
from itertools import combinations, pairwise
from math import inf

from msgspec import Struct, field

from monitor.extract.article.kinds import ARMED
from monitor.extract.article.merge import ANYBODY, Sum, merge
from monitor.extract.article.told import Told
from monitor.model import Context, Place, Scope, TollKind

APART = 3
"""Days between two dates that cannot be of one happening."""
RECENT = 12
"""Figures of a happening whose places are compared with those of the next."""
MOST = 200
"""Happenings that one article is parted into; a longer list goes on with the last."""
REPEATED = 4
"""From which number on two equal figures are one figure told twice."""
MANY = 10
"""From which number on the dead of a stretch and of a deed are the same by no chance."""
OPEN = 8
"""Happenings back to which a figure may return."""
NEAR = 25.0
"""Kilometres between the edges of two places that may be of one happening."""
WAR: dict[TollKind, int] = {"killed": 10_000, "displaced": 1_000_000}
"""From how many on, outside of disasters, a figure is what a whole war has cost."""
REGION = 3
"""The precision of what is a region or a country only."""
DEEDS = frozenset({"transitive", "suicide"})
"""Patterns of frames that tell a deed of its own day and place, not one of its outcomes (who died later, and where)."""
HARM: frozenset[TollKind] = frozenset({"killed", "wounded"})
Key = tuple[Context, Scope]
NEWS: Key = ("reported", "incident")
SHARED = "the happenings behind share it out"
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
    near = one.sentence - last.told[-1].sentence <= NEXT and one.day is None and not one.judgement.later
    fled = one.toll == "displaced" and near and not one.spots
    return last.key if fled or (same and (one.mention.absolute or (part and near))) else key


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
    if not _contradict(one, last, calamity):
        return last
    others = (each for each in reversed(known[:-1]) if not _contradict(one, each, calamity))
    return next((each for each in others if _agree(one, each)), None)


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


def _contradict(one: Told, happening: Happening, calamity: bool) -> bool:
    """Whether the day or the place of a figure cannot be those of a happening."""
    if one.figure.anaphor or one.figure.partitive:
        return False
    told = happening.told[-RECENT:]
    if one.mention.absolute:
        return not calamity and _other_toll(one, told)
    if _repeats(one, told):
        return False
    if _otherwhen(one, told, calamity) or _otherwhere(one, told) or _other_entry(one, told):
        return True
    return not calamity and (_faraway(one, told) or _elsewhen(one, told) or _answered(one, told))


def _other_toll(one: Told, told: list[Told]) -> bool:
    """Whether a toll is put with its own day and place that are neither the day nor near the place of the others."""
    here, there = one.spots or one.beyond, [place for other in told for place in other.spots]
    known = bool(here and there) and all(place.geo_precision < REGION for place in (*here, *there))
    days = {other.day for other in told if other.day}
    elsewhen = one.day is not None and one.day not in days and one.sentence != told[-1].sentence
    return known and elsewhen and not _near(here, there)


def _repeats(one: Told, told: list[Told]) -> bool:
    """Whether a number that is not small is told again."""
    return one.figure.best >= REPEATED and any(
        one.toll == other.toll and one.figure.best == other.figure.best for other in told
    )


def _otherwhen(one: Told, told: list[Told], calamity: bool) -> bool:
    """Whether a figure's clause opens with another day; a deed of the next day is another one. What no day was told of
    is of late."""
    days = [day for other in told if (day := other.day or other.current)]
    if one.day is None and one.current and one.scene > told[-1].sentence:
        return bool(days) and one.current not in days and not calamity and any(one.toll == each.toll for each in told)
    if not (one.dated and one.day):
        return False
    if not days:
        return one.past
    off = min(abs((one.day - day).days) for day in days)
    return off > APART or (off > 0 and not calamity and one.mention.frame.pattern in DEEDS)


def _otherwhere(one: Told, told: list[Told]) -> bool:
    """Whether a figure's clause opens with a place of its own, which the happening so far did not name."""
    if one.front is None or _share(one, told):
        return False
    known = frozenset().union(*(other.around for other in told if other.sentence != one.sentence or other.front))
    fronts = {other.front for other in told}
    return one.front not in fronts and (bool(fronts - {None}) or bool(known)) and one.front not in known


def _other_entry(one: Told, told: list[Told]) -> bool:
    """Whether another entry of a ticker tells of another place."""
    there = [place for other in told for place in other.spots]
    written = {other.entry for other in told}
    return bool(one.entry and one.spots and there) and one.entry not in written and not _meet(one.spots, there)


def _share(one: Told, told: list[Told]) -> bool:
    """Whether it is one place's share of what a whole region or country was told to have lost."""
    wholes = (other for other in told if other.toll == one.toll and other.figure.best > one.figure.best and other.spots)
    return any(any(_holds(place, own) for own in one.spots) for other in wholes for place in other.spots)


def _elsewhen(one: Told, told: list[Told]) -> bool:
    """Whether a figure opens with a place or a day and has neither the day nor the place of the others."""
    days = {other.day for other in told if other.day}
    there = [place for other in told for place in other.spots]
    here = one.spots or one.beyond if one.dated else one.spots
    opens = bool(here) and (one.front is not None or (one.dated and bool(there)))
    return opens and one.day is not None and bool(days) and one.day not in days and not _near(here, there)


def _answered(one: Told, told: list[Told]) -> bool:
    """Whether those who did it lost somebody themselves, or others struck too, where nobody killed before bore arms: no
    fight told there cost that."""
    doers = frozenset().union(*(other.doers for other in told))
    if not doers or any(other.kinds & ARMED for other in told) or one.sentence == told[-1].sentence:
        return False
    struck = one.toll == "killed" and bool(one.doers) and one.doers.isdisjoint(doers) and not one.kinds & ARMED
    own = one.side <= doers or (one.figure.best > 1 and not one.side.isdisjoint(doers))  # "37 soldiers and 23 rebels"
    return struck or (bool(one.side) and own)


def _faraway(one: Told, told: list[Told]) -> bool:
    """Whether a deed was done at a place that no place of the happening holds or comes near to."""
    there = [place for other in told for place in other.spots or other.beyond]
    deed = one.mention.frame.pattern in DEEDS or one.mention.shared
    return deed and bool(one.spots) and bool(there) and not _near(one.spots, there)


def _near(here: Iterable[Place], there: list[Place]) -> bool:
    return _meet(here, there, NEAR)


def _meet(here: Iterable[Place], there: list[Place], apart: float = 0.0) -> bool:
    """Whether a place holds another, or lies no more than so many kilometres from its edge."""
    return any(_holds(a, b) or _holds(b, a) or _close(a, b, apart) for a in here for b in there)


def _close(one: Place, other: Place, apart: float) -> bool:
    if "country" in (one.feature, other.feature):
        return one.country == other.country
    return one.key == other.key or one.distance_km(other) <= one.radius_km + other.radius_km + apart


def _holds(region: Place, place: Place) -> bool:
    """Whether a region or country holds a place."""
    if region.geo_precision != REGION or region.country != place.country:
        return False
    return region.feature == "country" or region.admin1 == place.admin1


def _agree(one: Told, happening: Happening) -> bool:
    """Whether a figure's own day or place is that of a happening."""
    told = happening.told[-RECENT:]
    there = [place for other in told for place in other.spots]
    same = one.day is not None and one.day in {other.day for other in told}
    return bool(one.spots and there and _near(one.spots, there)) or (same and not one.spots)


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
    if calamity or happening.key != NEWS or len(parts) < 2 or any(one.sentence == whole[0].sentence for one in parts):
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
    return not any(_near(one.spots, list(other.spots)) for one, other in combinations(parts, 2))


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
