"""How many expectations of the scored stories are met, and that the measure counts each kind of mistake."""

from pathlib import Path

import msgspec
import pytest

from tests.golden.runner import Score, Tally, table, told
from tests.golden.stories import STREAMS, Happening, Held, Ring, Story, stories

# Per cent of the expectations met, rounded down, that must not be lost; one kind has room for one, the total for none.
FLOORS = {
    "scored": {
        "alerts expected": 97,
        "alerts forbidden": 97,
        "incident bounds": 88,
        "incident sources": 88,
        "incidents": 92,
        "incidents not spurious": 89,
        "territory": 89,
        "territory not spurious": 88,
        "total": 94,
    },
}
# What is kept unread is too little for a floor under each kind.
FLOORS["unread"] = {**dict.fromkeys(FLOORS["scored"], 0), "total": 80}
BLAST = {"id": "a1", "source": "Coast FM", "published": "2024-05-14T08:00:00Z"}
BOMB = {**BLAST, "text": "A car bomb killed 14 people at a market in Baghdad on Tuesday, police said."}
FALL = {**BLAST, "text": "M23 rebels captured the town of Sake in eastern Congo on Tuesday, residents said."}
BAGHDAD, SAKE, PARIS = ("Baghdad", 33.3, 44.4), ("Sake", -1.57, 29.04), ("Paris", 48.9, 2.35)
RIGHT = Story(
    articles=(BOMB,),
    incidents=(Happening(BAGHDAD, killed=14, low=14, high=14, sources=1),),
    alerts=(Ring("a1", "deaths", "firing", 10),),
    forbidden=(Ring(status="firing"), Ring(status="revised")),
)
TAKEN = Story(articles=(FALL,), territory=(Held(SAKE, "controlled", "m23"),), alerts=(Ring("a1", "territory"),))


def missed(story: Story) -> set[str]:
    """The kinds of expectation that are not all met."""
    return {kind for kind, tally in told([("one", story)]).fields.items() if tally.share < 1}


@pytest.fixture(scope="module", params=FLOORS)
def told_set(request: pytest.FixtureRequest) -> tuple[str, Score]:
    """A folder's name and how well its stories are followed."""
    return request.param, told(stories(STREAMS / request.param))


def test_no_share_falls_below_what_was_reached(told_set: tuple[str, Score]) -> None:
    name, score = told_set
    shares = {kind: 100 * tally.share for kind, tally in {**score.fields, "total": score.total}.items()}
    assert set(shares) <= set(FLOORS[name])
    fallen = {kind: share for kind, share in shares.items() if share < FLOORS[name][kind]}
    assert not fallen, f"{name}: below the floor: {fallen}\n{table(score)}"


@pytest.mark.parametrize("story", [RIGHT, TAKEN])
def test_a_story_that_is_followed_misses_nothing(story: Story) -> None:
    assert missed(story) == set()


@pytest.mark.parametrize(
    ("wrong", "kinds"),
    [
        ({"incidents": (Happening(BAGHDAD, killed=15),)}, {"incidents"}),
        ({"incidents": (Happening(BAGHDAD, killed=14, high=20, sources=2),)}, {"incident bounds", "incident sources"}),
        ({"incidents": (Happening(PARIS, killed=14),)}, {"incidents", "incidents not spurious"}),
        ({"incidents": ()}, {"incidents not spurious"}),
        ({"territory": (Held(SAKE, "controlled", "m23"),)}, {"territory"}),
        ({"alerts": (Ring("a1", "deaths", "firing", 50),)}, {"alerts expected", "alerts forbidden"}),
        ({"forbidden": (Ring("a1", "territory"),)}, set()),
    ],
)
def test_each_mistake_is_counted_where_it_belongs(wrong: dict[str, object], kinds: set[str]) -> None:
    assert missed(msgspec.structs.replace(RIGHT, **wrong)) == kinds


def test_the_wrong_holder_is_a_miss() -> None:
    assert missed(msgspec.structs.replace(TAKEN, territory=(Held(SAKE, "controlled", "fdlr"),))) == {"territory"}


def test_an_optional_incident_is_no_miss_and_not_spurious() -> None:
    optional = (Happening(BAGHDAD, killed=14, optional=True), Happening(PARIS, killed=3, optional=True))
    assert missed(msgspec.structs.replace(RIGHT, incidents=optional)) == set()


def test_an_expectation_of_an_unknown_article_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text("articles: [{id: a1}]\nalerts: [{article: a2}]\n")
    with pytest.raises(ValueError, match="no such article"):
        list(stories(tmp_path))


def test_nothing_told_is_all_right() -> None:
    assert told([]).total == Tally()
