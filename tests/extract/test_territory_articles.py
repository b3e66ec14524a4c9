"""Whole articles: all changes of control that they tell, and no other."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.model import Actor, Article
from monitor.resources import load_reader, load_yaml

READER = load_reader()
ARTICLES: list[dict[str, Any]] = load_yaml(Path(__file__).parent / "territory_articles.yaml")


def who(actor: Actor | None) -> str:
    return (actor.id if actor else None) or "-"


def rows(article: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    told = datetime.combine(article["published"], datetime.min.time(), tzinfo=UTC)
    read = READER.read(Article(id="a", text=article["text"], title=article["title"], published=told))
    return [
        (
            f"{event.context} {event.control.status}",
            event.place.name if event.place else "",
            who(event.control.gained_by),
            who(event.control.lost_by),
        )
        for event in read.events
        if event.control
    ]


def fits(got: tuple[str, str, str, str], want: str) -> bool:
    how, place, gained, lost = (part.strip() for part in want.split("|"))
    return got[0] == how and place in got[1] and got[2] == gained and lost in ("-", got[3])


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article["name"])
def test_article(article: dict[str, Any]) -> None:
    got = rows(article)
    wanted = article["changes"]
    assert [want for want in wanted if not any(fits(one, want) for one in got)] == [], got
    assert [one for one in got if not any(fits(one, want) for want in wanted)] == []
