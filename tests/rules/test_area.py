"""An area is what GeoJSON draws: polygons with holes; what draws none is refused with its reason."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.rules.area import MOST_POINTS, NoArea, area

Ring = list[list[float]]


def box(west: float, south: float, east: float, north: float) -> Ring:
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


COAST = {"type": "Polygon", "coordinates": [box(40, 0, 50, 10), box(44, 4, 46, 6)]}
ISLES = {"type": "MultiPolygon", "coordinates": [[box(0, 0, 1, 1)], [box(0.5, 0.5, 2, 2)]]}


@pytest.mark.parametrize(
    ("lat", "lon", "inside"),
    [(1, 41, True), (5, 45, False), (5, 43.9, True), (3.9, 45, True), (11, 45, False), (5, 39, False)],
)
def test_a_hole_is_outside(lat: float, lon: float, inside: bool) -> None:
    assert area(COAST).holds(lat, lon) is inside


def test_where_two_polygons_overlap_is_inside() -> None:
    assert area(ISLES).holds(0.75, 0.75)
    assert not area(ISLES).holds(1.5, 0.25)


@pytest.mark.parametrize(
    "drawn",
    [
        {"type": "Feature", "properties": None, "geometry": COAST},
        {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": COAST}]},
        {"type": "GeometryCollection", "geometries": [COAST]},
        {"type": "Polygon", "coordinates": [[[*point, 120.5] for point in box(40, 0, 50, 10)]]},
    ],
)
def test_features_and_heights_are_taken(drawn: Any) -> None:
    assert area(drawn).holds(1, 41)


@pytest.mark.parametrize(
    ("drawn", "reason"),
    [
        ({"type": "Point", "coordinates": [1, 2]}, "a Point encloses nothing"),
        ({"type": "Feature", "geometry": None}, "no GeoJSON object"),
        ([1, 2], "no GeoJSON object"),
        ({"type": "FeatureCollection", "features": []}, "no polygon in it"),
        ({"type": "FeatureCollection"}, "features of a FeatureCollection must be a list"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0]]]}, "four positions"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]}, "the last the same as the first"),
        ({"type": "Polygon", "coordinates": [[["a", 0]]]}, "write [longitude, latitude]"),
        ({"type": "Polygon", "coordinates": [box(36.2, 137, 37, 138)]}, "lies off the map"),
        ({"type": "Polygon", "coordinates": [[[float("nan"), 0]] * 4]}, "lies off the map"),
        ({"type": "Polygon", "coordinates": [[[10**4000, 0]] * 4]}, "lies off the map"),
        ({"type": "Polygon", "coordinates": []}, "needs a ring"),
        ({"type": "Polygon", "coordinates": [[[0, 0]] * (MOST_POINTS + 1)]}, "simplify it"),
    ],
)
def test_what_is_no_area_is_refused_with_its_reason(drawn: Any, reason: str) -> None:
    with pytest.raises(NoArea) as refused:
        area(drawn)
    assert reason in str(refused.value)


def test_what_is_nested_without_end_is_refused() -> None:
    drawn: Any = COAST
    for _ in range(50):
        drawn = {"type": "GeometryCollection", "geometries": [drawn]}
    with pytest.raises(NoArea, match="too deeply"):
        area(drawn)


DEGREES = st.floats(-80, 80, allow_nan=False)
SPANS = st.floats(0.01, 9)


@given(DEGREES, DEGREES, SPANS, SPANS, st.floats(-90, 90), st.floats(-90, 90))
def test_a_box_holds_what_lies_between_its_sides(
    west: float, south: float, width: float, height: float, lon: float, lat: float
) -> None:
    east, north = west + width, south + height
    drawn = area({"type": "Polygon", "coordinates": [box(west, south, east, north)]})
    assert drawn.holds(lat, lon) is (west <= lon < east and south <= lat < north)
