"""The watch: what is due is decided once, in one transaction, and one that breaks our code holds up no other."""

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor import clock, pipeline
from monitor.alerts import Plan
from monitor.errors import StoreError
from monitor.model import Feed, FeedState
from monitor.model.pace import Timer
from monitor.rules import Silence
from tests.alerts.board import alert
from workers import jobs
from workers.station import Station
from workers.worker import ALLOWED


def held(station: Station, *ids: str) -> list[str]:
    """Alerts that were held back until a moment ago, and the timers that say so."""
    now = clock.now() - timedelta(minutes=1)
    raised = [
        alert(id, rule="mass casualties", at=now, subject=f"incident:{id}", muted="waits", muted_by="hold")
        for id in ids
    ]
    timers = tuple(Timer("hold", now, each) for each in raised)
    with station.store.ledger.write() as tx:
        tx.owe(Plan(alerts=tuple(raised), timers=timers))
    return station.store.timers.due(clock.now(), 100)


def test_what_has_held_is_told_once_however_often_it_is_rung_for(station: Station) -> None:
    ids = held(station, "1", "2")
    jobs.watch(ids)
    jobs.watch(ids)
    [delivery] = station.store.deliveries.recent()
    assert [each.id for each in delivery.alerts] == ["1", "2"]
    assert station.store.timers.next() is None
    assert station.queue.lengths()["notify"] == 1, "what is due at once is rung for at once"


def test_nothing_is_due_and_nothing_happens(station: Station) -> None:
    jobs.watch(["clock"])
    assert station.store.deliveries.recent() == []


def test_what_breaks_our_code_is_left_alone_for_a_while_and_the_rest_goes_on(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide = pipeline.elapse

    def breaks(timers, *others) -> Plan:
        if any(timer.alert.id == "1" for timer in timers):
            raise ZeroDivisionError("ours")
        return decide(timers, *others)

    monkeypatch.setattr(pipeline, "elapse", breaks)
    jobs.watch(held(station, "1", "2"))
    [delivery] = station.store.deliveries.recent()
    assert [each.id for each in delivery.alerts] == ["2"]
    assert station.store.timers.due(clock.now(), 9) == []
    assert len(station.store.timers.due(clock.now() + jobs.WATCH_AGAIN, 9)) == 1


def test_a_database_that_is_away_ends_the_job_and_loses_nothing(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> Plan:
        raise StoreError("locked")

    ids = held(station, "1")
    monkeypatch.setattr(pipeline, "elapse", away)
    with pytest.raises(StoreError):
        jobs.watch(ids)
    assert station.store.timers.due(clock.now(), 9) == ids


def test_a_worker_that_is_to_end_begins_nothing(station: Station) -> None:
    station.stopping.set()
    ids = held(station, "1")
    jobs.watch(ids)
    assert station.store.timers.due(clock.now(), 9) == ids


def test_the_worker_does_this_job() -> None:
    assert "workers.jobs.watch" in ALLOWED


def test_a_feed_that_time_has_shown_to_be_silent_is_told(station: Station) -> None:
    now = clock.now()
    station.desk = replace(
        station.desk,
        rules=(Silence(name="quiet", after="1h"),),
        feeds={"Wire": Feed("Wire", "https://example.org/rss", timedelta(minutes=5), "example.org")},
    )
    station.store.feeds.sync(tuple(station.desk.feeds.values()), now - timedelta(hours=2))
    station.store.feeds.save_poll(FeedState("Wire", now + timedelta(minutes=5)), (), now)
    jobs.watch(["clock"])
    jobs.watch(["clock"])
    [delivery] = station.store.deliveries.recent()
    assert [(each.status, each.subject) for each in delivery.alerts] == [("firing", "feed:Wire")]
