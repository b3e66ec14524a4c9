"""`type: first`: an actor, a place or a kind of event that was never seen before in an area."""

from collections.abc import Iterator
from datetime import timedelta
from typing import ClassVar, Literal

from pydantic import Field

from monitor.model import Alert, Incident, IncidentChange
from monitor.model.settings import Duration
from monitor.rules.base import Scene
from monitor.rules.past import Trace
from monitor.rules.told import IncidentRule, incident_alert, latest, spoken, taken_back, voices
from monitor.rules.toll import name_of
from monitor.times import stamp

REGION = 3
PARTED = " · "


class First(IncidentRule):
    """Fires when an incident of the area brings what no other incident there had brought. When it turns out to be
    something else, or somewhere else, the same alert is said again with status `revised`.

        of       actor (one with an id, on either side), place (a named one), or event_type (ACLED's sub-event type)
        warm_up  for so long after the ledger's first article nothing rings: everything is new then
        where    the area, and what else an incident needs; what was seen elsewhere is new here

    The ledger remembers as long as `retention` says: what was last seen before that is new again."""

    remembers: ClassVar[bool] = True

    type: Literal["first"] = "first"
    of: Literal["actor", "place", "event_type"] = "actor"
    warm_up: Duration = Field(default=timedelta(days=14), le=timedelta(days=366))

    def run_up(self) -> timedelta:
        """How much of the past it must know before it can ring."""
        return self.warm_up

    def judged(self, change: IncidentChange, scene: Scene, raised: list[Alert]) -> tuple[str, Alert | None]:
        """See IncidentRule."""
        told = raised[-1] if raised and raised[-1].status == "firing" else None
        incident = change.after
        missed = self.missed(incident, scene)
        if missed or incident is None:
            return missed or "", taken_back(self, scene, change, told, missed or "") if told else None
        values = dict(self._values(incident))
        if told is not None:
            known = {*values, *values.values()}
            gone = [value for value in told.figure.split(PARTED) if value not in known]
            reason = f"it is not of {gone[0]}" if gone else "told already"
            return reason, taken_back(self, scene, change, told, reason) if gone else None
        return self._first(change, scene, incident, values)

    def _values(self, incident: Incident) -> Iterator[tuple[str, str]]:
        """What of the incident may be new, and its name."""
        place = incident.place
        if self.of == "event_type":
            yield incident.sub_event_type, incident.sub_event_type
        elif self.of == "place" and place is not None and place.geo_precision != REGION:
            yield place.key, place.name
        elif self.of == "actor":
            for actor in (incident.actor1, incident.actor2):
                if actor is not None and actor.id:
                    yield actor.id, actor.name

    def _first(
        self, change: IncidentChange, scene: Scene, incident: Incident, values: dict[str, str]
    ) -> tuple[str, Alert | None]:
        if not values:
            return f"it names no {self.of.replace('_', ' ')}", None
        if learning := self._learning(scene):
            return learning, None
        new = {value: name for value, name in values.items() if not self._seen(value, change, incident, scene)}
        if not new:
            return f"{', '.join(values.values())} was seen there before", None
        return f"{', '.join(new.values())} was never seen there before", self._fired(change, scene, incident, new)

    def _learning(self, scene: Scene) -> str | None:
        began = scene.past.began() or scene.now
        if scene.now - began >= self.warm_up:
            return None
        return f"still learning what is usual, until {stamp(began + self.warm_up)}"

    def _seen(self, value: str, change: IncidentChange, incident: Incident, scene: Scene) -> bool:
        """Whether an incident of the area had it: this one before, one of the past, or one that the same article told
        before."""
        earlier = scene.changes.incidents[: scene.changes.incidents.index(change)]
        told = (each for each in (change.before, *(other.after for other in earlier)) if each and each.sources)
        if any(value in dict(self._values(other)) and self._of_area(other) for other in told):
            return True
        besides = (change.id, *incident.aliases)
        return scene.past.seen(Trace(self.of, value, incident.place, self.where.country, besides), self._of_area)

    def _of_area(self, other: Incident) -> bool:
        return self.where.misses(other) is None

    def _fired(self, change: IncidentChange, scene: Scene, incident: Incident, new: dict[str, str]) -> Alert:
        where = name_of(incident.place) if incident.place else "an unnamed place"
        area = f" ({self.where})" if self.where.model_fields_set else ""
        summary = f"Never seen before{area}: {', '.join(new.values())}; {incident.sub_event_type} in {where}"
        says = voices(change)
        return incident_alert(
            self, scene, change, "firing", summary=spoken(summary, says), evidence=latest(change), threshold=None,
            value=None, says=says, figure=PARTED.join(new.values()),
            labels={"actor": next(iter(new))} if self.of == "actor" else {},
        )  # fmt: skip
