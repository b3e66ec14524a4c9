"""A real web process over a deployment that has run for a while."""

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.livedin import settle


class Pages:
    """`python -m monitor.web` on a free port of the loopback interface."""

    def __init__(self, path: Path) -> None:
        command = [sys.executable, "-m", "monitor.web", "--config", str(path)]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert self.process.stderr is not None
        line = next(line for line in self.process.stderr if "web pages are served" in line)
        self.port = int(json.loads(line)["port"])
        self.url = f"http://127.0.0.1:{self.port}"

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Its exit code."""
        self.process.send_signal(number)
        self.process.communicate(timeout=20)
        return self.process.returncode


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return settle(tmp_path_factory.mktemp("livedin")).parent


@pytest.fixture(scope="module")
def pages(folder: Path) -> Iterator[Pages]:
    served = Pages(folder / "config.yaml")
    yield served
    served.stop()


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Without a browser on this machine its tests are left out; .ci/run installs one."""
    return True if collection_path.name == "test_browser.py" and shutil.which("chromium") is None else None
