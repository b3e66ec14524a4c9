"""What the pages are made from."""

from collections.abc import Iterator
from dataclasses import dataclass

from msgspec import Struct

from monitor import clock
from monitor.config import Config
from monitor.errors import StoreError
from monitor.model import DeliveryStatus, Feed, FeedState
from monitor.notify.context import Context
from monitor.notify.message import Story, story
from monitor.queue import Queue
from monitor.status import Reason, Status, look, readiness
from monitor.store import Store

ALERTS = 30
OUTCOMES: dict[DeliveryStatus, str] = {
    "delivered": "delivered",
    "pending": "to be delivered",
    "failed": "not delivered",
}


class View(Struct, frozen=True):
    """One look for one page. `status` is None where the database does not answer; `feeds` pairs what is configured with
    how it is doing."""

    status: Status | None
    reasons: tuple[Reason, ...]
    stories: tuple[Story, ...] = ()
    feeds: tuple[tuple[FeedState, Feed | None], ...] = ()

    @property
    def ready(self) -> bool:
        """Whether all conditions hold."""
        return all(reason.ok for reason in self.reasons)

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """The numbers worth a glance."""
        return tuple(_counts(self.status)) if self.status else ()


def _counts(status: Status) -> Iterator[tuple[str, int]]:
    yield "articles read", status.articles["read"]
    yield "waiting to be read", status.articles["new"]
    yield "set aside", status.articles["set_aside"]
    for outcome, name in OUTCOMES.items():
        yield name, sum(counts.get(outcome, 0) for counts in status.deliveries.values())
    yield "workers alive", len(status.workers)
    yield "feeds reached", sum(feed.health == "ok" for feed in status.feeds)


@dataclass
class Board:
    """The parts that the pages look at. `config` is exchanged when it is read again."""

    config: Config
    store: Store
    queue: Queue

    def view(self) -> View:
        """How everything is now."""
        now = clock.now()
        try:
            status = look(self.store, self.queue, now, ALERTS)
        except StoreError as error:
            return View(None, (Reason("database", ok=False, says=str(error)),))
        configured = {feed.name: feed for feed in self.config.feeds}
        context = self.context()
        return View(
            status,
            readiness(status, self.config.workers),
            tuple(story(alert, context) for alert in status.alerts),
            tuple((state, configured.get(state.feed)) for state in status.feeds),
        )

    def context(self) -> Context:
        """What alerts are put into words with."""
        return Context(self.config.data_dir, clock.now(), demonstration=self.config.demonstration)
