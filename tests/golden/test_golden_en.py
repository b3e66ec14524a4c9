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
        "actor1": 84,
        "actor1 kind": 66,
        "actor2": 81,
        "actor2 kind": 88,
        "besieged": 33,
        "captured": 81,
        "context": 97,
        "control": 94,
        "date": 91,
        "displaced": 83,
        "events found": 91,
        "events not spurious": 96,
        "gained by": 90,
        "high": 50,
        "killed": 92,
        "killed of the article": 92,
        "lost by": 77,
        "missing": 87,
        "place": 91,
        "qualifier": 99,
        "says": 90,
        "scope": 98,
        "sub type": 92,
        "type": 94,
        "wounded": 90,
        "wounded of the article": 96,
        "total": 95,
    },
    "unread": {
        "actor1": 64,
        "actor1 kind": 0,
        "actor2": 33,
        "actor2 kind": 40,
        "besieged": 0,
        "captured": 85,
        "context": 89,
        "control": 73,
        "date": 82,
        "displaced": 76,
        "events found": 84,
        "events not spurious": 89,
        "gained by": 62,
        "high": 50,
        "killed": 84,
        "killed of the article": 70,
        "lost by": 30,
        "missing": 90,
        "place": 87,
        "qualifier": 97,
        "says": 62,
        "scope": 97,
        "sub type": 71,
        "type": 82,
        "wounded": 82,
        "wounded of the article": 91,
        "total": 87,
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
