"""Deliveries in hand, in a lane for each receiver's channel: a slow or dead receiver fills its own lane and no other.

What waits in a lane is only held. Each delivery is claimed when its turn comes; one that the lane does not come to
while it is held is free for others, and rung for again. So nothing here ever blocks, and forgetting loses nothing."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from monitor.notify.links import Links
from monitor.store.deliveries import Held

WIDTH, WAITING = 4, 1000
"""Deliveries of one lane that are being sent, and that wait for those."""
LINGER_S = 5.0
"""How long a thread of a lane waits for more, and keeps what it has open to its receiver."""

Key = tuple[str, str]
Send = Callable[[Held, Links], bool]


@dataclass(slots=True)
class Lane:
    """One channel of one receiver. `idle` of its `threads` wait for `news`; those that do not are sending."""

    news: threading.Condition
    waiting: dict[str, Held] = field(default_factory=dict)
    threads: int = 0
    idle: int = 0

    @property
    def rests(self) -> bool:
        """Whether nothing waits and nothing is under way."""
        return not self.waiting and self.threads == self.idle


class Lanes:
    """`send` does one delivery over the links of its thread, and says whether its receiver is well; `give_back` gets
    those that will not be sent when all ends. The sending is done in threads that end with their lane."""

    def __init__(self, send: Send, give_back: Callable[[Sequence[Held]], None]) -> None:
        self._send, self._give_back = send, give_back
        self._lanes: dict[Key, Lane] = {}
        self._lock = threading.Lock()
        self._rested = threading.Condition(self._lock)
        self._closing = False

    def put(self, held: Held) -> None:
        """Sends a delivery soon. One that waits already stays in its place; a lane that is full takes no more."""
        key = held.receiver, held.channel
        with self._lock:
            lane = self._lanes.setdefault(key, Lane(threading.Condition(self._lock)))
            if not self._closing and (held.id in lane.waiting or len(lane.waiting) < WAITING):
                lane.waiting[held.id] = held
                lane.news.notify()
                self._widen(key, lane)

    def settle(self, seconds: float) -> bool:
        """Takes no more from what waits, and waits for what is under way. False: some of it still is."""
        with self._lock:
            self._closing = True
            dropped = [held for lane in self._lanes.values() for held in lane.waiting.values()]
            for lane in self._lanes.values():
                lane.waiting.clear()
                lane.news.notify_all()
        self._give_back(dropped)
        return self.wait(seconds)

    def wait(self, seconds: float) -> bool:
        """Waits until nothing is under way. False: some of it still is."""
        with self._lock:
            return self._rested.wait_for(lambda: all(lane.rests for lane in self._lanes.values()), seconds)

    def _widen(self, key: Key, lane: Lane) -> None:
        if len(lane.waiting) > lane.idle and lane.threads < WIDTH:
            lane.threads += 1
            threading.Thread(target=self._run, args=(key, lane), daemon=True, name=":".join(key)).start()

    def _run(self, key: Key, lane: Lane) -> None:
        try:
            with Links() as links:
                while (held := self._next(lane)) is not None:
                    if not self._send(held, links):
                        self._forget(lane)
        finally:
            self._leave(key, lane)

    def _next(self, lane: Lane) -> Held | None:
        """The one that waits longest. None: nothing comes any more."""
        with self._lock:
            lane.idle += 1
            self._rested.notify_all()
            lane.news.wait_for(lambda: lane.waiting or self._closing, LINGER_S)
            lane.idle -= 1
            return lane.waiting.pop(next(iter(lane.waiting))) if lane.waiting else None

    def _forget(self, lane: Lane) -> None:
        """A receiver that is not well is left alone until what waited for it is free again."""
        with self._lock:
            lane.waiting.clear()

    def _leave(self, key: Key, lane: Lane) -> None:
        """A delivery that came while this thread was on its way out gets another one."""
        with self._lock:
            lane.threads -= 1
            self._widen(key, lane)
            if not lane.threads:
                del self._lanes[key]
            self._rested.notify_all()
