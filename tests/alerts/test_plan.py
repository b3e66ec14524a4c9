"""Who is told: routes, groups, and nothing twice."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.alerts import Group, groups, plan
from monitor.model import Alert
from monitor.model.route import Route

NOW = datetime(2024, 3, 5, 12, tzinfo=UTC)
CHANNELS = {"desk": ("console", "email"), "night": ("webhook",)}


def alert(id: str = "1", **changes: Any) -> Alert:
    known: dict[str, Any] = {
        "rule": "deaths", "status": "firing", "severity": "critical", "at": NOW, "threshold": 10, "value": 12,
        "incident": None, "place": None, "summary": "", "evidence": (),
        "labels": {"rule": "deaths", "place": "Merka", "severity": "critical"},
    }  # fmt: skip
    return Alert(id=id, **{**known, **changes})


def route(**changes: Any) -> Route:
    return Route(**{"receiver": "desk", **changes}).spread()


def test_one_delivery_for_each_channel_and_group() -> None:
    elsewhere = alert("3", labels={"rule": "deaths", "place": "Baidoa"})
    found = plan([alert("1"), alert("2"), elsewhere], route(), CHANNELS, {}, NOW).deliveries
    assert [(each.channel, each.group, len(each.alerts)) for each in found] == [
        ("console", "rule=deaths,place=Merka", 2),
        ("email", "rule=deaths,place=Merka", 2),
        ("console", "rule=deaths,place=Baidoa", 1),
        ("email", "rule=deaths,place=Baidoa", 1),
    ]
    assert {each.not_before for each in found} == {NOW + timedelta(seconds=10)}
    assert len({each.id for each in found}) == 4


def test_planning_twice_gives_the_same_ids() -> None:
    one, other = (plan([alert()], route(), CHANNELS, {}, NOW) for _ in range(2))
    assert one == other


def test_an_alert_joins_the_delivery_of_its_group_that_waits() -> None:
    console = {"desk": ("console",)}
    (waiting,) = plan([alert("1")], route(), console, {}, NOW).deliveries
    pending = {Group("desk", "console", waiting.group): waiting}
    later = NOW + timedelta(seconds=3)
    found = plan([alert("1"), alert("2"), alert("2")], route(), console, pending, later)
    assert found.deliveries == ()
    assert found.joined == ((waiting.id, (found.alerts[1],)),)
    assert groups([alert("2")], route(), console) == (Group("desk", "console", waiting.group),)


def test_a_branch_takes_what_its_matchers_take() -> None:
    branch = {"receiver": "night", "matchers": ["severity=critical"], "group_wait": "0s"}
    found = plan([alert(), alert("2", labels={"severity": "info"})], route(routes=[branch]), CHANNELS, {}, NOW)
    assert [each.receivers for each in found.alerts] == [("night",), ("desk",)]
    assert found.deliveries[0].not_before == NOW


def test_a_muted_alert_is_kept_and_told_to_nobody() -> None:
    found = plan([alert(muted="older than max_age")], route(), CHANNELS, {}, NOW)
    assert found.deliveries == ()
    assert found.alerts[0].notify_reason == "muted: older than max_age"
    assert groups([alert(muted="old")], route(), CHANNELS) == ()


@pytest.mark.parametrize(("status", "reason"), [("revised", "what was told is corrected"), ("resolved", "it is over")])
def test_the_reason_says_what_is_new(status: str, reason: str) -> None:
    found = plan([alert(status=status)], route(), CHANNELS, {}, NOW)
    assert found.alerts[0].notify_reason == f"{reason}; routed to desk"


def test_nobody_is_told_where_no_route_holds() -> None:
    closed = route(matchers=["severity=info"])
    found = plan([alert()], closed, CHANNELS, {}, NOW)
    assert (found.deliveries, found.alerts[0].notify_reason) == ((), "new; no route takes it")
