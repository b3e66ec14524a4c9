"""When a delivery is tried again: the delays that Standard Webhooks recommends, about three days in all. Pure."""

import hashlib
from datetime import datetime, timedelta

from monitor.model import Attempt, Delivery, DeliveryStatus

DELAYS = tuple(
    timedelta(seconds=seconds) for seconds in (0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
)
"""Before the first attempt, before the second, and so on; after the last there is none."""
JITTER = 0.1
"""Each delay is longer by up to this share of itself, a share that is the delivery's own."""
LONGEST_WISH = timedelta(days=1)
"""A receiver may ask for patience (Retry-After), but not for more than this."""


def verdict(
    delivery: Delivery, attempt: Attempt, wish: timedelta | None, now: datetime
) -> tuple[DeliveryStatus, datetime | None]:
    """The delivery's status after `attempt` (`delivery.attempts` are those before it), and when the next is due; None:
    never. `wish` is how long the receiver asked us to wait: it is not disturbed earlier."""
    if attempt.outcome == "delivered":
        return "delivered", None
    made = len(delivery.attempts) + 1
    if attempt.outcome in ("refused", "gone") or made >= len(DELAYS):
        return "failed", None
    delay = DELAYS[made] * (1 + JITTER * _share(delivery.id, made))
    return "pending", now + max(delay, min(wish or timedelta(0), LONGEST_WISH))


def _share(id: str, made: int) -> float:
    """A number in [0, 1) that belongs to this delivery and attempt."""
    return int.from_bytes(hashlib.sha256(f"{id}\0{made}".encode()).digest()[:6]) / 2**48
