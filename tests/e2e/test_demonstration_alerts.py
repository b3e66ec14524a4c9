"""The demonstration from its feeds to its alerts, through every part but processes and clocks."""

import asyncio
import unicodedata
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import yaml

from monitor import pipeline
from monitor.config import Config
from monitor.config.load import SHIPPED, load
from monitor.desk import desk_of
from monitor.feeds.fetch import Client
from monitor.feeds.guard import Parser
from monitor.feeds.poll_one import Poll, poll_one
from monitor.model import Alert, Article, FeedState
from monitor.resources import load_reader
from monitor.seeds import SEEDS
from monitor.store import Store

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
EXPECTED: dict[str, Any] = yaml.safe_load((SEEDS / "feeds" / "expected.yaml").read_text(encoding="utf-8"))
ORDERS: dict[str, Callable[[list[Article]], list[Article]]] = {
    "story": lambda found: sorted(found, key=lambda article: (article.told_at or NOW, article.id)),
    "by feed": lambda found: found,
    "backwards": lambda found: sorted(found, key=lambda article: (article.told_at or NOW, article.id), reverse=True),
    "by id": lambda found: sorted(found, key=lambda article: article.id),
}
"""The orders in which workers may come to the articles of a first poll."""


@pytest.fixture(scope="module")
def config() -> Config:
    return load(SHIPPED)


@pytest.fixture(scope="module")
def polls(config: Config) -> list[Poll]:
    feeds = [feed for feed in config.feeds if feed.kind == "demonstration"]

    async def run() -> list[Poll]:
        async with Client(allow_private=False) as client, Parser() as parser:
            return [await poll_one(feed, FeedState(feed.name, NOW), client, parser, NOW) for feed in feeds]

    return asyncio.run(run())


def raised(store: Store, config: Config, polls: list[Poll], order: str) -> list[Alert]:
    """All alerts that the articles raise when they are read in this order."""
    reader, desk, alerts = load_reader(), desk_of(config), []
    store.feeds.sync(config.feeds, NOW)
    for poll in polls:
        store.feeds.save_poll(poll.state, poll.articles, NOW)
    for article in ORDERS[order]([article for poll in polls for article in poll.articles]):
        extraction = reader.read(article)
        with store.ledger.write() as tx:
            decision = pipeline.decide(article, extraction, desk, tx, NOW + timedelta(seconds=len(alerts)))
            tx.save(decision)
        alerts += decision.plan.alerts
    return alerts


def fits(alert: Alert, wanted: dict[str, Any]) -> bool:
    """Whether an alert is the one that is described."""
    first = alert.evidence[0] if alert.evidence else None
    checks = (
        alert.rule == wanted["rule"],
        alert.status == wanted["status"],
        alert.threshold == wanted.get("threshold"),
        "place" not in wanted or (alert.place is not None and folded(alert.place.name) in wanted["place"]),
        "figure" not in wanted or alert.figure.lower().startswith(tuple(wanted["figure"])),
        first is not None and wanted["quote"].lower() in first.quote.lower(),
        "articles" not in wanted or (first is not None and first.url in wanted["articles"]),
    )
    return all(checks)


def folded(name: str) -> str:
    """A name without its accents."""
    letters = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).replace("-", " ")


def told(alerts: Iterable[Alert]) -> list[str]:
    return [f"{alert.rule} {alert.status} {alert.threshold}: {alert.summary}" for alert in alerts]


@pytest.mark.parametrize("order", ORDERS)
def test_every_alert_that_must_come_comes_once(tmp_store: Store, config: Config, polls: list[Poll], order: str) -> None:
    alerts = raised(tmp_store, config, polls, order)
    musts = [must for must in EXPECTED["must"] if order == "story" or must["order"] == "any"]
    counts = {must["name"]: sum(fits(alert, must) for alert in alerts) for must in musts}
    assert counts == dict.fromkeys(counts, 1), told(alerts)


@pytest.mark.parametrize("order", ORDERS)
def test_no_other_alert_comes(tmp_store: Store, config: Config, polls: list[Poll], order: str) -> None:
    alerts = raised(tmp_store, config, polls, order)
    known = EXPECTED["must"] + EXPECTED["may"]
    wrong = [alert for alert in alerts if alert.muted is None and not any(fits(alert, each) for each in known)]
    assert told(wrong) == []
    assert all(sum(fits(alert, each) for alert in alerts) <= 1 for each in EXPECTED["may"]), told(alerts)


def test_what_is_old_is_kept_and_told_to_nobody(tmp_store: Store, config: Config, polls: list[Poll]) -> None:
    alerts = raised(tmp_store, config, polls, "story")
    muted = [alert for alert in alerts if alert.muted is not None]
    assert [alert.evidence[0].url for alert in muted] == [each["article"] for each in EXPECTED["muted"]]
    assert all("max_age" in (alert.muted or "") and not alert.receivers for alert in muted)


def test_every_alert_bears_its_evidence(tmp_store: Store, config: Config, polls: list[Poll]) -> None:
    articles = {article.id: article for poll in polls for article in poll.articles}
    for alert in raised(tmp_store, config, polls, "story"):
        assert alert.evidence, alert.summary
        for quote in alert.evidence:
            said = articles[quote.article]
            assert (said.title if quote.in_ == "title" else said.text)[quote.start : quote.end] == quote.quote
