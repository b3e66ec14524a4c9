"""`type: surge`: unusually many incidents or deaths, against what is usual for that place or actor."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import ClassVar, Literal, Self

import msgspec
from pydantic import Field, model_validator

from monitor.model import Alert, Incident, IncidentChange, Verdict
from monitor.model import subject as about
from monitor.model.event_types import EVENT_TYPES
from monitor.model.settings import Duration, format_duration
from monitor.rules.annals import counts, killed
from monitor.rules.base import Judged, RuleBase, Scene, alert_id
from monitor.rules.past import Past, Tally, Vigil
from monitor.rules.told import latest, plain_alert
from monitor.rules.usual import Level, level
from monitor.times import stamp

DAY = timedelta(days=1)
FEWEST = 4
"""Windows of a baseline that say what is usual."""


class Surge(RuleBase):
    """Fires when the incidents, or the deaths in them, of a country, a province or an actor within `window` are far
    more than in the windows before; over (status `resolved`) when they are not any more.

        of        country, admin1 (a province) or actor
        metric    incidents, or killed: the best figures of single happenings; totals over a stretch count in neither
        window    whole days, ending today
        baseline  the windows before; nothing rings until the ledger is that old, and never over less than four windows
        factor    how many times the usual scatter (see `level`) above the median of those windows
        least     what it must be at least, so that two after none is no surge
        where     country, event_type, and for `of: actor` which actors"""

    lasting: ClassVar[bool] = True
    watches: ClassVar[bool] = True
    remembers: ClassVar[bool] = True
    looks_at: ClassVar[frozenset[str]] = frozenset({"country", "event_type", "actor"})

    type: Literal["surge"] = "surge"
    of: Literal["country", "admin1", "actor"] = "country"
    metric: Literal["incidents", "killed"] = "incidents"
    window: Duration = Field(default=7 * DAY, ge=DAY, le=31 * DAY)
    baseline: Duration = Field(default=56 * DAY, ge=FEWEST * DAY, le=366 * DAY)
    factor: float = Field(default=3.0, ge=1, le=100)
    least: int = Field(default=5, ge=1, le=100_000_000)

    @model_validator(mode="after")
    def _enough_windows(self) -> Self:
        if self.window % DAY or self.baseline % self.window or self.baseline < FEWEST * self.window:
            raise ValueError(
                "window must be whole days, and baseline four windows or more, like window: 7d, baseline: 56d"
            )
        if self.where.actor and self.of != "actor":
            raise ValueError(f"where.actor counts nothing by {self.of}; write `of: actor`, or leave it out")
        return self

    def run_up(self) -> timedelta:
        """How much of the past it must know before it can ring."""
        return self.baseline + self.window

    def evaluate(self, scene: Scene) -> Judged:
        """Judge every country, province or actor that changed incidents belong to."""
        alerts: list[Alert] = []
        verdicts: list[Verdict] = []
        for subject, change in self._subjects(scene).items():
            raised = scene.raised(self.name, subject)
            told = raised[-1] if raised and raised[-1].status == "firing" else None
            reason, alert = self._judged(subject, change, scene, told)
            alerts += [alert] if alert else []
            verdicts.append(Verdict(self.name, subject, alert is not None, reason))
        return alerts, verdicts

    def wakes(self, vigil: Vigil) -> datetime | None:
        """When the next day begins, while one is told of: windows end with a day."""
        if not vigil.told(self.name):
            return None
        return datetime.combine(vigil.now.astimezone(UTC).date() + DAY, time.min, UTC)

    def watch(self, vigil: Vigil) -> Judged:
        """Say of what was told that it is over, once it is."""
        alerts: list[Alert] = []
        verdicts: list[Verdict] = []
        for subject, told in vigil.told(self.name).items():
            found = self._level(subject, vigil.now.date(), vigil.past, ())
            over = self._over(told, found, vigil.now) if found.value < found.line else None
            alerts += [over] if over else []
            verdicts.append(Verdict(self.name, subject, over is not None, self._words(found)))
        return alerts, verdicts

    def _judged(
        self, subject: str, change: IncidentChange, scene: Scene, told: Alert | None
    ) -> tuple[str, Alert | None]:
        began = scene.past.began() or scene.now
        if scene.now - began < self.run_up():
            return f"still learning what is usual, until {stamp(began + self.run_up())}", None
        found = self._level(subject, scene.now.date(), scene.past, scene.changes.incidents)
        reason = self._words(found)
        if found.value < found.line:
            return reason, self._over(told, found, scene.now) if told else None
        return ("told already", None) if told else (reason, self._fired(subject, change, found, scene))

    def _level(self, subject: str, today: date, past: Past, changes: Sequence[IncidentChange]) -> Level:
        window, windows = self.window // DAY, self.baseline // self.window
        asked = self._tally(subject, today - self.run_up() + DAY)
        days = [(each.day, each.killed if self.metric == "killed" else each.incidents) for each in past.tallies(asked)]
        for change in changes:
            days += self._weighed(change.before, -1, subject, asked)
            days += self._weighed(change.after, 1, subject, asked)
        return level(days, today, window, windows, self.factor, self.least)

    def _weighed(self, incident: Incident | None, sign: int, subject: str, asked: Tally) -> Iterator[tuple[date, int]]:
        """What an incident adds to a day's figure, or takes from it."""
        if incident is not None and subject in self._keys(incident) and counts(asked, incident):
            yield incident.date_end, sign * (killed(incident) if self.metric == "killed" else 1)

    def _tally(self, subject: str, since: date) -> Tally:
        kinds = tuple(kind for name in self.where.event_type for kind in EVENT_TYPES.get(name, (name,)))
        value = subject.partition(":")[2]
        if self.of == "admin1":
            country, _, name = value.partition("/")
            return Tally("admin1", name, since, country=country, kinds=kinds)
        return Tally(self.of, value, since, countries=self.where.country if self.of == "actor" else (), kinds=kinds)

    def _subjects(self, scene: Scene) -> dict[str, IncidentChange]:
        """What changed incidents count in, each with the latest of them."""
        changes = scene.changes.incidents
        pairs = ((change, incident) for change in changes for incident in (change.before, change.after) if incident)
        return {key: change for change, each in pairs for key in scene.totals(each, self.of) if self._wanted(key)}

    def _keys(self, incident: Incident) -> tuple[str, ...]:
        keys = (*about.totals(incident), *about.province(incident))
        return tuple(key for key in keys if key.startswith(f"{self.of}:"))

    def _wanted(self, key: str) -> bool:
        name = key.partition(":")[2]
        if self.of == "actor":
            return not self.where.actor or name in self.where.actor
        return not self.where.country or name.partition("/")[0] in self.where.country

    def _fired(self, subject: str, change: IncidentChange, found: Level, scene: Scene) -> Alert:
        incident = change.after or change.before
        place = incident.place if incident else None
        return plain_alert(
            self, alert_id(self.name, subject, scene.changes.article.id), subject, "firing", scene.now,
            f"Unusually many in {_name(subject)}: {self._words(found)}",
            evidence=latest(change),
            threshold=found.line, value=found.value, muted=scene.silence(None),
            labels={"metric": self.metric, "country": (place.country if place and self.of != "actor" else None) or ""},
        )  # fmt: skip

    def _over(self, told: Alert, found: Level, now: datetime) -> Alert:
        summary = f"Back to what is usual: {self._words(found)} (said before: {told.summary})"
        alert = plain_alert(
            self, told.id, told.subject, "resolved", now, summary, evidence=told.evidence, threshold=told.threshold,
            value=found.value, muted=told.muted,
        )  # fmt: skip
        return msgspec.structs.replace(alert, labels=told.labels)

    def _words(self, found: Level) -> str:
        return (
            f"{found.value:,} {self.metric} in {format_duration(self.window)}, usual {found.usual:g}, a surge from"
            f" {found.line:,} on"
        )


def _name(subject: str) -> str:
    """`Aleppo (SY)`, `SY`, `islamic-state`."""
    name = subject.partition(":")[2]
    country, _, province = name.partition("/")
    return f"{province} ({country})" if province and subject.startswith("admin1:") else name
