"""Limits of a worker: the time that one piece of work may take in its main thread, and the files that it may open."""

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from monitor.errors import ReadError


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raises ReadError inside the block once it has run for `seconds`. An outer alarm goes on afterwards."""

    def overrun(_signal: int, _frame: FrameType | None) -> None:
        raise ReadError(f"it took longer than {seconds:g} s to read")

    handler = signal.signal(signal.SIGALRM, overrun)
    outer = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, *outer)
        signal.signal(signal.SIGALRM, handler)


MANY_FILES = 16_384


def allow_many_files() -> None:
    """A connection to each of many receivers needs more open files than a system allows by default."""
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MANY_FILES if most == resource.RLIM_INFINITY else min(MANY_FILES, most)
    if wanted > allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
