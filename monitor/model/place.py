"""Where: a place on the map, and a mention of it in a text."""

from math import asin, cos, radians, sin, sqrt
from typing import Literal

from msgspec import Struct

GeoPrecision = Literal[1, 2, 3]
"""1 the named place itself · 2 near it or a part of its district · 3 a region or a country only."""

EARTH_KM = 6371.0

Field = Literal["text", "title"]
"""The part of an article that offsets count in."""


class Place(Struct, frozen=True):
    """A geocoded place: `lat`, `lon` in WGS 84 degrees, `radius_km` the honest uncertainty, `country` ISO 3166-1."""

    name: str
    geonameid: int | None
    country: str | None
    admin1: str | None
    lat: float
    lon: float
    geo_precision: GeoPrecision
    radius_km: float
    feature: str = "populated"
    """What it is: populated, district, region, country, base, road, river, crossing, site, water, mountain."""

    @property
    def key(self) -> str:
        """The same for the same place in any article: its GeoNames id, else its folded name and country."""
        if self.geonameid is not None:
            return f"g{self.geonameid}"
        return f"{self.name.casefold()}|{self.country or '-'}|{self.lat:.2f},{self.lon:.2f}"

    def distance_km(self, other: "Place") -> float:
        """Great-circle distance to another place, in kilometres."""
        lat1, lat2 = radians(self.lat), radians(other.lat)
        half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin(radians(other.lon - self.lon) / 2) ** 2
        return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


class PlaceMention(Struct, frozen=True):
    """A Place and where the article names it: code point offsets into the field that `in_` names."""

    start: int
    end: int
    place: Place
    in_: Field = "text"
    text: str = ""
