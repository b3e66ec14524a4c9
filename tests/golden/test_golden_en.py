"""How well articles are read, field by field, against gold: a floor under every figure that was once reached."""

import msgspec
import pytest

from monitor.model import Article, Extraction
from monitor.resources import load_reader
from tests.golden.gold import Gold, load
from tests.golden.runner import FOLDER, Score, Tally, measure, table

# The share of right answers that must not be lost, in per cent and rounded down. One field has room for one answer,
# since a better reading may flip one for the worse; the total has none. What is kept unread has a little more room,
# since nobody may look at what fell.
FLOORS = {
    "open": {
        "actor1": 82,
        "actor1 kind": 55,
        "actor2": 69,
        "actor2 kind": 87,
        "besieged": 33,
        "captured": 80,
        "context": 96,
        "control": 98,
        "date": 89,
        "displaced": 73,
        "events found": 91,
        "events not spurious": 95,
        "gained by": 83,
        "high": 44,
        "killed": 90,
        "killed of the article": 90,
        "lost by": 80,
        "missing": 76,
        "place": 92,
        "qualifier": 98,
        "says": 90,
        "scope": 98,
        "sub type": 91,
        "type": 93,
        "wounded": 86,
        "wounded of the article": 95,
        "total": 93,
    },
    "unread": {
        "actor1": 42,
        "actor2": 0,
        "actor2 kind": 0,
        "captured": 66,
        "context": 95,
        "control": 20,
        "date": 86,
        "displaced": 25,
        "events found": 81,
        "events not spurious": 91,
        "gained by": 33,
        "high": 0,
        "killed": 80,
        "killed of the article": 82,
        "lost by": 0,
        "missing": 62,
        "place": 83,
        "qualifier": 97,
        "says": 40,
        "scope": 93,
        "sub type": 67,
        "type": 75,
        "wounded": 74,
        "wounded of the article": 85,
        "total": 88,
    },
}
SETS = tuple(FLOORS)


@pytest.fixture(scope="module", params=SETS)
def read_set(request: pytest.FixtureRequest) -> tuple[str, Score]:
    """A set's name and how well it is read."""
    return request.param, measure(load(FOLDER / request.param), load_reader().read)


def test_no_figure_falls_below_what_was_reached(read_set: tuple[str, Score]) -> None:
    name, score = read_set
    reached = {**score.fields, "total": score.total}
    shares = {field: 100 * reached.get(field, Tally()).share for field in FLOORS[name]}
    fallen = {field: share for field, share in shares.items() if share < FLOORS[name][field]}
    assert not fallen, f"{name}: below the floor: {fallen}\n{table(score)}"


def test_every_measured_figure_has_a_floor(read_set: tuple[str, Score]) -> None:
    name, score = read_set
    assert set(score.fields) <= set(FLOORS[name]), f"{name}: add a floor for {set(score.fields) - set(FLOORS[name])}"


@pytest.mark.parametrize("name", SETS)
def test_ids_are_unique_and_texts_are_of_news_length(name: str) -> None:
    cases = load(FOLDER / name)
    assert len({gold.id for gold in cases}) == len(cases)
    assert [gold.id for gold in cases if gold.text and not 15 <= len(gold.text.split()) <= 400] == []


def test_a_reader_that_finds_nothing_scores_nothing() -> None:
    def blind(article: Article) -> Extraction:
        return Extraction(id=article.id, language="en", published=article.published)

    score = measure(load(FOLDER / "open"), blind)
    assert score.fields["events found"].right == 0


def test_one_wrong_figure_is_noticed() -> None:
    gold = next(gold for gold in load(FOLDER / "open") if gold.id == "lachin-clash")
    wrong = msgspec.structs.replace(gold.events[0], killed=6)
    changed = Gold(gold.id, gold.published, gold.source, gold.text, (wrong,), gold.title)
    before, after = (measure((case,), load_reader().read) for case in (gold, changed))
    assert before.fields["killed"].right - after.fields["killed"].right == 1
