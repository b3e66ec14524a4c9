"""Figures that an article only recalls: what a running total leads back to, and what an old fight for a place cost."""

from dataclasses import dataclass, field

from msgspec.structs import replace

from monitor.extract.article.told import Told
from monitor.extract.found import Findings, within
from monitor.extract.words.tokens import Document
from monitor.model import Scope

REGION = 3
"""The precision of what is a region or a country only."""
NEXT = 2
"""Sentences behind a running total that go on about the war whose cost it is."""


@dataclass(slots=True)
class News:
    """What an article has told as news so far: who did it and where, and how many its first figure counts."""

    first: int | None = None
    doers: set[str] = field(default_factory=set)
    lands: set[str | None] = field(default_factory=set)
    fresh: bool = False
    """Whether something was told with a day of the last week."""
    total: int | None = None
    """The sentence of the last running total behind it."""

    def hold(self, one: Told) -> None:
        """Take a further figure in."""
        if _new(one, "cumulative") and self.first is not None:
            self.total = one.sentence
        elif _new(one):
            self.first = one.figure.best if self.first is None else self.first
            self.fresh = self.fresh or (one.day is not None and not one.past)
            self.doers |= one.doers
            self.lands |= {place.country for place in one.spots}

    def older(self, one: Told) -> bool:
        """Whether a deed of another week is told behind news of these days."""
        return self.fresh and one.past and one.day is not None and not (one.mention.absolute or one.figure.anaphor)

    def leads_back(self, one: Told) -> bool:
        """Whether a graver deed of no day and of another doer, or in another country, is told behind the total."""
        if one.day is not None or self.first is None or self.total is None or one.sentence - self.total > NEXT:
            return False
        if one.figure.best <= self.first:
            return False
        if self.doers and one.doers:
            return self.doers.isdisjoint(one.doers)
        return bool(self.lands and one.spots) and self.lands.isdisjoint(place.country for place in one.spots)


def background(told: list[Told], findings: Findings, document: Document) -> list[Told]:
    """The same figures, those as background that go back behind a running total to the deed of somebody else ("more
    than 57,000 have died since October. Hamas' attack killed 1,200"), or to the old fight for a place that the sentence
    before dates ("They took Goma in January. 2,000 died in the fighting for Goma")."""
    named: dict[str, int] = {}
    for found in findings.places:
        named.setdefault(found.mention.place.key, found.first)
    result: list[Told] = []
    news, last = News(), None
    for one in told:
        recalled = _new(one) and (news.leads_back(one) or news.older(one) or _old_place(one, findings, document, named))
        recalled = recalled or (last is not None and _goes_on(one, last))
        last = one if recalled else None
        result.append(replace(one, judgement=replace(one.judgement, context="historical")) if recalled else one)
        news.hold(result[-1])
    return result


def _new(one: Told, scope: Scope = "incident") -> bool:
    return one.judgement.context == "reported" and one.judgement.scope == scope and not one.title


def _goes_on(one: Told, last: Told) -> bool:
    """Whether it tells what else the deed recalled last did: "killed 1,200, with 251 taken hostage"."""
    return one.sentence == last.sentence and _new(one) and one.day is None and one.doers <= last.doers


def _old_place(one: Told, findings: Findings, document: Document, named: dict[str, int]) -> bool:
    """Whether it happened at a place of which only the sentence before tells, with a date of long ago; `named` is the
    first token at which each place is named."""
    if one.day is not None or one.sentence < 1 or not one.spots:
        return False
    before = document.sentences[one.sentence - 1]
    dates = within(findings.dates, before.first, before.last)
    if not dates or not all(found.old for found in dates):
        return False
    fine = all(place.geo_precision < REGION for place in one.spots)
    return fine and all(before.first <= named.get(place.key, -1) < before.last for place in one.spots)
