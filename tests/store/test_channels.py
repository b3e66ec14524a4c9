"""Channels are switched off once, with somebody told of it, and on again."""

from datetime import datetime

from msgspec.structs import replace

from monitor.model import Alert, Delivery
from monitor.store import Store
from monitor.store.channels import SwitchedOff


def notice(id: str, now: datetime) -> Delivery:
    alert = Alert(id, "tocsin", "firing", "warning", now, None, None, None, None, "gone", ())
    return Delivery(id, "chief", "email", "tocsin", (alert,), created=now, not_before=now)


def test_whoever_switches_it_off_first_tells_of_it(store: Store, now: datetime) -> None:
    off = SwitchedOff("desk", "webhook", "as set", now, "410 gone")
    assert store.channels.switch_off(off, [notice("n1", now)])
    assert not store.channels.switch_off(off, [notice("n2", now)])
    assert store.channels.off() == [off] == [store.channels.find("desk", "webhook")]
    assert [each.id for each in store.deliveries.recent()] == ["n1"]


def test_a_channel_that_was_set_otherwise_may_be_gone_again(store: Store, now: datetime) -> None:
    off = SwitchedOff("desk", "webhook", "as set", now, "410 gone")
    later = replace(off, settings="otherwise")
    assert store.channels.switch_off(off, []) and store.channels.switch_off(later, [])
    assert store.channels.off() == [later]


def test_one_channel_or_all_of_a_receiver_are_switched_on(store: Store, now: datetime) -> None:
    for receiver, channel in (("desk", "webhook"), ("desk", "email"), ("chief", "webhook")):
        store.channels.switch_off(SwitchedOff(receiver, channel, "", now, "410"), [])
    assert store.channels.switch_on("desk", "email") == ["email"]
    assert store.channels.switch_on("desk") == ["webhook"]
    assert store.channels.switch_on("desk") == []
    assert [off.receiver for off in store.channels.off()] == ["chief"]
