"""Replays with rules that wait and routes that escalate: the articles' clock decides, before each and at the end."""

from monitor.model.route import Route
from monitor.replay import replay
from tests.incidents.support import desk, toll_rule
from tests.replay.test_replay import LINES, line

WITHDRAWN = "The market bombing in Mogadishu on Tuesday killed three people, not 19, police said, correcting the toll."


def told(lines, *rules, **changes) -> list[tuple[str, str | None, str]]:
    found = replay(lines, desk(*rules, **changes)).alerts
    return [(each.at.strftime("%H:%M"), each.muted_by, each.status) for each in found]


def test_an_alert_that_must_hold_comes_when_it_has() -> None:
    quick = toll_rule(10, **{"for": "30m"})
    assert told(LINES, quick) == [("15:00", "hold", "firing"), ("15:30", None, "firing")]


def test_what_is_corrected_meanwhile_never_comes() -> None:
    slow = toll_rule(10, **{"for": "12h"})
    late = line("z", text=WITHDRAWN, published="2024-03-05T20:00:00Z", source="Outlet a")
    assert told([*LINES, late], slow)[:1] == [("15:00", "hold", "firing")]
    assert all(muted == "hold" for _, muted, _ in told([*LINES, late], slow))


def test_nobody_acknowledges_in_a_replay() -> None:
    steps = [{"after": "15m", "severity": "critical"}, {"after": "1d", "receiver": "desk"}]
    route = Route.model_validate({"receiver": "desk", "escalate": steps}).spread()
    found = replay(LINES, desk(toll_rule(10), route=route)).alerts
    assert [each.severity for each in found] == ["warning", "critical", "critical"]
    assert found[-1].notify_reason == "nobody acknowledged it for 1d; routed to desk"


def test_the_outcome_is_the_same_each_time() -> None:
    slow = toll_rule(10, active={"hours": "08:00-10:00", "zone": "Africa/Mogadishu"}, cooldown="1h")
    assert replay(LINES, desk(slow)).plain() == replay(LINES[::-1], desk(slow), 2).plain()
