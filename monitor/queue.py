"""The doorbell: ids of work are rung to the workers through Redis, by the job's dotted name. The only Redis in monitor.

Nothing is kept here that SQL does not know. A job that Redis loses is rung again by the scheduler's sweep."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TypeVar

import redis
from msgspec import Struct
from rq import Queue as RqQueue
from rq import Worker as RqWorker
from rq.queue import EnqueueData
from rq.worker import BaseWorker

from monitor.errors import QueueError

READ, NOTIFY = "read", "notify"
READ_JOB, DELIVER_JOB, WATCH_JOB = "workers.jobs.read", "workers.jobs.deliver", "workers.jobs.watch"
CLOCK = "clock"
"""Rung beside the timers that are due when the rules are to look at the clock."""
BATCH = 20
"""Ids in one job: a worker that dies drops at most these, until the sweep."""
WAITS_S, RUNS_S, FAILED_S = 3600, 600, 600
"""Seconds that a job may wait, may run before its worker counts as lost, and is kept for a look when it failed."""
TIMEOUT_S = 5.0

T = TypeVar("T")


class WorkerInfo(Struct, frozen=True):
    """A worker that Redis knows: its unique name, `busy` or `idle`, when it last said so, and what it has done."""

    name: str
    state: str
    queues: tuple[str, ...]
    last_heartbeat: datetime | None
    jobs_done: int
    jobs_failed: int


class Queue:
    """Rings for work. Every method raises QueueError where Redis does not answer, but `ping`, which says so."""

    def __init__(self, connection: redis.Redis) -> None:
        self._connection = connection
        self._queues = {name: RqQueue(name, connection=connection, serializer="json") for name in (READ, NOTIFY)}

    @classmethod
    def connect(cls, url: str) -> Queue:
        """A queue on the server at `url` (redis, rediss or unix). Nothing is sent yet: the server may come later."""
        return cls(connection(url))

    def enqueue_read(self, ids: Sequence[str]) -> None:
        """Rings for articles to be read."""
        self._ring(READ, READ_JOB, ids)

    def enqueue_deliver(self, ids: Sequence[str]) -> None:
        """Rings for deliveries to be sent."""
        self._ring(NOTIFY, DELIVER_JOB, ids)

    def enqueue_watch(self, ids: Sequence[str]) -> None:
        """Rings for timers whose time has come; whoever sends alerts decides about them."""
        self._ring(NOTIFY, WATCH_JOB, ids)

    def lengths(self) -> dict[str, int]:
        """The jobs that wait in each queue."""
        return _asking(lambda: {name: queue.count for name, queue in self._queues.items()})

    def workers(self) -> tuple[WorkerInfo, ...]:
        """The workers that are alive, by name."""
        known = _asking(lambda: RqWorker.all(connection=self._connection, serializer="json"))
        return tuple(sorted((_info(worker) for worker in known), key=lambda info: info.name))

    def ping(self) -> bool:
        """Whether Redis answers."""
        try:
            return bool(_asking(self._connection.ping))
        except QueueError:
            return False

    def close(self) -> None:
        """Gives the connections back."""
        self._connection.close()

    def _ring(self, queue: str, job: str, ids: Sequence[str]) -> None:
        jobs = [_job(job, batch) for batch in _batches(ids)]
        if jobs:
            _asking(lambda: self._queues[queue].enqueue_many(jobs))


def connection(url: str) -> redis.Redis:
    """A client that waits a few seconds for an answer and no longer."""
    return redis.Redis.from_url(url, socket_connect_timeout=TIMEOUT_S, socket_timeout=TIMEOUT_S)


def _batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))


def _job(name: str, batch: Sequence[str]) -> EnqueueData:
    return RqQueue.prepare_data(
        name,
        args=(list(batch),),
        ttl=WAITS_S,
        timeout=RUNS_S,
        failure_ttl=FAILED_S,
        result_ttl=0,
        description=f"{name} {len(batch)}",
    )


def _asking(question: Callable[[], T]) -> T:
    try:
        return question()
    except (redis.RedisError, OSError) as error:
        raise QueueError(f"Redis does not answer: {error}") from error


def _info(worker: BaseWorker) -> WorkerInfo:
    return WorkerInfo(
        name=worker.name,
        state=str(worker.get_state()),
        queues=tuple(worker.queue_names()),
        last_heartbeat=worker.last_heartbeat,
        jobs_done=worker.successful_job_count,
        jobs_failed=worker.failed_job_count,
    )
