"""Whatever a text is made of, reading it takes work in proportion to its length.

Work is counted in calls of functions, not in seconds, so that it is the same on every machine."""

import sys
from types import FrameType

import pytest

from monitor.model import Article
from tests.bench.hostile import FAMILIES, text
from tests.extract.reading import reader

SHORT, LONG = 2_500, 10_000
"""Characters: some sentences, and four times as many."""
BASE = 2_000
"""Calls that any text costs."""


def calls(length: int, unit: str) -> int:
    """How many calls it takes to read so many characters of a unit repeated."""
    count = 0

    def counted(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    article = Article(id="hostile", text=text(unit, length))
    reader().read(article)  # so that what is remembered of words takes no part in it
    sys.setprofile(counted)
    try:
        reader().read(article)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("family", FAMILIES)
def test_work_grows_no_faster_than_the_text(family: str) -> None:
    short, long = calls(SHORT, FAMILIES[family]), calls(LONG, FAMILIES[family])
    assert long <= LONG / SHORT * short * 1.15 + BASE
