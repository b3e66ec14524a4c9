"""Looking back at the ledger gives the changes that were seen at the time."""

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from monitor.incidents import Hindsight, Telling
from monitor.incidents.origin import DAWN
from monitor.model import Changes
from tests.incidents.support import (
    ARMY,
    BAIDOA,
    HOSPITAL,
    MERKA,
    POLICE,
    SHABAAB,
    SOMALIA,
    Book,
    Told,
    book,
    capture,
    event,
)


def tellings(ledger: Book) -> list[Telling]:
    """What a ledger holds at the end, by article, in the order it was told, as the store tells it."""
    found: dict[str, Telling] = {}
    for report in ledger.reports:
        told = found.get(report.article.id, Telling(report.article))
        found[report.article.id] = Telling(told.article, (*told.reports, report), told.claims)
    for key, (_, claims) in ledger.holdings.items():
        for claim in claims:
            told = found.get(claim.article.id, Telling(claim.article))
            found[claim.article.id] = Telling(told.article, told.reports, (*told.claims, (key, claim)))
    ordered = sorted(found.values(), key=lambda telling: (telling.article.at, telling.article.id))
    last = {report.link.incident: telling.article.id for telling in ordered for report in telling.reports}
    return [replace(telling, over=over_with(telling, last)) for telling in ordered]


def over_with(telling: Telling, last: dict[str, str]) -> frozenset[str]:
    ids = (report.link.incident for report in telling.reports)
    return frozenset(id for id in ids if last[id] == telling.article.id)


def bare(changes: Changes) -> tuple[object, ...]:
    """Changes, whatever the order in which they are named."""
    return (
        sorted(((each.id, each.before, each.after) for each in changes.incidents), key=lambda each: each[0]),
        sorted(((each.key, each.before, each.after) for each in changes.holdings), key=lambda each: each[0]),
    )


EVENTS = st.one_of(
    st.builds(
        lambda killed, where, by: event(killed, where, attribution=(by,)),
        st.integers(1, 60),
        st.sampled_from([MERKA, BAIDOA]),
        st.sampled_from([POLICE, HOSPITAL]),
    ),
    st.builds(capture, st.sampled_from([ARMY, SHABAAB])),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.lists(EVENTS, min_size=1, max_size=2), st.integers(1, 40)), min_size=1, max_size=8))
def test_what_articles_changed_can_be_told_again(stories: list[tuple[list[object], int]]) -> None:
    hours, ledger = 0, book()
    for number, (events, gap) in enumerate(stories):
        hours += gap
        ledger.take(Told(f"a{number}", events, hours, source=f"Radio {number % 3}"))
    hindsight = Hindsight(ledger.desk.cues)
    again = [hindsight.tell(telling) for telling in tellings(ledger)]
    seen = [each.changes for each in ledger.decisions if each.changes.incidents or each.changes.holdings]
    assert [bare(changes) for changes in again] == [bare(changes) for changes in seen]


def test_around_a_total_over_a_stretch_lies_what_it_may_cover() -> None:
    happened = [Told("a0", [event(9)], -24 * 40), Told("a1", [event(12)]), Told("a2", [event(3, BAIDOA)], 24)]
    later = [Told("a3", [event(5, BAIDOA)], 24 * 20), Told("a4", [event(70, SOMALIA, scope="period")], 24 * 20)]
    ledger = book().tell([*happened, *later])
    hindsight, told = Hindsight(ledger.desk.cues), tellings(ledger)
    for telling in told[:4]:
        hindsight.tell(telling)
    assert [each.toll["killed"].best for each in hindsight.around(told[4])] == [12, 3, 5]
    assert hindsight.around(told[3]) == ()


def test_what_is_over_is_forgotten_so_that_memory_does_not_grow_with_the_archive() -> None:
    ledger = book().tell([Told(f"a{day}", [event(day + 2, BAIDOA)], 24 * day) for day in range(0, 200, 10)])
    hindsight, told = Hindsight(ledger.desk.cues), tellings(ledger)
    for telling in told:
        hindsight.tell(telling)
    left = hindsight.rolling("country:SO").between(DAWN, told[-1].article.at)
    assert (len(hindsight._reports), len(hindsight._incidents), len(left)) == (0, 0, 4)
