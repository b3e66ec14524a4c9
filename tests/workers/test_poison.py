"""An article that breaks whoever reads it is set aside after three tries, with what is known of why; others go on."""

import os
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from monitor import clock, parts
from monitor.model import Article, FeedState
from monitor.parts import Part
from workers.station import Station

HEALTHY = 30
WORDS = {"RAISES": "ZeroDivisionError: a mistake of ours", "HANGS": "Timeout", "KILLS": "was killed"}


def serve(station: Station) -> None:
    """Articles as a poll saves them, the poisonous ones in their middle."""
    now = clock.now()
    titles = [f"A quiet day {n}" for n in range(HEALTHY)]
    titles[10:10] = list(WORDS)
    found = [
        Article(id=f"a{n:02}", title=title, text="Nothing happened in town.", fetched=now + timedelta(seconds=n))
        for n, title in enumerate(titles)
    ]
    station.store.feeds.save_poll(FeedState("Wire", now), found, now)


@pytest.mark.process
def test_poison_is_set_aside_after_three_tries_and_the_others_are_read(
    station: Station, until: Callable[[Callable[[], bool]], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setattr(parts, "FIRST_WAIT", 0.01)
    monkeypatch.setattr(parts, "LONGEST_WAIT", 0.05)
    serve(station)
    config = station.config.data_dir.parent / "config.yaml"
    command = [sys.executable, "-m", "tests.workers.poisoned", "--config", str(config), "--queues", "read"]
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    quick = {"TOCSIN_LOG": "error", "PYTHONPYCACHEPREFIX": str(tmp_path / "compiled")}
    worker = Part("worker", lambda: command, env | quick)

    def settled() -> bool:
        worker.tend()
        if not station.queue.lengths()["read"]:
            station.queue.enqueue_read(station.store.articles.unread(clock.now(), 100))
        return station.store.articles.counts()["new"] == 0

    try:
        until(settled)
    finally:
        worker.kill()
    assert station.store.articles.counts() == {"new": 0, "read": HEALTHY, "set_aside": len(WORDS)}
    aside = {one.article.title: one for one in station.store.articles.set_aside()}
    assert {title: one.tries for title, one in aside.items()} == dict.fromkeys(WORDS, 3)
    assert all(words in aside[title].traceback for title, words in WORDS.items())
