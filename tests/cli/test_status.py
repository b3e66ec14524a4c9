"""`tocsin status` and `tocsin alerts` over a deployment that has run for a while."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rq import SimpleWorker

from monitor import embedded_redis
from monitor.alerts import Plan
from monitor.config import load
from monitor.queue import NOTIFY, READ, connection
from monitor.status import LEADER, open_queue, open_store
from tests.cli.conftest import Tocsin
from tests.livedin import SENTENCE, settle
from tests.notify.support import alert
from tests.queue.support import RedisServer


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return settle(tmp_path)


def test_status_of_what_does_not_run_is_three(tocsin: Tocsin, path: Path) -> None:
    ran = tocsin("status", "--config", path)
    assert ran.code == 3
    for part in ("Coast Herald", "unreachable", "no such host", "set aside", "d1", "many killed"):
        assert part in ran.out
    for part in ("NOT  redis: it does not answer", "NOT  scheduler: none leads", "NOT  workers: 0 of 2 alive"):
        assert part in ran.out
    assert "ok   database" in ran.out
    assert "\x1b[31m" not in ran.out


@pytest.mark.process
def test_status_of_what_runs_is_zero(tocsin: Tocsin, path: Path) -> None:
    config = load(path)
    server = RedisServer(config.data_dir).start()
    try:
        queue = open_queue(config)
        queue.enqueue_read(["a1"])
        worker = SimpleWorker([READ, NOTIFY], connection=connection(embedded_redis.url(config.data_dir)))
        worker.register_birth()
        with open_store(config) as store:
            store.leases.hold(LEADER, "me", datetime.now(UTC), timedelta(minutes=5))
        ran = tocsin("status", "--config", path, "--json")
        report = json.loads(ran.out)
        assert ran.code == 0, report["reasons"]
        assert report["ready"] is True
        assert report["queue"] == {"read": 1, "notify": 0}
        assert [found["name"] for found in report["workers"]] == [worker.name]
        assert report["leader"] == "me"
        assert report["articles"] == {"new": 1, "read": 0, "set_aside": 1}
        assert report["set_aside"][0]["article"] == "a2"
        assert report["undelivered"][0] == {
            "delivery": "d1",
            "receiver": "default",
            "channel": "mail_folder",
            "tries": 1,
        }
        assert {feed["feed"]: feed["health"] for feed in report["feeds"]} == {
            "Coast Herald": "ok",
            "Hill Radio": "unreachable",
        }
        assert report["alerts"][0]["evidence"][0]["in"] == "text"
    finally:
        server.kill()


def test_status_before_the_first_run_says_so(tocsin: Tocsin, tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("workers: 1\n")
    ran = tocsin("status", "--config", path)
    assert ran.code == 3
    assert "nothing has run here yet" in ran.err
    assert "Traceback" not in ran.err


def test_alerts_come_with_their_sentences(tocsin: Tocsin, path: Path) -> None:
    ran = tocsin("alerts", "--config", path)
    assert ran.code == 0
    for part in (
        "CRITICAL",
        "many killed",
        "More than 20",
        "Says: police",
        f"“{SENTENCE}”",
        "https://coast.example.org/1",
    ):
        assert part in ran.out
    assert "javascript:" not in ran.out
    assert "\x1b" not in ran.out


def test_alerts_for_programs_are_the_contracts(tocsin: Tocsin, path: Path) -> None:
    (told,) = json.loads(tocsin("alerts", "--config", path, "--json", "--since", "1h").out)
    assert told["evidence"][0]["quote"] == SENTENCE
    assert (told["threshold"], told["value"], told["receivers"]) == (10, 20, ["default"])
    assert json.loads(tocsin("alerts", "--config", path, "--json", "--since", "1m").out) == []


def test_what_a_silence_kept_from_somebody_says_so_and_status_is_brief(tocsin: Tocsin, path: Path) -> None:
    config, long = load(path), "Fighting was reported in one village after the other " * 5
    with open_store(config) as store, store.ledger.write() as tx:
        muted = {"muted": "silence 3fa2", "muted_by": "silence", "notify_reason": "muted: silence 3fa2"}
        tx.owe(
            Plan(
                alerts=(alert(id="late", at=datetime.now(UTC), summary=long, figure="", receivers=("desk",), **muted),)
            )
        )
    assert "kept from: desk (muted: silence 3fa2)" in tocsin("alerts", "--config", path).out
    shown = " ".join(tocsin("status", "--config", path).out.split())
    assert "Fighting was reported in one village" in shown and " ".join(long.split()) not in shown


def test_alerts_since_a_date(tocsin: Tocsin, path: Path) -> None:
    assert "More than 20" in tocsin("alerts", "--config", path, "--since", "2017-02-26").out
    assert "No alerts since 2999-01-01 00:00 UTC." in tocsin("alerts", "--config", path, "--since", "2999-01-01").out


@pytest.mark.parametrize("part", ["web", "scheduler"])
def test_a_part_that_stands_alone_says_what_is_wrong(path: Path, part: str) -> None:
    path.write_text("workers: none\n")
    command = [sys.executable, "-m", "monitor.cli.main", part, "--config", str(path)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 2
    assert "workers: 'none' is no whole number" in ran.stderr
