"""Articles as lines of JSON, the form that `tocsin extract` and `tocsin replay` read:
`{id, text, title?, published?, url?, source?, language?, fetched?, feed?, backlog?}`."""

import json
import re
from datetime import UTC, datetime
from typing import Any

from monitor.errors import ReadError
from monitor.model import Article

YEARS = range(1900, 2200)
UNKNOWN_PART = re.compile(r"-00(?=-|$)")
"""Archives write a month or a day that nobody knows as 00; the stretch's first day stands for it."""
TEXTS = ("title", "url", "source", "language", "feed")


def when(value: object, name: str = "published") -> datetime | None:
    """An ISO 8601 date or time; without an offset it is UTC. An unknown day or month (1970-07-00) is the first.

    Raises:
        ReadError: it is none.
    """
    if value is None or value == "":
        return None
    try:
        told = datetime.fromisoformat(UNKNOWN_PART.sub("-01", str(value)))
    except ValueError:
        raise ReadError(f"{name}: {value!r} is no ISO 8601 date (2017-02-26, 2017-02-26T08:00:00Z)") from None
    if told.year not in YEARS:
        raise ReadError(f"{name}: {value!r} is not a time of this world's news")
    return told if told.tzinfo else told.replace(tzinfo=UTC)


def article(row: object) -> Article:
    """One input object of the contract as an Article.

    Raises:
        ReadError: a field is missing or of the wrong type.
    """
    if not isinstance(row, dict):
        raise ReadError("not a JSON object")
    if not isinstance(row.get("text"), str):
        raise ReadError("text: missing or not a string")
    for name in TEXTS:
        if not isinstance(row.get(name, ""), (str, type(None))):
            raise ReadError(f"{name}: not a string")
    texts: dict[str, Any] = {name: whole(row[name]) if row.get(name) else None for name in TEXTS}
    return Article(
        id=whole(str(row.get("id", ""))),
        text=whole(row["text"]),
        published=when(row.get("published")),
        fetched=when(row.get("fetched"), "fetched"),
        backlog=row.get("backlog") is True,
        **{**texts, "title": texts["title"] or ""},
    )


def line(article: Article) -> bytes:
    """An article as such a line; `article` reads it back."""
    row: dict[str, Any] = {"id": article.id, "text": article.text, **{name: getattr(article, name) for name in TEXTS}}
    for name in ("published", "fetched"):
        time: datetime | None = getattr(article, name)
        row[name] = time.isoformat() if time else None
    kept = {name: value for name, value in row.items() if value is not None}
    return json.dumps(kept | ({"backlog": True} if article.backlog else {}), ensure_ascii=False).encode() + b"\n"


def whole(text: str) -> str:
    """The text with U+FFFD for each half of a surrogate pair that JSON let through, so that offsets still count."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
