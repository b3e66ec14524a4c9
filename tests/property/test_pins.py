"""What a person decided holds, whatever is told afterwards and in whatever order."""

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.incidents import rulings
from monitor.incidents.rulings import Word
from monitor.incidents.story import Story
from monitor.model.ruling import Ruling
from tests.incidents.support import DAY, HOSPITAL, HOUR, POLICE, Book, Told, book, event

TODAY = DAY.date()
WORD = Word("Noor", DAY + 4 * HOUR)
MARKET, MOSQUE = "A bomber killed people in the market of Merka.", "A bomber struck a mosque in Merka at prayers."
FIRST = (
    Told("market", [event(12, when=TODAY)], 1, "Coast Radio", MARKET),
    Told("more", [event(15, when=TODAY, attribution=(POLICE,))], 2, "Hill Post", MARKET),
    Told("mosque", [event(5, when=TODAY)], 3, "Evening Star", MOSQUE),
)
LATER = (
    Told("early", [event(11, when=TODAY)], 0.5, "Morning Post", MARKET),
    Told("between", [event(6, when=TODAY)], 2.5, "Morning Post", MOSQUE),
    Told("rise", [event(17, when=TODAY, attribution=(HOSPITAL,))], 9, "Hill Post", f"{MARKET} The toll rose."),
    Told("edit", [event(13, when=TODAY)], 1, "Coast Radio", f"{MARKET} It said more.", url="https://coast.example.org/1"),
    Told("market", [event(14, when=TODAY)], 1, "Coast Radio", f"{MARKET} Edited.", revision=2),
    Told("undated", [event(5)], 20, "Night Mail", MOSQUE),
)  # fmt: skip


def decided(ledger: Book, ruling: Ruling) -> None:
    """Carry a ruling out in a ledger of plain dicts."""
    touched = [story for story in ledger.stories.values() if story.incident.id in (ruling.incident, ruling.other)]
    for change in rulings.changes(ruling, touched, ledger.desk.cues).incidents:
        if change.after is None:
            del ledger.stories[change.id]
        else:
            ledger.stories[change.id] = Story(change.after, change.reports)


def where(stories: Mapping[str, Story], article: str) -> str:
    (id,) = [
        id for id, story in stories.items() if any(report.article.id == article for report in story.reports)
    ]  # fmt: skip
    return id


@given(st.permutations(LATER), st.integers(0, len(LATER)))
@settings(deadline=None, max_examples=60)
def test_a_merger_holds(later: list[Told], told: int) -> None:
    ledger = book().tell(FIRST)
    one, other = ledger.stories[where(ledger.stories, "market")], ledger.stories[where(ledger.stories, "mosque")]
    decided(ledger, rulings.merged(one, other, WORD))
    ledger.tell(later[:told])
    assert {where(ledger.stories, article) for article in ("market", "more", "mosque")} == {one.incident.id}
    assert {report.link.incident for report in ledger.stories[one.incident.id].reports} == {one.incident.id}


@given(st.permutations(LATER), st.integers(0, len(LATER)))
@settings(deadline=None, max_examples=60)
def test_a_split_holds(later: list[Told], told: int) -> None:
    ledger = book().tell(FIRST)
    whole = ledger.stories[where(ledger.stories, "market")]
    ruling = rulings.split(whole, {"more"}, WORD)
    decided(ledger, ruling)
    ledger.tell(later[:told])
    assert where(ledger.stories, "market") == whole.incident.id
    assert where(ledger.stories, "more") == ruling.other
    for id, story in ledger.stories.items():
        assert story.incident.id == id
        assert {report.link.incident for report in story.reports} == {id}
