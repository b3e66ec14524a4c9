"""What rules have in common: how those about single incidents judge, and the alerts that they raise."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from monitor.model import Alert, AlertStatus, Incident, IncidentChange, Quote, Verdict
from monitor.model import subject as about
from monitor.rules.base import MAX_EVIDENCE, Judged, RuleBase, Scene, alert_id


class IncidentRule(RuleBase):
    """A rule that judges incidents one by one."""

    def judged(self, change: IncidentChange, scene: Scene, raised: list[Alert]) -> tuple[str, Alert | None]:
        """Why an incident that changed rings or does not, and the alert; `raised` is what it raised before."""
        raise NotImplementedError

    def missed(self, incident: Incident | None, scene: Scene) -> str | None:
        """Why an incident is none that the rule is about; None where it is."""
        if incident is None or not incident.sources:
            return "nobody reports it any more"
        return scene.misses(self.where, incident) or scene.part_of(incident, scene.after)

    def evaluate(self, scene: Scene) -> Judged:
        """Judge every incident that changed."""
        alerts: list[Alert] = []
        verdicts: list[Verdict] = []
        for change in scene.changes.incidents:
            subject = about.incident(change.id)
            reason, alert = self.judged(change, scene, scene.raised(self.name, subject))
            alerts += [alert] if alert else []
            verdicts.append(Verdict(self.name, subject, alert is not None, reason))
        return alerts, verdicts


def latest(change: IncidentChange) -> tuple[Quote, ...]:
    """What the latest reports of an incident say."""
    return tuple(report.quotes[0] for report in reversed(change.reports) if report.quotes)[:MAX_EVIDENCE]


def voices(change: IncidentChange) -> tuple[str, ...]:
    """Who says so, in the words of the latest report."""
    return tuple(each.text for report in change.reports[-1:] for each in report.event.attribution)


def spoken(summary: str, says: Sequence[str]) -> str:
    """A summary with the first of those who say so."""
    return f"{summary}, according to {says[0]}" if says else summary


def taken_back(rule: RuleBase, scene: Scene, change: IncidentChange, told: Alert, reason: str) -> Alert:
    """The correction of an alert about an incident that the rule is not about, after all."""
    return incident_alert(
        rule, scene, change, "revised", summary=f"Corrected: {reason} (said before: {told.summary})", evidence=(),
        threshold=told.threshold, value=told.value, figure=told.figure, earlier=told,
    )  # fmt: skip


def incident_alert(
    rule: RuleBase,
    scene: Scene,
    change: IncidentChange,
    status: AlertStatus,
    *,
    summary: str,
    evidence: Sequence[Quote],
    threshold: int | None,
    value: int | None,
    figure: str = "",
    earlier: Alert | None = None,
    says: tuple[str, ...] = (),
    labels: Mapping[str, str] | None = None,
) -> Alert:
    """An alert of a rule about an incident that changed; `earlier` is the one that it corrects or ends."""
    incident = change.after or change.before
    place = incident.place if incident else None
    subject = about.incident(change.id)
    known = {
        "place": place.name if place else "",
        "country": (place.country if place else None) or "",
        "event_type": incident.event_type if incident else "",
    }
    alert = plain_alert(
        rule, earlier.id if earlier else alert_id(rule.name, subject, str(threshold)), subject, status, scene.now,
        summary, evidence=tuple(evidence) or (earlier.evidence if earlier else ()), threshold=threshold, value=value,
        says=says, labels={**known, **(labels or {})}, muted=scene.silence(earlier),
    )  # fmt: skip
    about_it = msgspec.structs.replace(alert, incident=change.id, place=place, figure=figure)
    return msgspec.structs.replace(about_it, labels=earlier.labels) if earlier else about_it


def plain_alert(
    rule: RuleBase,
    id: str,
    subject: str,
    status: AlertStatus,
    now: datetime,
    summary: str,
    *,
    evidence: tuple[Quote, ...] = (),
    threshold: int | None = None,
    value: int | None = None,
    says: tuple[str, ...] = (),
    labels: Mapping[str, str] | None = None,
    muted: str | None = None,
) -> Alert:
    """An alert of a rule about something else than an incident: an article, a feed, a country."""
    known = {"rule": rule.name, "severity": rule.severity, "subject": subject}
    return Alert(
        id=id,
        rule=rule.name,
        status=status,
        severity=rule.severity,
        at=now,
        threshold=threshold,
        value=value,
        incident=None,
        place=None,
        summary=summary,
        evidence=evidence,
        subject=subject,
        says=says,
        labels={**known, **(labels or {}), **rule.labels},
        muted=muted,
    )
