"""`tocsin run | scheduler | worker | web`: each command becomes the process it names, so signals reach that at once."""

import os
import sys
from pathlib import Path
from typing import NoReturn

from monitor.cli.common import ConfigOption, config_path


def become(module: str, config: Path | None) -> NoReturn:
    """Replaces this process with `python -m module --config …`."""
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(sys.executable, [sys.executable, "-m", module, "--config", str(config_path(config))])


def run(config: ConfigOption = None) -> None:
    """Start the whole monitor and watch over it.

    That is: Redis where none is configured, the scheduler, the workers and the web pages. Ctrl-C or SIGTERM ends it
    within 10 seconds; SIGHUP reads the configuration again."""
    become("monitor.supervisor", config)


def scheduler(config: ConfigOption = None) -> None:
    """Run a scheduler alone.

    Of several, one leads and another takes over when it goes silent."""
    become("monitor.scheduler", config)


def worker(config: ConfigOption = None) -> None:
    """Run one worker alone.

    It reads articles and sends notifications. Start as many as you like."""
    become("workers.worker", config)


def web(config: ConfigOption = None) -> None:
    """Serve the web pages alone."""
    become("monitor.web", config)
