"""Commands of the user's own, run for real."""

import contextlib
import json
import os
import sys
from pathlib import Path

import psutil
import pytest
from pydantic import ValidationError

from monitor.errors import DeliveryFailed
from monitor.notify.command import Settings, send
from tests.notify.support import context, delivery

PYTHON = sys.executable


def settings(code: str, **fields: object) -> Settings:
    return Settings.model_validate({"run": [PYTHON, "-c", code], **fields})


def test_the_alert_comes_on_standard_input(tmp_path: Path) -> None:
    code = "import sys, pathlib; pathlib.Path('got').write_text(sys.stdin.read()); print('paged')"
    assert send(settings(code), delivery(), context(tmp_path)) == "paged"
    body = json.loads((tmp_path / "got").read_text())
    assert (body["type"], body["data"]["id"]) == ("alert.firing", "al1")


def test_it_can_be_tried_before_there_is_a_data_folder(tmp_path: Path) -> None:
    assert send(settings("print('paged')"), delivery(), context(tmp_path / "var")) == "paged"


def test_no_shell_reads_the_arguments(tmp_path: Path) -> None:
    made = Settings.model_validate({"run": [PYTHON, "-c", "import sys; print(sys.argv[1])", "$HOME; echo no"]})
    assert send(made, delivery(), context(tmp_path)) == "$HOME; echo no"


def test_it_sees_the_delivery_and_no_secret_but_those_named(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "SECRET": "s", "TOKEN": "t"}
    told = send(
        settings("import os; print(sorted(k for k in os.environ if k.isupper()))", pass_env=["TOKEN"]),
        delivery(),
        context(tmp_path, environment=environment),
    )
    assert "TOKEN" in told
    assert "TOCSIN_DELIVERY" in told
    assert "SECRET" not in told


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import sys; print('busy'); sys.exit(3)", "exit code 3: busy"),
        ("import os; os.kill(os.getpid(), 9)", "signal 9"),
    ],
)
def test_any_other_end_is_a_failure_that_comes_again(code: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(DeliveryFailed, match=words) as caught:
        send(settings(code), delivery(), context(tmp_path))
    assert caught.value.retryable


def test_one_that_hangs_is_ended_with_all_it_started(tmp_path: Path) -> None:
    code = (
        "import subprocess, sys, pathlib, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "pathlib.Path('child').write_text(str(child.pid)); time.sleep(60)"
    )
    with pytest.raises(DeliveryFailed, match="took longer than 5s"):
        send(settings(code, timeout="5s"), delivery(), context(tmp_path))
    with contextlib.suppress(psutil.NoSuchProcess):
        psutil.Process(int((tmp_path / "child").read_text())).wait(10)


def test_what_it_says_is_capped(tmp_path: Path) -> None:
    assert len(send(settings("print('x' * 10_000_000)"), delivery(), context(tmp_path))) <= 1_000


def test_one_that_reads_nothing_is_no_failure(tmp_path: Path) -> None:
    assert send(settings("print('fine')"), delivery(), context(tmp_path)) == "fine"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"run": ["/no/such/program"]}, "no program"),
        ({"run": [os.path.relpath(PYTHON)]}, "write its whole path"),
        ({"run": []}, "at least 1"),
        ({"run": [PYTHON], "timeout": "10m"}, "between 1s and 45s"),
    ],
)
def test_what_cannot_be_run_is_refused_at_once(fields: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Settings.model_validate(fields)
