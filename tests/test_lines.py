"""Articles as lines: what a date may look like."""

import json
from datetime import UTC, datetime

import pytest

from monitor.errors import ReadError
from monitor.lines import article, line, when
from monitor.model import Article


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2017-02-26", datetime(2017, 2, 26, tzinfo=UTC)),
        ("2017-02-26T08:30:00Z", datetime(2017, 2, 26, 8, 30, tzinfo=UTC)),
        ("2017-02-26T10:30:00+02:00", datetime(2017, 2, 26, 8, 30, tzinfo=UTC)),
        ("1970-07-00", datetime(1970, 7, 1, tzinfo=UTC)),
        ("1970-00-00", datetime(1970, 1, 1, tzinfo=UTC)),
        ("", None),
        (None, None),
    ],
)
def test_a_date_of_an_archive_is_read(written: str | None, meant: datetime | None) -> None:
    assert when(written) == meant


@pytest.mark.parametrize("written", ["soon", "2017-13-01", "0001-01-01", "2017-02-30", "26/02/2017", 20170226.5])
def test_what_is_no_date_is_told(written: object) -> None:
    with pytest.raises(ReadError, match="published"):
        when(written)


def test_an_article_as_a_line_is_read_back_as_it_was() -> None:
    moment = datetime(2026, 3, 14, 9, 26, tzinfo=UTC)
    whole = Article(
        "a", "Twelve killed.\nMore.", "Tïtle", moment, "https://example.org", "wire", "en", moment, "feed", backlog=True
    )
    for written in (whole, Article("b", "Only a text.")):
        assert article(json.loads(line(written))) == written
        assert line(written).count(b"\n") == 1
