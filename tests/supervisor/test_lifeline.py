"""Children do not outlive their parent, by whichever of the two ways the system has."""

import os
import subprocess
import sys

import psutil
import pytest

from monitor import lifeline

CHILD = """
import signal
from monitor import lifeline
lifeline.watch_parent(0.01)
print("on", flush=True)
signal.pause()
"""
PARENT = """
import os, subprocess, sys
from monitor import lifeline
env = os.environ | {{lifeline.PARENT_ENV: str(os.getpid())}}
child = subprocess.Popen([sys.executable, "-c", {child!r}], env=env, stdout=subprocess.PIPE, preexec_fn={before})
child.stdout.readline()
print(child.pid, flush=True)
sys.stdin.read()
"""
PAUSE = "import signal; print('on', flush=True); signal.pause()"


@pytest.mark.parametrize(
    ("child", "before"),
    [
        pytest.param(CHILD, "None", id="watching"),
        pytest.param(
            PAUSE,
            "lifeline.die_with_parent",
            id="kernel",
            marks=pytest.mark.skipif(sys.platform != "linux", reason="only Linux has the signal"),
        ),
    ],
)
def test_a_child_ends_when_its_parent_is_killed(child: str, before: str):
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT.format(child=child, before=before)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    orphan = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.communicate()
    gone, _ = psutil.wait_procs([orphan], timeout=10)
    assert gone


def test_who_was_started_by_a_person_watches_nobody(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv(lifeline.PARENT_ENV, raising=False)
    assert lifeline.watch_parent() is None


def test_the_end_of_the_parent_is_noticed_once(monkeypatch: pytest.MonkeyPatch):
    noticed: list[int] = []
    monkeypatch.setenv(lifeline.PARENT_ENV, str(os.getppid() + 1))
    thread = lifeline.watch_parent(0.01, lambda: noticed.append(1))
    thread.join(10)
    assert noticed == [1]
