"""A rolling total that is kept up is what it would be if it were counted anew."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.incidents import Rolling
from monitor.incidents.totals import Bound, in_window, total
from monitor.incidents.windows import Windows
from monitor.model import Incident, Range, TollKind, subject
from tests.incidents.support import ARMY, BAIDOA, DAY, HOUR, LOWER_SHABELLE, MERKA, SHABAAB, SOMALIA

TODAY = DAY.date()
PLACES = (MERKA, BAIDOA, LOWER_SHABELLE, SOMALIA)
TOTALS = ("country:SO", f"place:{MERKA.key}", f"actor:{SHABAAB.id}", "country:KE")


@dataclass(frozen=True)
class Deaths:
    """A measure of those in whose incidents so many sources speak."""

    kind: TollKind = "killed"
    bound: Bound = "best"
    sources: int = field(default=1)

    def counts(self, incident: Incident) -> bool:
        return len(incident.sources) >= self.sources


@st.composite
def incidents(draw: st.DrawFn, id: str) -> Incident:
    """One of a few days, places and sides; every third a total over a stretch."""
    days = draw(st.integers(0, 3))
    first = TODAY - timedelta(days=draw(st.integers(0, 8)))
    toll: dict[TollKind, Range] = {}
    if draw(st.booleans()):
        best = draw(st.integers(0, 60))
        toll["killed"] = Range(best // 2, best, draw(st.sampled_from([None, best + 3])))
    return Incident(
        id=id,
        event_type="Battles",
        sub_event_type="Armed clash",
        place=draw(st.sampled_from(PLACES)),
        date_start=first,
        date_end=first + timedelta(days=days),
        scope=draw(st.sampled_from(["incident", "incident", "period"])),
        toll=toll,
        articles=(),
        sources=tuple(f"outlet {n}" for n in range(draw(st.integers(0, 2)))),
        revisions=(),
        actor1=draw(st.sampled_from([None, SHABAAB, ARMY])),
        actor2=draw(st.sampled_from([None, SHABAAB])),
        told_at=DAY - draw(st.integers(-24, 24 * 9)) * HOUR,
    )


IDS = tuple("abcdefgh")
LEDGERS = st.fixed_dictionaries({id: st.lists(incidents(id), min_size=1, max_size=3) for id in IDS})
"""How incidents were known, one way after the other."""
MEASURES = st.builds(Deaths, st.just("killed"), st.sampled_from(["low", "best", "high"]), st.integers(1, 2))
ENDS = st.integers(0, 24 * 4).map(lambda hours: DAY - hours * HOUR)
WINDOWS = st.sampled_from([6 * HOUR, 24 * HOUR, 7 * 24 * HOUR])


def plainly(known: Sequence[Incident], key: str, end: datetime, window: timedelta, measure: Deaths) -> int:
    """The same by looking at all there is."""
    counts = subject.counting(key)
    found = [each for each in known if counts(each) and in_window(each, end, window) and measure.counts(each)]
    return total(found, measure.kind, measure.bound)


@given(LEDGERS, st.lists(st.tuples(st.sampled_from(TOTALS), ENDS, WINDOWS, MEASURES), min_size=1, max_size=4))
def test_a_total_that_is_kept_up_is_as_if_counted_anew(
    ledger: dict[str, list[Incident]], asked: list[tuple[str, datetime, timedelta, Deaths]]
) -> None:
    windows, known = Windows(), dict[str, Incident]()
    for turn in range(3):
        for id, ways in ledger.items():
            if turn < len(ways):
                windows.take(known.get(id), ways[turn])
                known[id] = ways[turn]
        for key, *question in asked:
            assert windows.of(key).amount(*question) == plainly(list(known.values()), key, *question)


@given(LEDGERS, st.sampled_from(TOTALS), ENDS, WINDOWS, MEASURES)
def test_a_total_without_some_and_with_others(
    ledger: dict[str, list[Incident]], key: str, end: datetime, window: timedelta, measure: Deaths
) -> None:
    """As it was before an article changed the incidents that had been known otherwise."""
    after, before = ([ways[at] for ways in ledger.values()] for at in (-1, 0))
    changed = [id for id, ways in ledger.items() if len(ways) > 1]
    counts = subject.counting(key)
    without, besides = ([each for each in some if each.id in changed and counts(each)] for some in (after, before))
    rolling = Rolling(filter(counts, after))
    assert rolling.amount(end, window, measure, without, besides) == plainly(before, key, end, window, measure)


@pytest.mark.parametrize("days", [2, 30])
def test_what_is_forgotten_counts_no_more(days: int) -> None:
    windows = Windows()
    for day in range(10):
        at = DAY - timedelta(days=day)
        windows.take(None, known(f"{day}", at))
    windows.forget(DAY - timedelta(days=days))
    asked = (DAY, timedelta(days=20), Deaths())
    assert windows.of("country:SO").amount(*asked) == windows.of(f"place:{MERKA.key}").amount(*asked) == min(days, 10)
    windows.forget(DAY)
    assert windows._rolling == {}


def known(id: str, at: datetime) -> Incident:
    """One death in Merka."""
    return Incident(
        id, "Battles", "Armed clash", MERKA, at.date(), at.date(), "incident", {"killed": Range(1, 1, 1)}, (),
        ("wire",), (), told_at=at,
    )  # fmt: skip
