"""What every process of the daemon does first, and again on SIGHUP: read its configuration, log without secrets."""

import os
import signal
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import structlog

from monitor import lifeline, logs
from monitor.config import Config, load
from monitor.errors import ConfigError, TocsinError
from monitor.store import Store

EXIT_CONFIG, EXIT_UNREACHABLE = 2, 3
"""The configuration cannot be used; what is needed does not answer."""
FIXED = ("data_dir", "database", "redis", "web")
"""Settings that a running daemon cannot change under its own feet."""

hangup = Event()
"""Set by SIGHUP, from the moment before the configuration is read. A process with a handler of its own looks once
whether a signal came before it."""

log = structlog.get_logger()


def arguments(parser: ArgumentParser) -> ArgumentParser:
    """The parser, with the option that all processes take."""
    parser.add_argument(
        "--config", type=Path, default=Path("config.yaml"), help="the configuration (default: %(default)s)"
    )
    return parser


def begin(process: str, options: Namespace) -> Config:
    """Reads the configuration named in `options`, and sets up logs and the watch over the parent. From here on SIGHUP
    no longer ends this process.

    A configuration that cannot be used ends the process with all its problems on standard error, and EXIT_CONFIG."""
    signal.signal(signal.SIGHUP, lambda number, frame: hangup.set())
    lifeline.watch_parent()
    try:
        config = load(options.config)
    except ConfigError as error:
        print(*error.problems, sep="\n", file=sys.stderr)
        sys.exit(EXIT_CONFIG)
    logs.configure(process, secrets=config.secrets(os.environ))
    return config


@contextmanager
def explained() -> Iterator[None]:
    """Within, an error of the house ends the process with one line that says so, and EXIT_UNREACHABLE."""
    try:
        yield
    except TocsinError as error:
        log.critical("this process cannot go on", error=str(error))
        sys.exit(EXIT_UNREACHABLE)


def open_store(config: Config) -> Store:
    """The store. A process that no supervisor started brings its schema up to date, which the supervisor does else."""
    store = Store.open(config.database, config.data_dir)
    if lifeline.PARENT_ENV not in os.environ:
        store.migrate()
    return store


def reload(path: Path, running: Config) -> Config:
    """The configuration as the file has it now, or the running one, with the reasons logged, where that will not do."""
    try:
        return successor(path, running)
    except ConfigError as error:
        for problem in error.problems:
            log.warning("the new configuration is not used, the old one goes on", problem=problem)
        return running


def successor(path: Path, running: Config) -> Config:
    """The configuration as the file has it now; ConfigError where it cannot replace the running one."""
    fresh = load(path)
    changed = [name for name in FIXED if getattr(fresh, name) != getattr(running, name)]
    if changed:
        what = "cannot change while Tocsin runs; stop it and start it again"
        raise ConfigError([f"{path}: {name} {what}" for name in changed])
    return fresh
