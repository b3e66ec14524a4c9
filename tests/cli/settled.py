"""A deployment whose ledger knows a few happenings and places, for the commands that show it."""

from datetime import timedelta
from pathlib import Path

from monitor import pipeline
from monitor.config import load
from monitor.desk import desk_of
from monitor.model import Span
from monitor.store import Store
from tests.incidents.support import (
    ARMY,
    ARMY_SAYS,
    BAIDOA,
    CIVILIANS,
    DAY,
    HOSPITAL,
    LOWER_SHABELLE,
    POLICE,
    RESIDENTS,
    SHABAAB,
    SHABAAB_SAYS,
    Told,
    capture,
    event,
)

CONFIG = """\
feeds: [{name: Coast Radio, url: "https://coast.example.org/rss", source: Coast Radio}]
rules:
  - {name: deaths, type: toll, thresholds: [10, 20]}
  - {name: a day, type: toll, thresholds: [20], of: country, window: 24h}
"""
TODAY = DAY.date()
HOSTILE = "=cmd|' /C calc'!A0 \x1b[31mred"
MARKET = "A bomber killed people in the market of Merka."
PAST_DAY = Span("the past 24 hours", TODAY - timedelta(days=1), TODAY, 1)
ARTICLES = (
    Told("a1", [event(12, when=TODAY, attribution=(POLICE,), actor1=SHABAAB, actor2=CIVILIANS)], 1, text=MARKET,
         url="https://coast.example.org/1", title="Bomb in Merka"),
    Told("a2", [event(17, when=TODAY, attribution=(HOSPITAL,), actor1=SHABAAB)], 4, "Hill Post", MARKET),
    Told("a3", [event(9, when=TODAY)], 5, HOSTILE, f"{MARKET} {HOSTILE}", title=HOSTILE),
    Told("a4", [event(5, BAIDOA, when=TODAY, sub_event_type="Air/drone strike", actor1=ARMY)], 6, "Hill Post", "Jets."),
    Told("a5", [event(40, LOWER_SHABELLE, scope="period", time=PAST_DAY)], 7, "Evening Star", "A day of fighting."),
    Told("t1", [capture(SHABAAB, ARMY, attribution=(SHABAAB_SAYS,))], 2, "Coast Radio", "Al-Shabaab took Merka."),
    Told("t2", [capture(SHABAAB, ARMY, attribution=(ARMY_SAYS,), context="negated")], 30, "Hill Post", "Not so."),
    Told("t3", [capture(ARMY, SHABAAB, BAIDOA, attribution=(RESIDENTS,))], 3, "Hill Post", "The army took Baidoa."),
)  # fmt: skip


def settle_ledger(folder: Path) -> Path:
    """Writes the configuration and has the articles judged; the configuration's path."""
    path = folder / "config.yaml"
    path.write_text(CONFIG, encoding="utf-8")
    config = load(path)
    judges = desk_of(config)
    with Store.open(config.database, config.data_dir) as store:
        store.migrate()
        for told in sorted(ARTICLES, key=lambda each: each.hours):
            with store.ledger.write() as tx:
                tx.save(pipeline.decide(told.article, told.extraction, judges, tx, told.article.fetched or DAY))
    return path
