"""How well articles are read, field by field, against gold: a floor under every figure that was once reached."""

import msgspec
import pytest

from monitor.model import Article, Extraction
from monitor.resources import load_reader
from tests.golden.gold import Gold, load
from tests.golden.runner import FOLDER, Score, Tally, measure, table

# The share of right answers that must not be lost, in per cent and rounded down: (open, unread). One field has room for
# one answer, since a better reading may flip one for the worse; the total has none.
FLOORS = {
    "actor1": (68, 57),
    "actor1 kind": (42, 0),
    "actor2": (78, 20),
    "actor2 kind": (84, 80),
    "besieged": (33, 0),
    "captured": (79, 80),
    "context": (98, 93),
    "control": (97, 91),
    "date": (80, 74),
    "displaced": (69, 77),
    "events found": (89, 84),
    "events not spurious": (96, 92),
    "gained by": (95, 53),
    "high": (33, 0),
    "killed": (87, 84),
    "killed of the article": (89, 83),
    "lost by": (57, 57),
    "missing": (69, 75),
    "place": (96, 83),
    "qualifier": (98, 96),
    "says": (93, 80),
    "scope": (97, 93),
    "sub type": (83, 73),
    "type": (84, 75),
    "wounded": (91, 79),
    "wounded of the article": (96, 92),
    "total": (92, 86),
}
SETS = ("open", "unread")


@pytest.fixture(scope="module", params=SETS)
def read_set(request: pytest.FixtureRequest) -> tuple[str, Score]:
    """A set's name and how well it is read."""
    return request.param, measure(load(FOLDER / request.param), load_reader().read)


def test_no_figure_falls_below_what_was_reached(read_set: tuple[str, Score]) -> None:
    name, score = read_set
    reached = {**score.fields, "total": score.total}
    column = SETS.index(name)
    shares = {field: 100 * reached.get(field, Tally()).share for field in FLOORS}
    fallen = {field: share for field, share in shares.items() if share < FLOORS[field][column]}
    assert not fallen, f"{name}: below the floor: {fallen}\n{table(score)}"


def test_every_measured_figure_has_a_floor(read_set: tuple[str, Score]) -> None:
    name, score = read_set
    assert set(score.fields) <= set(FLOORS), f"{name}: add a floor for {set(score.fields) - set(FLOORS)}"


@pytest.mark.parametrize("name", SETS)
def test_ids_are_unique_and_texts_are_of_news_length(name: str) -> None:
    cases = load(FOLDER / name)
    assert len({gold.id for gold in cases}) == len(cases)
    assert [gold.id for gold in cases if not 15 <= len(gold.text.split()) <= 400] == []


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
