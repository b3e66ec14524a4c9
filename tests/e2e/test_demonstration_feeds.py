"""The demonstration's feeds are what their README says, and what is expected of them names them rightly."""

import asyncio
import re
from datetime import UTC, datetime
from typing import Any

import pytest
import yaml

from monitor.config.load import SHIPPED, load
from monitor.feeds.fetch import Client
from monitor.feeds.guard import Parser
from monitor.feeds.poll_one import Poll, poll_one
from monitor.model import Article, FeedState
from monitor.seeds import SEEDS

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
FOLDER = SEEDS / "feeds"
EXPECTED: dict[str, Any] = yaml.safe_load((FOLDER / "expected.yaml").read_text(encoding="utf-8"))
WEEKDAYS = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")


@pytest.fixture(scope="module")
def polls() -> list[Poll]:
    """The demonstration's feeds, as the shipped configuration has them, polled once."""
    feeds = [feed for feed in load(SHIPPED).feeds if feed.kind == "demonstration"]

    async def run() -> list[Poll]:
        async with Client(allow_private=False) as client, Parser() as parser:
            states = [FeedState(feed.name, NOW) for feed in feeds]
            pairs = zip(feeds, states, strict=True)
            return await asyncio.gather(*(poll_one(feed, state, client, parser, NOW) for feed, state in pairs))

    return asyncio.run(run())


@pytest.fixture(scope="module")
def articles(polls: list[Poll]) -> list[Article]:
    return [article for poll in polls for article in poll.articles]


def test_all_are_read_without_a_complaint(polls: list[Poll]) -> None:
    assert {(poll.result, poll.state.last_error) for poll in polls} == {("read", None)}


def test_the_shipped_configuration_has_all_of_them_and_tells_them_as_if_today(articles: list[Article]) -> None:
    feeds = [feed for feed in load(SHIPPED).feeds if feed.kind == "demonstration"]
    files = {path.name for path in FOLDER.iterdir()} - {"README.md", "expected.yaml"}
    assert {feed.url.rpartition("/")[2] for feed in feeds} == set(EXPECTED["feeds"]) == files
    assert {feed.story_now for feed in feeds} == {EXPECTED["story_now"]}
    assert all("(demonstration)" in feed.source for feed in feeds)
    assert max(article.published for article in articles if article.published) > NOW.replace(hour=8)


def test_a_week_of_news_from_four_publishers(articles: list[Article]) -> None:
    assert len(articles) >= 16
    assert len({article.source for article in articles}) == 4
    assert all(article.url and ".example/" in article.url and "\n\n" in article.text for article in articles)


def test_no_text_names_a_day_of_the_week(articles: list[Article]) -> None:
    assert [article.url for article in articles if WEEKDAYS.search(f"{article.title} {article.text}")] == []


def test_one_text_is_printed_by_two_publishers(articles: list[Article]) -> None:
    openings = [article.text[:500] for article in articles]
    assert len(openings) - len(set(openings)) == 1


def test_whatever_is_expected_is_in_the_feeds(articles: list[Article]) -> None:
    texts = {article.url: f"{article.title}\n{article.text}" for article in articles}
    for must in EXPECTED["must"]:
        assert any(must["quote"].casefold() in texts[url].casefold() for url in must["articles"]), must["name"]
    named = {url for must in EXPECTED["must"] for url in must["articles"]}
    named |= {each["article"] for each in EXPECTED["quiet"] + EXPECTED["muted"]}
    assert named == set(texts)
