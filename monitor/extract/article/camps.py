"""Sides that count each other's dead: whose people a figure counts, by what it says of them or of who speaks.

"The army said it lost five men and killed 30 rebels. The rebels said they lost three": what each side admits is the
least, what it says of the other the most, and the sides add up."""

from monitor.extract.article.told import Told

ARMED = {"soldiers": "state", "police": "state", "militants": "rebels"}
"""Whose people victims are by their kind, where nobody names their side."""
SPEAKERS = {"military": "state", "police": "state", "government": "state", "armed_group": "rebels"}
"""Whose people they are whom a speaker counts as his own."""
FEWEST = 2
"""Sides of a fight, and sources that tell of it."""


def admits(one: Told) -> bool:
    """Whether somebody counts his own dead: "it had lost nine", "five of its soldiers"."""
    return any(part.theirs for part in one.parts)


def camp(one: Told) -> str:
    """Whose people a figure counts; empty where nothing tells."""
    if len(one.side) == 1:
        return min(one.side)
    kinds = {ARMED[kind] for kind in one.kinds & ARMED.keys()}
    speakers = {SPEAKERS[source.kind] for source in one.sources if source.kind in SPEAKERS}
    if admits(one) and not kinds and len(speakers) == 1:
        return min(speakers)
    return min(kinds) if len(kinds) == 1 and one.kinds <= ARMED.keys() else ""


def opposed(one: Told, other: Told) -> bool:
    """Whether two sides each admit a loss of their own: "Cambodia said it lost nine", "seven of their soldiers"."""
    own, others = ({source.id or source.text for source in each.sources} for each in (one, other))
    told_apart = bool(own and others) and own.isdisjoint(others)
    return told_apart and admits(one) and admits(other) and (not camp(one) or camp(one) != camp(other))


def camps(told: list[Told]) -> list[list[Told]]:
    """The figures of a fight by whose people they count, where sides that admit losses speak of each other's; else all
    in one group."""
    groups: dict[str, list[Told]] = {}
    for one in told:
        groups.setdefault(camp(one), []).append(one)
    sources = {source.id or source.text for one in told for source in one.sources}
    contested = any(admits(one) for one in told) and len(sources) >= FEWEST
    plain = all(not (one.mention.absolute or one.figure.other or one.figure.anaphor) for one in told)
    parted = "" not in groups and len(groups) >= FEWEST and len(told) > len(groups)
    return list(groups.values()) if contested and plain and parted else [told]
