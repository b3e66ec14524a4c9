"""Which alerts tell of a state that lasts, whether they still stand, and when what lasted is over."""

from dataclasses import replace

from msgspec.structs import replace as changed

from monitor.model.route import parse_matcher
from monitor.model.silence import Silence
from monitor.rules import Approach, Dispute
from tests.alerts.board import alert, rule
from tests.incidents.support import (
    ARMY,
    DAY,
    HOUR,
    MERKA,
    MONITOR,
    SHABAAB,
    Book,
    Told,
    book,
    capture,
    control_rule,
    desk,
    event,
    place,
    toll_rule,
)
from tests.rules.test_control_rule import BACK, SIEGE, articles

OUTER, CLOSE = place("Awdheegle", 1.71, 44.27), place("Shalanbood", 1.71, 44.60)


def test_a_siege_that_is_over_is_told_once_and_the_next_one_anew() -> None:
    told = book(control_rule(status=["besieged", "controlled"])).tell(articles(BACK, SIEGE, BACK, SIEGE))
    statuses = [(each.status, each.labels["status"]) for each in told.alerts]
    assert statuses == [
        ("firing", "controlled"), ("firing", "besieged"), ("resolved", "besieged"), ("firing", "besieged"),
    ]  # fmt: skip
    assert told.alerts[1].id == told.alerts[2].id == told.alerts[3].id
    assert told.alerts[2].summary.startswith("No longer besieged: Merka, Lower Shabelle (SO) is in the hands of")


def test_a_siege_that_nobody_reports_any_more_is_withdrawn() -> None:
    told = book(control_rule(status=["besieged"]))
    told.tell([Told("a", [SIEGE]), Told("a", [], hours=1, revision=2)])
    assert [each.status for each in told.alerts] == ["firing", "resolved"]
    assert told.alerts[1].summary.startswith("Withdrawn: ")


def test_news_that_was_denied_before_it_had_held_is_news_when_it_is_confirmed() -> None:
    taken = capture(SHABAAB, ARMY, attribution=(MONITOR,))
    denied = capture(SHABAAB, ARMY, context="negated", attribution=(MONITOR,))
    told = book(control_rule())
    told.tell([Told("a", [taken])])
    told.alerts = [changed(each, muted="waits", muted_by="hold", receivers=()) for each in told.alerts]
    told.tell([Told("b", [denied], hours=1), Told("c", [taken], hours=2)])
    assert [each.status for each in told.alerts] == ["firing", "revised", "firing"]
    assert told.alerts[-1].muted is None


def test_what_lasts() -> None:
    territory = control_rule()
    assert [territory.lasts(alert(labels={"status": each})) for each in ("controlled", "contested", "besieged")] == [
        False, True, True,
    ]  # fmt: skip
    assert not toll_rule().lasts(alert())
    assert Dispute(name="d").lasts(alert())
    assert Approach(name="a", where={"near": {"lat": 1, "lon": 1, "km": 5}}).lasts(alert())


def test_a_line_stands_while_the_figure_reaches_it() -> None:
    ten, fifty = alert("10", threshold=10), alert("50", threshold=50, value=60)
    fallen = alert("50", status="revised", threshold=50, value=20)
    judge = toll_rule()
    assert judge.stands(ten, [])
    assert judge.stands(ten, [fifty, fallen])
    assert not judge.stands(ten, [fifty, changed(fallen, value=3)])
    assert not judge.stands(fifty, [fallen])
    assert not judge.stands(ten, [alert("10", status="revised", value=60)]), "told twice under two names"


def test_a_place_is_what_was_said_last() -> None:
    taken, siege = alert("1"), alert("2")
    judge = control_rule()
    assert judge.stands(taken, [changed(taken, severity="critical")])
    assert not judge.stands(taken, [siege])
    assert rule().stands(taken, [siege])
    assert not rule().stands(taken, [changed(siege, status="resolved")])


def test_who_heard_of_the_wider_ring_hears_that_it_was_not_so_though_the_narrower_was_muted() -> None:
    where = {"near": {"lat": MERKA.lat, "lon": MERKA.lon, "km": 100}}
    judge = Approach(name="near us", where=where, rings=(100, 40))
    exercise = Silence("3fa2", (parse_matcher("rule=near us"),), "Amal", "exercise", DAY + HOUR / 2, DAY + 9 * HOUR)
    told = Book(replace(desk(judge), silences=(exercise,)))
    told.tell([Told("a", [event(3, OUTER)]), Told("a", [event(3, CLOSE)], hours=1, revision=2)])
    told.tell([Told("a", [], hours=2, revision=3)])
    assert [(each.status, each.threshold, each.muted_by) for each in told.alerts] == [
        ("firing", 100, None), ("firing", 40, "silence"), ("revised", 100, None),
    ]  # fmt: skip
