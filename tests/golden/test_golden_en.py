"""How well articles are read, field by field, against gold: a floor under every figure that was once reached."""

import msgspec
import pytest

from monitor.model import Article, Extraction
from monitor.resources import load_reader
from tests.golden.gold import Gold, load
from tests.golden.runner import FOLDER, Score, Tally, measure, table

# The share of right answers that must not be lost, in per cent and rounded down. One field has room for one answer,
# since a better reading may flip one for the worse; the total has none.
FLOORS = {
    "open": {
        "actor1": 87,
        "actor1 kind": 88,
        "actor2": 84,
        "actor2 kind": 90,
        "besieged": 57,
        "captured": 89,
        "context": 97,
        "control": 95,
        "date": 92,
        "displaced": 92,
        "events found": 93,
        "events not spurious": 97,
        "gained by": 89,
        "high": 73,
        "killed": 93,
        "killed of the article": 95,
        "lost by": 73,
        "missing": 91,
        "place": 93,
        "qualifier": 99,
        "says": 94,
        "scope": 98,
        "sub type": 95,
        "type": 96,
        "wounded": 91,
        "wounded of the article": 97,
        "total": 95,
    },
}
# What is kept unread is too little for a floor under each field.
FLOORS["unread"] = {**dict.fromkeys(FLOORS["open"], 0), "total": 87}
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
