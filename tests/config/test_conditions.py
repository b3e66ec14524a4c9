"""The conditions of rules in a file: polygons beside it, names wherever they are combined, and what a type looks at."""

import json
from pathlib import Path

import pytest

from monitor.config import examine
from monitor.config.areas import LARGEST
from tests.rules.test_area import box

RULE = "rules: [{{name: a, type: toll, thresholds: [10], where: {}}}]\n"
SQUARE = {"type": "Polygon", "coordinates": [box(40, 0, 50, 10)]}


def said(tmp_path: Path, text: str) -> dict[str, str]:
    path = tmp_path / "config.yaml"
    path.write_text(text)
    return {f.path: f"{f.line}: {f.message}" for f in examine(path, env={}).findings if f.level == "error"}


def test_a_polygon_is_read_beside_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps" / "delta.geojson").write_text(json.dumps(SQUARE))
    path = tmp_path / "config.yaml"
    path.write_text(RULE.format("{polygon: maps/delta.geojson}"))
    config = examine(path, env={}).config
    assert config is not None
    drawn = config.rules[0].where.polygon
    assert drawn.name == "delta"
    assert drawn.holds(1, 41)


@pytest.mark.parametrize(
    ("body", "part"),
    [
        (None, "there is no file area.json; paths count from"),
        (b"{", "is no JSON: line 1"),
        (b"\xff\xfe", "is not UTF-8"),
        (b"[" * 200_000, "no JSON that can be read"),
        (b'{"type": "LineString", "coordinates": []}', "a LineString encloses nothing"),
        (b" " * (LARGEST + 1), "is larger than 5,000,000 bytes"),
    ],
)
def test_a_polygon_that_is_none_is_told_with_its_line(tmp_path: Path, body: bytes | None, part: str) -> None:
    if body is not None:
        (tmp_path / "area.json").write_bytes(body)
    errors = said(tmp_path, "data_dir: var\n" + RULE.format("{any: [{polygon: area.json}]}"))
    assert list(errors) == ["rules[0].where.any[0].polygon"]
    assert errors["rules[0].where.any[0].polygon"].startswith("2: ")
    assert part in errors["rules[0].where.any[0].polygon"]


@pytest.mark.parametrize(
    ("where", "at", "part"),
    [
        ("{not: {event_type: Flod}}", "where.not.event_type", "did you mean `Flood`?"),
        ("{any: [{all: [{actor: [nobody-at-all]}]}]}", "where.any[0].all[0].actor[0]", "no actor has the id"),
        ("{not: [{near: {place: Nowhereville-upon-X, km: 3}}]}", "where.not[0].near.place", "no place is known"),
        ("{any: [{contry: SY}]}", "where.any[0].contry", "did you mean `country`?"),
        ("{victim: aliens}", "where.victim", "is not one of 'people', 'civilians'"),
        ("{at_least: {killed: 0}}", "where.at_least.killed", "must be at least 1"),
    ],
)
def test_what_is_combined_is_looked_at_as_well(tmp_path: Path, where: str, at: str, part: str) -> None:
    errors = said(tmp_path, RULE.format(where))
    assert list(errors) == [f"rules[0].{at}"]
    assert part in errors[f"rules[0].{at}"]


def test_a_place_that_is_only_spelt_alike_is_taken_and_said(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(RULE.format("{near: {place: Beiruth, km: 20}}"))
    examined = examine(path, env={})
    assert examined.config is not None
    (told,) = [each for each in examined.of("warning") if "near" in each]
    assert "no place is called 'Beiruth'; Beirut, LB, at 33.89, 35.50 is taken for it" in told


def test_a_condition_that_a_type_does_not_look_at_is_refused(tmp_path: Path) -> None:
    errors = said(tmp_path, "rules: [{name: a, type: control, where: {any: [{victim: children}]}}]\n")
    assert errors.keys() == {"rules[0].where.any[0].victim"}
    assert "a rule of the type control does not look at this" in errors["rules[0].where.any[0].victim"]


def test_a_template_that_loops_is_told_with_its_line_before_the_start(tmp_path: Path) -> None:
    looping = '{headline: "{{ place }}", body: "{% for n in range(10**9) %}x{% endfor %}"}'
    text = f"rules:\n  - name: a\n    type: toll\n    thresholds: [10]\n    annotations: {looping}\n"
    errors = said(tmp_path, text)
    assert list(errors) == ["rules[0].annotations.body"]
    assert errors["rules[0].annotations.body"].startswith("5: line 1: a template repeats over evidence or says")
