"""Each receiver's channel has a lane: it fills alone, moves alone, and is emptied alone."""

import threading
from collections import Counter
from collections.abc import Callable

from monitor.model import Delivery
from tests.notify.support import delivery
from workers import lanes
from workers.lanes import WAITING, WIDTH, Lanes


class Receivers:
    """Counts what was sent and given back; `down` fails at once, `stuck` when it is let go."""

    def __init__(self) -> None:
        self.sent: Counter[str] = Counter()
        self.given_back: list[str] = []
        self.most = 0
        self.free = threading.Event()
        self.running: Counter[str] = Counter()
        self._lock = threading.Lock()
        self.lanes = Lanes(self.send, lambda many: self.given_back.extend(one.id for one in many))

    def send(self, one: Delivery) -> bool:
        with self._lock:
            self.running[one.receiver] += 1
            self.most = max(self.most, self.running[one.receiver])
        if one.receiver == "stuck":
            self.free.wait(30)
        with self._lock:
            self.running[one.receiver] -= 1
            self.sent[one.receiver] += 1
        return one.receiver != "down"

    def put(self, receiver: str, number: int) -> None:
        for n in range(number):
            self.lanes.put(delivery(id=f"{receiver}{n}", receiver=receiver))


def test_a_quick_receiver_gets_everything():
    receivers = Receivers()
    receivers.put("quick", 500)
    assert receivers.lanes.wait(30)
    assert receivers.sent == {"quick": 500}
    assert receivers.most <= WIDTH
    assert receivers.given_back == []


def test_a_stuck_one_takes_a_few_and_holds_up_nobody():
    receivers = Receivers()
    receivers.put("stuck", 40)
    receivers.put("quick", 40)
    receivers.free.set()
    assert receivers.lanes.wait(30)
    assert receivers.sent == {"quick": 40, "stuck": WIDTH + WAITING}
    assert len(receivers.given_back) == 40 - WIDTH - WAITING


def test_a_failing_one_is_left_alone_for_a_while(monkeypatch):
    monkeypatch.setattr(lanes, "WIDTH", 1)
    receivers = Receivers()
    with receivers.lanes._changed:
        receivers.put("down", WAITING)
    assert receivers.lanes.wait(30)
    assert (receivers.sent["down"], len(receivers.given_back)) == (1, WAITING - 1)


def test_settling_takes_up_nothing_more(until: Callable[[Callable[[], bool]], None]):
    receivers = Receivers()
    receivers.put("stuck", WIDTH + 3)
    until(lambda: receivers.running["stuck"] == WIDTH)
    assert not receivers.lanes.settle(0.01)
    assert len(receivers.given_back) == 3
    receivers.free.set()
    assert receivers.lanes.settle(30)
    assert receivers.sent["stuck"] == WIDTH
