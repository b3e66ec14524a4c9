"""`type: incident`: an incident that meets every condition of `where`, whatever its figures."""

from typing import Literal, Self

from pydantic import model_validator

from monitor.model import Alert, IncidentChange
from monitor.rules.base import Scene
from monitor.rules.told import IncidentRule, incident_alert, latest, spoken, taken_back, voices
from monitor.rules.toll import name_of


class Happening(IncidentRule):
    """Fires once for each incident that meets the conditions, as soon as it does: later reports may make it meet them.
    When it turns out not to meet them any more, or nobody reports it, the same alert is said again with status
    `revised`.

        where  the conditions, one at least; they combine with all, any and not"""

    type: Literal["incident"] = "incident"

    @model_validator(mode="after")
    def _some_condition(self) -> Self:
        if not self.where.model_fields_set:
            raise ValueError("an incident rule needs `where`: which incidents shall it ring for?")
        return self

    def judged(self, change: IncidentChange, scene: Scene, raised: list[Alert]) -> tuple[str, Alert | None]:
        """See IncidentRule."""
        told = raised[-1] if raised and raised[-1].status == "firing" else None
        missed = self.missed(change.after, scene)
        if missed:
            return missed, taken_back(self, scene, change, told, missed) if told else None
        if told:
            return "told already", None
        return "it meets every condition", self._fired(change, scene)

    def _fired(self, change: IncidentChange, scene: Scene) -> Alert:
        incident, says = change.after, voices(change)
        where = f" in {name_of(incident.place)}" if incident and incident.place else ""
        return incident_alert(
            self, scene, change, "firing", evidence=latest(change), threshold=None, value=None, says=says,
            summary=spoken(f"{incident.sub_event_type if incident else 'An incident'}{where}", says),
        )  # fmt: skip
