"""Two configurations over the same articles: more, less, earlier, later, to others."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from monitor.alerts import compare
from monitor.model import Alert

NOON = datetime(2024, 3, 5, 12, tzinfo=UTC)


def alert(id: str, minutes: int = 0, **changes: Any) -> Alert:
    known: dict[str, Any] = {
        "rule": "deaths", "status": "firing", "severity": "critical", "threshold": 10, "value": 12, "incident": "i",
        "place": None, "summary": "12 killed", "evidence": (), "receivers": ("desk",), "subject": "incident:i",
    }  # fmt: skip
    return Alert(id=id, at=NOON + timedelta(minutes=minutes), **{**known, **changes})


def test_the_same_is_the_same() -> None:
    found = compare([alert("a")], [alert("a")])
    assert (found.same, found.only_one, found.only_other, found.earlier, found.later) == (1, (), (), (), ())


def test_what_one_alone_raises_is_more_or_less() -> None:
    lost, gained = alert("a", subject="incident:i"), alert("b", subject="incident:j")
    found = compare([lost], [gained])
    assert (found.only_one, found.only_other, found.same) == ((lost,), (gained,), 0)


def test_another_threshold_makes_an_alert_earlier_or_later() -> None:
    at_ten, at_fifty = alert("a", 0, threshold=10), alert("b", 90, threshold=50)
    (pair,) = compare([at_fifty], [at_ten]).earlier
    assert pair.minutes == -90
    (pair,) = compare([at_ten], [at_fifty]).later
    assert pair.minutes == 90


def test_a_threshold_that_both_have_is_not_paired_with_another() -> None:
    both, more = alert("a", 5, threshold=10), alert("b", 90, threshold=50)
    found = compare([both], [more, both])
    assert (found.same, found.only_other) == (1, (more,))


def test_what_nobody_is_told_is_no_alert() -> None:
    found = compare([alert("a", muted="older than max_age (7d) when it was first seen")], [alert("a")])
    assert [each.id for each in found.only_other] == ["a"]


def test_another_receiver_is_a_move() -> None:
    found = compare([alert("a")], [alert("a", receivers=("night",))])
    assert (len(found.moved), found.same) == (1, 0)


def test_a_correction_is_paired_with_a_correction_only() -> None:
    found = compare([alert("a"), alert("a", 60, status="revised")], [alert("a")])
    assert (found.same, [each.status for each in found.only_one]) == (1, ["revised"])


ALERTS = st.lists(
    st.builds(
        alert,
        st.sampled_from("abcd"),
        st.integers(0, 500),
        subject=st.sampled_from(("incident:i", "incident:j")),
        status=st.sampled_from(("firing", "revised")),
        muted=st.sampled_from((None, None, "old")),
    ),
    max_size=12,
)


@given(ALERTS, ALERTS)
def test_every_alert_is_in_one_place(one: list[Alert], other: list[Alert]) -> None:
    found = compare(one, other)
    paired = len(found.earlier) + len(found.later) + len(found.moved) + found.same
    assert len(found.only_one) + paired == sum(each.muted is None for each in one)
    assert len(found.only_other) + paired == sum(each.muted is None for each in other)
    back = compare(other, one)
    assert (len(back.only_one), len(back.only_other)) == (len(found.only_other), len(found.only_one))
