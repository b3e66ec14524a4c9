"""The ledger in a database is the ledger of the pure core: same incidents, same holdings, whatever is run twice."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from msgspec.structs import replace

from monitor import pipeline
from monitor.incidents import Queries, Stretch
from monitor.incidents.known import CANDIDATES
from monitor.model import Article, FeedState
from monitor.pipeline import Desk
from monitor.store import Store, ledger_write
from monitor.store.ledger_statements import MOST_COUNTED
from monitor.store.tables_ledger import incidents
from tests.incidents.support import (
    ARMY,
    BAIDOA,
    DAY,
    LOWER_SHABELLE,
    MERKA,
    MONITOR,
    SHABAAB,
    SOMALIA,
    Told,
    book,
    capture,
    control_rule,
    desk,
    event,
    toll_rule,
)
from tests.property.test_order import BOMBINGS, TOWNS

DESK = desk(toll_rule(10), toll_rule(15, name="country", of="country", window="24h"), control_rule())
TODAY = DAY.date()
LONG = (
    "A suicide bomber killed 12 people in the market of Merka on Tuesday morning as traders opened their stalls, "
    "witnesses and officials said, in the third such attack on the coastal town since the start of the year."
)


def take(store: Store, told: Told, judges: Desk = DESK) -> None:
    article = told.article
    with store.ledger.write() as tx:
        decision = pipeline.decide(article, told.extraction, judges, tx, article.fetched or DAY)
        tx.save(decision)


def told_of(store: Store) -> Any:
    incidents = [
        {name: getattr(each, name) for name in each.__struct_fields__ if name not in ("id", "aliases")}
        for each in store.ledger.incidents()
    ]
    return sorted(incidents, key=repr), store.ledger.holdings()


@pytest.mark.parametrize("story", [BOMBINGS, TOWNS])
@pytest.mark.parametrize("backwards", [False, True])
def test_the_database_remembers_what_the_core_decides(store: Store, story: list[Told], backwards: bool) -> None:
    pure = book(*DESK.rules).tell(story)
    for told in reversed(story) if backwards else story:
        take(store, told)
    expected = [
        {name: getattr(each, name) for name in each.__struct_fields__ if name not in ("id", "aliases")}
        for each in pure.incidents
    ]
    holdings = [holding for _, (holding, _) in sorted(pure.holdings.items()) if holding]
    assert told_of(store) == (sorted(expected, key=repr), holdings)
    if not backwards:
        logged = sorted(store.alerts.recent(100), key=lambda alert: (alert.at, alert.id))
        assert logged == sorted(pure.alerts, key=lambda alert: (alert.at, alert.id))


def test_saving_twice_changes_nothing(store: Store) -> None:
    for _ in range(2):
        for told in BOMBINGS:
            take(store, told)
    once = book(*DESK.rules).tell(BOMBINGS)
    assert len(store.ledger.incidents()) == len(once.incidents)
    assert len(store.alerts.recent(100)) == len(once.alerts)


def test_an_article_is_unread_until_its_effect_is_saved(store: Store) -> None:
    article = Told("a", [event(12)]).article
    store.feeds.save_poll(FeedState("coast", DAY), [article], DAY)
    with store.ledger.write() as tx:
        assert tx.is_unread(article)
        tx.save(pipeline.decide(article, Told("a", [event(12)]).extraction, DESK, tx, DAY))
    with store.ledger.write() as tx:
        assert not tx.is_unread(article)
    assert store.articles.counts()["read"] == 1


def _break_off(store: Store, told: Told) -> None:
    with store.ledger.write() as tx:
        tx.save(pipeline.decide(told.article, told.extraction, DESK, tx, DAY))
        raise ZeroDivisionError


def test_what_breaks_off_leaves_nothing_behind(store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        _break_off(store, Told("a", [event(12)]))
    assert store.ledger.incidents() == []
    assert store.alerts.recent() == []
    assert store.deliveries.due(DAY + timedelta(days=1), 9) == []


def test_an_edit_replaces_reports_claims_and_fingerprint(store: Store) -> None:
    take(store, Told("a", [event(12), event(30, BAIDOA), capture(SHABAAB, ARMY, attribution=(MONITOR,))], text=LONG))
    take(store, Told("a", [event(9)], revision=2, hours=1, text=LONG.replace("12", "9")))
    assert [incident.toll["killed"].best for incident in store.ledger.incidents()] == [9]
    assert store.ledger.holdings() == []
    [incident] = store.ledger.incidents()
    found = store.ledger.incident(incident.id)
    assert found is not None
    assert [report.article.revision for report in found[1]] == [2]


def test_a_copy_is_known_by_its_text(store: Store) -> None:
    take(store, Told("a", [event(12)], text=LONG))
    take(store, Told("b", [event(12)], hours=2, source="Hill Post", text=f"{LONG} Share this."))
    [incident] = store.ledger.incidents()
    assert incident.articles == ("a", "b")
    assert incident.sources == ("Coast Radio",)
    store.ledger.forget_prints(DAY + timedelta(days=1))
    take(store, Told("c", [event(12)], hours=3, source="Evening Star", text=LONG))
    assert store.ledger.incidents()[0].sources == ("Coast Radio", "Evening Star")


def test_alerts_of_one_group_wait_together_until_somebody_takes_them_up(store: Store) -> None:
    take(store, Told("a", [event(12, when=TODAY)]))
    take(store, Told("b", [event(16, when=TODAY, sub_event_type="Air/drone strike")]))
    due = store.deliveries.due(DAY + timedelta(minutes=1), 10)
    sizes = {}
    for id in due:
        delivery = store.deliveries.claim(id, DAY + timedelta(minutes=1), timedelta(minutes=1))
        assert delivery is not None
        sizes[delivery.group] = len(delivery.alerts)
    assert sizes == {"rule=deaths,place=Merka": 2, "rule=country,place=": 1}
    take(store, Told("c", [event(17, when=TODAY, sub_event_type="Grenade")]))
    assert len(store.deliveries.due(DAY + timedelta(minutes=2), 10)) >= 1


def test_wide_narrow_and_unplaced_reports_find_each_other(store: Store) -> None:
    places = [SOMALIA, None, LOWER_SHABELLE, MERKA]
    for n, where in enumerate(places):
        take(store, Told(f"a{n}", [event(23, where, when=TODAY)], hours=n, source=f"Outlet {n}"))
    [incident] = store.ledger.incidents()
    assert incident.place == MERKA
    assert len(incident.articles) == 4


def test_a_crowded_town_loads_no_more_than_its_latest(store: Store) -> None:
    for n in range(CANDIDATES + 10):
        take(store, Told(f"a{n}", [event(n + 1, sub_event_type=f"Kind {n}")]), desk())
    told = Told("z", [event(5)])
    with store.ledger.write() as tx:
        known = tx.known(_queries(told.article))
        assert len(known.stories) == 0
        pipeline.decide(told.article, told.extraction, DESK, tx, DAY)
        assert len(tx._found.known.stories) == CANDIDATES


def _queries(article: Article) -> Queries:
    return Queries(article.id, article.url, article.source or "", DAY)


def test_a_window_counts_no_more_than_the_latest(store: Store) -> None:
    """A country may have more incidents in a year than one article has time to look at."""
    [one] = book().tell([Told("a", [event(1)])]).incidents
    days = [TODAY - timedelta(days=number // 100) for number in range(MOST_COUNTED + 50)]
    known = [replace(one, id=f"{number:05}", date_end=day) for number, day in enumerate(days)]
    rows = [{"id": each.id, "country": "SO", "last_day": each.date_end, "document": each} for each in known]
    with store.database.write() as connection:
        connection.execute(sa.insert(incidents).values(first_day=TODAY), rows)
    asked = Queries("a", None, "wire", DAY, stretches=(Stretch(days[-1], country="SO"),))
    with store.ledger.write() as tx:
        found = {each.id for each in tx.known(asked).stretch}
    assert len(found) == MOST_COUNTED
    assert found >= {each.id for each in known[: MOST_COUNTED - 100]}


def test_lists_for_people(store: Store) -> None:
    take(store, Told("a", [event(12, when=TODAY)]))
    take(store, Told("b", [capture(SHABAAB, ARMY, attribution=(MONITOR,))]))
    assert store.ledger.incidents(since=TODAY + timedelta(days=1)) == []
    assert len(store.ledger.incidents(since=TODAY, limit=1)) == 1
    assert store.ledger.incident("nobody") is None
    assert len(store.ledger.holdings("SO")) == 1
    assert store.ledger.holdings("KE") == []


def test_what_searches_go_by_follows_what_an_incident_has_become(store: Store) -> None:
    """Of a known incident only the columns are written that changed."""
    story = [
        Told("a1", [event(12, LOWER_SHABELLE, event_type="Violence against civilians", sub_event_type="Attack")]),
        Told("a2", [event(14, MERKA, actor1=SHABAAB)], 2, "Radio"),
        Told("a3", [event(None, MERKA)], 30, "Radio", text="Nobody died in Merka."),
        Told("a2", [event(11, BAIDOA, actor1=ARMY)], 40, "Radio", revision=2),
    ]
    columns = [column for column in incidents.c if column.name != "document"]
    for told in story:
        take(store, told)
        with store.database.read() as connection:
            rows = connection.execute(sa.select(incidents.c.document, *columns)).all()
        for document, *values in rows:
            wanted = ledger_write._incident(document)
            assert values == [wanted[column.name] for column in columns]
