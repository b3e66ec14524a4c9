"""What all rules share: their name, severity and labels, what they look at, and how an alert gets its id."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar, Literal, Protocol

from msgspec import Struct
from pydantic import Field

from monitor.model import (
    Alert,
    Article,
    Changes,
    Incident,
    IncidentChange,
    Quote,
    Severity,
    TollKind,
    Verdict,
    subject,
)
from monitor.model.pace import Escalation
from monitor.model.schedule import Active
from monitor.model.settings import Duration, Settings
from monitor.rules.annals import Annals
from monitor.rules.annotations import Annotations
from monitor.rules.facts import Facts, of_incident
from monitor.rules.past import Past, Vigil
from monitor.rules.where import KEYS, Where

Bound = Literal["low", "best", "high"]
MAX_EVIDENCE = 3
"""Quotes that an alert has at most."""
Judged = tuple[list[Alert], list[Verdict]]
"""What a rule raised, and for every subject it looked at why it fired or did not."""


class Reading(Struct, frozen=True):
    """What a rule found in an article's own words: the sentences, and why it is what the rule looks for, or is not."""

    hit: bool
    reason: str
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """What a rule counts of each incident: a figure, where so many independent sources give it and the conditions hold.
    Those with the same words for their conditions are equal."""

    kind: TollKind
    bound: Bound
    min_sources: int
    conditions: str
    where: Where = field(compare=False)

    def counts(self, incident: Incident) -> bool:
        """Whether an incident counts."""
        return len(incident.sources) >= self.min_sources and self.where.misses(incident) is None


class Rolling(Protocol):
    """What counts in one total, as it is known by now (see `monitor.incidents.windows`)."""

    def amount(
        self,
        end: datetime,
        window: timedelta,
        measure: Measure,
        without: Sequence[Incident] = (),
        besides: Sequence[Incident] = (),
    ) -> int:
        """How many victims the window that ends then counts, each once; `without` some, with others `besides`."""
        ...


@dataclass(frozen=True, slots=True)
class Scene:
    """What a rule sees when an article has changed the ledger: the changes, what was known around them, and what was
    raised before. The functions are the ledger's own arithmetic.

    `after` are the incidents of the neighbourhood with the article. `rolling` gives what counts in a total by now, and
    counts nobody twice; `part_of` tells why an incident is not its own. `readings` are what rules found in the
    article's words, by their names; `facts` what it is about, once for each place that it names. `past` is asked only
    where a rule needs it."""

    changes: Changes
    now: datetime
    after: Sequence[Incident]
    alerts: Sequence[Alert]
    rolling: Callable[[str], Rolling]
    part_of: Callable[[Incident, Sequence[Incident]], str | None]
    muted: str | None = None
    article: Article | None = None
    readings: Mapping[str, Reading] = field(default_factory=dict)
    facts: Sequence[Facts] = (Facts(),)
    past: Past = field(default_factory=Annals)
    _told: dict[tuple[str, str], list[Alert]] = field(init=False, default_factory=lambda: defaultdict(list))
    _facts: dict[int, Facts] = field(init=False, default_factory=dict)
    _totals: dict[int, tuple[str, ...]] = field(init=False, default_factory=dict)
    _changed: dict[str, dict[str, IncidentChange]] = field(init=False, default_factory=dict)
    _counting: dict[str, tuple[list[Incident], list[Incident]]] = field(init=False, default_factory=dict)
    _rolling: dict[str, Rolling] = field(init=False, default_factory=dict)
    _amounts: dict[tuple[str, timedelta, Measure], tuple[int, int]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Sorts once what a thousand rules ask for."""
        for alert in self.alerts:
            if not alert.withheld:
                self._told[alert.rule, alert.subject].append(alert)

    def raised(self, rule: str, about: str) -> list[Alert]:
        """What the rule raised about a subject, oldest first."""
        return self._told.get((rule, about), [])

    def misses(self, where: Where, incident: Incident) -> str | None:
        """Why one of this scene's incidents does not meet the conditions; None where it does."""
        if not where.checks:
            return None
        known = self._facts.get(id(incident))
        if known is None:
            known = self._facts[id(incident)] = of_incident(incident)
        return where.why_not(known)

    def totals(self, incident: Incident, of: str) -> tuple[str, ...]:
        """The totals of a kind (place, country, admin1, actor) that one of this scene's incidents counts in."""
        known = self._totals.get(id(incident))
        if known is None:
            known = self._totals[id(incident)] = (*subject.totals(incident), *subject.province(incident))
        return tuple(each for each in known if each.startswith(of))

    def changed(self, of: str) -> Mapping[str, IncidentChange]:
        """The totals of a kind that changed incidents count in, each with the first of them."""
        known = self._changed.get(of)
        if known is None:
            known = self._changed[of] = {}
            for change in self.changes.incidents:
                for incident in (change.after, change.before):
                    for total in self.totals(incident, of) if incident else ():
                        known.setdefault(total, change)
        return known

    def amount(self, total: str, window: timedelta, measure: Measure) -> tuple[int, int]:
        """What a total amounts to within the window that ends now: without the article, and with it. Rules that count
        the same share the answer."""
        known = self._amounts.get((total, window, measure))
        if known is None:
            rolling = self._rolling.get(total) or self._rolling.setdefault(total, self.rolling(total))
            before, after = self.counting(total)
            without = rolling.amount(self.now, window, measure, after, before)
            known = self._amounts[total, window, measure] = without, rolling.amount(self.now, window, measure)
        return known

    def counting(self, total: str) -> tuple[Sequence[Incident], Sequence[Incident]]:
        """The changed incidents that count in a total: as they were, and as they are now."""
        known = self._counting.get(total)
        if known is None:
            changes, counts = self.changes.incidents, subject.counting(total)
            before = [change.before for change in changes if change.before is not None and counts(change.before)]
            after = [change.after for change in changes if change.after is not None and counts(change.after)]
            known = self._counting[total] = before, after
        return known

    def silence(self, corrected: Alert | None) -> str | None:
        """Why nobody is told. A correction follows what it corrects: to whoever heard that, and to nobody else."""
        return self.muted if corrected is None else corrected.muted


class RuleBase(Settings):
    """The part of every rule that says what it is called, how urgent it is, what it says, and when it may ring.

    annotations  templates by name: a user's own words on its alerts (see `monitor.rules.annotations`)
    for          an alert is told only once it has stood so long
    cooldown     the same rule and subject is told no more for so long after it rang
    active       hours and days outside which an alert waits until they begin
    escalate     what happens while nobody acknowledges an alert; goes before the route's"""

    lasting: ClassVar[bool] = False
    """Whether its alerts tell of a state that lasts, and are told again while it does."""
    looks_at: ClassVar[frozenset[str]] = KEYS
    """The conditions of `where` that mean something to rules of this type."""
    watches: ClassVar[bool] = False
    """Whether time alone can make it ring, or fall silent."""
    remembers: ClassVar[bool] = False
    """Whether it asks the past what there was before."""

    name: str = Field(min_length=1, max_length=120)
    where: Where = Where()
    severity: Severity = "warning"
    labels: dict[str, str] = Field(default_factory=dict)
    annotations: Annotations
    for_: Duration = Field(default=timedelta(0), alias="for", le=timedelta(days=30))
    cooldown: Duration = Field(default=timedelta(0), le=timedelta(days=366))
    active: Active | None = None
    escalate: tuple[Escalation, ...] = ()

    def lasts(self, alert: Alert) -> bool:
        """Whether an alert of this rule tells of a state that lasts."""
        return self.lasting

    def graver(self, alert: Alert, than: Alert) -> bool:
        """Whether an alert crosses a line beyond the one of another about the same subject."""
        return (alert.threshold or 0) > (than.threshold or 0)

    def stands(self, alert: Alert, later: Sequence[Alert]) -> bool:
        """Whether an alert still holds, by what this rule raised about its subject after it, oldest first."""
        return all(each.status == "firing" for each in later)

    def stretch(self) -> timedelta | None:
        """How far back the rule counts; None where the changes alone decide."""
        return None

    def run_up(self) -> timedelta:
        """How much of the past the rule must know before it can ring."""
        return self.stretch() or timedelta(0)

    def read(self, article: Article) -> Reading | None:
        """What the rule finds in an article's words; None where it does not look at them."""
        return None

    def evaluate(self, scene: Scene) -> Judged:
        """The alerts that the changes of one article raise, and the reasons."""
        raise NotImplementedError

    def wakes(self, vigil: Vigil) -> datetime | None:
        """When time alone can next make it ring or fall silent, if nothing happens until then; None: it cannot."""
        return None

    def watch(self, vigil: Vigil) -> Judged:
        """The alerts that the time raises that has gone by, and the reasons."""
        return [], []


def alert_id(*parts: str) -> str:
    """The id of an alert: the same parts (rule, subject, threshold) always give the same 16 hexadecimal digits."""
    return hashlib.sha256("\0".join(("alert", *parts)).encode()).hexdigest()[:16]
