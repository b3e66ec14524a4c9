"""Where places lie to each other: inside, so far apart, so far along a bearing."""

import math

import msgspec

from monitor.extract.places.gazetteer import KM_PER_DEGREE
from monitor.model import Place


def lies_in(place: Place, around: Place) -> bool:
    """Whether a place may lie in a coarser one: the same country, and region where one is told."""
    if around.country is None or place.country != around.country:
        return around.country is None and coarse_distance(place, around) <= around.radius_km
    return around.feature == "country" or around.admin1 is None or place.admin1 == around.admin1


def coarse_distance(one: Place, other: Place) -> float:
    """Kilometres between two places, on a plane: good enough to tell neighbours."""
    east = (one.lon - other.lon) * math.cos(math.radians(one.lat))
    return KM_PER_DEGREE * math.hypot(one.lat - other.lat, east)


def wider(place: Place, radius: float) -> Place:
    """Somewhere around the place."""
    return msgspec.structs.replace(
        place, geo_precision=max(2, place.geo_precision), radius_km=max(radius, place.radius_km)
    )


def shifted(place: Place, km: float, bearing: float) -> Place:
    """So many kilometres from the place, at a bearing in degrees from north."""
    angle = math.radians(bearing)
    lat = max(-89.0, min(89.0, place.lat + km * math.cos(angle) / KM_PER_DEGREE))
    lon = place.lon + km * math.sin(angle) / (KM_PER_DEGREE * math.cos(math.radians(lat)))
    lon = (lon + 180.0) % 360.0 - 180.0
    return msgspec.structs.replace(
        place, lat=round(lat, 5), lon=round(lon, 5), geo_precision=2, radius_km=round(max(5.0, km / 3), 1)
    )
