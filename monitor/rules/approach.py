"""`type: approach`: violence comes near a place of the user's, ring by ring."""

from itertools import takewhile
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from monitor.model import Alert, Incident, IncidentChange
from monitor.rules.base import Scene
from monitor.rules.told import IncidentRule, incident_alert, latest, spoken, voices
from monitor.rules.toll import name_of

REGION = 3
"""The precision of a place of which only the region or country is known: how far off it is nobody can say."""
Ring = Annotated[int, Field(ge=1, le=20_000)]


class Approach(IncidentRule):
    """Fires when an incident lies within a ring around the place that `where.near` names, and again when later reports
    put it within a narrower one. Where it turns out to lie farther off, or nobody reports it any more, the same alert
    is said again with status `revised`.

        rings       kilometres around the place, one or more; `near.km` alone where they are left out
        min_killed  deaths that an incident needs; 0 lets every incident count
        where       with `near`, the place; otherwise as for tolls"""

    lasting: ClassVar[bool] = True

    type: Literal["approach"] = "approach"
    rings: tuple[Ring, ...] = ()
    min_killed: int = Field(default=0, ge=0)

    @model_validator(mode="after")
    def _around_something(self) -> Self:
        if self.where.near is None:
            raise ValueError("an approach needs `where: {near: {place: …, km: …}}`: what does it come near to?")
        return self

    def graver(self, alert: Alert, than: Alert) -> bool:
        """A narrower ring is."""
        return (alert.threshold or 0) < (than.threshold or 0)

    def judged(self, change: IncidentChange, scene: Scene, raised: list[Alert]) -> tuple[str, Alert | None]:
        """See IncidentRule."""
        standing = list(takewhile(lambda alert: alert.status == "firing", reversed(raised)))
        told = standing[0] if standing else None
        reason, ring, km = self._ring(change.after, scene)
        if ring is None:
            heard = next((alert for alert in standing if alert.muted is None), told)
            return reason, self._withdrawn(change, scene, heard, reason) if heard else None
        if told and told.threshold is not None and told.threshold <= ring:
            return f"told already: within {told.threshold} km", None
        return f"{km:.0f} km off, within {ring}", self._fired(change, scene, ring, km)

    def _ring(self, incident: Incident | None, scene: Scene) -> tuple[str, int | None, float]:
        """Why an incident is in no ring, or the narrowest one that it is in and how far off it is."""
        near = self.where.near
        missed = self.missed(incident, scene) or (incident and self._too_small(incident))
        if missed or incident is None or near is None or near.centre is None:
            return missed or "nobody knows the place", None, 0.0
        if incident.place is None or incident.place.geo_precision == REGION:
            return "only its region is known", None, 0.0
        km = incident.place.distance_km(near.centre)
        rings = [ring for ring in self.rings or (round(near.km),) if km <= ring]
        return f"{km:.0f} km off", min(rings, default=None), km

    def _too_small(self, incident: Incident) -> str | None:
        killed = incident.toll.get("killed")
        if (killed.best if killed else 0) >= self.min_killed:
            return None
        return f"fewer than {self.min_killed} killed"

    def _fired(self, change: IncidentChange, scene: Scene, ring: int, km: float) -> Alert:
        incident = change.after
        where = name_of(incident.place) if incident and incident.place else "an unnamed place"
        kind = incident.sub_event_type if incident else "an incident"
        says = voices(change)
        return incident_alert(
            self, scene, change, "firing", evidence=latest(change), threshold=ring, value=round(km), says=says,
            summary=spoken(f"{kind} in {where}, {km:.0f} km from {self._centre()}", says),
        )  # fmt: skip

    def _withdrawn(self, change: IncidentChange, scene: Scene, told: Alert, reason: str) -> Alert:
        summary = (
            f"Corrected: not within {told.threshold} km of {self._centre()}: {reason} (said before: {told.summary})"
        )
        return incident_alert(
            self, scene, change, "revised", summary=summary, evidence=(), threshold=told.threshold,
            value=told.value or 0, earlier=told,
        )  # fmt: skip

    def _centre(self) -> str:
        centre = self.where.near.centre if self.where.near else None
        return centre.name if centre and centre.name else "the place"
