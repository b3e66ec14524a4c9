"""What grows too old goes into the archive and out of the database; what the present rests on stays."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from monitor import keeping
from monitor.archive import Archive
from monitor.model import Article, Attempt, Claim, FeedState
from monitor.store import Store
from monitor.store.retention import KEPT, NO_LONGER_LISTED
from monitor.store.tables import alerts, metadata
from monitor.store.tables_ledger import claims
from tests.incidents.support import (
    ARMY,
    BAIDOA,
    DAY,
    MONITOR,
    RESIDENTS,
    SHABAAB,
    SHABAAB_SAYS,
    Told,
    capture,
    control_rule,
    desk,
    event,
    toll_rule,
)
from tests.store.test_ledger import take

DESK = desk(toll_rule(10), control_rule())
KEEP = timedelta(days=180)
LATER = DAY + KEEP + timedelta(days=20)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive")


def take_in(store: Store, told: Told, now: datetime | None = None) -> None:
    """As the daemon does: save, read, judge."""
    article = msgspec.structs.replace(told.article, feed="coast")
    store.feeds.save_poll(FeedState("coast", DAY), [article], now or article.fetched or DAY)
    take(store, told, DESK)


def rows(store: Store) -> dict[str, int]:
    with store.database.read() as connection:
        count = sa.func.count()
        found = {table.name: connection.scalar(sa.select(count).select_from(table)) for table in metadata.sorted_tables}
    return {name: number for name, number in found.items() if number}


def keep(store: Store, archive: Archive, now: datetime = LATER) -> dict[str, int]:
    return keeping.archive(store, archive, now - KEEP, now)


def test_an_old_article_its_incident_and_its_alerts_leave_together(store: Store, archive: Archive) -> None:
    take_in(store, Told("a", [event(12)]))
    take_in(store, Told("b", [event(30, BAIDOA)], at=LATER))
    deliveries = store.deliveries.due(LATER, 10)
    assert store.deliveries.claim(deliveries[0], LATER, timedelta(minutes=1))
    store.deliveries.record(deliveries[0], Attempt(LATER, "delivered", "ok", 0.1), None, "delivered")
    assert keep(store, archive) == {"article": 1, "incident": 1, "alert": 1, "delivery": 1}
    assert [incident.place.name for incident in store.ledger.incidents() if incident.place] == ["Baidoa"]
    assert [alert.value for alert in store.alerts.recent()] == [30]
    assert store.articles.get("a") is None
    [article], [incident] = archive.read("article"), archive.read("incident")
    assert article.data["article"]["text"] == "Report a."
    assert [report["article"]["id"] for report in incident.data["reports"]] == ["a"]
    assert [alert.data["value"] for alert in archive.read("alert")] == [12]
    assert [delivery.data["attempts"][0]["answer"] for delivery in archive.read("delivery")] == ["ok"]
    assert keep(store, archive) == {}


def test_an_old_entry_that_a_feed_still_lists_is_not_new_again(store: Store, archive: Archive) -> None:
    told = Told("a", [event(12)])
    take_in(store, told)
    keep(store, archive)
    for days in range(1, 100, 10):
        state, now = FeedState("coast", DAY), LATER + timedelta(days=days)
        assert store.feeds.save_poll(state, [told.article], now) == []
        keep(store, archive, now)
    assert "articles" not in rows(store)


def test_an_old_entry_that_was_edited_comes_back_under_its_next_revision(store: Store, archive: Archive) -> None:
    take_in(store, Told("a", [event(12)]))
    keep(store, archive)
    edited = Told("a", [event(9)], text="It was nine.").article
    assert store.feeds.save_poll(FeedState("coast", DAY), [edited], LATER) == ["a"]
    found = store.articles.get("a")
    assert found is not None
    assert (found.revision, found.text) == (2, "It was nine.")


def test_ids_are_forgotten_once_their_feed_has_long_left_them_out(store: Store, archive: Archive) -> None:
    take_in(store, Told("a", [event(12)]))
    keep(store, archive)
    soon, long = LATER + NO_LONGER_LISTED / 2, LATER + 2 * NO_LONGER_LISTED
    for now, left in ((soon, 1), (long, 0)):
        store.feeds.save_poll(FeedState("coast", DAY), [Article(f"{now:%j}", "news", feed="coast")], now)
        keep(store, archive, now)
        assert rows(store).get("seen", 0) == left


def test_a_feed_that_never_changes_lists_its_old_entries_for_ever(store: Store, archive: Archive) -> None:
    told = Told("a", [event(12)])
    take_in(store, told)
    for years in (1, 2, 3):
        keep(store, archive, DAY + years * timedelta(days=365))
    assert store.feeds.save_poll(FeedState("coast", DAY), [told.article], DAY + timedelta(days=1200)) == []


def test_ids_of_a_feed_that_left_the_configuration_are_forgotten(store: Store, archive: Archive) -> None:
    take_in(store, Told("a", [event(12)]))
    keep(store, archive)
    store.feeds.sync([], LATER)
    keep(store, archive, LATER + KEEP / 2)
    assert rows(store)["seen"] == 1
    keep(store, archive, LATER + KEEP + timedelta(days=1))
    assert "seen" not in rows(store)


def test_what_waits_to_be_read_is_never_old(store: Store, archive: Archive) -> None:
    store.feeds.save_poll(FeedState("coast", DAY), [Told("a", [event(12)]).article], DAY)
    assert keep(store, archive) == {}
    assert store.articles.counts()["new"] == 1


def test_an_incident_that_was_told_of_since_stays_whole(store: Store, archive: Archive) -> None:
    take_in(store, Told("a", [event(12, event_type="Disaster", sub_event_type="Flood")]))
    again = Told("b", [event(15, event_type="Disaster", sub_event_type="Flood")], hours=24 * 25)
    take_in(store, again)
    before = store.ledger.incidents()
    assert keep(store, archive, DAY + KEEP + timedelta(days=10)) == {"article": 1}
    assert store.ledger.incidents() == before
    assert len(store.alerts.recent()) == 1


def frontline(changes: int) -> list[Told]:
    """A town that changes hands every day, twice told."""
    told = []
    for n in range(changes):
        by, loser = (SHABAAB, ARMY) if n % 2 else (ARMY, SHABAAB)
        told.append(Told(f"{n}a", [capture(by, loser, attribution=(RESIDENTS,))], 24 * n))
        told.append(Told(f"{n}b", [capture(by, loser, attribution=(MONITOR,))], 24 * n + 3, source="Hill Post"))
    return told


def test_territory_never_forgets_who_holds_a_town(store: Store, archive: Archive) -> None:
    for told in frontline(20):
        take_in(store, told)
    [before] = store.ledger.holdings()
    assert keep(store, archive)["claim"] == 40 - KEPT
    assert rows(store)["claims"] == KEPT
    [held] = store.ledger.holdings()
    kept = ("place", "status", "controller", "since", "previous", "history", "claimed")
    assert [getattr(held, name) for name in kept] == [getattr(before, name) for name in kept]
    assert set(held.sources) == set(before.sources)
    assert len(list(archive.read("claim"))) == 40 - KEPT


def test_what_is_told_after_the_archive_took_the_claims_goes_on_from_them(store: Store, archive: Archive) -> None:
    for told in frontline(20):
        take_in(store, told)
    told_before = len(store.alerts.recent(100))
    keep(store, archive)
    take_in(store, Told("again", [capture(SHABAAB, ARMY, attribution=(MONITOR,))], at=LATER))
    assert store.ledger.holdings()[0].controller == SHABAAB
    assert store.ledger.holdings()[0].since == DAY.date() + timedelta(days=19)
    take_in(store, Told("taken", [capture(ARMY, SHABAAB, attribution=(MONITOR,))], 24, at=LATER))
    [held] = store.ledger.holdings()
    assert (held.controller, held.previous) == (ARMY, SHABAAB)
    assert len(held.history) == 21
    fresh = [alert for alert in store.alerts.recent(100) if alert.at >= LATER]
    assert [alert.status for alert in fresh] == ["firing"]
    assert told_before == 20


def test_a_claim_that_nobody_confirmed_can_still_be_denied(store: Store, archive: Archive) -> None:
    for n in range(KEPT + 5):
        take_in(store, Told(f"{n}", [capture(SHABAAB, ARMY, attribution=(SHABAAB_SAYS,))], n))
    keep(store, archive)
    denial = capture(SHABAAB, ARMY, attribution=(MONITOR,), context="negated")
    take_in(store, Told("denial", [denial], at=LATER))
    assert store.ledger.holdings()[0].status == "contested"
    assert store.alerts.recent(1)[0].status == "revised"


def test_a_killed_housekeeper_loses_nothing(store: Store, archive: Archive) -> None:
    for n in range(3):
        take_in(store, Told(f"{n}", [event(12 + n)], n))
    with pytest.raises(KeyboardInterrupt):
        keeping.archive(store, _Killed(archive), LATER - KEEP, LATER)
    assert rows(store)["articles"] == 3
    keep(store, archive)
    assert [record.key for record in archive.read("article")] == ["0:1", "1:1", "2:1"]


class _Killed(Archive):
    """Writes a batch, and dies before its rows are removed."""

    def __init__(self, archive: Archive) -> None:
        super().__init__(archive.folder)

    def append(self, records: Any) -> None:
        super().append(records)
        raise KeyboardInterrupt


def test_what_changes_between_archive_and_removal_stays(store: Store, archive: Archive) -> None:
    take_in(store, Told("a", [event(12)]))
    old = store.retention.old_articles(LATER - KEEP)
    [incidents] = store.retention.old_incidents(LATER - KEEP)
    edited = Told("a", [event(9)], text="It was nine.", revision=2)
    take_in(store, edited, LATER)
    store.retention.drop_articles(old, LATER)
    store.retention.drop_incidents(incidents)
    assert store.articles.get("a") is not None
    assert len(store.ledger.incidents()) == 1


def test_the_claims_that_stay_are_the_latest(store: Store, archive: Archive) -> None:
    for told in frontline(10):
        take_in(store, told)
    keep(store, archive)
    with store.database.read() as connection:
        stay: list[Claim] = list(connection.scalars(sa.select(claims.c.document)))
    assert sorted(claim.article.id for claim in stay) == ["6a", "6b", "7a", "7b", "8a", "8b", "9a", "9b"]
    with store.database.read() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(alerts)) == 1
