"""The route tree: whom an alert goes to, and what a branch has from its parent."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from monitor.model.route import Route

TREE = Route.model_validate(
    {
        "receiver": "desk",
        "group_wait": "1s",
        "routes": [
            {"matchers": ["severity=critical"], "receiver": "night", "continue": True, "repeat_interval": "1h"},
            {
                "matchers": ["country=~SY|IQ"],
                "group_by": ["country"],
                "routes": [
                    {"matchers": ['rule!="new territory"'], "receiver": "tolls", "routes": [{"matchers": ["of=actor"]}]}
                ],
            },
            {"matchers": ["country!~S.*"], "receiver": "elsewhere"},
        ],
    }
).spread()


@pytest.mark.parametrize(
    ("labels", "receivers"),
    [
        ({"country": "SE"}, ["desk"]),
        ({"country": "SE", "severity": "critical"}, ["night"]),
        ({"country": "SY", "severity": "critical", "rule": "mass"}, ["night", "tolls"]),
        ({"country": "SY", "rule": "new territory"}, ["desk"]),
        ({"country": "SYR"}, ["desk"]),
        ({}, ["elsewhere"]),
    ],
)
def test_the_deepest_matching_branches_get_it(labels: dict[str, str], receivers: list[str]) -> None:
    assert [route.receiver for route in TREE.find(labels)] == receivers


def test_a_branch_has_from_above_what_it_leaves_out() -> None:
    (deepest,) = TREE.find({"country": "SY", "rule": "mass", "of": "actor"})
    assert deepest.receiver == "tolls"
    assert deepest.group_by == ("country",)
    assert deepest.group_wait == timedelta(seconds=1)
    assert deepest.repeat_interval == timedelta(hours=4)
    assert len(TREE.branches()) == 6


def test_nobody_gets_what_the_root_does_not_match() -> None:
    assert Route.model_validate({"receiver": "desk", "matchers": ["a=b"]}).find({}) == ()


@pytest.mark.parametrize("matcher", ["severity", "=x", "a=~(", "", 5, "se verity=x", 'a=~"b.*', 'a=b"'])
def test_bad_matchers_are_refused(matcher: object) -> None:
    with pytest.raises(ValidationError):
        Route.model_validate({"receiver": "desk", "matchers": [matcher]})
