"""What the alerts about one incident have in common, whatever the rule that raises them."""

from collections.abc import Sequence

from monitor.model import Alert, AlertStatus, IncidentChange, Quote
from monitor.model import subject as about
from monitor.rules.base import RuleBase, Scene, alert_id


def incident_alert(
    rule: RuleBase,
    scene: Scene,
    change: IncidentChange,
    status: AlertStatus,
    *,
    summary: str,
    evidence: Sequence[Quote],
    threshold: int | None,
    value: int,
    earlier: Alert | None = None,
    says: tuple[str, ...] = (),
) -> Alert:
    """An alert of a rule about an incident that changed; `earlier` is the one that it corrects or ends."""
    incident = change.after or change.before
    place = incident.place if incident else None
    labels = {
        "rule": rule.name,
        "severity": rule.severity,
        "place": place.name if place else "",
        "country": (place.country if place else None) or "",
        "event_type": incident.event_type if incident else "",
        "subject": about.incident(change.id),
    }
    return Alert(
        id=earlier.id if earlier else alert_id(rule.name, about.incident(change.id), str(threshold)),
        rule=rule.name,
        status=status,
        severity=rule.severity,
        at=scene.now,
        threshold=threshold,
        value=value,
        incident=change.id,
        place=place,
        summary=summary,
        evidence=tuple(evidence) or (earlier.evidence if earlier else ()),
        subject=about.incident(change.id),
        says=says,
        labels=earlier.labels if earlier else {**labels, **rule.labels},
        muted=scene.silence(earlier),
    )
