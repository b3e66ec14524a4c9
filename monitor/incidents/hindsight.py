"""The ledger's way told again: what each article changed, out of its reports and claims as they are linked today.

Whoever looks back over months need not read or link a text again. What a person has merged since, or an edit has taken
back, is seen as it stands now."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta

from msgspec import Struct

from monitor.incidents import holdings, merge
from monitor.incidents.cues import Cues
from monitor.incidents.holdings import Base
from monitor.incidents.origin import DAWN
from monitor.incidents.windows import Rolling, Windows
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
        self._windows = Windows()
        self._forgotten = DAWN

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

    def around(self, telling: Telling) -> tuple[Incident, ...]:
        """Where an article tells a total over a stretch, what is known by now that it may cover: of the countries and
        actors that it speaks of. A single happening is judged by itself."""
        happenings = [each for report in telling.reports for each in self._ways_to_tell(report)]
        if all(each.scope == "incident" for each in happenings):
            return ()
        begin, end = telling.article.at - LONGEST - DAY, telling.article.at + 2 * DAY
        keys = dict.fromkeys(key for each in happenings for key in subject.totals(each) if not key.startswith("place:"))
        found = {each.id: each for key in keys for each in self._windows.of(key).between(begin, end)}
        return tuple(found.values())

    def rolling(self, total: str) -> Rolling:
        """What counts in a rolling total, as it is known by now, no further back than `reach`."""
        return self._windows.of(total)

    def _ways_to_tell(self, report: Report) -> Iterable[Event | Incident]:
        """What a report tells of: as the report tells it, and as it is known."""
        known = self._incidents.get(report.link.incident)
        return (report.event,) if known is None else (report.event, known)

    def _grown(self, id: str, reports: Iterable[Report]) -> IncidentChange:
        before = self._incidents.get(id)
        told = merge.in_order((*self._reports.get(id, ()), *reports))
        after = merge.fold(id, told, self._cues)
        self._reports[id], self._incidents[id] = told, after
        self._windows.take(before, after)
        return IncidentChange(id, before, after, told)

    def _forget(self, telling: Telling) -> None:
        """Let go of what nobody tells of or asks for any more: an archive is longer than memory is large."""
        for id in telling.over:
            self._reports.pop(id, None)
            self._incidents.pop(id, None)
        oldest = telling.article.at - self._reach
        if oldest > self._forgotten + DAY:
            self._windows.forget(oldest)
            self._forgotten = oldest

    def _shifted(self, key: str, claims: Iterable[Claim]) -> HoldingShift:
        old, base = self._claims.get(key, ()), self._bases.get(key)
        new = holdings.in_order((*old, *claims))
        self._claims[key] = new
        return HoldingShift(key, holdings.fold_claims(old, base), holdings.fold_claims(new, base), new)
