"""Running totals of a war are shown beside an incident and counted nowhere."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor import pipeline
from monitor.config import load
from monitor.desk import desk_of
from monitor.model import Article, FeedState
from monitor.resources import load_reader
from monitor.store import Store
from tests.cli.conftest import Tocsin
from tests.cli.settled import settle_ledger

NOON = datetime(2024, 3, 5, 12, tzinfo=UTC)
WAR = "More than 14,000 people have been killed since the war began in 2009."
TEXT = f"A car bomb killed 31 people in Kismayo on Tuesday, police said. {WAR}"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = settle_ledger(tmp_path)
    config = load(path)
    article = Article("w1", TEXT, "Bomb in Kismayo", NOON, source="Coast Radio", fetched=NOON)
    with Store.open(config.database, config.data_dir) as store:
        store.feeds.sync(config.feeds, NOON)
        store.feeds.save_poll(FeedState("Coast Radio", NOON, "ok"), [article], NOON)
        with store.ledger.write() as tx:
            tx.save(pipeline.decide(article, load_reader().read(article), desk_of(config), tx, NOON))
    return path


def test_a_war_total_is_shown_apart(tocsin: Tocsin, path: Path) -> None:
    found = json.loads(tocsin("incidents", "--config", path, "--json").out)
    (id,) = [each["id"] for each in found if each["toll"]["killed"]["best"] == 31]
    assert all(each["toll"]["killed"]["best"] < 14_000 for each in found)
    text = " ".join(tocsin("incidents", "show", id, "--config", path).out.split())
    assert "Told beside it of a whole war or campaign (counted nowhere)" in text
    assert f"“{WAR}”" in text
    (apart,) = json.loads(tocsin("incidents", "show", id, "--config", path, "--json").out)["apart"]
    assert (apart["article"], apart["quote"], apart["event"]["scope"]) == ("w1", WAR, "cumulative")
