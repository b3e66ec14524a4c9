"""The doorbell rings in batches by name, holds nothing for long, and says plainly when Redis is away."""

import json
import zlib

import pytest
import redis

from monitor.errors import QueueError
from monitor.queue import BATCH, FAILED_S, WAITS_S, Queue


def payloads(url: str, queue: str) -> list[list]:
    """What lies in a queue, as its bytes say: [function, instance, arguments, keywords] for each job."""
    client = redis.Redis.from_url(url)
    ids = [raw.decode() for raw in client.lrange(f"rq:queue:{queue}", 0, -1)]
    return [json.loads(zlib.decompress(client.hget(f"rq:job:{job}", "data"))) for job in ids]


def test_ids_travel_in_batches_by_dotted_name_as_json(server):
    queue = Queue.connect(server.url)
    ids = [f"article{n}" for n in range(2 * BATCH + 1)]
    queue.enqueue_read(ids)
    queue.enqueue_deliver(["one"])
    assert queue.lengths() == {"read": 3, "notify": 1}
    read = payloads(server.url, "read")
    assert {job[0] for job in read} == {"workers.jobs.read"}
    assert [one for job in read for one in job[2][0]] == ids
    assert payloads(server.url, "notify") == [["workers.jobs.deliver", None, [["one"]], {}]]


def test_nothing_is_kept_for_long(server):
    Queue.connect(server.url).enqueue_read(["a"])
    client = redis.Redis.from_url(server.url)
    key = next(client.scan_iter("rq:job:*"))
    assert 0 < client.ttl(key) <= WAITS_S
    assert client.hget(key, "result_ttl") == b"0"
    assert int(client.hget(key, "failure_ttl")) == FAILED_S


def test_nothing_to_ring_for_rings_nothing(server):
    queue = Queue.connect(server.url)
    queue.enqueue_read([])
    assert queue.lengths() == {"read": 0, "notify": 0}
    assert queue.workers() == ()


def test_a_server_that_is_away_is_a_queue_error_and_comes_back(server):
    queue = Queue.connect(server.url)
    server.kill()
    assert not queue.ping()
    for ask in (queue.lengths, queue.workers, lambda: queue.enqueue_read(["a"])):
        with pytest.raises(QueueError, match="Redis does not answer"):
            ask()
    server.start(afresh=True)
    queue.enqueue_read(["a"])
    assert queue.lengths()["read"] == 1
    queue.close()
