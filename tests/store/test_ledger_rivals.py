"""Workers that read of one happening at the same moment make one incident of it, and raise one alert."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from monitor.store import Store
from monitor.store.engine import LEDGER_LOCK
from tests.postgres import Server

pytestmark = pytest.mark.process
RIVAL = Path(__file__).with_name("ledger_rival.py")
ROOT = Path(__file__).parents[2]
WORKERS = 3
ARTICLES = 12
TOWNS = 4


def rival(url: str, number: int, *more: str) -> subprocess.Popen[str]:
    """A worker that waits for its line."""
    arguments = [sys.executable, RIVAL, url, str(number), str(ARTICLES), str(TOWNS), *more]
    return subprocess.Popen(arguments, stdin=-1, stdout=-1, stderr=-1, text=True, cwd=ROOT)


def start(worker: subprocess.Popen[str]) -> None:
    assert worker.stdin is not None
    worker.stdin.write("go\n")
    worker.stdin.flush()


def ended(workers: list[subprocess.Popen[str]]) -> list[str]:
    """The ids of all alerts that they raised."""
    outcomes = [worker.communicate(timeout=120) for worker in workers]
    assert [worker.returncode for worker in workers] == [0] * len(workers), "\n".join(err for _, err in outcomes)
    return [alert for out, _ in outcomes for alert in json.loads(out)]


def test_what_is_told_to_many_workers_at_once_is_told_once(store: Store, url: str) -> None:
    rivals = [rival(url, n) for n in range(WORKERS)]
    for worker in rivals:
        start(worker)
    raised = ended(rivals)
    incidents = store.ledger.incidents()
    assert [len(incident.articles) for incident in incidents] == [WORKERS * ARTICLES // TOWNS] * TOWNS
    assert len(raised) == len(set(raised)) == TOWNS
    assert sorted(alert.id for alert in store.alerts.recent()) == sorted(raised)


def test_a_worker_that_is_killed_within_its_transaction_leaves_nothing_and_holds_up_nobody(
    store: Store, url: str
) -> None:
    killed, waiting = rival(url, 0, "stay"), rival(url, 1)
    start(killed)
    assert killed.stdout is not None
    assert killed.stdout.readline() == "saved\n"
    start(waiting)
    assert store.ledger.incidents() == []
    killed.kill()
    killed.communicate()
    raised = ended([waiting])
    incidents = store.ledger.incidents()
    assert [len(incident.articles) for incident in incidents] == [ARTICLES // TOWNS] * TOWNS
    assert sorted(alert.id for alert in store.alerts.recent()) == sorted(raised)


def test_whoever_waited_for_the_ledger_sees_what_was_saved_meanwhile(
    pg_server: Server, pg_url: str, tmp_path: Path
) -> None:
    """Whatever the server takes for usual: a transaction that sees one moment began before it waited."""
    with Store.open(pg_url, tmp_path) as store:
        pg_server.execute(
            f"ALTER DATABASE {store.database.url.database} SET default_transaction_isolation = serializable"
        )
        with store.database.write(LEDGER_LOCK) as connection:
            assert connection.scalar(sa.text("SHOW transaction_isolation")) == "read committed"
