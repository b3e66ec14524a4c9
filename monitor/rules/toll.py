"""`type: toll`: so many killed, wounded, captured, missing or displaced, in one incident or within a rolling window."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from monitor.model import Alert, Incident, IncidentChange, Place, Quote, Report, TollKind, Verdict
from monitor.model import subject as about
from monitor.model.settings import Duration, format_duration
from monitor.rules.base import MAX_EVIDENCE, Bound, Judged, Measure, RuleBase, Scene, alert_id
from monitor.rules.crossing import Crossing, crossed, one_history, still_counting

Threshold = Annotated[int, Field(ge=1, le=100_000_000)]


class Toll(RuleBase):
    """Fires once when a figure reaches a threshold, upward. A jump over several gives one alert, of the highest. When
    the figure is corrected and falls back below, the same alert is said again with status `revised`; when it then rises
    over the line once more, it fires again under the same id.

        metric      killed wounded captured missing displaced
        thresholds  numbers, one or more
        of          incident, or with `window` the rolling total of a place, a country or an actor
        estimate    low, best or high
        min_sources independent publishers that an incident needs; copies of one agency's text are one"""

    type: Literal["toll"] = "toll"
    metric: Literal["killed", "wounded", "captured", "missing", "displaced"] = "killed"
    thresholds: Annotated[tuple[Threshold, ...], Field(min_length=1)]
    of: Literal["incident", "place", "country", "actor"] = "incident"
    window: Duration | None = Field(default=None, ge=timedelta(minutes=1), le=timedelta(days=366))
    estimate: Bound = "best"
    min_sources: int = Field(default=1, ge=1, le=1000)

    @model_validator(mode="after")
    def _window_where_it_counts(self) -> Self:
        if self.of != "incident" and self.window is None:
            raise ValueError(f"a total of a {self.of} needs a window, like 24h")
        return self

    @cached_property
    def measure(self) -> Measure:
        """What a rolling total counts of each incident."""
        return Measure(self.metric, self.estimate, self.min_sources, self.where.signature, self.where)

    def stretch(self) -> timedelta | None:
        """The window of a rolling total."""
        return None if self.of == "incident" else self.window

    def stands(self, alert: Alert, later: Sequence[Alert]) -> bool:
        """A figure that is corrected, and still reaches the line, leaves the alert as it was."""
        corrected = any(each.id == alert.id and each.status != "firing" for each in later)
        return not later or (not corrected and (later[-1].value or 0) >= (alert.threshold or 0))

    def evaluate(self, scene: Scene) -> Judged:
        """Judge every incident that changed, or every total that it counts in."""
        alerts: list[Alert] = []
        verdicts: list[Verdict] = []
        cases = self._incidents(scene) if self.of == "incident" else self._totals(scene)
        for subject, crossing, alert in cases:
            if alert is not None:
                alerts.append(alert)
            verdicts.append(Verdict(self.name, subject, alert is not None, crossing.reason))
        return alerts, verdicts

    def _incidents(self, scene: Scene) -> Iterable[tuple[str, Crossing, Alert | None]]:
        for change in scene.changes.incidents:
            subject = about.incident(change.id)
            told = [subject, *map(about.incident, change.after.aliases if change.after else ())]
            raised = one_history([scene.raised(self.name, each) for each in told], self.thresholds)
            same = _now_part_of(change, scene.changes.incidents)
            judged = self._judged(change, scene, raised) if same is None else _joined(same, raised)
            crossing = _parted(judged, change, raised) if change.after else judged
            shown = same or change
            yield subject, crossing, self._told(crossing, subject, self._value(shown.after), shown, scene)

    def _judged(self, change: IncidentChange, scene: Scene, raised: Sequence[Alert]) -> Crossing:
        incident = change.after
        if incident is None or not incident.sources:
            return crossed(0, self.thresholds, raised) if raised else Crossing("nobody reports it any more")
        if not raised:
            missed = scene.misses(self.where, incident) or self._too_few(incident)
            missed = missed or scene.part_of(incident, scene.after)
            if missed:
                return Crossing(missed)
        return crossed(self._value(incident), self.thresholds, raised)

    def _too_few(self, incident: Incident) -> str | None:
        if len(incident.sources) >= self.min_sources:
            return None
        return f"{len(incident.sources)} of {self.min_sources} independent sources"

    def _value(self, incident: Incident | None) -> int:
        known = incident.toll.get(self.metric) if incident else None
        if known is None:
            return 0
        if self.estimate == "high":
            return known.best if known.high is None else known.high
        return known.low if self.estimate == "low" else known.best

    def _totals(self, scene: Scene) -> Iterable[tuple[str, Crossing, Alert | None]]:
        window = self.window or timedelta(0)
        for subject, change in scene.changed(self.of).items():
            if not self._is_about(subject):
                continue
            told = scene.raised(self.name, subject)
            if not told and (missed := self._adds_nothing(subject, scene)):
                yield subject, Crossing(missed), None
                continue
            before, after = scene.amount(subject, window, self.measure)
            raised = still_counting(told, before, scene.now, window)
            crossing = crossed(after, self.thresholds, raised)
            if crossing.status == "revised" and after >= before:
                crossing = Crossing(f"{after}: what was counted has left the window")
            yield subject, crossing, self._told(crossing, subject, after, change, scene)

    def _adds_nothing(self, subject: str, scene: Scene) -> str | None:
        """Why none of the changed incidents of a total is one that the rule counts."""
        before, after = scene.counting(subject)
        reasons = [scene.misses(self.where, incident) for incident in (*before, *after)]
        return None if None in reasons else next(iter(reasons), None)

    def _is_about(self, subject: str) -> bool:
        """Of actors, whether it is one whom the rule names, and not whom they fought."""
        named = self.where.actor if self.of == "actor" else ()
        return not named or subject in map(about.actor, named)

    def _told(self, crossing: Crossing, subject: str, value: int, change: IncidentChange, scene: Scene) -> Alert | None:
        if crossing.status is None:
            return None
        incident = change.after or change.before
        report = speaking(change.reports, self.metric, value)
        figure = _figure(report, self.metric, value) if self.of == "incident" else str(value)
        says = tuple(each.text for each in report.event.attribution) if report else ()
        place = incident.place if incident and self.of in ("incident", "place") else None
        corrected = crossing.alert if crossing.status == "revised" else None
        return Alert(
            id=crossing.alert.id if crossing.alert else self._id(subject, crossing.threshold, scene),
            rule=self.name,
            status=crossing.status,
            severity=self.severity,
            at=scene.now,
            threshold=crossing.threshold,
            value=value,
            incident=change.id if self.of == "incident" else None,
            place=place,
            summary=self._summary(crossing, subject, figure, incident, says),
            evidence=evidence(change.reports, report, self.metric)
            or (crossing.alert.evidence if crossing.alert else ()),
            subject=crossing.alert.subject if crossing.alert else subject,
            figure=figure,
            says=says,
            labels=corrected.labels if corrected else self._labels(subject, incident),
            muted=scene.silence(corrected),
            course=incident.course(self.metric) if incident and self.of == "incident" else (),
        )

    def _id(self, subject: str, threshold: int | None, scene: Scene) -> str:
        """A rolling total may cross again; the article that took it there tells the crossings apart."""
        episode = () if self.of == "incident" else (scene.changes.article.id,)
        return alert_id(self.name, subject, str(threshold), *episode)

    def _labels(self, subject: str, incident: Incident | None) -> dict[str, str]:
        place = incident.place if incident else None
        known = {
            "rule": self.name,
            "severity": self.severity,
            "place": place.name if place and self.of != "country" else "",
            "country": (place.country if place else None) or "",
            "event_type": incident.event_type if incident else "",
            "metric": self.metric,
            "subject": subject,
        }
        return {**known, **self.labels}

    def _summary(
        self, crossing: Crossing, subject: str, figure: str, incident: Incident | None, says: tuple[str, ...]
    ) -> str:
        if self.of == "incident":
            where = f"in {name_of(incident.place)}" if incident and incident.place else "at an unnamed place"
            span = _span(incident) if incident and incident.scope == "period" else ""
            told = f"{figure} {self.metric} {where}{span}"
        else:
            kind, _, name = subject.partition(":")
            shown = name_of(incident.place) if kind == "place" and incident and incident.place else name
            told = f"{figure} {self.metric} within {format_duration(self.window or timedelta(0))}, {kind} {shown}"
        if crossing.status == "revised" and crossing.alert is not None:
            before = f"said before: {crossing.alert.figure}" + (f"; {crossing.note}" if crossing.note else "")
            return f"Corrected: {told} ({before})"
        return f"{told}, according to {says[0]}" if says else told


def _now_part_of(change: IncidentChange, changes: Iterable[IncidentChange]) -> IncidentChange | None:
    """The incident that one turned out to be: whoever was told of it was not told of nothing."""
    if change.after is not None:
        return None
    return next((other for other in changes if other.after and change.id in other.after.aliases), None)


def _joined(same: IncidentChange, raised: Sequence[Alert]) -> Crossing:
    reason = f"it is the same happening as {same.id}"
    if not raised or raised[-1].status == "revised":
        return Crossing(reason)
    return Crossing(reason, "revised", raised[-1].threshold, raised[-1], "one happening was told as two")


def _parted(crossing: Crossing, change: IncidentChange, raised: Sequence[Alert]) -> Crossing:
    """Whoever was told that a happening is another one's must hear that it is not, if it turns out so."""
    last = raised[-1] if raised else None
    joined = last is not None and last.status == "revised" and last.subject != about.incident(last.incident or "")
    if crossing.status is not None or not joined or last is None or last.subject != about.incident(change.id):
        return crossing
    return Crossing("it is a happening of its own", "revised", last.threshold, last, "a happening of its own after all")


def name_of(place: Place) -> str:
    """A place with its province and country, as a person would write it."""
    parts = [place.name, *([place.admin1] if place.admin1 and place.admin1 != place.name else [])]
    return ", ".join(parts) + (f" ({place.country})" if place.country else "")


def _span(incident: Incident) -> str:
    days = max(1, (incident.date_end - incident.date_start).days)
    return " within a day" if days == 1 else f" within {days} days"


def speaking(reports: Sequence[Report], metric: TollKind, value: int) -> Report | None:
    """The latest report that gives this very figure, else the latest that gives one."""
    giving = [report for report in reports if report.event.toll.get(metric) is not None]
    exact = [report for report in giving if (told := report.event.toll.get(metric)) and told.best == value]
    chosen = exact or giving
    return chosen[-1] if chosen else None


def _figure(report: Report | None, metric: TollKind, value: int) -> str:
    told = report.event.toll.get(metric) if report else None
    if told is None or told.best != value or not told.text:
        return str(value)
    return told.text.removesuffix(" of")


def evidence(reports: Sequence[Report], first: Report | None, metric: TollKind) -> tuple[Quote, ...]:
    """The sentences to show: of the report that gives the figure, then of the latest others that give one."""
    others = [
        report for report in reversed(reports) if report.event.toll.get(metric) is not None and report is not first
    ]
    ordered = [*([first] if first else []), *others, *([] if first else reversed(reports))]
    return tuple(dict.fromkeys(_quote(report, metric) for report in ordered if report.quotes))[:MAX_EVIDENCE]


def _quote(report: Report, metric: TollKind) -> Quote:
    """The sentence that gives the figure, else the report's first."""
    given = [(each.in_, each.start) for each in report.event.evidence if each.field == f"toll.{metric}"]
    holding = (
        quote for field, at in given for quote in report.quotes if quote.in_ == field and quote.start <= at < quote.end
    )
    return next(holding, report.quotes[0])
