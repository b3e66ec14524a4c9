"""One process that the supervisor keeps alive: started, watched, started again with growing patience, and ended."""

import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence

import structlog

from monitor import clock
from monitor.errors import TocsinError
from monitor.lifeline import PULSE_ENV, Pulse, die_with_parent

FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0
"""Seconds before a part that ended is started again: doubled each time, up to the longest."""
PROVEN_AFTER = 60.0
"""A part that ran for so many seconds starts afresh with its patience."""
INATTENTIVE = 5.0
"""Seconds between two looks after which we cannot say what a part did meanwhile: we stood still ourselves."""

log = structlog.get_logger()


def _before_exec() -> None:
    """In the child. A SIGHUP that comes before it can read its configuration again tells it nothing new."""
    die_with_parent()
    signal.signal(signal.SIGHUP, signal.SIG_IGN)


class Part:
    """A child process by name. Not thread-safe: the supervisor's loop alone calls it. One that should give signs of
    life, and gives none for `silent_for` seconds, is ended and started again: it hangs."""

    def __init__(
        self,
        name: str,
        command: Callable[[], Sequence[str]],
        env: Mapping[str, str],
        prepare: Callable[[int], None] = lambda failures: None,
        silent_for: float | None = None,
    ) -> None:
        self.name = name
        self._command, self._env, self._prepare = command, dict(env), prepare
        self._silent_for, self._pulse = silent_for, None if silent_for is None else Pulse()
        if self._pulse is not None:
            self._env[PULSE_ENV] = str(self._pulse.hand)
        self._looked_at = self._heard_at = 0.0
        self._process: subprocess.Popen[bytes] | None = None
        self._failures = 0
        self._started_at = self._start_at = 0.0

    @property
    def running(self) -> bool:
        """Whether its process is there."""
        return self._process is not None and self._process.poll() is None

    def tend(self) -> None:
        """Starts it where it should run and does not: at once the first time, after its wait when it has ended."""
        now = clock.monotonic()
        if self.running:
            self._listen(now)
            return
        if self._process is not None:
            self._note_end(self._process.returncode, now)
        if now >= self._start_at:
            self._start(now)

    def signal(self, number: signal.Signals) -> None:
        """Sends a signal to its process, where there is one."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(number)

    def kill(self) -> None:
        """Ends it at once, with whatever it has started itself, and takes leave of it."""
        if self._process is None:
            return
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def _listen(self, now: float) -> None:
        """Ends a part that hangs; the next look finds it ended."""
        if self._pulse is None or self._silent_for is None:
            return
        if self._pulse.heard() or now - self._looked_at > INATTENTIVE:
            self._heard_at = now
        self._looked_at = now
        if now - self._heard_at > self._silent_for:
            log.warning("a part gives no sign of life and is ended", part=self.name, for_s=self._silent_for)
            self.kill()

    def _start(self, now: float) -> None:
        pulse = () if self._pulse is None else (self._pulse.hand,)
        try:
            self._prepare(self._failures)
            self._process = subprocess.Popen(
                self._command(),
                env=self._env,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                preexec_fn=_before_exec,
                pass_fds=pulse,
            )
        except (OSError, TocsinError) as error:
            log.warning("a part cannot be started", part=self.name, error=str(error))
            self._wait(now)
            return
        self._started_at = self._heard_at = self._looked_at = now
        log.info("part started", part=self.name, pid=self._process.pid)

    def _note_end(self, code: int, now: float) -> None:
        self._process = None
        if now - self._started_at >= PROVEN_AFTER:
            self._failures = 0
        self._wait(now)
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        log.warning("a part ended and is started again", part=self.name, how=how, in_s=round(self._start_at - now, 1))

    def _wait(self, now: float) -> None:
        self._start_at = now + min(FIRST_WAIT * 2**self._failures, LONGEST_WAIT)
        self._failures = min(self._failures + 1, 16)
