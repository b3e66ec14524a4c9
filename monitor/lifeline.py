"""Children that never outlive their parent: the kernel's signal where there is one, a watching thread everywhere."""

import ctypes
import os
import signal
import sys
import threading
from collections.abc import Callable

PARENT_ENV = "TOCSIN_PARENT"
"""The process id of the supervisor that started this process; absent where a person did."""

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent() -> None:
    """For `Popen(preexec_fn=…)`: asks Linux to kill this child when its parent ends, however that happens.

    It survives `exec`, so that it also binds programs which are not ours. Elsewhere it does nothing."""
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


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
