"""Around a place: a circle on the map."""

from collections.abc import Callable
from typing import Self

from pydantic import Field, PrivateAttr, model_validator

from monitor.model import Place
from monitor.model.settings import Settings

FindPlace = Callable[[str], Place | None]
"""A place by the name that a person writes into a configuration."""


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

    @property
    def name(self) -> str:
        """The circle in words: `100 km around Aleppo`."""
        return f"{self.km:g} km around {self.place or f'{self.lat:g}, {self.lon:g}'}"

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
