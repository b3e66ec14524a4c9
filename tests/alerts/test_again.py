"""Repeats while a state lasts, and escalation while nobody acknowledges."""

from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from monitor.model.route import parse_matcher
from monitor.model.silence import Silence
from monitor.rules import RuleBase
from tests.alerts.board import HOUR, MINUTE, NOW, Board, Lasting, alert, policy, route, rule

STEPS = [{"after": "15m", "severity": "critical"}, {"after": "1h", "receiver": "night"}]


def board(*rules: RuleBase, **changes: Any) -> Board:
    return Board(policy(*rules, route=route(**{"group_wait": "0s", **changes})))


def lasting(**changes: Any) -> Board:
    return board(Lasting(name="deaths"), **changes)


def minutes(found: Board) -> list[float]:
    return [at for at, _, _ in found.told()]


def test_an_event_rings_once() -> None:
    assert minutes(board(rule()).ring(alert()).after(48 * HOUR)) == [0]


def test_a_state_is_told_again_while_it_lasts() -> None:
    found = lasting().ring(alert()).after(10 * HOUR)
    assert minutes(found) == [0, 240, 480]
    assert len({each.id for _, each in found.sent}) == 3
    assert found.sent[1][1].alerts[0].notify_reason == (
        "still so since 2024-03-05 12:00 UTC, and nobody has acknowledged it; routed to desk"
    )
    assert len(found.alerts) == 1, "a repeat is no new alert"


def test_a_state_that_is_over_or_revised_is_told_no_more() -> None:
    for status in ("resolved", "revised"):
        found = lasting().ring(alert()).after(5 * HOUR).correct("1", status=status).after(24 * HOUR)
        assert minutes(found) == [0, 240, 300]


def test_an_acknowledged_state_is_told_no_more_until_it_comes_again() -> None:
    found = lasting().ring(alert()).after(HOUR)
    found.acknowledge("1")
    assert minutes(found.after(24 * HOUR)) == [0]
    found.correct("1", status="resolved").after(HOUR).ring(alert()).after(5 * HOUR)
    assert minutes(found) == [0, 25 * 60, 26 * 60, 30 * 60]


def test_a_state_is_repeated_until_it_is_older_than_anything_that_is_told() -> None:
    found = lasting(repeat_interval="1d").ring(alert()).after(timedelta(days=30))
    assert len(found.sent) == 8, "on the day itself and seven times after it"


def test_a_silence_holds_up_repeats_while_it_lasts() -> None:
    found = lasting().ring(alert()).after(HOUR)
    end = NOW + 9 * HOUR
    found.quiet = [Silence("s", (parse_matcher("place=Merka"),), "Amal", "quiet", NOW, end)]
    assert minutes(found.after(13 * HOUR)) == [0, 12 * 60]


def test_a_graver_state_is_repeated_in_place_of_the_lesser() -> None:
    found = lasting().ring(alert("1")).after(HOUR).ring(alert("2", threshold=50)).after(5 * HOUR)
    assert [ids for _, _, ids in found.told()] == [("1",), ("2",), ("2",)]


def test_each_branch_repeats_at_its_own_pace() -> None:
    slow = {"receiver": "night", "matchers": ["rule=deaths"], "repeat_interval": "10h", "continue": True}
    quick = {"receiver": "desk", "matchers": ["rule=deaths"], "repeat_interval": "6h"}
    found = lasting(routes=[slow, quick]).ring(alert()).after(12 * HOUR)
    assert [(at / 60, receiver) for at, receiver, _ in found.told()] == [
        (0, "night"), (0, "desk"), (6, "desk"), (10, "night"), (12, "desk"),
    ]  # fmt: skip


def test_a_digest_repeats_nothing() -> None:
    assert len(lasting(digest="hourly").ring(alert()).after(24 * HOUR).sent) == 1


def test_nobody_acknowledges_and_it_is_told_again_graver_and_to_others() -> None:
    found = board(rule(), escalate=STEPS).ring(alert(severity="warning", labels={"severity": "warning"})).after(DAY)
    assert [(at, receiver) for at, receiver, _ in found.told()] == [(0, "desk"), (15, "desk"), (60, "night")]
    assert [each.alerts[0].severity for _, each in found.sent] == ["warning", "critical", "critical"]
    assert [each.notify_reason for each in found.alerts] == [
        "new; routed to desk",
        "nobody acknowledged it for 15m; routed to desk",
        "nobody acknowledged it for 1h; routed to night",
    ]
    assert {each.id for each in found.alerts} == {"1"}, "all on one thread"


DAY = 24 * HOUR


def test_an_escalation_goes_where_the_graver_severity_leads() -> None:
    pager = {"receiver": "night", "matchers": ["severity=critical"]}
    found = board(rule(), escalate=STEPS[:1], routes=[pager]).ring(alert(labels={"severity": "warning"})).after(DAY)
    assert [receiver for _, receiver, _ in found.told()] == ["desk", "night"]


def test_an_escalation_does_not_wait_for_the_groups_interval() -> None:
    found = board(rule(), escalate=STEPS[:1], group_interval="2h").ring(alert("1")).after(14 * MINUTE)
    found.ring(alert("2", threshold=50, subject="incident:b")).after(30 * MINUTE)
    assert [(at, ids) for at, _, ids in found.told()] == [(0, ("1",)), (15, ("2", "1"))]


def test_a_rules_own_steps_go_before_its_routes() -> None:
    found = board(rule(escalate=[{"after": "5m"}]), escalate=STEPS).ring(alert()).after(DAY)
    assert minutes(found) == [0, 5]


def test_whoever_acknowledges_ends_the_escalation() -> None:
    found = board(rule(), escalate=STEPS).ring(alert()).after(30 * MINUTE)
    found.acknowledge("1")
    assert minutes(found.after(DAY)) == [0, 15]


def test_a_correction_ends_the_escalation_and_goes_to_all_who_were_called() -> None:
    found = board(rule(), escalate=STEPS).ring(alert()).after(2 * HOUR).correct("1").after(DAY)
    assert [(at, receiver) for at, receiver, _ in found.told()][3:] == [(120, "desk"), (120, "night")]
    early = board(rule(), escalate=STEPS).ring(alert()).after(MINUTE).correct("1").after(DAY)
    assert minutes(early) == [0, 1]


def test_what_nobody_was_told_of_escalates_to_nobody() -> None:
    assert board(rule(), escalate=STEPS).ring(alert(muted="old")).after(DAY).sent == []


@given(st.integers(1, 600), st.integers(1, 3000), st.integers(0, 3000))
def test_repeats_come_at_their_interval_and_stop_when_it_is_over(every: int, ends: int, acked: int) -> None:
    found = lasting(repeat_interval=f"{every}m", group_interval="0s").ring(alert())
    found.until(NOW + min(ends, acked) * MINUTE)
    if acked <= ends:
        found.acknowledge("1")
    found.until(NOW + ends * MINUTE).correct("1", status="resolved").after(DAY)
    told = minutes(found)
    assert told[:-1] == [n * every for n in range(min(ends, acked) // every + 1)]
    assert told[-1] == ends
