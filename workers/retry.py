"""When a delivery is tried again. Pure: the attempts so far and the answer decide."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from monitor.model import Attempt, DeliveryStatus

DELAYS = tuple(timedelta(seconds=s) for s in (2, 10, 30, 60, 5 * 60, 15 * 60, 30 * 60, 3600))
"""After the first attempt, the second, and so on; the last holds from there on."""
GIVE_UP_AFTER = timedelta(days=3)
"""A receiver that is down over a long weekend still gets its alerts."""
LONGEST_WISH = timedelta(hours=6)
"""A receiver may ask for patience (Retry-After), but not for more than this."""


def verdict(
    created: datetime, attempts: Sequence[Attempt], wish: timedelta | None, now: datetime
) -> tuple[DeliveryStatus, datetime | None]:
    """The status after the last of `attempts`, and when the next one is due (None: never). `wish` is the receiver's."""
    last = attempts[-1]
    if last.outcome == "delivered":
        return "delivered", None
    delay = max(DELAYS[min(len(attempts), len(DELAYS)) - 1], min(wish or timedelta(0), LONGEST_WISH))
    if last.outcome == "refused" or now + delay - created > GIVE_UP_AFTER:
        return "failed", None
    return "pending", now + delay
