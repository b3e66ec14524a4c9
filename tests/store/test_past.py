"""What rules ask the past: the database answers as plain memory does, and knows when each feed was last heard."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
from msgspec.structs import replace

from monitor import pipeline
from monitor.model import Alert, Article, Feed, FeedState
from monitor.pipeline import Desk
from monitor.rules import Annals, Silence, Surge
from monitor.rules.past import Tally, Trace
from monitor.store import Store, alerts, migrations
from monitor.store.past import OVERDUE
from tests.incidents.support import (
    ARMY,
    BAIDOA,
    DAY,
    HOUR,
    LOWER_SHABELLE,
    MERKA,
    SHABAAB,
    Told,
    book,
    desk,
    event,
    place,
)

NAIROBI = place("Nairobi", -1.29, 36.82, country="KE", admin1="Nairobi")
STORY = [
    Told("a1", [event(12, MERKA, actor1=SHABAAB, actor2=ARMY)]),
    Told("a2", [event(3, BAIDOA, sub_event_type="Grenade", actor1=ARMY)], hours=30),
    Told("a3", [event(7, NAIROBI, actor1=SHABAAB)], hours=50),
    Told("a4", [event(40, LOWER_SHABELLE, scope="period", actor1=SHABAAB)], hours=60),
    Told("a5", [event(None, place("Afgooye", 2.14, 45.12), actor2=SHABAAB)], hours=80),
    Told("a3", [], hours=90, revision=2),
]
TRACES = [
    Trace("actor", "al-shabaab"),
    Trace("actor", "somali-army", countries=("SO",)),
    Trace("actor", "somali-army", countries=("KE",)),
    Trace("actor", "m23"),
    Trace("event_type", "Grenade"),
    Trace("event_type", "Flood"),
    Trace("place", MERKA.key, MERKA),
    Trace("place", NAIROBI.key, NAIROBI),
]
TALLIES = [
    Tally("country", "SO", DAY.date()),
    Tally("country", "SO", DAY.date() + timedelta(days=1)),
    Tally("country", "SO", DAY.date(), kinds=("Grenade", "Flood")),
    Tally("admin1", "Lower Shabelle", DAY.date(), country="SO"),
    Tally("actor", "al-shabaab", DAY.date()),
    Tally("actor", "al-shabaab", DAY.date(), countries=("KE",)),
    Tally("actor", "somali-army", DAY.date(), countries=("SO",)),
]


def tell(store: Store, story: list[Told], judges: Desk) -> Annals:
    """The story in the store; what plain memory makes of it."""
    annals = Annals()
    for told in story:
        now = told.article.fetched or DAY
        with store.ledger.write() as tx:
            decision = pipeline.decide(told.article, told.extraction, judges, tx, now)
            tx.save(decision)
        annals.take(decision.changes.incidents, now)
    return annals


def test_the_database_and_plain_memory_give_the_same_answers(store: Store) -> None:
    annals = tell(store, STORY, desk())
    with store.ledger.write() as tx:
        assert tx.began() == annals.began() == DAY
        for asked in TRACES:
            assert tx.seen(asked, lambda _: True) is annals.seen(asked, lambda _: True), asked
            assert tx.seen(asked, lambda _: False) is False
        for tally in TALLIES:
            assert list(tx.tallies(tally)) == list(annals.tallies(tally)), tally


def test_what_is_asked_about_itself_is_left_out(store: Store) -> None:
    tell(store, STORY[:1], desk())
    (incident,) = store.ledger.incidents()
    with store.ledger.write() as tx:
        assert tx.seen(Trace("actor", "al-shabaab"), lambda _: True)
        assert not tx.seen(Trace("actor", "al-shabaab", besides=(incident.id,)), lambda _: True)


def test_the_beginning_stays_and_is_not_remembered_of_what_was_rolled_back(store: Store) -> None:
    def broken() -> None:
        with store.ledger.write() as tx:
            tx.save(pipeline.decide(STORY[0].article, STORY[0].extraction, desk(), tx, DAY))
            raise LookupError

    with pytest.raises(LookupError):
        broken()
    tell(store, STORY[1:3], desk())
    with store.ledger.write() as tx:
        assert tx.began() == DAY + 30 * HOUR


FEED = Feed("coast", "https://coast.example/rss", HOUR, "coast.example")


def heard(store: Store, now: datetime) -> dict[str, datetime]:
    with store.ledger.write() as tx:
        return dict(tx.heard(now))


def poll(store: Store, now: datetime, *ids: str, text: str = "Twelve killed.") -> None:
    found = [Article(id, text, feed="coast", fetched=now) for id in ids]
    store.feeds.save_poll(FeedState("coast", now + HOUR), found, now)


def test_a_feed_is_heard_when_it_is_added_and_with_each_new_article(store: Store) -> None:
    store.feeds.sync([FEED], DAY)
    poll(store, DAY + HOUR)
    assert heard(store, DAY + HOUR) == {"coast": DAY}
    poll(store, DAY + 2 * HOUR, "a", "b")
    poll(store, DAY + 3 * HOUR, "a")
    poll(store, DAY + 4 * HOUR, "a", text="Thirteen killed.")
    assert heard(store, DAY + 4 * HOUR) == {"coast": DAY + 2 * HOUR}


def test_while_the_program_was_off_nobody_listened(store: Store) -> None:
    store.feeds.sync([FEED], DAY)
    poll(store, DAY, "a")
    assert heard(store, DAY + HOUR + OVERDUE / 2) == {"coast": DAY}, "it is about to be polled"
    store.feeds.sync([FEED], DAY + 40 * HOUR)
    assert heard(store, DAY + 40 * HOUR) == {}
    poll(store, DAY + 40 * HOUR)
    assert heard(store, DAY + 40 * HOUR) == {"coast": DAY}


def test_a_feed_that_comes_back_or_moves_has_the_whole_span_again(store: Store) -> None:
    store.feeds.sync([FEED], DAY)
    store.feeds.sync([], DAY + HOUR)
    assert heard(store, DAY + HOUR) == {}
    store.feeds.sync([FEED], DAY + 9 * HOUR)
    poll(store, DAY + 9 * HOUR)
    assert heard(store, DAY + 9 * HOUR) == {"coast": DAY + 9 * HOUR}


def said(rule: str, subject: str, status: Any, hours: int) -> Alert:
    at = DAY + hours * HOUR
    return Alert(f"{rule} {subject}", rule, status, "info", at, None, None, None, None, "", (), subject=subject)


def test_what_rules_said_last_where_it_still_fires(store: Store) -> None:
    told = [
        said("quiet", "feed:a", "firing", 1),
        said("quiet", "feed:b", "firing", 2),
        said("quiet", "feed:a", "resolved", 3),
        said("other", "feed:a", "firing", 4),
        said("quiet", "feed:b", "firing", 5),
        replace(said("quiet", "feed:a", "firing", 6), muted="exercise", muted_by="silence", receivers=("desk",)),
        replace(said("quiet", "feed:a", "firing", 7), muted="exercise", muted_by="silence", again="escalation"),
    ]
    with store.database.write() as connection:
        alerts.add(connection, told)
    with store.ledger.write() as tx:
        assert tx.last_of(["quiet"]) == [told[4]]
        assert tx.last_of(["quiet", "other"]) == [told[3], told[4]]
        assert tx.last_of([]) == []


def watch(store: Store, judges: Desk, now: datetime) -> list[str]:
    with store.ledger.write() as tx:
        plan, _ = pipeline.watch(judges, tx, now)
        tx.owe(plan)
    return [f"{alert.status} {alert.subject}" for alert in plan.alerts]


def test_a_silent_feed_rings_and_is_over_across_restarts(store: Store) -> None:
    judges = desk(Silence(name="quiet", after="6h"), feeds={"coast": FEED})
    store.feeds.sync([FEED], DAY)
    poll(store, DAY + 6 * HOUR)
    assert watch(store, judges, DAY + 6 * HOUR) == ["firing feed:coast"]
    store.feeds.sync([FEED], DAY + 6 * HOUR)
    assert watch(store, judges, DAY + 6 * HOUR) == []
    poll(store, DAY + 7 * HOUR, "a")
    assert watch(store, judges, DAY + 7 * HOUR) == ["resolved feed:coast"]
    assert watch(store, judges, DAY + 7 * HOUR) == []


def test_a_surge_in_the_database_rings_and_is_over(store: Store) -> None:
    judges = desk(Surge(name="many", window="1d", baseline="4d", least=3))
    towns = [place(f"Town {n}", lat=n - 8.0) for n in range(12)]
    quiet = [Told(f"q{n}", [event(1, towns[n])], hours=24 * n) for n in range(5)]
    loud = [Told(f"l{n}", [event(1, towns[5 + n])], hours=24 * 5 + n) for n in range(6)]
    tell(store, [*quiet, *loud], judges)
    assert [(alert.status, alert.subject) for alert in store.alerts.recent()] == [("firing", "country:SO")]
    assert watch(store, judges, DAY + 6 * HOUR * 4 + 24 * 5 * HOUR) == ["resolved country:SO"]


def test_what_was_known_before_there_were_such_rules_is_looked_up(empty_url: str, tmp_path: Path) -> None:
    story = book().tell(STORY[:5])
    with Store.open(empty_url, tmp_path) as store:
        with store.database.write() as connection:
            migrations._run(connection, "0005")
            for incident in story.stories.values():
                values = {"id": incident.incident.id, "document": msgspec.json.encode(incident.incident).decode()}
                connection.execute(BEFORE, values | {"day": incident.incident.date_end})
        store.migrate()
        with store.database.read() as connection:
            found = {row.id: (row.admin1, row.kind, row.killed) for row in connection.execute(AFTER)}
    assert sorted(found.values(), key=repr) == sorted(
        [
            ("Lower Shabelle", "Suicide bomb", 12),
            ("Bay", "Grenade", 3),
            ("Nairobi", "Suicide bomb", 7),
            ("Lower Shabelle", None, 40),
            ("Lower Shabelle", "Suicide bomb", None),
        ],
        key=repr,
    )


BEFORE = sa.text("INSERT INTO incidents (id, first_day, last_day, document) VALUES (:id, :day, :day, :document)")
AFTER = sa.text("SELECT id, admin1, kind, killed FROM incidents")


def test_what_was_said_of_an_old_article_goes_and_the_last_of_a_feed_stays(store: Store) -> None:
    with store.database.write() as connection:
        alerts.add(connection, [said("words", "article:a", "firing", 1), said("quiet", "feed:a", "firing", 1)])
    old = store.retention.old_alerts(DAY + 9 * HOUR)
    assert [record.data.subject for record in old] == ["article:a"]
    store.retention.drop_alerts(old)
    assert [alert.subject for alert in store.alerts.recent()] == ["feed:a"]
