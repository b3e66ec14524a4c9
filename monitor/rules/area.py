"""An area on the map as GeoJSON draws it (RFC 7946): polygons with holes, and whether a place lies inside."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import floor
from typing import Any

MOST_POINTS = 20_000
MOST_NESTED = 4
SLABS = 64
"""Strips of latitude into which a polygon's edges are sorted, so that a look costs a few of them."""

Point = tuple[float, float]
"""Longitude and latitude in degrees, GeoJSON's order."""
Edge = tuple[Point, Point]


class NoArea(ValueError):
    """What was given is no polygon; the message says why, for whoever wrote it."""


@dataclass(frozen=True, slots=True)
class Polygon:
    """The edges of a ring and its holes, sorted by strips of latitude from `south` to `north` that they touch."""

    west: float
    south: float
    east: float
    north: float
    slabs: tuple[tuple[Edge, ...], ...]

    def holds(self, lon: float, lat: float) -> bool:
        """Whether a point lies inside: a ray to the east crosses an odd number of edges."""
        if not (self.west <= lon <= self.east and self.south <= lat <= self.north):
            return False
        crossed = (
            (north[0] - south[0]) * (lat - south[1]) / (north[1] - south[1]) + south[0] > lon
            for south, north in self.slabs[_slab(lat, self.south, self.north)]
            if south[1] <= lat < north[1]
        )
        return sum(crossed) % 2 == 1


@dataclass(frozen=True, slots=True)
class Area:
    """One or more polygons. `name` is what people call it: the file that draws it."""

    polygons: tuple[Polygon, ...]
    name: str = "the polygon"

    def holds(self, lat: float, lon: float) -> bool:
        """Whether a point, in degrees, lies in one of the polygons and in none of its holes."""
        return any(polygon.holds(lon, lat) for polygon in self.polygons)


def area(drawn: Any, name: str = "the polygon") -> Area:
    """The area that a GeoJSON object draws: a Polygon, a MultiPolygon, or Features of such.

    Raises:
        NoArea: it draws none, or draws it wrongly.
    """
    drawn_rings = [[_ring(ring) for ring in rings] for rings in _rings(drawn, MOST_NESTED)]
    if not drawn_rings:
        raise NoArea("it has no polygon in it")
    if sum(len(ring) for rings in drawn_rings for ring in rings) > MOST_POINTS:
        raise NoArea(f"it has more than {MOST_POINTS:,} positions; simplify it")
    return Area(tuple(_polygon(rings) for rings in drawn_rings), name)


def _rings(drawn: Any, depth: int) -> Iterator[Sequence[Any]]:
    """The rings of each polygon, the outer one first."""
    kind = drawn.get("type") if isinstance(drawn, Mapping) else None
    if depth == 0:
        raise NoArea("it is nested too deeply")
    if kind == "Polygon":
        yield _list(drawn.get("coordinates"), "the coordinates of a Polygon")
    elif kind == "MultiPolygon":
        for rings in _list(drawn.get("coordinates"), "the coordinates of a MultiPolygon"):
            yield _list(rings, "a polygon of a MultiPolygon")
    elif kind == "Feature":
        yield from _rings(drawn.get("geometry"), depth - 1)
    elif kind in ("FeatureCollection", "GeometryCollection"):
        key = "features" if kind == "FeatureCollection" else "geometries"
        for each in _list(drawn.get(key), f"the {key} of a {kind}"):
            yield from _rings(each, depth - 1)
    else:
        raise NoArea(f"{_told(kind)} encloses nothing; an area is a Polygon, a MultiPolygon, or Features of such")


def _told(kind: Any) -> str:
    return f"a {kind}" if isinstance(kind, str) and kind.isalpha() and len(kind) < 30 else "what is no GeoJSON object"


def _list(value: Any, what: str) -> Sequence[Any]:
    if not isinstance(value, (list, tuple)):
        raise NoArea(f"{what} must be a list")
    return value


def _polygon(rings: Sequence[Sequence[Point]]) -> Polygon:
    points = [point for ring in rings for point in ring]
    if not points:
        raise NoArea("a polygon needs a ring")
    south, north = min(lat for _, lat in points), max(lat for _, lat in points)
    slabs: list[list[Edge]] = [[] for _ in range(SLABS)]
    for ring in rings:
        for one, other in pairwise(ring):
            low, high = (one, other) if one[1] <= other[1] else (other, one)
            for slab in range(_slab(low[1], south, north), _slab(high[1], south, north) + 1):
                slabs[slab].append((low, high))
    west, east = min(lon for lon, _ in points), max(lon for lon, _ in points)
    return Polygon(west, south, east, north, tuple(map(tuple, slabs)))


def _slab(lat: float, south: float, north: float) -> int:
    return min(SLABS - 1, floor((lat - south) / (north - south) * SLABS)) if north > south else 0


def _ring(ring: Any) -> list[Point]:
    points = [_point(point) for point in _list(ring, "a ring")]
    if len(points) < 4 or points[0] != points[-1]:
        raise NoArea("a ring needs four positions or more, the last the same as the first")
    return points


def _point(point: Any) -> Point:
    numbers = point[:2] if isinstance(point, (list, tuple)) else ()
    if len(numbers) != 2 or not all(isinstance(number, (int, float)) for number in numbers):
        raise NoArea(f"{str(point)[:40]} is no position; write [longitude, latitude]")
    lon, lat = numbers
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise NoArea(f"{str(point)[:40]} lies off the map; positions are [longitude, latitude] in degrees (WGS 84)")
    return float(lon), float(lat)
