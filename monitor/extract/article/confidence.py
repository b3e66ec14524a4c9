"""How sure an event is: the share right on labelled rows of the frame that tells its figure, and never above that of a
doubt which its telling gives. Each doubt's share stands in `seeds/lexicon/<language>/confidence.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from msgspec import Struct

from monitor.extract.article.merge import LOOSE, PART, RIVAL, SOME, Sum
from monitor.extract.article.told import Told
from monitor.model import Scope, TollKind

Doubt = Literal[
    "several happenings",
    "no number",
    "figures added",
    "figures differ",
    "persons counted",
    "others counted",
    "total over a stretch",
    "background beside",
]
"""several happenings: the article tells more than one with a figure of this kind · no number: "dozens", "several" ·
figures added: out of several sentences · figures differ: a part, a denial or another source's figure was left ·
persons counted: a list of people without a number · others counted: only those beside somebody who is not counted ·
total over a stretch: of scope period · background beside: the article also tells of figures that are no news."""
DIFFER = frozenset({PART, RIVAL, SOME})
"""Reasons of `merge` for which a figure was left that speaks against the one taken."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the rest of the article says for or against an event: how many new happenings tell a figure of each kind,
    and whether others are told that are no news."""

    news: Mapping[TollKind, int] = field(default_factory=dict)
    background: bool = False


class Certainty(Struct, frozen=True, gc=False):
    """How often events like this one are right, and what is doubted."""

    share: float
    doubts: tuple[Doubt, ...] = ()


def certainty(
    doubts: Mapping[Doubt, float], scope: Scope, sums: Mapping[TollKind, Sum], around: Surroundings
) -> Certainty:
    """That of an event: of its surest kind of toll."""
    kinds = (_certainty(doubts, doubted(scope, kind, made, around), made) for kind, made in sums.items())
    return max(kinds, key=lambda one: one.share)


def _certainty(doubts: Mapping[Doubt, float], given: tuple[Doubt, ...], made: Sum) -> Certainty:
    plain = made.used[0].mention.frame.confidence
    return Certainty(min((plain, *(doubts.get(doubt, 1.0) for doubt in given))), given)


def doubted(scope: Scope, kind: TollKind, made: Sum, around: Surroundings) -> tuple[Doubt, ...]:
    """The doubts that a figure's telling gives."""
    lead = made.used[0]
    found: dict[Doubt, bool] = {
        "several happenings": around.news.get(kind, 0) > 1,
        "no number": made.total.qualifier in LOOSE,
        "figures added": len(made.used) > 1,
        "figures differ": any(reason in DIFFER for _, reason in made.left),
        "persons counted": _listed(lead),
        "others counted": kind == "killed" and lead.figure.other,
        "total over a stretch": scope == "period",
        "background beside": around.background,
    }
    return tuple(doubt for doubt, given in found.items() if given)


def _listed(lead: Told) -> bool:
    return len(lead.parts) > 1 and lead.figure.quote is None
