"""Deliveries under way, in a lane for each receiver's channel: a slow or dead receiver fills its own lane and no other.

A lane sends a few at a time and lets a few more wait. One in which a send fails gives back what waits: the receiver is
left alone for a while."""

import threading
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from monitor import clock
from monitor.model import Delivery

WIDTH, WAITING = 4, 8
"""Deliveries of one lane that are being sent, and that wait for those."""
PATIENCE_S = 1.0
"""How long a full lane is waited for, counted from the last time that it moved."""

Key = tuple[str, str]


@dataclass(slots=True)
class Lane:
    """One channel of one receiver. `moved` is when a send last began or ended (monotonic seconds)."""

    waiting: deque[Delivery] = field(default_factory=deque)
    running: int = 0
    moved: float = field(default_factory=clock.monotonic)


class Lanes:
    """`send` does one delivery and says whether its receiver is well; `give_back` gets those that will not be sent now.

    `put` and `settle` are for one thread; the sending is done in threads that end with their lane."""

    def __init__(self, send: Callable[[Delivery], bool], give_back: Callable[[Sequence[Delivery]], None]) -> None:
        self._send, self._give_back = send, give_back
        self._lanes: dict[Key, Lane] = defaultdict(Lane)
        self._changed = threading.Condition()

    def put(self, delivery: Delivery) -> None:
        """Sends a delivery soon, or gives it back where its lane is full and does not move."""
        key = delivery.receiver, delivery.channel
        with self._changed:
            lane = self._lanes[key]
            while len(lane.waiting) >= WAITING and (left := lane.moved + PATIENCE_S - clock.monotonic()) > 0:
                self._changed.wait(left)
            lane = self._lanes[key]
            full = len(lane.waiting) >= WAITING
            if not full:
                lane.waiting.append(delivery)
                self._widen(key, lane)
        if full:
            self._give_back([delivery])

    def settle(self, seconds: float) -> bool:
        """Takes no more from what waits, and waits for what is under way. False: some of it still is."""
        with self._changed:
            dropped = [delivery for lane in self._lanes.values() for delivery in lane.waiting]
            for lane in self._lanes.values():
                lane.waiting.clear()
        self._give_back(dropped)
        return self.wait(seconds)

    def wait(self, seconds: float) -> bool:
        """Waits until nothing is under way. False: some of it still is."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._lanes, seconds)

    def _widen(self, key: Key, lane: Lane) -> None:
        if lane.waiting and lane.running < WIDTH:
            lane.running += 1
            threading.Thread(target=self._run, args=(key, lane), daemon=True, name=":".join(key)).start()

    def _run(self, key: Key, lane: Lane) -> None:
        try:
            while (delivery := self._next(lane)) is not None:
                if not self._send(delivery):
                    self._give_back(self._emptied(lane))
        finally:
            self._leave(key, lane)

    def _next(self, lane: Lane) -> Delivery | None:
        with self._changed:
            lane.moved = clock.monotonic()
            self._changed.notify_all()
            return lane.waiting.popleft() if lane.waiting else None

    def _emptied(self, lane: Lane) -> list[Delivery]:
        with self._changed:
            waiting = list(lane.waiting)
            lane.waiting.clear()
            return waiting

    def _leave(self, key: Key, lane: Lane) -> None:
        """A delivery that came while this thread was on its way out gets another one."""
        with self._changed:
            lane.running -= 1
            self._widen(key, lane)
            if not lane.running:
                del self._lanes[key]
            self._changed.notify_all()
