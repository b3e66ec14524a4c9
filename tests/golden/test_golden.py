"""Own articles with what must be read out of them: see the head of each file in `en`."""

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import yaml

from monitor.model import TOLL_KINDS, Event
from tests.extract.reading import read

FILES = sorted((Path(__file__).parent / "en").glob("*.yaml"))
ARTICLES: list[dict[str, Any]] = [article for path in FILES for article in yaml.safe_load(path.read_text("utf-8"))]


def line(event: Event) -> str:
    """An event as the files write it."""
    words = [event.context, event.scope]
    for kind in TOLL_KINDS:
        estimate = event.toll.get(kind)
        if estimate:
            qualifier = "" if estimate.qualifier == "exact" else f"/{estimate.qualifier}"
            words.append(f"{kind}={estimate.best}{qualifier}")
    return " ".join(words)


@pytest.mark.parametrize("article", ARTICLES, ids=[article["name"] for article in ARTICLES])
def test_article(article: dict[str, Any]) -> None:
    told = datetime.combine(article["published"], time(12), UTC)
    events = [
        event
        for event in read(article["text"], article.get("title", ""), told).events
        if any(event.toll.get(kind) for kind in TOLL_KINDS)
    ]
    assert [line(event) for event in events] == article["expect"]
    for field, value in facts(events[0]).items() if events else ():
        assert value == article.get(field, value)


def facts(event: Event) -> dict[str, str | date | None]:
    """What may be asked of the first event."""
    place = event.place
    return {
        "type": event.event_type,
        "sub": event.sub_event_type,
        "place": place.name if place else None,
        "country": place.country if place else None,
        "day": event.time.start,
        "actor1": event.actor1.id if event.actor1 else None,
        "actor2": event.actor2.id if event.actor2 else None,
    }


@pytest.mark.parametrize("article", ARTICLES, ids=[article["name"] for article in ARTICLES])
def test_every_figure_quotes_the_text(article: dict[str, Any]) -> None:
    title, text = article.get("title", ""), article["text"]
    for event in read(text, title).events:
        assert event.evidence
        for row in event.evidence:
            whole = title if row.in_ == "title" else text
            assert whole[row.start : row.end].strip()
            assert row.sentence_start <= row.start < row.end <= row.sentence_end <= len(whole)
