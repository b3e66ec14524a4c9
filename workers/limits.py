"""A limit on the time that one piece of work may take, in the main thread of a worker."""

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
