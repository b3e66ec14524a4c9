"""The only caller of the system clock. Everything else is handed `now`."""

import time
from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def monotonic() -> float:
    """Seconds that never run backwards, for measuring durations and deadlines."""
    return time.monotonic()
