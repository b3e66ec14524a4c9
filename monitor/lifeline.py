"""What ties a child to its parent: children never outlive it (the kernel's signal where there is one, a watching thread
everywhere), and those that it listens to give it signs of life through a pipe."""

import contextlib
import ctypes
import os
import signal
import sys
import threading
from collections.abc import Callable

PARENT_ENV = "TOCSIN_PARENT"
"""The process id of the supervisor that started this process; absent where a person did."""
PULSE_ENV = "TOCSIN_PULSE"
"""The file descriptor on which a supervisor listens for signs of life; absent where none does."""

PIPE_FULL = 65_536
"""Signs that a pipe holds."""

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent() -> None:
    """For `Popen(preexec_fn=…)`: asks Linux to kill this child when its parent ends, however that happens.

    It survives `exec`, so that it also binds programs which are not ours. Elsewhere it does nothing."""
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def beat() -> None:
    """Gives a sign of life, where somebody listens. Never waits, and never fails."""
    pulse = os.environ.get(PULSE_ENV)
    if pulse is not None:
        with contextlib.suppress(OSError):
            os.write(int(pulse), b".")


class Pulse:
    """The parent's end of a child's signs of life. `hand` is the descriptor that the child gets."""

    def __init__(self) -> None:
        self._ear, self.hand = os.pipe()
        os.set_blocking(self._ear, False)
        os.set_blocking(self.hand, False)

    def heard(self) -> bool:
        """Whether there was a sign since this was last asked."""
        with contextlib.suppress(BlockingIOError):
            return bool(os.read(self._ear, PIPE_FULL))
        return False


def watch_parent(interval: float = 1.0, orphaned: Callable[[], None] | None = None) -> threading.Thread | None:
    """Ends this process once the supervisor named in the environment is no longer its parent.

    Looks every `interval` seconds. Covers systems without the kernel's signal, and a parent that died before the
    child could ask for it."""
    parent = os.environ.get(PARENT_ENV)
    if parent is None:
        return None
    arguments = (int(parent), interval, orphaned or _exit)
    thread = threading.Thread(target=_watch, args=arguments, daemon=True, name="parent")
    thread.start()
    return thread


def _watch(parent: int, interval: float, orphaned: Callable[[], None]) -> None:
    pause = threading.Event()
    while os.getppid() == parent:
        pause.wait(interval)
    orphaned()


def _exit() -> None:
    os._exit(1)
