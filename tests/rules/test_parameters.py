"""What a rule may be told, and what it refuses."""

import pytest
from pydantic import ValidationError

from monitor.rules import RULE_TYPES, Control, Near, Toll, locate
from tests.incidents.support import MERKA


def test_every_rule_type_names_itself_and_is_documented() -> None:
    for name, model in RULE_TYPES.items():
        assert model.model_fields["type"].default == name
        assert model.__doc__


@pytest.mark.parametrize(
    "wrong",
    [
        {"thresholds": []},
        {"thresholds": [0]},
        {"thresholds": [10], "metric": "hurt"},
        {"thresholds": [10], "of": "country"},
        {"thresholds": [10], "treshold": 3},
        {"thresholds": [10], "where": {"near": {"km": 5}}},
        {"thresholds": [10], "where": {"near": {"place": "Merka", "km": 0}}},
        {"thresholds": [10], "where": {"country": ["Somalia"]}},
        {"thresholds": [10], "window": "5"},
        {"thresholds": [10], "severity": "high"},
        {"thresholds": [10], "min_sources": 0},
        {"thresholds": [10], "name": ""},
    ],
)
def test_a_wrong_toll_rule_is_refused(wrong: dict) -> None:
    with pytest.raises(ValidationError):
        Toll(**{"name": "deaths", **wrong})


@pytest.mark.parametrize("wrong", [{"status": []}, {"status": ["lost"]}, {"threshold": 4}])
def test_a_wrong_control_rule_is_refused(wrong: dict) -> None:
    with pytest.raises(ValidationError):
        Control(**{"name": "territory", **wrong})


def test_one_word_may_stand_for_a_list() -> None:
    rule = Control(name="territory", status="besieged", gained_by="m23", where={"country": "cd"})
    assert (rule.status, rule.gained_by, rule.where.country) == (("besieged",), ("m23",), ("CD",))


def test_names_of_places_are_looked_up_once_and_unknown_ones_told() -> None:
    near = {"km": 30}
    rules = [
        Toll(name="a", thresholds=[1], where={"near": {"place": "Merka", **near}}),
        Toll(name="b", thresholds=[1], where={"near": {"place": "Nowhere", **near}}),
    ]
    assert locate(rules, {"Merka": MERKA}.get) == ["Nowhere"]
    assert rules[0].where.near is not None
    assert rules[0].where.near.holds(MERKA)


def test_a_name_that_was_not_looked_up_is_compared_as_a_name() -> None:
    assert Near(place="merka", km=5).holds(MERKA)
    assert not Near(place="Baidoa", km=5).holds(MERKA)
