"""What the configuration says about telling, and what is asked of the store before anything is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from msgspec import Struct

from monitor.alerts.muting import Paced
from monitor.model import Alert, Delivery
from monitor.model.pace import Limit
from monitor.model.route import Route
from monitor.model.silence import Inhibition, Silence

Channels = Mapping[str, Sequence[str]]
"""Receiver -> the names of its channels."""
Lane = tuple[str, str]
"""A receiver and one of its channels."""


class Group(Struct, frozen=True):
    """What is told in one message: a receiver's channel, and the labels that its alerts share."""

    receiver: str
    channel: str
    key: str


class Standing(Struct, frozen=True):
    """How it stands with a group: its delivery that waits and that nobody has taken up, and when the last one that was
    taken up was to go out."""

    waiting: Delivery | None = None
    flushed: datetime | None = None


NOTHING = Standing()


@dataclass(frozen=True, slots=True)
class Policy:
    """Who is told, how often, and what is kept quiet. `max_age` bounds how long a state that lasts is repeated."""

    route: Route
    channels: Channels
    rules: Mapping[str, Paced] = field(default_factory=dict)
    limits: Mapping[str, Limit] = field(default_factory=dict)
    silences: tuple[Silence, ...] = ()
    inhibit: tuple[Inhibition, ...] = ()
    max_age: timedelta = timedelta(days=7)


class Untold:
    """What is planned where nobody is told anything: no message waits, and nobody keeps anything quiet."""

    def standing(self, wanted: Sequence[Group]) -> Mapping[Group, Standing]:
        """See Planned."""
        return {}

    def counted(self, since: Mapping[Lane, datetime]) -> Mapping[Lane, int]:
        """See Planned."""
        return {}

    def silences(self, now: datetime) -> Sequence[Silence]:
        """See Planned."""
        return ()


class Planned(Protocol):
    """What is to be told already, and what people keep quiet."""

    def standing(self, wanted: Sequence[Group]) -> Mapping[Group, Standing]:
        """How it stands with these groups."""
        ...

    def counted(self, since: Mapping[Lane, datetime]) -> Mapping[Lane, int]:
        """How many alerts were told one by one in each lane, in deliveries planned then or later; not those that were
        told again because nobody had acknowledged them."""
        ...

    def silences(self, now: datetime) -> Sequence[Silence]:
        """The silences that people added and that hold now."""
        ...

    def firing(self, since: datetime) -> Sequence[Alert]:
        """The alerts that were raised then or later and have been neither revised nor resolved."""
        ...
