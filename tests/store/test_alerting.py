"""Timers, silences, acknowledgements and groups, on both databases."""

from datetime import timedelta

from monitor.alerts import Group, Joining, Plan, Standing
from monitor.model import Delivery
from monitor.model.pace import Acknowledgement, Timer
from monitor.model.route import parse_matcher
from monitor.model.silence import Silence
from monitor.store import Store
from tests.alerts.board import HOUR, MINUTE, NOW, alert

GROUP = Group("desk", "console", "place=Merka")


def owe(store: Store, **made: tuple) -> None:
    with store.ledger.write() as tx:
        tx.owe(Plan(**made))


def delivery(id: str, at=NOW, wait=MINUTE, form="alerts", **changes) -> Delivery:
    known = {"alerts": (alert(id),), "created": at, "not_before": at + wait, "form": form}
    return Delivery(id, "desk", "console", GROUP.key, **{**known, **changes})


def test_a_timer_is_taken_once_when_it_is_due(store: Store) -> None:
    soon, late = Timer("hold", NOW, alert("1")), Timer("escalate", NOW + HOUR, alert("1"), after=HOUR)
    owe(store, timers=(soon, late))
    assert store.timers.due(NOW, 9) == [soon.id]
    assert store.timers.next() == NOW
    with store.ledger.write() as tx:
        assert tx.take([soon.id, late.id, "clock"], NOW) == [soon]
        assert tx.take([soon.id], NOW) == []
    assert store.timers.of("1") == [late]


def test_a_timer_that_is_set_again_is_moved(store: Store) -> None:
    timer = Timer("repeat", NOW, alert("1"), "desk")
    owe(store, timers=(timer,))
    owe(store, timers=(Timer("repeat", NOW + HOUR, alert("1"), "desk"),))
    assert store.timers.next() == NOW + HOUR
    store.timers.postpone(timer.id, NOW + 2 * HOUR)
    assert store.timers.due(NOW + HOUR, 9) == []


def test_what_is_taken_in_a_transaction_that_breaks_off_is_still_due(store: Store) -> None:
    owe(store, timers=(Timer("hold", NOW, alert("1")),))
    try:
        with store.ledger.write() as tx:
            tx.take(store.timers.due(NOW, 9), NOW)
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    assert len(store.timers.due(NOW, 9)) == 1


def test_a_silence_holds_from_its_start_until_it_ends_or_is_ended(store: Store) -> None:
    silence = Silence("3fa2", (parse_matcher("place=Merka"),), "Amal", "exercise", NOW, NOW + 2 * HOUR)
    store.silences.add(silence)
    with store.ledger.write() as tx:
        assert tx.silences(NOW - MINUTE) == []
        assert tx.silences(NOW) == [silence]
        assert tx.silences(NOW + 2 * HOUR) == []
    assert store.silences.end("3fa2", NOW + HOUR)
    assert not store.silences.end("3fa2", NOW + HOUR)
    assert store.silences.all(NOW + HOUR) == []
    assert [each.end for each in store.silences.all()] == [NOW + HOUR]


def test_what_waits_for_a_silence_is_due_when_that_is_ended(store: Store) -> None:
    store.silences.add(Silence("3fa2", (), "Amal", "", NOW, NOW + 9 * HOUR))
    held = [Timer("hold", NOW + 9 * HOUR, alert(str(n)), silence=id) for n, id in enumerate(("3fa2", "other"))]
    owe(store, timers=tuple(held))
    store.silences.end("3fa2", NOW + HOUR)
    assert store.timers.due(NOW + HOUR, 9) == [held[0].id]


def test_the_last_acknowledgement_counts_and_drops_what_was_to_come(store: Store) -> None:
    held = Timer("hold", NOW, alert("1"))
    owe(store, timers=(Timer("repeat", NOW, alert("1")), Timer("repeat", NOW, alert("2")), held))
    assert store.acknowledgements.add(Acknowledgement("1", NOW, "Amal")) == 1
    assert store.acknowledgements.add(Acknowledgement("1", NOW + HOUR, "Noor", "mine")) == 0
    assert store.acknowledgements.of(["1", "2"]) == {"1": Acknowledgement("1", NOW + HOUR, "Noor", "mine")}
    assert store.timers.of("1") == [held]


def test_an_acknowledgement_lives_as_long_as_its_alert(store: Store) -> None:
    owe(store, alerts=(alert("1"),))
    for id in ("1", "archived"):
        store.acknowledgements.add(Acknowledgement(id, NOW, "Amal"))
    store.housekeeping(NOW)
    assert list(store.acknowledgements.of(["1", "archived"])) == ["1"]


def test_how_it_stands_with_a_group(store: Store) -> None:
    with store.ledger.write() as tx:
        assert tx.standing([GROUP]) == {GROUP: Standing()}
        tx.owe(Plan(deliveries=(delivery("d1"),)))
        assert tx.standing([GROUP]) == {GROUP: Standing(delivery("d1"))}
    assert store.deliveries.claim("d1", NOW + HOUR, HOUR)
    with store.ledger.write() as tx:
        assert tx.standing([GROUP]) == {GROUP: Standing(flushed=NOW + MINUTE)}


def test_a_message_that_must_go_out_sooner_does_and_none_later(store: Store) -> None:
    owe(store, deliveries=(delivery("d1", wait=HOUR),))
    owe(store, joined=(Joining("d1", (alert("2"),), NOW + MINUTE),))
    owe(store, joined=(Joining("d1", (alert("3"),), NOW + 2 * HOUR),))
    found = store.deliveries.get("d1")
    assert found is not None
    assert (len(found.alerts), found.not_before) == (3, NOW + MINUTE)


def test_what_was_told_one_by_one_is_counted(store: Store) -> None:
    calls = (alert("3", again="escalation"), alert("4", summary='"again":"escalation"'))
    old, fresh = delivery("old", at=NOW - HOUR), delivery("fresh", alerts=(alert("1"), *calls))
    owe(store, deliveries=(old, fresh, delivery("sum", form="summary"), delivery("digest", form="digest")))
    lane = ("desk", "console")
    with store.ledger.write() as tx:
        assert tx.counted({lane: NOW, ("night", "console"): NOW}) == {lane: 2, ("night", "console"): 0}


def test_a_replay_takes_what_is_due_as_told(store: Store) -> None:
    owe(store, deliveries=(delivery("d1"), delivery("d2", wait=2 * HOUR)))
    with store.ledger.write() as tx:
        tx.flush(NOW + HOUR)
    assert store.deliveries.counts() == {"desk": {"delivered": 1, "pending": 1}}


def test_alerts_that_fire_and_alerts_that_were_muted(store: Store) -> None:
    muted = alert("2", muted="cooldown", muted_by="cooldown")
    held = alert("3", muted="waits", muted_by="hold")
    told = alert("3", at=NOW + MINUTE)
    over = alert("1", at=NOW + MINUTE, status="resolved")
    owe(store, alerts=(alert("0", at=NOW - HOUR), alert("1"), muted, held, told, over))
    with store.ledger.write() as tx:
        assert [each.id for each in tx.firing(NOW)] == ["2", "3"]
    assert store.alerts.muted(NOW) == {"cooldown": 1}, "what was told in the end is not muted"
    assert store.alerts.muted(NOW + timedelta(seconds=1)) == {}
    assert store.alerts.recent(muted=True) == [held, muted] or store.alerts.recent(muted=True) == [muted, held]


def test_what_is_over_fires_no_more_though_somebody_was_kept_from_it_since(store: Store) -> None:
    over = alert("1", at=NOW + MINUTE, status="resolved")
    withheld = alert("1", at=NOW + 2 * MINUTE, muted="exercise", muted_by="silence", receivers=("desk",))
    owe(store, alerts=(alert("1"), over, withheld))
    with store.ledger.write() as tx:
        assert tx.firing(NOW) == []
