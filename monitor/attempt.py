"""One attempt at a delivery: the channel that the configuration gives its receiver, and how it went."""

import hashlib
import os
from collections.abc import Callable
from datetime import timedelta

import structlog
from msgspec.structs import replace

from monitor import clock
from monitor.config import Config
from monitor.errors import DeliveryError, DeliveryRefused, ReceiverGone
from monitor.model import Attempt, Delivery, Outcome
from monitor.notify import NOTIFIERS, Context
from monitor.notify.context import no_lease, nobody
from monitor.notify.links import Links

LEASE = timedelta(seconds=60)
"""How long a worker has a delivery for itself: longer than a channel takes to give up, or to ask for more time. A mail
server that answers drop by drop may take longer; then it may be told twice."""
LONGEST_ANSWER = 1_000
"""Characters of an answer that are kept."""

log = structlog.get_logger()


def attempted(
    config: Config,
    delivery: Delivery,
    links: Links,
    hear: Callable[[str], None] = nobody,
    prolong: Callable[[timedelta], None] = no_lease,
) -> tuple[Attempt, timedelta | None]:
    """One attempt, however it ended, and how long the receiver wishes to be left alone. `links` are open to it already,
    where it had something before. `hear` is told the conversation with the receiver, line by line; `prolong` is asked
    for more time than LEASE."""
    at, begun = clock.now(), clock.monotonic()
    context = replace(_context(config, links), hear=hear, prolong=prolong)
    outcome, answer, wish = _outcome(config, delivery, context)
    return Attempt(at, outcome, answer[:LONGEST_ANSWER], round(clock.monotonic() - begun, 3)), wish


def fingerprint(config: Config, receiver: str, channel: str) -> str:
    """A digest of how a channel is set: another one as soon as anything of it is changed."""
    known = config.receiver(receiver)
    settings = known.channels.get(channel) if known else None
    return hashlib.sha256(settings.model_dump_json().encode() if settings else b"").hexdigest()[:20]


def _context(config: Config, links: Links) -> Context:
    return Context(
        data_dir=config.data_dir,
        now=clock.now(),
        environment=os.environ,
        allow_private=config.network.allow_private,
        web=f"http://{config.web.host}:{config.web.port}" if config.web.port else None,
        demonstration=config.demonstration,
        links=links,
    )


def _outcome(config: Config, delivery: Delivery, context: Context) -> tuple[Outcome, str, timedelta | None]:
    """The boundary of one attempt: a channel that breaks is a channel that failed this time."""
    try:
        return "delivered", _through_its_channel(config, delivery, context), None
    except ReceiverGone as error:
        return "gone", str(error), None
    except DeliveryError as error:
        return "failed" if error.retryable else "refused", str(error), error.retry_after
    except Exception as error:
        log.exception("the channel broke")
        return "failed", f"{type(error).__name__}: {error}", None


def _through_its_channel(config: Config, delivery: Delivery, context: Context) -> str:
    receiver = config.receiver(delivery.receiver)
    settings = receiver.channels.get(delivery.channel) if receiver else None
    if settings is None:
        raise DeliveryRefused(f"the configuration has no receiver {delivery.receiver} with {delivery.channel} any more")
    return NOTIFIERS[delivery.channel].send(settings, delivery, context)
