"""`tocsin explain`: an article's way from the feed to the receiver, and where it ended."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor import pipeline
from monitor.config import load
from monitor.desk import desk_of
from monitor.model import Article, Attempt, FeedState
from monitor.resources import load_reader
from monitor.store import Store
from tests.cli.conftest import Tocsin

CONFIG = """\
feeds: [{name: Coast Herald, url: "https://coast.example.org/rss", source: Coast Herald}]
rules:
  - {name: deaths, type: toll, thresholds: [10]}
  - {name: markets, type: keyword, any: [shares]}
  - {name: a day in Syria, type: toll, thresholds: [5], of: country, window: 24h, where: {country: [SY]}}
"""
NOW = datetime(2024, 3, 15, 12, tzinfo=UTC)
BOMB = (
    "At least 12 people were killed when a car bomb exploded at a market in Mogadishu on Friday, police said. The "
    "blast tore through stalls in the Hamarweyne district shortly after the noon prayer and set several shops on fire."
)


def article(id: str, text: str, title: str, url: str | None = None, hours: int = 0) -> Article:
    source = "Hill Post" if hours else "Coast Herald"
    return Article(id, text, title, NOW, url, source, "en", NOW + timedelta(hours=hours), None if hours else source)


ARTICLES = (
    article("a0b1", BOMB, "Car bomb in Mogadishu", "https://coast.example.org/1"),
    article("a0b2", BOMB, "Blast kills 12", "https://hill.example.org/9", hours=1),
    article("c3d4", "Shares rose by 12 per cent on Friday.", "Markets"),
    article("e5f6", "Rain is expected on Monday.", "Weather"),
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A deployment that has read all articles but the last, and told of what they say."""
    path = tmp_path_factory.mktemp("explained") / "config.yaml"
    path.write_text(CONFIG, encoding="utf-8")
    config = load(path)
    with Store.open(config.database, config.data_dir) as store:
        store.migrate()
        store.feeds.sync(config.feeds, NOW)
        store.feeds.save_poll(FeedState("Coast Herald", NOW), ARTICLES, NOW)
        for article in ARTICLES[:3]:
            with store.ledger.write() as tx:
                told = article.fetched or NOW
                tx.save(pipeline.decide(article, load_reader().read(article), desk_of(config), tx, told))
        later = NOW + timedelta(hours=2)
        for id in store.deliveries.due(later, 9):
            store.deliveries.claim(id, later, timedelta(minutes=1))
            store.deliveries.record(id, Attempt(later, "delivered", "taken", 0.1), None, "delivered")
    return path


def steps(tocsin: Tocsin, path: Path, what: str) -> dict[str, list[tuple[str, str]]]:
    ran = tocsin("explain", what, "--config", path, "--json")
    assert ran.code == 0, ran.err
    (found,) = json.loads(ran.out)
    return {step["name"]: [(each["what"], each["reason"]) for each in step["findings"]] for step in found["steps"]}


def test_every_step_of_an_article_that_rang(tocsin: Tocsin, path: Path) -> None:
    found = steps(tocsin, path, "a0b1")
    assert list(found) == ["fetched", "copies", "extracted", "linked", "compared", "alerts", "delivered"]
    assert "from the feed Coast Herald" in found["fetched"][0][0]
    assert found["copies"][0][0] == "a text of its own"
    assert ("12 killed" in found["extracted"][0][0], "enters the ledger" in found["extracted"][0][1]) == (True, True)
    assert found["linked"][0][1] == "the first report of it"
    assert ("deaths" in found["compared"][0][0], found["compared"][0][1]) == (True, "12 reaches 10")
    assert found["compared"][1][1] == "none of “shares” is in it"
    assert "routed to" in found["alerts"][0][1]
    assert {reason.partition(" at ")[0] for _, reason in found["delivered"]} == {"delivered"}


def test_a_copy_is_named_and_rings_nothing_new(tocsin: Tocsin, path: Path) -> None:
    found = steps(tocsin, path, "https://hill.example.org/9")
    assert found["copies"][0][0] == "nearly the text of article a0b1"
    assert "told" in dict(found["compared"])[next(iter(dict(found["compared"])))]


def test_an_alert_leads_to_its_article(tocsin: Tocsin, path: Path) -> None:
    told = json.loads(tocsin("alerts", "--config", path, "--json").out)
    (alert,) = [each for each in told if each["rule"] == "deaths"]
    assert steps(tocsin, path, alert["id"][:9]) == steps(tocsin, path, "a0b1")


def test_an_article_that_tells_nothing(tocsin: Tocsin, path: Path) -> None:
    found = steps(tocsin, path, "c3d4")
    assert [what for what, _ in found["extracted"]] == ["nothing"]
    assert not found["linked"]


def test_a_word_rang_where_nothing_happened(tocsin: Tocsin, path: Path) -> None:
    found = steps(tocsin, path, "c3d4")
    assert [what for what, _ in found["compared"]] == ["markets, article:c3d4: rings"]
    assert ["Shares rose" in what or "shares" in what for what, _ in found["alerts"]] == [True]


def test_an_article_that_waits(tocsin: Tocsin, path: Path) -> None:
    assert ("not read yet", "it waits for a worker, after 0 tries") in steps(tocsin, path, "e5f6")["fetched"]


def test_the_page_reads_from_top_to_bottom(tocsin: Tocsin, path: Path) -> None:
    ran = tocsin("explain", "a0b1", "--config", path)
    places = [ran.out.index(f"\n{step}\n") for step in ("fetched", "copies", "extracted", "compared", "delivered")]
    assert places == sorted(places)


@pytest.mark.parametrize("what", ["zzzz", "https://nowhere.example.org/", "a0b", ""])
def test_what_nobody_knows_is_wrong_use(tocsin: Tocsin, path: Path, what: str) -> None:
    assert tocsin("explain", what, "--config", path).code == 2
