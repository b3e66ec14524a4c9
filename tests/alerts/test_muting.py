"""What keeps an alert from being told, and that it is kept with its reason."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.route import parse_matcher
from monitor.model.silence import Inhibition, Silence
from monitor.rules import Approach, RuleBase
from tests.alerts.board import HOUR, MINUTE, NOW, Board, Lasting, alert, policy, rule

DAY = timedelta(days=1)
NIGHT = {"hours": "08:00-20:00", "days": ["mon-fri"], "zone": "Africa/Nairobi"}


def board(*rules: RuleBase, **changes: Any) -> Board:
    return Board(policy(*rules, **changes))


def silence(*matchers: str, start=NOW, end=NOW + HOUR) -> Silence:
    return Silence("3fa2", tuple(map(parse_matcher, matchers)), "Amal", "exercise", start, end)


def reasons(found: Board) -> list[str | None]:
    return [each.muted for each in found.alerts]


def test_an_alert_is_told_once_it_has_held() -> None:
    found = board(rule(**{"for": "30m"})).ring(alert()).after(DAY)
    assert found.told() == [(30 + 10 / 60, "desk", ("1",))]
    assert reasons(found) == ["waits until 2024-03-05 12:30 UTC: it must hold for 30m", None]
    assert [each.muted_by for each in found.alerts] == ["hold", None]
    assert found.alerts[1].notify_reason == "it has held since 2024-03-05 12:00 UTC; routed to desk"


def test_what_is_corrected_before_it_has_held_is_told_to_nobody() -> None:
    found = board(rule(**{"for": "30m"})).ring(alert()).after(10 * MINUTE).correct("1").after(DAY)
    assert found.sent == []
    assert reasons(found)[1] == "did not hold for 30m"
    assert len(found.alerts) == 2


def test_what_fires_again_before_it_has_held_begins_to_wait_anew() -> None:
    found = board(rule(**{"for": "30m"})).ring(alert()).after(10 * MINUTE).correct("1").after(10 * MINUTE)
    found.ring(alert()).after(DAY)
    assert found.told() == [(50 + 10 / 60, "desk", ("1",))]


def test_what_was_overtaken_before_it_had_held_says_so() -> None:
    class Latest(RuleBase):
        def stands(self, alert, later) -> bool:
            return not later

    found = board(Latest(name="deaths", **{"for": "30m"})).ring(alert("1")).after(10 * MINUTE).ring(alert("2"))
    found.after(DAY)
    assert [ids for _, _, ids in found.told()] == [("2",)]
    assert [each.muted for each in found.alerts if each.id == "1"][-1] == "did not hold for 30m"


def test_a_rule_that_left_the_configuration_tells_nothing_late() -> None:
    found = board(rule(**{"for": "30m"})).ring(alert())
    found.policy = policy(rule("other"))
    found.after(DAY)
    assert (found.sent, reasons(found)[-1]) == ([], "its rule is gone")


def test_outside_its_active_hours_an_alert_waits_until_they_begin() -> None:
    found = board(rule(active=NIGHT)).after(6 * HOUR).ring(alert()).after(DAY)
    assert found.told() == [(17 * 60 + 10 / 60, "desk", ("1",))], "18:00 UTC is 21:00 in Nairobi, 08:00 there 05:00"
    assert reasons(found)[0] == (
        "waits until 2024-03-06 05:00 UTC: it rings within 08:00-20:00 mon,tue,wed,thu,fri Africa/Nairobi only"
    )


def test_corrections_do_not_wait_for_active_hours() -> None:
    found = board(rule(active=NIGHT)).ring(alert()).after(6 * HOUR).correct("1").after(MINUTE)
    assert len(found.sent) == 2


def test_who_must_hold_and_then_wait_for_active_hours_waits_for_both() -> None:
    found = board(rule(active=NIGHT, **{"for": "6h"})).ring(alert()).after(DAY)
    assert [at for at, _, _ in found.told()] == [17 * 60 + 10 / 60]


def test_a_rule_that_rang_is_silent_about_the_same_subject_for_its_cooldown() -> None:
    found = board(rule(cooldown="2h")).ring(alert("1")).after(HOUR)
    found.ring(alert("2"), alert("3", subject="incident:b")).after(2 * HOUR).ring(alert("4")).after(HOUR)
    assert [ids for _, _, ids in found.told()] == [("1",), ("3",), ("4",)]
    assert reasons(found)[1] == "cooldown of 2h: it rang at 2024-03-05 12:00 UTC"
    assert found.alerts[1].muted_by == "cooldown"


def test_a_line_beyond_the_one_that_rang_rings_within_the_cooldown() -> None:
    found = board(rule(cooldown="2h")).ring(alert("1")).after(HOUR).ring(alert("2", threshold=50)).after(MINUTE)
    found.ring(alert("3", threshold=50)).after(HOUR / 2).ring(alert("4", threshold=20)).after(MINUTE)
    assert [ids for _, _, ids in found.told()] == [("1",), ("2",)]
    assert [each.muted_by for each in found.alerts] == [None, None, "cooldown", "cooldown"]


def test_a_narrower_ring_rings_within_the_cooldown() -> None:
    near = Approach(name="deaths", where={"near": {"lat": 2, "lon": 45, "km": 50}}, cooldown="2h")
    found = board(near).ring(alert("1", threshold=50)).after(MINUTE).ring(alert("2", threshold=20))
    found.after(MINUTE).ring(alert("3", threshold=50)).after(MINUTE)
    assert [each.muted_by for each in found.alerts] == [None, None, "cooldown"]


def test_whoever_heard_a_correction_hears_that_it_no_longer_holds() -> None:
    found = board(rule(cooldown="2h")).ring(alert("1")).after(MINUTE).correct("1").after(MINUTE).ring(alert("1"))
    assert reasons(found) == [None, None, None]


def test_a_silence_mutes_what_it_matches_while_it_holds() -> None:
    found = board()
    found.quiet = [silence("place=Merka")]
    found.ring(alert("1"), alert("2", labels={"place": "Baidoa"})).after(HOUR).ring(alert("3")).after(HOUR)
    assert [ids for _, _, ids in found.told()] == [("2",), ("3",)]
    assert reasons(found)[0] == "silence 3fa2 until 2024-03-05 13:00 UTC (Amal: exercise)"
    assert found.correct("1").alerts[-1].muted == reasons(found)[0], "whoever heard nothing hears no correction"


def test_a_silence_of_the_configuration_mutes_alike() -> None:
    assert board(silences=(silence("rule=deaths"),)).ring(alert()).after(DAY).sent == []


def test_a_correction_of_what_was_told_is_never_silenced() -> None:
    found = board().ring(alert()).after(MINUTE)
    found.quiet = [silence("place=Merka")]
    found.correct("1").after(MINUTE)
    assert len(found.sent) == 2


def test_whoever_heard_an_alert_hears_its_correction_though_its_escalation_was_silenced() -> None:
    found = board(rule(escalate=[{"after": "1h"}])).ring(alert()).after(MINUTE)
    found.quiet = [silence("place=Merka", end=NOW + 9 * HOUR)]
    found.after(2 * HOUR).correct("1").after(MINUTE)
    assert [each.muted_by for each in found.alerts] == [None, "silence", None]
    assert [(at, ids) for at, _, ids in found.told()] == [(10 / 60, ("1",)), (121 + 10 / 60, ("1",))]


def test_what_still_lasts_when_its_silence_ends_is_told_then() -> None:
    found = board(Lasting(name="deaths"))
    found.quiet = [silence("place=Merka")]
    found.ring(alert()).after(2 * HOUR)
    assert found.told() == [(60 + 10 / 60, "desk", ("1",))]
    assert found.alerts[-1].notify_reason == "its silence is over; routed to desk"


GRAVE = Inhibition(source=["severity=critical"], target=["severity=warning"], equal=["place"])
MINOR = {"severity": "warning", "place": "Merka"}


def test_a_target_is_muted_while_a_source_fires() -> None:
    found = board(inhibit=(GRAVE,)).ring(alert("1")).after(MINUTE)
    found.ring(alert("2", labels=MINOR), alert("3", labels=MINOR | {"place": "Baidoa"})).after(MINUTE)
    assert [ids for _, _, ids in found.told()] == [("1",), ("3",)]
    assert reasons(found)[1] == "deaths fires (1), which inhibits it"


def test_a_source_of_the_same_moment_mutes_as_well() -> None:
    found = board(inhibit=(GRAVE,)).ring(alert("2", labels=MINOR), alert("1")).after(MINUTE)
    assert [ids for _, _, ids in found.told()] == [("1",)]


def test_a_source_that_was_revised_away_no_longer_inhibits() -> None:
    found = board(inhibit=(GRAVE,)).ring(alert("1")).after(MINUTE).correct("1").ring(alert("2", labels=MINOR))
    assert found.alerts[-1].muted is None
    once = board(inhibit=(GRAVE,)).ring(alert("1"))
    once.ring(alert("1", status="revised"), alert("2", labels=MINOR))
    assert once.alerts[-1].muted is None


def test_an_inhibited_state_that_lasts_is_told_soon_after_its_source_is_over() -> None:
    found = board(rule(), Lasting(name="siege"), inhibit=(GRAVE,)).ring(alert("1")).after(MINUTE)
    found.ring(alert("2", rule="siege", subject="holding:a", labels=MINOR)).after(HOUR).correct("1").after(9 * MINUTE)
    assert [(one.id, one.muted_by) for one in found.alerts] == [
        ("1", None),
        ("2", "inhibition"),
        ("1", None),
        ("2", None),
    ]
    assert found.alerts[-1].notify_reason == "what inhibited it is over; routed to desk"


def test_what_happened_once_is_told_when_what_stood_for_it_is_taken_back() -> None:
    found = board(inhibit=(GRAVE,)).ring(alert("1")).after(MINUTE).ring(alert("2", subject="incident:b", labels=MINOR))
    found.after(HOUR).correct("1").after(9 * MINUTE)
    assert [(each.id, each.muted_by) for each in found.alerts][-1] == ("2", None)
    assert found.alerts[-1].notify_reason == "what inhibited it is over; routed to desk"


def test_what_happened_once_is_told_to_nobody_when_only_time_ends_its_inhibition() -> None:
    found = board(inhibit=(GRAVE,)).ring(alert("1")).after(MINUTE).ring(alert("2", subject="incident:b", labels=MINOR))
    found.after(3 * DAY)
    assert [(each.id, each.muted_by) for each in found.alerts] == [("1", None), ("2", "inhibition")]
    assert found.timers == {}


def test_of_two_sources_the_one_that_fires_longer_counts() -> None:
    found = board(inhibit=(GRAVE,)).ring(alert("1")).after(HOUR).ring(alert("3", subject="incident:c"))
    found.ring(alert("2", subject="incident:b", labels=MINOR))
    assert found.alerts[-1].muted == "deaths fires (3), which inhibits it"
    assert found.correct("3").after(6 * MINUTE).alerts[-1].id == "3", "the other one still fires"


def test_a_source_counts_for_its_time_and_no_longer() -> None:
    found = board(inhibit=(GRAVE,)).ring(alert("1")).after(25 * HOUR).ring(alert("2", labels=MINOR))
    assert found.alerts[-1].muted is None


@pytest.mark.parametrize("muted_by", ["age", "hold"])
def test_what_nobody_was_ever_meant_to_hear_inhibits_nothing(muted_by: str) -> None:
    old = {"age": {"muted": "older than max_age"}, "hold": {}}[muted_by]
    rules = (rule(**{"for": "1h"} if muted_by == "hold" else {}), rule("minor"))
    found = board(*rules, inhibit=(GRAVE,)).ring(alert("1", **old)).ring(alert("2", rule="minor", labels=MINOR))
    assert found.alerts[-1].muted is None


def test_an_alert_does_not_mute_its_like() -> None:
    both = Inhibition(source=["place=Merka"], target=["severity=critical"])
    assert len(board(inhibit=(both,)).ring(alert("1"), alert("2")).after(MINUTE).sent[0][1].alerts) == 2


@given(
    st.lists(st.tuples(st.integers(0, 7200), st.sampled_from("ab"), st.booleans()), max_size=25),
    st.sampled_from(["0s", "10m", "2h"]),
    st.sampled_from(["0s", "30m", "3h"]),
    st.sampled_from([None, NIGHT]),
    st.booleans(),
)
def test_every_alert_is_told_or_kept_with_its_reason_and_no_correction_comes_alone(
    steps, hold, cooldown, active, silent
) -> None:
    """Whatever is set and comes: nobody hears a correction of what nobody was told, and nothing vanishes."""
    found = board(rule(cooldown=cooldown, active=active, **{"for": hold}))
    if silent:
        found.quiet = [silence("place=Merka", start=NOW + HOUR, end=NOW + 9 * HOUR)]
    for number, (seconds, subject, corrects) in enumerate(steps):
        found.after(timedelta(seconds=seconds))
        last = next((each for each in reversed(found.alerts) if each.subject == subject), None)
        if corrects and last is not None and last.status == "firing":
            found.correct(last.id)
        else:
            found.ring(alert(str(number), subject=subject))
    found.after(10 * DAY)
    assert (found.waiting, found.timers) == ([], {})
    told = [one for _, each in found.sent for one in each.alerts]
    assert len({(one.id, one.status, one.at) for one in told}) == len(told)
    heard: set[str] = set()
    for one in told:
        assert one.status == "firing" or one.id in heard
        heard.add(one.id)
    for one in {each.id: each for each in found.alerts}.values():
        assert one.muted or one.id in heard
