"""What comes out of Redis is not believed: only our two jobs run, with ids only; nothing is imported for another."""

import json
import sys
import zlib
from typing import Any

import pytest
import redis

from monitor import queue as queues
from monitor.queue import Queue
from tests.queue.support import RedisServer
from workers.station import Station
from workers.worker import HouseWorker

MODULE = "tests.workers.hostile"


def work_off(station: Station, server: RedisServer) -> tuple[int, int]:
    """Works until both queues are empty. Returns the jobs done and failed."""
    with queues.connection(server.url) as connection:
        names = [queues.NOTIFY, queues.READ]
        worker = HouseWorker(names, connection=connection, serializer="json")
        worker.station = station
        worker.work(burst=True, logging_level="WARNING")
        counts = connection.hmget(worker.key, "successful_job_count", "failed_job_count")
    return int(counts[0] or 0), int(counts[1] or 0)


def forged(server: RedisServer, call: Any, **fields: str) -> redis.Redis:
    """A job as somebody who can write to Redis would make it."""
    client = redis.Redis.from_url(server.url)
    data = call if isinstance(call, bytes) else zlib.compress(json.dumps(call).encode())
    client.hset("rq:job:x1", mapping={"data": data, "origin": "read", "status": "queued", **fields})
    client.rpush("rq:queue:read", "x1")
    client.sadd("rq:queues", "rq:queue:read")
    return client


def test_our_own_jobs_run(station: Station, redis_server: RedisServer):
    Queue.connect(redis_server.url).enqueue_read(["unknown"])
    Queue.connect(redis_server.url).enqueue_deliver(["unknown"])
    assert work_off(station, redis_server) == (2, 0)


@pytest.mark.parametrize(
    "call",
    [
        pytest.param([f"{MODULE}.explode", None, [["a"]], {}], id="another function"),
        pytest.param(["os.system", None, [["true"]], {}], id="a function of the system"),
        pytest.param(["workers.jobs.traceback.format_exc", None, [["a"]], {}], id="a name behind ours"),
        pytest.param(["workers.jobs.read", "instance", [["a"]], {}], id="a method"),
        pytest.param(["workers.jobs.read", None, [[{"id": 1}]], {}], id="ids that are none"),
        pytest.param(["workers.jobs.read", None, [["a"], "more"], {}], id="too many arguments"),
        pytest.param(["workers.jobs.read", None, [["a"]], {"more": 1}], id="keywords"),
        pytest.param(["workers.jobs.read"], id="half a call"),
        pytest.param({"not": "a call"}, id="no call"),
        pytest.param(b"\x80\x04\x95.", id="a pickle"),
    ],
)
def test_a_job_that_is_not_ours_is_dropped(station: Station, redis_server: RedisServer, call: Any):
    client = forged(redis_server, call)
    assert work_off(station, redis_server) == (0, 0)
    assert MODULE not in sys.modules
    assert not client.exists("rq:job:x1")
    assert not client.llen("rq:queue:read")


def test_callbacks_of_a_job_are_not_believed(station: Station, redis_server: RedisServer):
    call = ["workers.jobs.read", None, [["a"]], {}]
    callback = f"{MODULE}.explode"
    hooks = json.dumps([{"url": "http://127.0.0.1:1/", "statuses": ["finished"]}])
    forged(redis_server, call, success_callback_name=callback, failure_callback_name=callback, webhooks=hooks)
    assert work_off(station, redis_server) == (1, 0)
    assert MODULE not in sys.modules
