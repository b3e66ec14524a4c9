"""`type: approach`: an attack or a front comes near a place of the user's, ring by ring."""

from collections.abc import Sequence
from functools import cached_property
from itertools import takewhile
from typing import Annotated, ClassVar, Literal, Self

from msgspec.structs import replace
from pydantic import Field, model_validator

from monitor.model import Alert, HoldingStatus, Incident, IncidentChange, Place, Verdict
from monitor.model import subject as about
from monitor.rules.base import Judged, Scene
from monitor.rules.control import Control
from monitor.rules.told import IncidentRule, incident_alert, latest, spoken, voices
from monitor.rules.toll import name_of

REGION = 3
"""The precision of a place of which only the region or country is known: how far off it is nobody can say."""
FRONT: tuple[HoldingStatus, ...] = ("controlled", "contested", "besieged")
Ring = Annotated[int, Field(ge=1, le=20_000)]


class Approach(IncidentRule):
    """Fires when an attack (an incident of any kind) lies within a ring around the place that `where.near` names, and
    again when later reports put it within a narrower one. Where it turns out to lie farther off, or nobody reports it
    any more, the same alert is said again with status `revised`. Fires, too, when a place within a ring comes to
    another holder, is fought over or besieged: the front, which is corrected and over as for `control`.

        of          any, attack or front
        rings       kilometres around the place, one or more; `near.km` alone where they are left out
        min_killed  deaths that an incident needs; 0 lets every incident count
        where       with `near`, the place; otherwise as for tolls"""

    lasting: ClassVar[bool] = True

    type: Literal["approach"] = "approach"
    of: Literal["any", "attack", "front"] = "any"
    rings: tuple[Ring, ...] = ()
    min_killed: int = Field(default=0, ge=0)

    @model_validator(mode="after")
    def _around_something(self) -> Self:
        if self.where.near is None:
            raise ValueError("an approach needs `where: {near: {place: …, km: …}}`: what does it come near to?")
        return self

    @cached_property
    def front(self) -> Control:
        """What judges who holds the places around."""
        return Control(
            name=self.name,
            where=self.where,
            severity=self.severity,
            labels=self.labels,
            annotations=self.annotations,
            status=FRONT,
        )

    def lasts(self, alert: Alert) -> bool:
        """An attack does for a while; a front as for `control`."""
        return self.front.lasts(alert) if about.is_holding(alert.subject) else self.lasting

    def stands(self, alert: Alert, later: Sequence[Alert]) -> bool:
        """An attack until it is corrected; a front as for `control`."""
        return self.front.stands(alert, later) if about.is_holding(alert.subject) else super().stands(alert, later)

    def evaluate(self, scene: Scene) -> Judged:
        """Judge every incident that changed, and every place whose holding did."""
        attacks: Judged = super().evaluate(scene) if self.of != "front" else ([], [])
        fronts: Judged = self._fronts(scene) if self.of != "attack" else ([], [])
        return [*attacks[0], *fronts[0]], [*attacks[1], *fronts[1]]

    def _fronts(self, scene: Scene) -> Judged:
        alerts, verdicts = self.front.evaluate(scene)
        near = [told for alert in alerts if (told := self._near(alert)) is not None]
        told_of = {alert.subject for alert in near}
        far = "it lies in no ring, or only its region is known"
        return near, [
            Verdict(self.name, each.subject, False, far) if each.fired and each.subject not in told_of else each
            for each in verdicts
        ]

    def _near(self, alert: Alert) -> Alert | None:
        """An alert of the front with how far off it is; None where it is too far. What corrects one follows it."""
        if alert.status != "firing":
            return alert
        ring, km = self._distance(alert.place)
        if ring is None:
            return None
        summary = f"{km:.0f} km from {self._centre()}: {alert.summary}"
        return replace(alert, summary=summary, threshold=ring, value=round(km))

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
        ring, km = self._distance(incident.place)
        return f"{km:.0f} km off", ring, km

    def _distance(self, place: Place | None) -> tuple[int | None, float]:
        """The narrowest ring that a place lies in, and how far off it is."""
        near = self.where.near
        if place is None or place.geo_precision == REGION or near is None or near.centre is None:
            return None, 0.0
        km = place.distance_km(near.centre)
        return min((ring for ring in self.rings or (round(near.km),) if km <= ring), default=None), km

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
