"""Which happenings a rule is about: by country, nearness, type, actor, victims and source. Empty means any."""

from collections.abc import Callable, Iterable
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, PrivateAttr, model_validator

from monitor.model import Actor, Incident, Place
from monitor.model.country import Country
from monitor.model.settings import Settings

FindPlace = Callable[[str], Place | None]
"""A place by the name that a person writes into a configuration."""


def listed(value: Any) -> Any:
    """A single word as a list of one."""
    return [value] if isinstance(value, str) else value


Listed = Annotated[tuple[str, ...], BeforeValidator(listed)]
Countries = Annotated[tuple[Country, ...], BeforeValidator(listed)]


class Near(Settings):
    """A circle: a place by name, or by `lat` and `lon` in degrees, and `km` around it."""

    place: str | None = None
    lat: float | None = Field(default=None, ge=-90, le=90)
    lon: float | None = Field(default=None, ge=-180, le=180)
    km: float = Field(gt=0, le=20_000)
    _found: Place | None = PrivateAttr(default=None)

    @model_validator(mode="after")
    def _somewhere(self) -> Self:
        if self.place is None and (self.lat is None or self.lon is None):
            raise ValueError("near needs a place, or lat and lon")
        return self

    @property
    def centre(self) -> Place | None:
        """The middle of the circle; None for a name that was not looked up, or not found."""
        if self.lat is not None and self.lon is not None:
            return Place(self.place or "", None, None, None, self.lat, self.lon, 1, 0.0)
        return self._found

    def locate(self, find: FindPlace) -> bool:
        """Look the name up, once, before the first article. False: nobody knows such a place."""
        if self.centre is None and self.place is not None:
            self._found = find(self.place)
        return self.centre is not None

    def holds(self, place: Place) -> bool:
        """Whether a place lies in the circle. Without a centre only the place of that very name does."""
        centre = self.centre
        if centre is None:
            return place.name.casefold() == (self.place or "").casefold()
        return place.distance_km(centre) <= self.km


class Where(Settings):
    """The conditions that an incident, or a place that changed hands, must meet. All of them; within one, any value."""

    country: Countries = ()
    near: Near | None = None
    event_type: Listed = ()
    actor: Listed = ()
    source: Listed = ()

    def misses(self, incident: Incident) -> str | None:
        """Why an incident is none of the rule's; None where it is."""
        if self.event_type and not {incident.event_type, incident.sub_event_type} & set(self.event_type):
            return f"{incident.event_type} is none of {', '.join(self.event_type)}"
        return self.elsewhere(incident.place) or self.others((incident.actor1, incident.actor2), incident.sources)

    def elsewhere(self, place: Place | None) -> str | None:
        """Why a place is outside; None where it is inside."""
        if self.country and (place is None or place.country not in self.country):
            return f"{place.name if place else 'no place'} is not in {', '.join(self.country)}"
        if self.near is not None and (place is None or not self.near.holds(place)):
            centre = self.near.place or "there"
            return f"{place.name if place else 'no place'} is not within {self.near.km:g} km of {centre}"
        return None

    def others(self, actors: Iterable[Actor | None], sources: Iterable[str]) -> str | None:
        """Why neither actors nor sources are the rule's; None where they are."""
        ids = {actor.id for actor in actors if actor is not None}
        if self.actor and not ids & set(self.actor):
            return f"none of its actors is {', '.join(self.actor)}"
        if self.source and not {source.casefold() for source in sources} & {
            source.casefold() for source in self.source
        }:
            return f"none of its sources is {', '.join(self.source)}"
        return None
