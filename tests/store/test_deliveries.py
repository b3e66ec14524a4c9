"""A delivery is sent by one worker at a time, under one id, and every attempt is kept."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from monitor.model import Alert, Attempt, Delivery, DeliveryStatus
from monitor.store import Store
from monitor.store.deliveries import add, extend, pending_group
from monitor.store.delivery_statements import FULL

LEASE = timedelta(minutes=1)


def alert(id: str, at: datetime) -> Alert:
    return Alert(id, "mass casualties", "firing", "critical", at, 10, 12, None, None, "12 killed", ())


def delivery(id: str, now: datetime, *alerts: str, wait: timedelta = timedelta(0), receiver: str = "desk") -> Delivery:
    told = tuple(alert(name, now) for name in alerts or ("a1",))
    return Delivery(id, receiver, "webhook", "toll/Aleppo", told, created=now, not_before=now + wait)


def plan(store: Store, *deliveries: Delivery) -> None:
    with store.database.write() as connection:
        add(connection, deliveries)


def attempt(now: datetime, outcome: str = "failed", answer: str = "503 Service Unavailable") -> Attempt:
    return Attempt(now, "delivered" if outcome == "delivered" else "failed", answer, 0.25)


def test_due_gives_the_longest_due_first(store: Store, now: datetime) -> None:
    waits = {"late": 30, "soon": 10, "first": 0}
    plan(store, *(delivery(id, now, wait=timedelta(seconds=wait)) for id, wait in waits.items()))
    assert store.deliveries.due(now, 10) == ["first"]
    assert store.deliveries.due(now + timedelta(seconds=30), 10) == ["first", "soon", "late"]
    assert store.deliveries.due(now + timedelta(seconds=30), 1) == ["first"]


def test_what_piles_up_before_a_dead_receiver_is_ahead_of_nobody_elses(store: Store, now: datetime) -> None:
    piled = (replace(delivery(f"d{n}", now), group=str(n)) for n in range(50))
    plan(store, *piled, delivery("other", now, receiver="chief", wait=LEASE))
    assert store.deliveries.due(now + LEASE, 3) == ["d0", "other", "d1"]


def test_a_delivery_comes_back_as_it_was_planned(store: Store, now: datetime) -> None:
    planned = delivery("d1", now, "a2", "a1")
    plan(store, planned)
    assert store.deliveries.get("d1") == planned
    assert store.deliveries.get("d2") is None
    assert store.deliveries.recent(5) == [planned]


def test_planning_the_same_delivery_again_changes_nothing(store: Store, now: datetime) -> None:
    planned = delivery("d1", now, "a1")
    plan(store, planned)
    plan(store, delivery("d1", now + LEASE, "a1", "a2"))
    assert store.deliveries.get("d1") == planned


def test_one_worker_claims_it_until_its_lease_ends(store: Store, now: datetime) -> None:
    plan(store, delivery("d1", now))
    assert store.deliveries.claim("d1", now - LEASE, LEASE) is None
    claimed = store.deliveries.claim("d1", now, LEASE)
    assert claimed is not None
    assert (claimed.id, claimed.not_before) == ("d1", now + LEASE)
    assert store.deliveries.claim("d1", now, LEASE) is None
    assert store.deliveries.due(now, 10) == []
    assert store.deliveries.claim("d1", now + LEASE, LEASE) is not None
    assert store.deliveries.claim("nobody", now, LEASE) is None


def test_whoever_is_not_done_with_one_keeps_it_longer(store: Store, now: datetime) -> None:
    plan(store, delivery("d1", now))
    assert store.deliveries.claim("d1", now, LEASE)
    store.deliveries.prolong("d1", now + 3 * LEASE)
    store.deliveries.prolong("d1", now + 2 * LEASE)
    assert store.deliveries.claim("d1", now + 2 * LEASE, LEASE) is None
    assert store.deliveries.claim("d1", now + 3 * LEASE, LEASE) is not None


def test_what_is_held_is_its_holders_to_claim(store: Store, now: datetime) -> None:
    plan(store, delivery("d1", now), delivery("d2", now, receiver="chief", wait=LEASE))
    until = now + timedelta(seconds=10)
    (held,) = store.deliveries.hold(["d2", "d1", "nobody"], now, until)
    assert (held.id, held.receiver, held.channel, held.until) == ("d1", "desk", "webhook", until)
    assert store.deliveries.hold(["d1"], now, until) == store.deliveries.due(now, 10) == []
    assert store.deliveries.claim("d1", now, LEASE) is None
    with store.database.write() as connection:
        assert pending_group(connection, "desk", "webhook", "toll/Aleppo") is not None
    assert store.deliveries.claim("d1", now, LEASE, held.until) is not None
    assert store.deliveries.claim("d1", now, LEASE, held.until) is None


def test_what_its_holder_did_not_come_to_is_free(store: Store, now: datetime) -> None:
    plan(store, delivery("d1", now))
    until = now + timedelta(seconds=10)
    (late,) = store.deliveries.hold(["d1"], now, until)
    (second,) = store.deliveries.hold(["d1"], until, until + timedelta(seconds=10))
    assert store.deliveries.claim("d1", until, LEASE, late.until) is None
    assert store.deliveries.claim("d1", until, LEASE, second.until) is not None


def test_whoever_ends_one_learns_of_the_groups_next(store: Store, now: datetime) -> None:
    plan(store, delivery("d1", now), delivery("d2", now + timedelta(seconds=1)))
    later = now + timedelta(seconds=2)
    assert store.deliveries.record("d1", attempt(later), later + LEASE, "pending") is None
    assert store.deliveries.record("d1", attempt(later, "delivered"), None, "delivered") == "d2"
    assert store.deliveries.record("d2", attempt(later, "delivered"), None, "delivered") is None


def test_a_full_delivery_takes_no_more_alerts(store: Store, now: datetime) -> None:
    plan(store, delivery("d1", now, *(f"a{n:03}" for n in range(FULL["alerts"] - 1))))
    with store.database.write() as connection:
        waiting = pending_group(connection, "desk", "webhook", "toll/Aleppo")
        assert waiting is not None
        extend(connection, waiting.id, [alert("one more", now)])
        assert pending_group(connection, "desk", "webhook", "toll/Aleppo") is None


def test_attempts_are_kept_until_it_is_delivered(store: Store, now: datetime) -> None:
    plan(store, delivery("d1", now))
    store.deliveries.claim("d1", now, LEASE)
    store.deliveries.record("d1", attempt(now), now + timedelta(seconds=5), "pending")
    assert store.deliveries.due(now + timedelta(seconds=5), 10) == ["d1"]
    again = store.deliveries.claim("d1", now + timedelta(seconds=5), LEASE)
    assert again is not None
    assert again.attempts == (attempt(now),)
    store.deliveries.record("d1", attempt(now + LEASE, "delivered", "200 OK"), None, "delivered")
    assert store.deliveries.due(now + timedelta(days=1), 10) == []
    done = store.deliveries.get("d1")
    assert done is not None
    assert (done.status, [tried.answer for tried in done.attempts]) == (
        "delivered",
        ["503 Service Unavailable", "200 OK"],
    )


@pytest.mark.parametrize("status", ["pending", "failed"])
def test_what_was_delivered_stays_delivered(store: Store, now: datetime, status: DeliveryStatus) -> None:
    """A slower worker whose lease ran out reports after the one that delivered."""
    plan(store, delivery("d1", now))
    store.deliveries.record("d1", attempt(now, "delivered"), None, "delivered")
    store.deliveries.record("d1", attempt(now), now, status)
    done = store.deliveries.get("d1")
    assert done is not None
    assert (done.status, len(done.attempts)) == ("delivered", 2)


@pytest.mark.parametrize(("wait", "tried"), [(timedelta(hours=10), True), (LEASE, False)])
def test_news_of_a_group_have_what_failed_before_them_tried_at_once(
    store: Store, now: datetime, wait: timedelta, tried: bool
) -> None:
    plan(store, delivery("old", now), delivery("elsewhere", now, receiver="boss"))
    for id in ("old", "elsewhere"):
        store.deliveries.claim(id, now, LEASE)
        store.deliveries.record(id, attempt(now), now + wait, "pending")
    plan(store, delivery("news", now + timedelta(seconds=1)))
    due = store.deliveries.due(now + timedelta(seconds=1), 9)
    assert due == (["old"] if tried else []), "the news wait for their turn"


def test_what_failed_stays_visible_and_is_not_due(store: Store, now: datetime) -> None:
    plan(store, delivery("d1", now), delivery("d2", now, receiver="chief"))
    store.deliveries.record("d1", attempt(now), None, "failed")
    assert store.deliveries.due(now, 10) == ["d2"]
    assert [failed.id for failed in store.deliveries.recent(5, "failed")] == ["d1"]
    assert store.deliveries.counts() == {"chief": {"pending": 1}, "desk": {"failed": 1}}


def test_a_waiting_group_takes_one_more_alert(store: Store, now: datetime) -> None:
    plan(store, delivery("d1", now, "a1", wait=timedelta(seconds=10)))
    with store.database.write() as connection:
        waiting = pending_group(connection, "desk", "webhook", "toll/Aleppo")
        assert waiting is not None
        extend(connection, waiting.id, [alert("a2", now), alert("a3", now)])
    later = store.deliveries.get("d1")
    assert later is not None
    assert [told.id for told in later.alerts] == ["a1", "a2", "a3"]


@pytest.mark.parametrize(
    "key", [("chief", "webhook", "toll/Aleppo"), ("desk", "email", "toll/Aleppo"), ("desk", "webhook", "toll")]
)
def test_another_group_receiver_or_channel_does_not(store: Store, now: datetime, key: tuple[str, str, str]) -> None:
    plan(store, delivery("d1", now))
    with store.database.write() as connection:
        assert pending_group(connection, *key) is None


def test_what_somebody_took_up_takes_no_more_alerts(store: Store, now: datetime) -> None:
    """Even when the worker died: its message may be out, and all attempts say the same."""
    plan(store, delivery("d1", now))
    store.deliveries.claim("d1", now, LEASE)
    with store.database.write() as connection:
        assert pending_group(connection, "desk", "webhook", "toll/Aleppo") is None


@pytest.mark.parametrize("end", ["delivered", "failed"])
def test_a_group_is_told_in_order(store: Store, now: datetime, end: DeliveryStatus) -> None:
    """The correction waits for the retries of what it corrects, until that is accepted or given up."""
    later = now + timedelta(seconds=1)
    plan(store, delivery("firing", now), delivery("correction", later))
    assert store.deliveries.claim("correction", later, LEASE) is None
    assert store.deliveries.due(later, 10) == ["firing"]
    store.deliveries.claim("firing", later, LEASE)
    store.deliveries.record("firing", attempt(later), later + timedelta(minutes=5), "pending")
    assert store.deliveries.due(later + LEASE, 10) == []
    assert store.deliveries.claim("correction", later + LEASE, LEASE) is None
    store.deliveries.record("firing", attempt(later + LEASE, end), None, end)
    assert store.deliveries.due(later + LEASE, 10) == ["correction"]
    assert store.deliveries.claim("correction", later + LEASE, LEASE) is not None


def test_other_groups_receivers_and_channels_wait_for_nobody(store: Store, now: datetime) -> None:
    later = now + timedelta(seconds=1)
    others = {"receiver": "chief"}, {"channel": "email"}, {"group": "toll/Homs"}
    planned = [replace(delivery(f"d{n}", later), **other) for n, other in enumerate(others)]
    plan(store, delivery("firing", now, wait=LEASE), *planned)
    assert store.deliveries.due(later, 10) == ["d0", "d1", "d2"]
    assert all(store.deliveries.claim(each.id, later, LEASE) for each in planned)


def test_receivers_that_take_nothing_are_known_with_what_they_said_last(store: Store, now: datetime) -> None:
    plan(store, delivery("d1", now), delivery("d2", now), delivery("d3", now, receiver="chief"))
    later = now + LEASE
    for id, at in (("d1", now), ("d2", later), ("d1", later + LEASE)):
        store.deliveries.record(id, attempt(at, answer=f"no, {at:%H:%M}"), at, "pending")
    (desk,) = store.deliveries.struggles()
    assert (desk.receiver, desk.waiting, desk.since, desk.at) == ("desk", 2, now, later + LEASE)
    assert desk.error == f"no, {later + LEASE:%H:%M}"
    store.deliveries.record("d2", attempt(later + 2 * LEASE, "delivered"), None, "delivered")
    (desk,) = store.deliveries.struggles()
    assert (desk.waiting, desk.since) == (1, None)


def test_old_attempts_of_settled_deliveries_are_dropped(store: Store, now: datetime) -> None:
    plan(store, delivery("done", now), delivery("owed", now))
    store.deliveries.record("done", attempt(now, "delivered"), None, "delivered")
    store.deliveries.record("owed", attempt(now), now, "pending")
    store.housekeeping(now + timedelta(days=31))
    kept = {id: store.deliveries.get(id) for id in ("done", "owed")}
    assert {id: len(found.attempts) for id, found in kept.items() if found} == {"done": 0, "owed": 1}


def test_what_failed_is_retried_under_its_id_and_what_may_be_under_way_is_not(store: Store, now: datetime) -> None:
    plan(store, delivery("failed", now), delivery("waits", now, receiver="b"), delivery("taken", now, receiver="c"))
    store.deliveries.record("failed", attempt(now), None, "failed")
    store.deliveries.record("waits", attempt(now), now + 2 * LEASE, "pending")
    taken = store.deliveries.claim("taken", now, LEASE)
    assert [store.deliveries.retry(id, now, LEASE) for id in ("failed", "waits", "taken", "nobody")] == [
        True,
        True,
        False,
        False,
    ]
    assert set(store.deliveries.due(now, 10)) == {"failed", "waits"}
    again = store.deliveries.claim("failed", now, LEASE)
    assert again is not None
    assert again.attempts == (attempt(now),)
    assert store.deliveries.get("taken") == taken


def test_what_was_accepted_since_then_is_replayed_in_its_order(store: Store, now: datetime) -> None:
    times = {"old": now, "first": now + LEASE, "second": now + 2 * LEASE}
    plan(store, *(delivery(id, at) for id, at in times.items()), delivery("other", now, receiver="chief"))
    for id, at in (*times.items(), ("other", now + LEASE)):
        store.deliveries.record(id, attempt(at, "delivered"), None, "delivered")
    since, later = now + LEASE, now + 3 * LEASE
    assert (store.deliveries.told(since), store.deliveries.told(since, "desk")) == (3, 2)
    assert store.deliveries.replay(since, later, "desk") == 2
    assert store.deliveries.due(later, 10) == ["first"]
    assert store.deliveries.ahead("second") == ["first"]
    assert store.deliveries.ahead("first") == []
    assert store.deliveries.struggles() == []
    store.deliveries.record("first", attempt(later, "delivered"), None, "delivered")
    assert store.deliveries.due(later, 10) == ["second"]


def test_deliveries_are_found_by_receiver_time_and_the_beginning_of_their_id(store: Store, now: datetime) -> None:
    plan(store, delivery("aa", now), delivery("ab", now + LEASE), delivery("b%", now, receiver="chief"))
    assert [each.id for each in store.deliveries.recent(5, receiver="desk")] == ["ab", "aa"]
    assert [each.id for each in store.deliveries.recent(5, since=now + LEASE)] == ["ab"]
    assert store.deliveries.ids("a") == ["ab", "aa"]
    assert store.deliveries.ids("%") == []
