"""Totals, and who counts in them."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from monitor.model import subject
from tests.incidents.support import ARMY, BAIDOA, CIVILIANS, LOWER_SHABELLE, MERKA, SHABAAB, event

HAPPENINGS = st.builds(
    lambda where, by, to: event(1, where, date(2024, 3, 5), actor1=by, actor2=to),
    st.sampled_from([None, MERKA, BAIDOA, LOWER_SHABELLE]),
    st.sampled_from([None, ARMY, SHABAAB]),
    st.sampled_from([None, CIVILIANS, SHABAAB]),
)


@given(HAPPENINGS, HAPPENINGS)
def test_a_happening_counts_in_its_totals_and_in_no_other(one, other) -> None:
    for total in {*subject.totals(one), *subject.totals(other)}:
        assert subject.counting(total)(one) == (total in subject.totals(one))
