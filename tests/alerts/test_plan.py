"""Who is told: routes, groups, intervals, limits, and nothing twice."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.pace import Limit
from tests.alerts.board import CHANNELS, HOUR, MINUTE, NOW, ONE, SECOND, Board, alert, policy, route


def board(channels=ONE, limits=None, **changes) -> Board:
    return Board(policy(route=route(**changes), channels=channels, limits=limits or {}))


def test_one_delivery_for_each_channel_and_group() -> None:
    elsewhere = alert("3", labels={"rule": "deaths", "place": "Baidoa"})
    found = board(CHANNELS).ring(alert("1"), alert("2"), elsewhere).waiting
    assert [(each.channel, each.group, len(each.alerts)) for each in found] == [
        ("console", "rule=deaths,place=Merka", 2),
        ("email", "rule=deaths,place=Merka", 2),
        ("console", "rule=deaths,place=Baidoa", 1),
        ("email", "rule=deaths,place=Baidoa", 1),
    ]
    assert {each.not_before for each in found} == {NOW + timedelta(seconds=10)}
    assert len({each.id for each in found}) == 4


def test_planning_twice_gives_the_same_ids() -> None:
    assert board(CHANNELS).ring(alert()).waiting == board(CHANNELS).ring(alert()).waiting


def test_an_alert_joins_the_delivery_of_its_group_that_waits() -> None:
    found = board().ring(alert("1")).after(3 * SECOND).ring(alert("2"), alert("2")).after(MINUTE)
    assert [ids for _, _, ids in found.told()] == [("1", "2")]


def test_the_next_message_of_a_group_keeps_its_distance() -> None:
    found = board().ring(alert("1")).after(MINUTE).ring(alert("2")).after(MINUTE).ring(alert("3")).after(HOUR)
    assert found.told() == [(10 / 60, "desk", ("1",)), (5 + 10 / 60, "desk", ("2", "3"))]


def test_a_group_that_was_quiet_for_long_waits_for_company_only() -> None:
    found = board().ring(alert("1")).after(HOUR).ring(alert("2")).after(HOUR)
    assert [at for at, _, _ in found.told()] == [10 / 60, 60 + 10 / 60]


def test_a_correction_does_not_wait_for_the_interval() -> None:
    found = board().ring(alert("1")).after(MINUTE).ring(alert("2")).after(MINUTE).correct("1").after(HOUR)
    assert found.told() == [(10 / 60, "desk", ("1",)), (2 + 10 / 60, "desk", ("2", "1"))]


def test_a_correction_of_what_still_waits_hurries_nobody() -> None:
    found = board().ring(alert("1")).after(MINUTE).ring(alert("2")).after(MINUTE).correct("2").after(HOUR)
    assert found.told() == [(10 / 60, "desk", ("1",)), (5 + 10 / 60, "desk", ("2", "2"))]


def test_a_branch_takes_what_its_matchers_take() -> None:
    branch = {"receiver": "night", "matchers": ["severity=critical"], "group_wait": "0s"}
    found = board(routes=[branch]).ring(alert(), alert("2", labels={"severity": "info"}))
    assert [each.receivers for each in found.alerts] == [("night",), ("desk",)]
    assert found.waiting[0].not_before == NOW


def test_what_was_old_when_it_came_is_kept_and_told_to_nobody() -> None:
    found = board().ring(alert(muted="older than max_age"))
    assert found.waiting == []
    assert (found.alerts[0].notify_reason, found.alerts[0].muted_by) == ("muted: older than max_age", "age")
    assert found.correct("1").after(HOUR).sent == []


@pytest.mark.parametrize(("status", "reason"), [("revised", "what was told is corrected"), ("resolved", "it is over")])
def test_the_reason_says_what_is_new(status: str, reason: str) -> None:
    found = board().ring(alert(status=status))
    assert found.alerts[0].notify_reason == f"{reason}; routed to desk"


def test_nobody_is_told_where_no_route_holds() -> None:
    found = board(matchers=["severity=info"]).ring(alert())
    assert (found.waiting, found.alerts[0].notify_reason) == ([], "new; no route takes it")


def test_a_correction_goes_to_whoever_heard_the_alert_and_to_nobody_else() -> None:
    found = board().ring(alert()).after(MINUTE)
    found.policy = policy(route=route(routes=[{"receiver": "night", "matchers": ["rule=deaths"]}]))
    found.correct("1").after(MINUTE)
    assert [receiver for _, receiver, _ in found.told()] == ["desk", "desk"]


def test_a_digest_gathers_everything_of_its_branch_until_its_hour() -> None:
    found = board(digest="daily", at="07:00", zone="Africa/Nairobi").ring(alert("1"))
    found.after(HOUR).ring(alert("2", labels={"rule": "territory"})).after(HOUR).correct("1").after(24 * HOUR)
    assert found.told() == [(16 * 60, "desk", ("1", "2", "1"))], "07:00 in Nairobi is 04:00 UTC"
    assert found.sent[0][1].form == "digest"


def test_beyond_the_limit_one_summary_tells_the_rest() -> None:
    found = board(limits={"desk": Limit(alerts=3, per="10m")}, group_by=["subject"], group_wait="0s")
    found.ring(*(alert(str(n), labels={"subject": str(n)}) for n in range(8))).after(HOUR)
    assert [len(each.alerts) for _, each in found.sent] == [1, 1, 1, 5]
    at, summary = found.sent[-1]
    assert (summary.form, at) == ("summary", NOW + 10 * MINUTE)
    found.ring(alert("later")).after(HOUR)
    assert found.sent[-1][1].form == "alerts", "the next span begins anew"


def test_a_call_to_somebody_because_nobody_answers_is_never_held_back() -> None:
    found = board(
        limits={"desk": Limit(alerts=1, per="10m")}, group_wait="0s", group_interval="1s", escalate=[{"after": "1m"}]
    ).ring(alert("1"), alert("2", subject="incident:b", labels={"place": "Baidoa"}))
    found.after(2 * MINUTE)
    assert [(each.form, [one.again for one in each.alerts]) for _, each in found.sent] == [
        ("alerts", [None]),
        ("alerts", ["escalation"]),
    ]


STEPS = st.lists(
    st.tuples(
        st.integers(min_value=0, max_value=900),
        st.sampled_from("abc"),
        st.sampled_from(["firing", "firing", "firing", "revised"]),
    ),
    max_size=40,
)


@given(STEPS, st.integers(0, 60), st.integers(0, 600), st.one_of(st.none(), st.integers(1, 5)))
def test_every_alert_is_told_once_in_order_and_in_time(steps, wait, interval, most) -> None:
    """Whatever comes when: nothing lost, nothing twice, groups keep their distance, corrections do not wait for it."""
    limits = {"desk": Limit(alerts=most, per="10m")} if most else {}
    found = board(limits=limits, group_by=["place"], group_wait=f"{wait}s", group_interval=f"{interval}s")
    for number, (seconds, place, status) in enumerate(steps):
        found.after(timedelta(seconds=seconds)).ring(alert(str(number), status=status, labels={"place": place}))
    found.after(24 * HOUR)
    told = [one.id for _, each in found.sent for one in each.alerts]
    assert sorted(told, key=int) == [str(number) for number in range(len(steps))]
    assert found.waiting == []
    for at, each in found.sent:
        for one in each.alerts:
            latest = timedelta(seconds=wait if one.status == "revised" else wait + interval)
            assert at - one.at <= (10 * MINUTE if each.form == "summary" else latest)
    for group in {each.group for _, each in found.sent if each.form == "alerts"}:
        went = [(at, each) for at, each in found.sent if each.group == group]
        for (before, _), (after, each) in pairwise(went):
            hurried = any(one.status == "revised" for one in each.alerts)
            assert hurried or after - before >= timedelta(seconds=interval)


@given(st.lists(st.integers(0, 1200), min_size=1, max_size=60), st.integers(1, 5))
def test_a_receiver_is_told_no_more_than_its_limit_one_by_one(pauses, most) -> None:
    found = board(limits={"desk": Limit(alerts=most, per="10m")}, group_by=["subject"], group_wait="0s")
    for number, seconds in enumerate(pauses):
        found.after(timedelta(seconds=seconds)).ring(alert(str(number), labels={"subject": str(number)}))
    found.after(HOUR)
    spans: dict[int, int] = {}
    for at, each in found.sent:
        if each.form == "alerts":
            spans[int(at.timestamp() // 600)] = spans.get(int(at.timestamp() // 600), 0) + len(each.alerts)
    assert max(spans.values()) <= most
    assert sum(len(each.alerts) for _, each in found.sent) == len(pauses)
