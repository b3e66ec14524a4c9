"""`tocsin run`: the whole monitor in one command. Checks the configuration, brings the database up to date, starts
Redis, the scheduler, the workers and the web pages, keeps them alive, and ends them together.

SIGTERM or Ctrl-C ends everything within ten seconds. SIGHUP takes over the configuration of now, if it is good."""

import os
import queue
import signal
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import structlog

from monitor import clock, embedded_redis, logs, startup
from monitor.config import Config, load
from monitor.config.load import FOLDER_ENV, folder_of
from monitor.data_dir import identity, locked, write_whole
from monitor.errors import ConfigError, QueueError, StoreError, TocsinError
from monitor.lifeline import PARENT_ENV
from monitor.parts import Part
from monitor.queue import NOTIFY, READ
from monitor.store import Store

EXIT_FAILED = 1
"""It could not start for a reason of this machine; EXIT_UNREACHABLE: because the database or Redis refuses."""
PARTS_END_WITHIN, REDIS_ENDS_WITHIN = 6.0, 2.0
"""Seconds for a good end; what has not ended then is killed. Together with the rest this stays below ten."""
REDIS_STARTS_WITHIN = 20.0
SCHEDULER_SILENT_FOR = 120.0
"""Seconds after which a scheduler that has not ticked hangs. It ticks once a second, whatever is away."""
LOOK_EVERY = 0.25
"""Seconds between two looks at the parts. A child's end is a signal, and seen at once."""
SAME_KEYSTROKE = 1.0
"""Seconds in which a second signal to end is taken for the first one's echo (from a wrapper, or the terminal)."""
TO_END = (signal.SIGTERM, signal.SIGINT)
SIGNALS = (*TO_END, signal.SIGHUP, signal.SIGCHLD)

Events = queue.SimpleQueue[int]
log = structlog.get_logger()


def run(path: Path) -> int:
    """Runs the daemon of one configuration until it is told to end. Returns the process's exit code."""
    try:
        config = load(path)
    except ConfigError as error:
        print("Tocsin does not start, because its configuration cannot be used:", file=sys.stderr)
        print(*error.problems, sep="\n", file=sys.stderr)
        return startup.EXIT_CONFIG
    logs.configure("supervisor", secrets=config.secrets(os.environ))
    try:
        with locked(config.data_dir), _signals() as events:
            with Store.open(config.database, config.data_dir) as store:
                store.migrate()
            Supervisor(path, config, events).run()
    except (TocsinError, OSError) as error:
        print(f"Tocsin does not start: {error}", file=sys.stderr)
        return startup.EXIT_UNREACHABLE if isinstance(error, (StoreError, QueueError)) else EXIT_FAILED
    return 0


class Supervisor:
    """The parts of one running daemon. `events` brings the signals that this process gets."""

    def __init__(self, path: Path, config: Config, events: Events) -> None:
        self._path, self._config, self._events = path, config, events
        self._snapshot = config.data_dir / "config.running.yaml"
        self._redis = [self._redis_part()] if config.redis == "embedded" else []
        name = ("--name", identity(config.data_dir))
        self._parts = [self._python("scheduler", "monitor.scheduler", *name, silent_for=SCHEDULER_SILENT_FOR)]
        self._parts += [self._python("web", "monitor.web")]
        self._parts += [self._python("notifier", "workers.worker", "--queues", NOTIFY)]
        self._parts += self._workers(1, config.workers)
        self._ends_with_terminal = _has_terminal() and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN

    def run(self) -> None:
        """Until SIGTERM or SIGINT. Whatever happens, no part is left behind."""
        try:
            self._take_over(self._config)
            self._start_redis()
            self._tend()
            self._announce()
            while self._handle(self._next_event(LOOK_EVERY)):
                self._tend()
        finally:
            self._end([*self._parts], PARTS_END_WITHIN)
            self._end(self._redis, REDIS_ENDS_WITHIN)

    def _next_event(self, timeout: float) -> int | None:
        try:
            return self._events.get(timeout=timeout)
        except queue.Empty:
            return None

    def _handle(self, event: int | None) -> bool:
        """Does what a signal asks for. False: to end."""
        if event == signal.SIGHUP:
            if self._ends_with_terminal and not _has_terminal():
                return False
            self._reload()
        return event not in TO_END

    def _tend(self) -> None:
        for part in (*self._redis, *self._parts):
            part.tend()

    def _reload(self) -> None:
        try:
            self._take_over(startup.successor(self._path, self._config))
        except (ConfigError, OSError) as error:
            for problem in error.problems if isinstance(error, ConfigError) else [str(error)]:
                log.warning("the new configuration is not used, the old one goes on", problem=problem)
            return
        self._fit_workers()
        for part in self._parts:
            part.signal(signal.SIGHUP)
        log.warning("the new configuration is in use", feeds=len(self._config.feeds), rules=len(self._config.rules))

    def _take_over(self, config: Config) -> None:
        """Makes a configuration the running one: its parts read a copy, which nobody edits under their hands."""
        text = self._path.read_bytes()
        if load(self._path) != config:
            raise ConfigError([f"{self._path} was being written; reload it once more"])
        write_whole(self._snapshot, text)
        self._config = config

    def _fit_workers(self) -> None:
        """More or fewer workers. One that goes gives its work back first."""
        working = [part for part in self._parts if part.name.startswith("worker-")]
        leaving = working[self._config.workers :]
        self._parts = [part for part in self._parts if part not in leaving]
        self._end(leaving, PARTS_END_WITHIN)
        self._parts += self._workers(len(working) + 1, self._config.workers)

    def _end(self, parts: Sequence[Part], within: float) -> None:
        """Asks the parts to end, and kills those that have not by then, or at a second signal."""
        begun = clock.monotonic()
        for part in parts:
            part.signal(signal.SIGTERM)
        while any(part.running for part in parts) and (passed := clock.monotonic() - begun) < within:
            if self._next_event(0.2) in TO_END and passed > SAME_KEYSTROKE:
                break
        for part in parts:
            part.kill()

    def _start_redis(self) -> None:
        given_up = clock.monotonic() + REDIS_STARTS_WITHIN
        while self._redis and not embedded_redis.answers(self._config.data_dir):
            if clock.monotonic() > given_up:
                folder = self._config.data_dir / "redis"
                raise QueueError(f"the embedded Redis does not answer; {folder / 'redis.log'} may say why")
            self._redis[0].tend()
            if (event := self._next_event(0.05)) in TO_END:
                self._events.put(event or 0)
                return

    def _redis_part(self) -> Part:
        folder = self._config.data_dir
        return Part(
            "redis",
            lambda: embedded_redis.command(folder),
            os.environ,
            prepare=lambda failures: embedded_redis.prepare(folder, afresh=failures > 1),
        )

    def _workers(self, first: int, last: int) -> list[Part]:
        return [
            self._python(f"worker-{number}", "workers.worker", "--queues", READ) for number in range(first, last + 1)
        ]

    def _python(self, name: str, module: str, *options: str, silent_for: float | None = None) -> Part:
        folder = folder_of(self._path, os.environ).resolve()
        env = os.environ | {PARENT_ENV: str(os.getpid()), FOLDER_ENV: str(folder)}
        command = [sys.executable, "-m", module, "--config", str(self._snapshot), *options]
        return Part(name, lambda: command, env, silent_for=silent_for)

    def _announce(self) -> None:
        """What a person at the terminal should know. Everything else is quiet there, so that the alerts stand out."""
        config = self._config
        feeds, rules = _many(len(config.feeds), "feed"), _many(len(config.rules), "rule")
        print(f"Tocsin watches {feeds} with {rules}. Ctrl-C ends it.")
        if config.web.port:
            print(f"  web page  http://{config.web.host}:{config.web.port}/")
        for receiver in config.receivers:
            for settings in receiver.channels.values():
                if folder := getattr(settings, "folder", None):
                    print(f"  e-mails   {config.data_dir / folder} (receiver {receiver.name})")
        print("Alerts appear here as they come; `tocsin alerts` shows the earlier ones.", flush=True)


@contextmanager
def _signals() -> Iterator[Events]:
    """The signals that this process gets, in order; its own handlers stand again afterwards."""
    events: Events = queue.SimpleQueue()

    def note(number: int, _frame: FrameType | None) -> None:
        events.put(number)

    before = {number: signal.signal(number, note) for number in SIGNALS}
    try:
        yield events
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _has_terminal() -> bool:
    """Whether this process has a terminal that is still there."""
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True


def main() -> None:
    """The process behind `tocsin run`."""
    options = startup.arguments(
        ArgumentParser(prog="monitor.supervisor", description="The whole monitor.")
    ).parse_args()
    sys.exit(run(options.config))


if __name__ == "__main__":
    main()
