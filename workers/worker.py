"""A worker process: RQ's SimpleWorker on real Redis, bound to the jobs of this house.

    python -m workers.worker --config config.yaml [--queues read,notify]

What comes out of Redis is not trusted: of a job only its plain fields are taken over, its payload is JSON, and its
function must be on the list below, all before anything is imported for it."""

import os
import signal
import socket
from argparse import ArgumentParser
from types import FrameType
from typing import Any
from uuid import uuid4

import redis
import structlog
from rq import Queue as RqQueue
from rq import SimpleWorker
from rq.exceptions import DeserializationError, StopRequested
from rq.job import Job

from monitor import embedded_redis, startup
from monitor import queue as queues
from workers import station as stations
from workers.limits import allow_many_files
from workers.station import Station

ALLOWED = frozenset({queues.READ_JOB, queues.DELIVER_JOB, queues.WATCH_JOB})
FIELDS = frozenset({
    b"data", b"created_at", b"origin", b"description", b"enqueued_at", b"started_at", b"ended_at", b"last_heartbeat",
    b"status", b"timeout", b"ttl", b"result_ttl", b"failure_ttl", b"worker_name",
})  # fmt: skip
"""What of a job's hash is taken over: no callbacks, no webhooks, no dependencies, no repeats."""
ALIVE_S = 30
"""A worker that says nothing for this long is gone; an idle one speaks twice as often."""
FIRST_WAIT, LONGEST_WAIT = 0.25, 5.0
"""Seconds between two tries to reach Redis, doubled each time."""

log = structlog.get_logger()


class PlainJob(Job):
    """A job of which only plain fields are believed."""

    def restore(self, raw_data: dict[bytes, bytes]) -> Any:
        """Takes over what Redis has of this job."""
        return super().restore({key: value for key, value in raw_data.items() if key in FIELDS})


class HouseWorker(SimpleWorker):
    """RQ's worker with our list of jobs, a quick end, and no ear for commands that come through Redis."""

    job_class = PlainJob
    max_connection_wait_time = LONGEST_WAIT
    station: Station
    busy = False

    def execute_job(self, job: Job, queue: RqQueue) -> None:
        """Does a job of ours; drops any other."""
        if not allowed(job):
            log.error("a job that is not ours was dropped", job=job.id, queue=queue.name)
            job.delete()
            return
        self.station.refresh()
        self.busy = True
        try:
            super().execute_job(job, queue)
        finally:
            self.busy = False
        if self.station.stopping.is_set():
            raise StopRequested

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        """Ends after the piece of work in hand, or at once where there is none."""
        self.station.stopping.set()
        if not self.busy:
            raise StopRequested

    def subscribe(self) -> None:
        """Nothing: signals command this worker, not Redis."""

    def unsubscribe(self) -> None:
        """Nothing to leave."""


def allowed(job: Job) -> bool:
    """Whether a job is one of ours: a function of the list, called with one list of ids."""
    try:
        call = job.func_name, job.instance, job.kwargs
        (ids,) = job.args
    except (DeserializationError, ValueError, TypeError):
        return False
    if call[0] not in ALLOWED or call[1] or call[2] or not isinstance(ids, list):
        return False
    return all(isinstance(id, str) for id in ids)


def work(station: Station, names: list[str]) -> None:
    """Works off the queues until told to end; outlives any absence of Redis."""
    wait = FIRST_WAIT
    url = embedded_redis.address(station.config.redis, station.config.data_dir)
    while not station.stopping.is_set():
        try:
            _work_once(station, names, url)
            wait = FIRST_WAIT
        except StopRequested:
            return
        except redis.RedisError as error:
            say = log.warning if wait == FIRST_WAIT else log.info
            say("Redis is away", error=str(error), again_in_s=wait)
        station.stopping.wait(wait)
        wait = min(2 * wait, LONGEST_WAIT)


def _work_once(station: Station, names: list[str], url: str) -> None:
    """One life of RQ's worker. It ends when told to, and when it loses Redis in the middle of a job."""
    name = f"{socket.gethostname()}-{os.getpid()}-{uuid4().hex[:8]}"
    with queues.connection(url) as connection:
        worker = HouseWorker(names, name=name, connection=connection, serializer="json", worker_ttl=ALIVE_S)
        worker.station = station
        worker.work(logging_level="WARNING")


def main() -> None:
    """The process."""
    parser = startup.arguments(ArgumentParser(prog="workers.worker", description="Reads articles, sends alerts."))
    both = f"{queues.NOTIFY},{queues.READ}"
    parser.add_argument("--queues", default=both, help="which work, the most urgent first (default: %(default)s)")
    options = parser.parse_args()
    allow_many_files()
    config = startup.begin("worker", options)
    with startup.explained():
        serve(stations.open_station(options.config, config), options.queues.split(","))


def serve(station: Station, names: list[str]) -> None:
    """Works until SIGTERM or SIGINT; first of all settles what dead workers left."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: station.stopping.set())
    station.salvage()
    if queues.READ in names:
        log.info("ready to read", language=station.reader.language)
    work(station, names)
    station.close()


if __name__ == "__main__":
    main()
