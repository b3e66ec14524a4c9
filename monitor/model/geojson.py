"""The ledger as RFC 7946 GeoJSON, for maps: points in the order longitude, latitude. Pure.

A point stands for a circle: `radius_km` says how far from it the truth may be, `geo_precision` what was named."""

from collections.abc import Iterable
from typing import Any

from monitor.model import contract
from monitor.model.contract import Json
from monitor.model.incident import Holding, Incident
from monitor.model.place import Place


def collection(features: Iterable[Json]) -> Json:
    """A FeatureCollection."""
    return {"type": "FeatureCollection", "features": list(features)}


def incident(value: Incident) -> Json:
    """An incident as a Feature; its geometry is null where no place is known. `killed_best` and the like stand beside
    the toll, for maps that read flat properties only."""
    plain = contract.incident(value)
    flat = {f"{kind}_{bound}": figure for kind, told in plain["toll"].items() for bound, figure in told.items()}
    return _feature(value.id, value.place, {**plain, **flat})


def holding(key: str, value: Holding) -> Json:
    """A holding as a Feature, `key` its place's."""
    return _feature(key, value.place, contract.holding(value))


def _feature(id: str, place: Place | None, properties: dict[str, Any]) -> Json:
    about = {name: getattr(place, name, None) for name in ("name", "country", "admin1", "geo_precision", "radius_km")}
    point = None if place is None else {"type": "Point", "coordinates": [place.lon, place.lat]}
    return {"type": "Feature", "id": id, "geometry": point, "properties": {**properties, **about}}
