"""Each receiver's channel has a lane: it fills alone, moves alone, and is emptied alone."""

import threading
from collections import Counter
from collections.abc import Callable

from monitor import clock
from monitor.notify.links import Links
from monitor.store.deliveries import Held
from workers import lanes
from workers.lanes import WIDTH, Lanes


class Receivers:
    """Counts what was sent and given back; one that is `down` fails, one that is `stuck` answers when it is let go."""

    def __init__(self) -> None:
        self.sent: Counter[str] = Counter()
        self.given_back: list[str] = []
        self.most = 0
        self.free = threading.Event()
        self.running: Counter[str] = Counter()
        self._lock = threading.Lock()
        self.lanes = Lanes(self.send, lambda many: self.given_back.extend(one.id for one in many))

    def send(self, one: Held, links: Links) -> bool:
        with self._lock:
            self.running[one.receiver] += 1
            self.most = max(self.most, self.running[one.receiver])
        if "stuck" in one.receiver:
            self.free.wait(30)
        with self._lock:
            self.running[one.receiver] -= 1
            self.sent[one.receiver] += 1
        return "down" not in one.receiver

    def put(self, receiver: str, number: int) -> None:
        for n in range(number):
            self.lanes.put(Held(f"{receiver}{n}", receiver, "webhook", clock.now()))


def test_a_quick_receiver_gets_everything():
    receivers = Receivers()
    receivers.put("quick", 500)
    assert receivers.lanes.wait(30)
    assert receivers.sent == {"quick": 500}
    assert receivers.most <= WIDTH
    assert receivers.given_back == []


def test_a_stuck_one_fills_its_own_lane_and_holds_up_nobody(monkeypatch):
    monkeypatch.setattr(lanes, "WAITING", 8)
    receivers = Receivers()
    receivers.put("stuck", 40)
    receivers.put("quick", 5)
    receivers.free.set()
    assert receivers.lanes.wait(30)
    assert receivers.sent["quick"] == 5
    assert receivers.sent["stuck"] <= WIDTH + 8


def test_what_waits_already_keeps_its_place_and_is_sent_once():
    receivers = Receivers()
    receivers.put("stuck", WIDTH + 3)
    receivers.put("stuck", WIDTH + 3)
    receivers.free.set()
    assert receivers.lanes.wait(30)
    assert WIDTH + 3 <= receivers.sent["stuck"] <= 2 * WIDTH + 3


def test_a_failing_one_is_left_alone_for_a_while(monkeypatch, until: Callable[[Callable[[], bool]], None]):
    monkeypatch.setattr(lanes, "WIDTH", 1)
    receivers = Receivers()
    receivers.put("stuck and down", 1)
    until(lambda: receivers.running["stuck and down"] == 1)
    receivers.put("stuck and down", 20)
    receivers.free.set()
    assert receivers.lanes.wait(30)
    assert receivers.sent == {"stuck and down": 1}


def test_settling_takes_up_nothing_more(until: Callable[[Callable[[], bool]], None]):
    receivers = Receivers()
    receivers.put("stuck", WIDTH + 3)
    until(lambda: receivers.running["stuck"] == WIDTH)
    assert not receivers.lanes.settle(0.01)
    assert len(receivers.given_back) == 3
    receivers.free.set()
    assert receivers.lanes.settle(30)
    assert receivers.sent["stuck"] == WIDTH
