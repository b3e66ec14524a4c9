"""A part is started, started again with growing patience when it ends, and ended with all it has started."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from monitor import parts
from monitor.errors import QueueError
from monitor.parts import Part

FOREVER = [sys.executable, "-c", "import signal; signal.pause()"]


def until(done: Callable[[], bool], part: Part | None = None) -> None:
    while not done():
        if part is not None:
            part.tend()


def python(program: str) -> Callable[[], list[str]]:
    return lambda: [sys.executable, "-c", program]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "FIRST_WAIT", 0.01)


@pytest.mark.usefixtures("quick")
def test_a_part_that_ends_is_started_again(tmp_path: Path):
    births = tmp_path / "births"
    part = Part("short", python(f"open({str(births)!r}, 'a').write('x')"), os.environ)
    until(lambda: births.exists() and len(births.read_text()) >= 3, part)
    part.kill()
    assert not part.running


def test_it_waits_longer_each_time_and_a_proven_one_starts_afresh(monkeypatch: pytest.MonkeyPatch):
    part = Part("short", python(""), os.environ)
    moment = [1000.0]
    monkeypatch.setattr("monitor.clock.monotonic", lambda: moment[0])
    waits = []
    for lived in (0, 0, 0, 0, 0, 0, 0, 0, parts.PROVEN_AFTER):
        part.tend()
        until(lambda: not part.running)
        moment[0] += lived
        part.tend()
        waits.append(part._start_at - moment[0])
        moment[0] = part._start_at
    assert waits == [0.5, 1, 2, 4, 8, 16, 30, 30, 0.5]


@pytest.mark.usefixtures("quick")
def test_what_must_be_prepared_is_and_knows_of_failures():
    seen: list[int] = []

    def prepare(failures: int) -> None:
        seen.append(failures)
        if failures < 2:
            raise QueueError("not yet")

    part = Part("fussy", lambda: FOREVER, os.environ, prepare)
    until(lambda: part.running, part)
    assert seen == [0, 1, 2]
    part.kill()


def test_a_program_that_is_not_there_is_no_end_of_the_world():
    part = Part("missing", lambda: ["/nonexistent/program"], os.environ)
    part.tend()
    assert not part.running
    part.signal(signal.SIGTERM)
    part.kill()


BEATING = "import time\nfrom monitor.lifeline import beat\nwhile True:\n    beat()\n    time.sleep(0.05)"


@pytest.mark.usefixtures("quick")
def test_a_part_that_gives_no_sign_of_life_is_started_again():
    part = Part("hung", lambda: FOREVER, os.environ, silent_for=0.2)
    part.tend()
    first = part._process
    until(lambda: part._process not in (first, None), part)
    assert first is not None and first.returncode == -signal.SIGKILL
    part.kill()


def test_one_that_gives_signs_of_life_goes_on_and_one_that_stops_does_not(monkeypatch: pytest.MonkeyPatch):
    moment = [1000.0]
    monkeypatch.setattr("monitor.clock.monotonic", lambda: moment[0])
    part = Part("beating", python(BEATING), os.environ, silent_for=10)
    part.tend()
    for _ in range(5):
        moment[0] += 4
        until(lambda: part._heard_at == moment[0], part)
    process = part._process
    assert process is not None and process.poll() is None
    part.signal(signal.SIGSTOP)
    until(lambda: psutil.Process(process.pid).status() == psutil.STATUS_STOPPED)
    for _ in range(4):
        part.tend()
        moment[0] += 4
    part.tend()
    assert process.poll() == -signal.SIGKILL
    part.kill()


def test_nothing_is_held_against_a_part_while_we_stood_still(monkeypatch: pytest.MonkeyPatch):
    moment = [1000.0]
    monkeypatch.setattr("monitor.clock.monotonic", lambda: moment[0])
    part = Part("hung", lambda: FOREVER, os.environ, silent_for=60)
    part.tend()
    moment[0] += 3600
    part.tend()
    assert part.running
    for _ in range(13):
        moment[0] += parts.INATTENTIVE
        part.tend()
    until(lambda: not part.running)
    part.kill()


def test_killing_a_part_takes_what_it_has_started_along(tmp_path: Path):
    note = tmp_path / "pid"
    program = (
        "import pathlib, subprocess, sys, signal\n"
        f"child = subprocess.Popen({FOREVER!r})\n"
        f"pathlib.Path({str(note)!r}).write_text(str(child.pid))\n"
        "signal.pause()"
    )
    part = Part("parent", python(program), os.environ)
    part.tend()
    until(lambda: note.exists() and note.read_text().isdigit())
    grandchild = psutil.Process(int(note.read_text()))
    part.kill()
    psutil.wait_procs([grandchild], timeout=10)
    assert not grandchild.is_running()
