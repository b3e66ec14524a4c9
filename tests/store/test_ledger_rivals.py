"""Workers that read of one happening at the same moment make one incident of it, and raise one alert."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.store import Store

pytestmark = pytest.mark.process
RIVAL = Path(__file__).with_name("ledger_rival.py")
ROOT = Path(__file__).parents[2]
WORKERS = 3
ARTICLES = 8


def test_one_happening_told_to_many_workers_at_once_is_one(store: Store, url: str) -> None:
    rivals = [
        subprocess.Popen(
            [sys.executable, RIVAL, url, str(n), str(ARTICLES)], stdin=-1, stdout=-1, stderr=-1, text=True, cwd=ROOT
        )
        for n in range(WORKERS)
    ]
    for rival in rivals:
        assert rival.stdin is not None
        rival.stdin.write("go\n")
        rival.stdin.flush()
    ended = [rival.communicate(timeout=120) for rival in rivals]
    assert [rival.returncode for rival in rivals] == [0] * WORKERS, "\n".join(err for _, err in ended)
    raised = [alert for out, _ in ended for alert in json.loads(out)]
    [incident] = store.ledger.incidents()
    assert len(incident.articles) == WORKERS * ARTICLES
    assert len(raised) == len(set(raised)) == 1
    assert [alert.id for alert in store.alerts.recent()] == raised
