"""Decisions of people in the ledger, on both databases, while articles come in."""

import threading

from monitor import pipeline, rulings
from monitor.incidents.rulings import Word
from monitor.pipeline import Desk
from monitor.store import Store
from monitor.store.engine import Database
from tests.incidents.support import BAIDOA, DAY, HOUR, Told, desk, event, toll_rule

TODAY = DAY.date()
MARKET, MOSQUE = "A bomber killed people in the market of Merka.", "A bomber struck a mosque in Merka at prayers."
BOMBS = (
    Told("market", [event(12, when=TODAY)], 1, "Coast Radio", MARKET),
    Told("mosque", [event(14, when=TODAY)], 2, "Hill Post", MOSQUE),
)


def take(store: Store, judges: Desk, told: Told) -> None:
    with store.ledger.write() as tx:
        tx.save(pipeline.decide(told.article, told.extraction, judges, tx, told.article.fetched or DAY))


def test_a_decision_is_kept_with_who_made_it_when_and_why(store: Store) -> None:
    judges = desk(toll_rule(10))
    for told in BOMBS:
        take(store, judges, told)
    one, other = (incident.id for incident in store.ledger.incidents())
    word = Word("Noor", DAY + 5 * HOUR, "one blast")
    ruling, _ = rulings.merge(store, judges, one, other, word)
    found = store.views.told(one)
    assert found is not None
    assert found.rulings == (ruling,)
    assert (ruling.author, ruling.at, ruling.comment) == (word.author, word.at, word.comment)
    assert {alert.subject for alert in found.alerts} == {f"incident:{one}", f"incident:{other}"}
    assert store.views.ids(other[:8]) == [one]
    assert store.views.told(other) is None


def test_a_decision_and_articles_at_the_same_moment_lose_nothing(store: Store) -> None:
    judges = desk(toll_rule(10))
    for told in BOMBS:
        take(store, judges, told)
    one, other = (incident.id for incident in store.ledger.incidents())
    more = [Told(f"n{n}", [event(20 + n, BAIDOA, when=TODAY)], 3 + n, f"Outlet {n}", f"Blast {n}.") for n in range(6)]

    def reading() -> None:
        with Store(Database(store.database.url)) as own:
            for told in more:
                take(own, judges, told)

    worker = threading.Thread(target=reading)
    worker.start()
    rulings.merge(store, judges, one, other, Word("Noor", DAY + 5 * HOUR))
    worker.join()
    told_of = {article for incident in store.ledger.incidents() for article in incident.articles}
    assert told_of == {"market", "mosque", *(told.id for told in more)}
    assert store.views.told(other) is None
