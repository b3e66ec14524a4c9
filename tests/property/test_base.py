"""What old claims leave is worth the claims: a place is folded on from there as if they were still at hand."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.incidents import base_of, claims_in_order, fold_claims
from monitor.model import ArticleRef, Claim, Holding
from monitor.model.event import ControlStatus
from tests.incidents.support import ARMY, ARMY_SAYS, DAY, MERKA, MONITOR, RESIDENTS, SHABAAB, SHABAAB_SAYS

STATES: tuple[ControlStatus, ...] = ("controlled", "abandoned", "contested", "besieged", "advance")
PARTIES = st.sampled_from([None, ARMY, SHABAAB])


@st.composite
def histories(draw: st.DrawFn) -> tuple[Claim, ...]:
    """What is told of a place day by day, true or not."""
    return claims_in_order(
        Claim(
            id=f"{n}:e1",
            article=ArticleRef(f"{n}", DAY + timedelta(days=n), (name := f"Outlet {n % 3}"), name),
            place=MERKA,
            status=draw(st.sampled_from(STATES)),
            on=(DAY + timedelta(days=n - draw(st.integers(0, 2)))).date(),
            gained_by=draw(PARTIES),
            lost_by=draw(PARTIES),
            partial=draw(st.booleans()),
            denied=draw(st.sampled_from([False, False, True])),
            attribution=draw(st.sampled_from([(), (MONITOR,), (RESIDENTS,), (ARMY_SAYS,), (SHABAAB_SAYS,)])),
        )
        for n in range(draw(st.integers(1, 12)))
    )


def state(holding: Holding | None) -> object:
    """All but who said it again: of the oldest that is not kept."""
    if holding is None:
        return None
    return holding.status, holding.controller, holding.since, holding.previous, holding.history, holding.claimed


@given(histories(), st.integers(0, 12), st.integers(0, 12))
def test_a_fold_that_goes_on_from_a_base_is_the_fold_of_all(claims: tuple[Claim, ...], one: int, other: int) -> None:
    first, second = sorted((one, other))
    base = base_of(claims[first:second], base_of(claims[:first], None))
    whole, rest = fold_claims(claims), fold_claims(claims[second:], base)
    assert state(rest) == state(whole)
    if whole is not None and rest is not None:
        assert set(rest.sources) <= set(whole.sources)
        assert rest.place == whole.place
