"""The ledger's way told again: what each article changed, out of its reports and claims as they are linked today.

Whoever looks back over months need not read or link a text again. What a person has merged since, or an edit has taken
back, is seen as it stands now."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from msgspec import Struct

from monitor.incidents import holdings, merge
from monitor.incidents.cues import Cues
from monitor.incidents.holdings import Base
from monitor.model import ArticleRef, Changes, Claim, Event, HoldingShift, Incident, IncidentChange, Report, subject

DAY = timedelta(days=1)
LONGEST = timedelta(days=31)
"""How far back the incidents lie that a total over a stretch may cover."""


class Telling(Struct, frozen=True):
    """One article's part in the ledger: its reports, and its claims, each with the key of the holding it is about.
    `over` are the incidents of which nothing is told after it."""

    article: ArticleRef
    reports: tuple[Report, ...] = ()
    claims: tuple[tuple[str, Claim], ...] = ()
    over: frozenset[str] = frozenset()


class Hindsight:
    """Takes tellings in the order they were told, and remembers what is still told of, and what totals `reach` back
    for. `bases` are what claims left that are no longer at hand."""

    def __init__(self, cues: Cues, bases: Mapping[str, Base] | None = None, reach: timedelta = LONGEST) -> None:
        self._cues, self._bases = cues, bases or {}
        self._reach = max(reach, LONGEST) + DAY
        self._reports: dict[str, tuple[Report, ...]] = {}
        self._incidents: dict[str, Incident] = {}
        self._claims: dict[str, tuple[Claim, ...]] = {}
        self._days: dict[date, dict[str, dict[str, Incident]]] = defaultdict(lambda: defaultdict(dict))

    def tell(self, telling: Telling) -> Changes:
        """What an article changed, after all that was told before it."""
        told: dict[str, list[Report]] = defaultdict(list)
        for report in telling.reports:
            told[report.link.incident].append(report)
        claimed: dict[str, list[Claim]] = defaultdict(list)
        for key, claim in telling.claims:
            claimed[key].append(claim)
        incidents = tuple(self._grown(id, reports) for id, reports in told.items())
        self._forget(telling)
        shifts = tuple(self._shifted(key, claims) for key, claims in claimed.items())
        return Changes(telling.article, incidents, shifts)

    def around(self, telling: Telling, since: date) -> tuple[Incident, ...]:
        """What is known by now of the countries and actors that an article speaks of, of `since` and later, no further
        back than `reach`; the longer past where it tells a total over a stretch."""
        if any(report.event.scope == "period" for report in telling.reports):
            since = min(since, telling.article.at.date() - LONGEST)
        last = telling.article.at.date() + DAY
        keys = dict.fromkeys(key for report in telling.reports for key in self._keys(report))
        days = [since + n * DAY for n in range((last - since).days + 1)]
        known = [self._days[day] for day in days if day in self._days]
        found = {id: each for key in keys for told in known if key in told for id, each in told[key].items()}
        return tuple(found.values())

    def _keys(self, report: Report) -> Iterable[str]:
        """What a report's incident is looked for by: as it is known, and as the report tells it."""
        known = self._incidents.get(report.link.incident)
        return (*_keys(report.event), *(_keys(known) if known else ()))

    def _grown(self, id: str, reports: Iterable[Report]) -> IncidentChange:
        before = self._incidents.get(id)
        told = merge.in_order((*self._reports.get(id, ()), *reports))
        after = merge.fold(id, told, self._cues)
        self._reports[id], self._incidents[id] = told, after
        if before is not None:
            for key in _keys(before):
                self._days[before.date_end][key].pop(id, None)
        for key in _keys(after):
            self._days[after.date_end][key][id] = after
        return IncidentChange(id, before, after, told)

    def _forget(self, telling: Telling) -> None:
        """Let go of what nobody tells of or asks for any more: an archive is longer than memory is large."""
        for id in telling.over:
            self._reports.pop(id, None)
            self._incidents.pop(id, None)
        oldest = telling.article.at.date() - self._reach
        for day in [day for day in self._days if day < oldest]:
            del self._days[day]

    def _shifted(self, key: str, claims: Iterable[Claim]) -> HoldingShift:
        old, base = self._claims.get(key, ()), self._bases.get(key)
        new = holdings.in_order((*old, *claims))
        self._claims[key] = new
        return HoldingShift(key, holdings.fold_claims(old, base), holdings.fold_claims(new, base), new)


def _keys(happening: Event | Incident) -> Iterable[str]:
    """What an incident is looked for by: the totals of its country and of its actors."""
    return (key for key in subject.totals(happening) if not key.startswith("place:"))
