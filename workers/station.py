"""What the jobs of one worker process work with, made once: configuration, store, queue, reader, recorder."""

import threading
from functools import cached_property
from pathlib import Path

from monitor import clock, embedded_redis, startup
from monitor.config import Config
from monitor.desk import desk_of
from monitor.extract.reader import Reader
from monitor.pipeline import Desk
from monitor.queue import Queue
from monitor.resources import load_reader
from workers.recorder import Recorder, salvage
from workers.sending import Sender

SENDS_END_WITHIN_S = 4.0
"""How long a worker that is to end waits for what it is sending."""


class Station:
    """One worker's. `stopping` is set when it should end; jobs look at it between two pieces of work."""

    def __init__(self, path: Path, config: Config) -> None:
        self._path = path
        self.config = config
        self.store = startup.open_store(config)
        self.queue = Queue.connect(embedded_redis.address(config.redis, config.data_dir))
        self.folder = config.data_dir / "workers"
        self.recorder = Recorder(self.folder)
        self.sender = Sender(self.store, self.recorder, lambda: self.config)
        self.stopping = threading.Event()
        self.reload_wanted = startup.hangup

    @cached_property
    def desk(self) -> Desk:
        """What the configuration brings to the judging of an article."""
        return desk_of(self.config)

    @property
    def reader(self) -> Reader:
        """The reader, loaded when it is first asked for."""
        return load_reader()

    def refresh(self) -> None:
        """Reads the configuration again where SIGHUP asked for it. Called between two jobs."""
        if self.reload_wanted.is_set():
            self.reload_wanted.clear()
            self.config = startup.reload(self._path, self.config)
            self.__dict__.pop("desk", None)

    def salvage(self) -> None:
        """Settles what dead workers had in hand: the article they were at counts as a failed try, with their last
        words; the other articles and the deliveries under way are given back."""
        for wreck in salvage(self.folder):
            if wreck.at is not None:
                self.store.articles.fail(wreck.at, wreck.words, clock.now())
            self.store.articles.release([id for id in wreck.claimed if id != wreck.at])
            self.store.deliveries.release(wreck.sending, clock.now())

    def close(self) -> None:
        """Ends in good order. What is still being sent then is left for the next worker to find."""
        self.stopping.set()
        if self.sender.close(SENDS_END_WITHIN_S):
            self.recorder.close()
        self.queue.close()
        self.store.close()


_station: Station | None = None


def open_station(path: Path, config: Config) -> Station:
    """Opens this process's station."""
    global _station
    _station = Station(path, config)
    return _station


def current() -> Station:
    """This process's station."""
    if _station is None:
        raise RuntimeError("jobs run in a worker process only, once its station is open")
    return _station
