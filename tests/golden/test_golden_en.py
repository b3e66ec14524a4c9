"""How well articles are read, field by field, against gold: a floor under every figure that was once reached."""

import msgspec
import pytest

from monitor.model import Article, Extraction
from monitor.resources import load_reader
from tests.golden.gold import Gold, load
from tests.golden.runner import FOLDER, Score, Tally, measure, table

# The share of right answers that must not be lost, in per cent: (open, unread).
FLOORS = {
    "actor1": (48, 34),
    "actor1 kind": (55, 48),
    "actor2": (81, 31),
    "actor2 kind": (98, 98),
    "besieged": (60, 0),
    "captured": (70, 83),
    "context": (96, 93),
    "control": (95, 98),
    "date": (76, 69),
    "displaced": (58, 78),
    "events found": (84, 78),
    "events not spurious": (93, 91),
    "gained by": (86, 51),
    "high": (31, 31),
    "killed": (81, 73),
    "killed of the article": (78, 73),
    "lost by": (64, 55),
    "missing": (74, 81),
    "place": (87, 85),
    "qualifier": (96, 94),
    "says": (86, 78),
    "scope": (95, 94),
    "sub type": (72, 51),
    "type": (69, 49),
    "wounded": (81, 77),
    "wounded of the article": (90, 90),
    "total": (85, 80),
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
