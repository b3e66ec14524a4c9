"""A line is crossed once, upward."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from monitor import pipeline
from monitor.model import Event, Place, Toll
from monitor.rules.crossing import reached
from tests.incidents.support import (
    DAY,
    MERKA,
    MONITOR,
    POLICE,
    SHABAAB,
    Told,
    book,
    control_rule,
    count,
    desk,
    event,
    toll_rule,
)

TODAY = DAY.date()


def climbing(*figures: int) -> list[Told]:
    return [
        Told(f"a{n}", [event(killed, when=TODAY, attribution=(POLICE,))], hours=n, source=f"Outlet {n}")
        for n, killed in enumerate(figures)
    ]


def test_each_threshold_fires_once() -> None:
    told = book(toll_rule(10, 50, 100)).tell(climbing(3, 12, 15, 49, 50, 51, 140))
    assert told.fired() == [("firing", 10), ("firing", 50), ("firing", 100)]


def test_a_jump_over_several_is_one_alert_of_the_highest() -> None:
    told = book(toll_rule(10, 50, 100)).tell(climbing(120))
    assert told.fired() == [("firing", 100)]


def test_whom_a_silence_kept_from_a_lower_line_says_nothing_of_the_higher() -> None:
    *climb, last = climbing(12, 60, 61)
    told = book(toll_rule(10, 50)).tell(climb)
    told.alerts.append(replace(told.alerts[0], muted="silenced", muted_by="silence", receivers=("desk",)))
    assert told.take(last).plan.alerts == ()


def test_a_correction_below_revises_the_same_alert_and_rising_after_it_rings_on_its_thread() -> None:
    told = book(toll_rule(10, 50)).tell(climbing(60, 40, 70, 71))
    assert told.fired() == [("firing", 50), ("revised", 50), ("firing", 50)]
    first, second, third = told.alerts
    assert first.id == second.id == third.id
    assert third.value == 70
    assert second.summary.startswith("Corrected: 40 killed in Merka")
    assert "said before: 60" in second.summary


def test_a_fall_through_another_threshold_is_said_again() -> None:
    told = book(toll_rule(10, 50)).tell(climbing(60, 40, 4))
    assert told.fired() == [("firing", 50), ("revised", 50), ("revised", 50)]


def test_a_rise_after_a_correction_rings_at_the_line_it_reaches() -> None:
    told = book(toll_rule(10, 50, 100)).tell(climbing(120, 4, 12, 55))
    assert told.fired() == [("firing", 100), ("revised", 100), ("firing", 10), ("firing", 50)]


def test_judging_twice_gives_the_same_alert() -> None:
    one, other = (book(toll_rule(10)).tell(climbing(12)).alerts for _ in range(2))
    assert one == other


def test_an_alert_carries_figure_source_quote_and_place() -> None:
    text = "More than 50 people were killed in Merka, the observatory said."
    killed = Toll(killed=count(50, "More than 50", "more_than"))
    (alert,) = (
        book(toll_rule(50, severity="critical"))
        .tell([Told("a", [event(toll=killed, attribution=(MONITOR,))], text=text)])
        .alerts
    )
    assert alert.figure == "More than 50"
    assert alert.says == ("the Merka Observatory",)
    assert alert.place == MERKA
    assert alert.severity == "critical"
    (quote,) = alert.evidence
    assert text[quote.start : quote.end] == quote.quote == text
    assert alert.summary == "More than 50 killed in Merka, Lower Shabelle (SO), according to the Merka Observatory"
    assert alert.receivers == ("desk",)
    assert alert.notify_reason == "new; routed to desk"


@pytest.mark.parametrize(("estimate", "fires"), [("low", False), ("best", False), ("high", True)])
def test_the_estimate_that_counts_is_the_rules(estimate: str, fires: bool) -> None:
    wide = Toll(killed=count(12, "up to 60", "range", high=60))
    told = book(toll_rule(50, estimate=estimate)).tell([Told("a", [event(toll=wide)])])
    assert bool(told.alerts) is fires


def test_enough_sources_are_waited_for() -> None:
    told = book(toll_rule(10, min_sources=2)).tell(climbing(12, 12))
    assert [decision.verdicts[0].reason for decision in told.decisions] == [
        "1 of 2 independent sources",
        "12 reaches 10",
    ]


@pytest.mark.parametrize(
    ("where", "reason"),
    [
        ({"country": ["KE"]}, "Merka is not in KE"),
        ({"event_type": ["Battles"]}, "Explosions/Remote violence is none of Battles"),
        ({"actor": ["m23"]}, "none of its actors is m23"),
        ({"source": ["Hill Post"]}, "none of its sources is Hill Post"),
        ({"near": {"lat": 9.5, "lon": 44.0, "km": 100}}, "Merka is not within 100 km of there"),
    ],
)
def test_what_is_not_the_rules_has_its_reason(where: dict, reason: str) -> None:
    told = book(toll_rule(10, where=where)).tell([Told("a", [event(12, actor1=SHABAAB)])])
    assert told.alerts == []
    assert told.decisions[0].verdicts[0].reason == reason


def test_what_is_the_rules_fires() -> None:
    near = {"place": "Merka", "lat": 1.7, "lon": 44.7, "km": 20}
    where = {"country": "so", "near": near, "actor": "al-shabaab", "source": "coast radio"}
    assert book(toll_rule(10, where=where)).tell([Told("a", [event(12, actor1=SHABAAB)])]).alerts


def test_old_news_is_muted_and_counts_as_fired() -> None:
    old = Told("a", [event(12, when=TODAY)], fetched=DAY + timedelta(days=10))
    fresh = Told("b", [event(14, when=TODAY)], hours=1, source="Hill Post")
    told = book(toll_rule(10)).tell([old, fresh])
    (alert,) = told.alerts
    assert alert.muted == "older than max_age (7d) when it was first seen"
    assert told.decisions[0].plan.deliveries == ()
    assert alert.notify_reason.startswith("muted")


LATE = DAY + timedelta(days=10)


def say(killed: int, where: Place = MERKA) -> Event:
    return event(killed, where, TODAY, attribution=(POLICE,))


def test_the_correction_of_what_nobody_was_told_is_muted_as_well() -> None:
    old = Told("a", [say(12)], fetched=LATE)
    correction = Told("b", [say(4)], hours=1, source="Hill Post")
    told = book(toll_rule(10)).tell([old, correction])
    assert told.fired() == [("firing", 10), ("revised", 10)]
    assert told.alerts[1].muted == told.alerts[0].muted
    assert told.alerts[1].muted is not None
    assert told.decisions[1].plan.deliveries == ()


def test_a_correction_follows_to_whoever_was_told_however_old_its_article() -> None:
    alerts = book(toll_rule(10)).tell([*climbing(12), Told("b", [say(4)], hours=1, fetched=LATE)]).alerts
    assert [(alert.status, alert.muted) for alert in alerts] == [("firing", None), ("revised", None)]


def test_a_muted_rise_between_does_not_swallow_the_correction() -> None:
    rise = Told("b", [say(60)], hours=1, source="Hill Post", fetched=LATE)
    fall = Told("c", [say(4)], hours=2, source="Hill Post", fetched=LATE)
    first, muted, correction = book(toll_rule(10, 50)).tell([*climbing(12), rise, fall]).alerts
    assert muted.muted is not None
    assert (correction.status, correction.id, correction.muted) == ("revised", first.id, None)
    assert "said before: 12" in correction.summary


def test_a_correction_goes_the_way_of_what_it_corrects() -> None:
    """Its route and group are chosen by labels: those of the alert that somebody got, whatever has changed since."""
    where = replace(MERKA, name="Merca")
    told = book(toll_rule(10)).tell([*climbing(12), Told("b", [say(4, where)], hours=1)])
    assert [alert.status for alert in told.alerts] == ["firing", "revised"]
    assert told.alerts[0].labels == told.alerts[1].labels


def test_a_feed_may_have_its_own_max_age() -> None:
    own = desk(max_ages={"archive": timedelta(days=30)})
    article = Told("a", [], fetched=DAY + timedelta(days=10)).article
    assert pipeline.muted(article, own, DAY) is not None
    assert pipeline.muted(article.__class__(**{**_fields(article), "feed": "archive"}), own, DAY) is None


def test_the_undated_backlog_of_a_feed_is_muted_until_an_edit_dates_it() -> None:
    undated = replace(Told("a", []).article, published=None, backlog=True)
    assert pipeline.muted(undated, desk(), DAY) == "undated, and there before this feed was first read"
    assert pipeline.muted(replace(undated, backlog=False), desk(), DAY) is None
    assert pipeline.muted(replace(undated, published=DAY), desk(), DAY) is None


def _fields(struct: object) -> dict:
    return {name: getattr(struct, name) for name in struct.__struct_fields__}


def test_swallowed_incidents_leave_their_alerts_to_the_one_that_swallowed_them() -> None:
    """Two reports seemed two happenings until an earlier one, told late, shows that they are one."""
    told = book(toll_rule(10), control_rule()).tell(
        [
            Told("b", [event(14, when=TODAY)], hours=5, source="Hill Post"),
            Told("a", [event(12, when=TODAY)], hours=2, source="Coast Radio", fetched=DAY + timedelta(hours=6)),
        ]
    )
    assert told.deaths() == [14]
    assert told.fired() == [("firing", 10)]


@given(st.lists(st.integers(1, 10_000), min_size=1, max_size=6, unique=True), st.integers(0, 20_000))
def test_the_reached_threshold_is_the_highest_below(thresholds: list[int], value: int) -> None:
    level = reached(value, thresholds)
    assert level <= value
    assert all(threshold > value or threshold <= level for threshold in thresholds)
