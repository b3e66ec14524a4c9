"""Whether a figure can be of a happening: whether its day, its place and its sides agree with those told before."""

from collections.abc import Iterable

from monitor.extract.article.kinds import ARMED
from monitor.extract.article.told import Told
from monitor.model import Place

APART = 3
"""Days between two dates that cannot be of one happening."""
RECENT = 12
"""Figures of a happening whose places are compared with those of the next."""
REPEATED = 4
"""From which number on two equal figures are one figure told twice."""
NEAR = 25.0
"""Kilometres between the edges of two places that may be of one happening."""
REGION = 3
"""The precision of what is a region or a country only."""
DEEDS = frozenset({"transitive", "suicide"})
"""Patterns of frames that tell a deed of its own day and place, not one of its outcomes (who died later, and where)."""


def contradict(one: Told, before: list[Told], calamity: bool) -> bool:
    """Whether the day or the place of a figure cannot be those of the happening that the figures `before` are of."""
    if one.figure.anaphor or one.figure.partitive:
        return False
    told = before[-RECENT:]
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
    return known and elsewhen and not near(here, there)


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
    return opens and one.day is not None and bool(days) and one.day not in days and not near(here, there)


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
    return deed and bool(one.spots) and bool(there) and not near(one.spots, there)


def agree(one: Told, before: list[Told]) -> bool:
    """Whether a figure's own day or place is that of the happening that the figures `before` are of."""
    told = before[-RECENT:]
    there = [place for other in told for place in other.spots]
    same = one.day is not None and one.day in {other.day for other in told}
    return bool(one.spots and there and near(one.spots, there)) or (same and not one.spots)


def near(here: Iterable[Place], there: list[Place]) -> bool:
    """Whether a place holds another, or lies so near to it that both may be of one happening."""
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
