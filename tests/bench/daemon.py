"""A whole monitor on a configuration of its own, started as its users start it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Self

import psutil

from monitor import clock

CONFIG = """\
data_dir: var
database: {database}
workers: {workers}
web: {{host: 127.0.0.1, port: {port}}}
network: {{allow_private: true}}
feeds:
{feeds}
"""
ALERTING = """\
rules:
  - {name: tolls, type: toll, metric: killed, thresholds: [10], of: incident, severity: critical}
  - {name: new territory, type: control, status: [controlled], severity: warning}
route: {receiver: desk, group_by: [rule, place], group_wait: 0s, group_interval: 1s, repeat_interval: 4h}
receivers:
  - name: desk
    webhook: {url: "HOOK", format: tocsin}
"""
"""What rings, and who is told; HOOK stands for the address of the webhook."""
FEED = '  - {{name: {name}, url: "{url}/feeds/{name}", every: 1s, source: {name}.example.org}}'
LOOK = 0.02
"""Seconds between two looks at a process that starts."""


class Daemon:
    """`tocsin run` in a folder. Used as a context: started at its beginning, ended by SIGTERM at its end."""

    def __init__(
        self,
        folder: Path,
        url: str,
        feeds: Sequence[str],
        *,
        database: str = "sqlite",
        workers: int = 2,
        alerting: str = ALERTING,
    ) -> None:
        self.folder, self.database = folder, database
        self.port = _free_port()
        listed = "\n".join(FEED.format(name=name, url=url) for name in feeds)
        text = CONFIG.format(database=database, workers=workers, port=self.port, feeds=listed)
        (folder / "config.yaml").write_text(text + alerting.replace("HOOK", f"{url}/hook"))

    def __enter__(self) -> Self:
        self.started = clock.monotonic()
        with (self.folder / "log").open("w") as log:
            command = [sys.executable, "-m", "monitor.cli.main", "run", "--config", "config.yaml"]
            self.process = psutil.Popen(
                command,
                cwd=self.folder,
                env=os.environ | {"TOCSIN_LOG": "info"},
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
            )
        return self

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)

    def ready(self, seconds: float = 60) -> float:
        """Wait until it says that it is ready; the seconds that this took since its start."""
        deadline = self.started + seconds
        while not self._says_ready():
            if clock.monotonic() > deadline or self.process.poll() is not None:
                raise SystemExit(f"the daemon is not ready after {seconds:.0f} s; its log ends:\n{self.last_words()}")
            time.sleep(LOOK)
        return clock.monotonic() - self.started

    def memory(self) -> dict[str, tuple[float, float]]:
        """Process by name -> MiB resident, and MiB that are its alone."""
        found = {}
        for process in [self.process, *self.process.children(recursive=True)]:
            try:
                memory = process.memory_full_info()
                found[_name(process, found)] = memory.rss / 2**20, memory.uss / 2**20
            except psutil.NoSuchProcess:
                continue
        return found

    def processor_time(self) -> float:
        """Seconds of processor time that its processes have had so far."""
        times = [process.cpu_times() for process in [self.process, *self.process.children(recursive=True)]]
        return sum(time.user + time.system for time in times)

    def logged(self, event: str) -> Iterator[dict[str, Any]]:
        """What it has logged under a name so far."""
        for line in (self.folder / "log").read_text().splitlines():
            if f'"{event}"' in line:
                yield json.loads(line)

    def last_words(self) -> str:
        """The end of its log."""
        return "\n".join((self.folder / "log").read_text().splitlines()[-5:])

    def _says_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=1) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


def _name(process: psutil.Process, taken: dict[str, tuple[float, float]]) -> str:
    line = process.cmdline()
    module = next((word for word in line if word.startswith(("monitor.", "workers."))), process.name())
    name = "supervisor" if module == "monitor.cli.main" else module.removeprefix("monitor.").removeprefix("workers.")
    return next(one for one in (name, *(f"{name} {n}" for n in range(2, 99))) if one not in taken)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
