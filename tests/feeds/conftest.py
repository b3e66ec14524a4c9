"""Fixtures of the feed tests."""

from collections.abc import Iterator

import pytest

from tests.feeds.support import FeedServer


@pytest.fixture
def server() -> Iterator[FeedServer]:
    running = FeedServer()
    running.start()
    yield running
    running.stop()
