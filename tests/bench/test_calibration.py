"""The bench of confidence counts as it says, and the reader's rival is no straw man."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Article
from monitor.resources import load_reader
from tests.bench import rivals
from tests.bench.calibration import EDGES, Judged, Labelled, bin_of, brier, error, golden, judge, labelled, measure


def judged(*pairs: tuple[float, bool]) -> list[Judged]:
    return [Judged("killed", "kill", confidence, right) for confidence, right in pairs]


def test_perfect_confidence_has_no_error() -> None:
    tenths = judged(*[(0.9, n > 0) for n in range(10)], *[(0.5, n % 2 == 0) for n in range(10)])
    assert error(tenths) == pytest.approx(0)
    assert brier(tenths) == pytest.approx((0.09 + 0.25) / 2)


def test_too_much_confidence_is_an_error() -> None:
    assert error(judged((0.9, True), (0.9, False))) == pytest.approx(0.4)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=40))
def test_both_measures_are_shares(pairs: list[tuple[float, bool]]) -> None:
    rows = judged(*pairs)
    assert 0 <= error(rows) <= 1
    assert 0 <= brier(rows) <= 1
    assert all(bin_of(row.confidence) in EDGES for row in rows)


def test_rows_are_read_and_judged(tmp_path: Path) -> None:
    rows = [
        {"id": 1, "text": "Gunmen killed 12 farmers near Jos.", "date": "2 May 2024", "killed": 12, "wounded": None},
        {"id": 2, "text": "Three men were injured in Jos.", "date": "someday", "killed": None, "wounded": 4},
        {"id": 3, "text": "A quiet day.", "killed": 0, "wounded": 0},
    ]
    (tmp_path / "casualties.jsonl").write_text("\n".join(map(json.dumps, rows)))
    read = list(labelled(tmp_path))
    assert [row.article.published and row.article.published.day for row in read] == [2, None, None]
    found = [one for row in read for one in judge(load_reader(), row)]
    assert [(one.kind, one.frame, one.right) for one in found] == [
        ("killed", "kill", True),
        ("wounded", "wound", False),
    ]
    assert {figure.what: figure.value for figure in measure(tmp_path)}["right"] == 0.5


def test_no_rows_are_no_calibration(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"casualties\.jsonl is not there"):
        list(labelled(tmp_path))


def test_golden_articles_are_labels_too() -> None:
    assert all(isinstance(row, Labelled) for row in golden())
    assert sum(row.killed is not None for row in golden()) > 100


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("At least 12 people were killed in Jos.", 12),
        ("The bomb killed more than 1,200 people.", 1200),
        ("Three soldiers died on Monday.", 3),
        ("The death toll from the fire rose to 35.", 35),
        ("The blast left nine people dead.", 9),
        ("No one was hurt.", 0),
        ("He scored 12 goals.", 0),
    ],
)
def test_the_rival_reads_plain_news(text: str, killed: int) -> None:
    assert rivals.expression(Article("", text)) == rivals.reader(Article("", text)) == killed
