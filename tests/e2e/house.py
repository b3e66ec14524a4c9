"""A whole monitor in a folder of its own, run as its users run it, looked at from outside, and badly treated."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Self, TypeVar

import psutil

from monitor import clock
from monitor.errors import StoreError
from monitor.lifeline import die_with_parent
from monitor.scheduler import LEASE
from monitor.store import Store
from tests.e2e.world import FEEDS, World, free_port

CONFIG = """\
data_dir: var
database: {database}
workers: 2
web: {{host: 127.0.0.1, port: {port}}}
network: {{allow_private: true}}
feeds:
{feeds}
rules:
  - {{name: tolls, type: toll, metric: killed, thresholds: [10], of: incident, severity: critical}}
route: {{receiver: desk, group_by: [rule, place], group_wait: 0s}}
receivers:
  - name: desk
    mail_folder: {{}}
    webhook: {{url: "{hook}/hook"}}
    email: {{to: [desk@example.org], from: tocsin@example.org, smtp: {{host: 127.0.0.1, port: {smtp}, security: none}}}}
"""
FEED = '  - {{name: {name}, url: "{url}/feeds/{name}", every: 1s, source: {name}.example.org}}'
T = TypeVar("T")
RUN = [sys.executable, "-m", "monitor.cli.main", "run", "--config", "config.yaml"]


def configuration(world: World, database: str = "sqlite") -> str:
    """The text of config.yaml for a house that watches this world."""
    feeds = "\n".join(FEED.format(name=name, url=world.url) for name in FEEDS)
    return CONFIG.format(database=database, port=free_port(), feeds=feeds, hook=world.hook, smtp=world.smtp_port)


class House:
    """One deployment. As a context manager it leaves no process behind, whatever happens."""

    def __init__(self, folder: Path, config: str, database: str = "sqlite") -> None:
        self.folder, self.database = folder, database
        self.config, self.data_dir = folder / "config.yaml", folder / "var"
        self.config.write_text(config)
        self.process: psutil.Popen | None = None
        self._look = self.store()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process is not None:
            self.kill_everything()
        self._look.close()

    def start(self) -> None:
        """`tocsin run`."""
        with (self.folder / "log").open("a") as log:
            self.process = psutil.Popen(
                RUN,
                cwd=self.folder,
                env=self.env(),
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                preexec_fn=die_with_parent,
            )

    def run_once(self) -> subprocess.CompletedProcess[str]:
        """`tocsin run` where it is expected to end by itself."""
        return subprocess.run(RUN, cwd=self.folder, env=self.env(), capture_output=True, text=True, timeout=60)

    def env(self) -> dict[str, str]:
        """Logs in full, and compiled modules kept, wherever the tests run."""
        env = os.environ | {"TOCSIN_LOG": "info", "PYTHONPYCACHEPREFIX": str(self.folder.parent / "pycache")}
        return {name: value for name, value in env.items() if name != "PYTHONDONTWRITEBYTECODE"}

    def stop(self) -> tuple[int, float, list[psutil.Process]]:
        """Ends it as its users do. Returns the exit code, the seconds that took, and the processes that are left."""
        family = self.family()
        begun = clock.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(30)
        seconds = clock.monotonic() - begun
        return code, seconds, [one for one in family if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]

    def family(self) -> list[psutil.Process]:
        """The supervisor and all that it has started."""
        try:
            found = [psutil.Process(self.process.pid), *self.process.children(recursive=True)]
        except psutil.NoSuchProcess:
            found = []
        return found

    def part(self, *words: str) -> list[psutil.Process]:
        """The processes whose command line has all these words."""
        found = []
        for process in self.family():
            try:
                line = " ".join(process.cmdline())
            except psutil.Error:
                continue
            if all(word in line for word in words):
                found.append(process)
        return found

    def readers(self) -> list[psutil.Process]:
        """The workers that read."""
        return self.part("workers.worker", "--queues read")

    def redis(self) -> list[psutil.Process]:
        """The embedded Redis."""
        return [one for one in self.family() if one.name() in ("redis-server", "valkey-server")]

    def kill(self, *processes: psutil.Process) -> None:
        """kill -9."""
        for process in processes:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(processes, timeout=10)

    def kill_everything(self) -> None:
        """kill -9 of everything at once, before anybody could react."""
        family = self.family()
        for process in family:
            with suppress(psutil.NoSuchProcess):
                process.suspend()
        self.kill(*family)

    def delete_redis_data(self) -> None:
        shutil.rmtree(self.data_dir / "redis")

    def store(self) -> Store:
        """A look into its database."""
        return Store.open(self.database, self.data_dir)

    def led(self) -> bool:
        """Whether a scheduler leads."""
        with suppress(StoreError):
            return self._look.leases.holder(LEASE, clock.now()) is not None
        return False

    def count(self, *states: str) -> int:
        """How many articles are in one of these states; none while there is no database yet."""
        with suppress(StoreError):
            counts = self._look.articles.counts()
            return sum(counts[state] for state in states)
        return 0

    def look(self, ask: Callable[[Store], list[T]]) -> list[T]:
        """What its database says; nothing while there is none yet."""
        with suppress(StoreError):
            return ask(self._look)
        return []

    def settled(self, world: World) -> bool:
        """Whether all that is served was read, and nothing is owed to anybody."""
        return self.count("read", "set_aside") >= world.count() and self.paid()

    def paid(self) -> bool:
        """Whether nothing waits to be read or sent."""
        owed = any(counts.get("pending") for counts in self._look.deliveries.counts().values())
        return not owed and not self._look.articles.counts()["new"]

    def until(self, done: Callable[[], bool], seconds: float = 60) -> None:
        """Waits for what the processes bring about. What they logged is shown where they do not."""
        pause, deadline = threading.Event(), clock.monotonic() + seconds
        while not done():
            assert clock.monotonic() < deadline, self.log()[-6000:]
            pause.wait(0.05)

    def log(self) -> str:
        return (self.folder / "log").read_text()
