"""Alerts and their deliveries, in Alertmanager's terms."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from monitor.model.incident import Point, Quote
from monitor.model.place import Place

Severity = Literal["info", "warning", "critical"]
AlertStatus = Literal["firing", "revised", "resolved"]
DeliveryStatus = Literal["pending", "delivered", "failed"]
"""pending: due at `not_before` · delivered: the receiver accepted · failed: it never will, or no attempts are left."""
Outcome = Literal["delivered", "failed", "refused", "gone"]
"""failed: it may pass · refused: it never will · gone: nor will anything else, the receiver is there no more."""
DeliveryForm = Literal["alerts", "digest", "summary"]
"""alerts: each told in full · digest: the table of an hour or a day · summary: what a limit held back, counted."""
MutedBy = Literal["age", "hold", "cooldown", "silence", "inhibition"]
"""What keeps an alert from being told: it was old when it was first seen · it waits, or did not hold · its rule rang
just now · a person's silence · another alert that fires."""
Again = Literal["repeat", "escalation"]
"""repeat: it still lasts · escalation: nobody has acknowledged it."""
LABELS = ("rule", "severity", "place", "country", "subject", "metric", "event_type", "status", "actor")
"""The labels that rules give; a rule's own `labels` come to them. Routes match and group by them."""


class Alert(Struct, frozen=True):
    """A line that was crossed, with its evidence. `id` is derived from rule, subject and threshold, so that the same
    crossing is the same alert however often it is computed."""

    id: str
    rule: str
    status: AlertStatus
    severity: Severity
    at: datetime
    threshold: int | None
    value: int | None
    incident: str | None
    place: Place | None
    summary: str
    evidence: tuple[Quote, ...]
    receivers: tuple[str, ...] = ()
    """Who is told; of a muted one who was kept from it by a silence that began while its message waited."""
    notify_reason: str = ""
    subject: str = ""
    """What the rule counted: incident:ID, place:KEY, country:SY, actor:ID, holding:KEY."""
    figure: str = ""
    """The figure with its qualifier, in the words of the text: "more than 50"."""
    says: tuple[str, ...] = ()
    """Who says so, in the words of the text."""
    labels: dict[str, str] = {}
    muted: str | None = None
    """Why nobody is told, where that is so: older than max_age, silenced, waiting for its active hours."""
    muted_by: MutedBy | None = None
    """The same in one word, to count by."""
    again: Again | None = None
    """Why it is told once more, where that is so."""
    course: tuple[Point, ...] = ()
    """How the incident's figure came to what it is, the oldest first."""
    annotations: dict[str, str] = {}
    """What the rule's templates say of it."""

    @property
    def withheld(self) -> bool:
        """Whether it only says whom something kept from what was raised before, or from hearing it once more. Logged
        later than what it is about, it says nothing of how things stand."""
        return self.muted is not None and (bool(self.receivers) or self.again is not None)


class Attempt(Struct, frozen=True):
    """One try at a delivery. `answer` is what the receiver said, capped; `seconds` how long it took."""

    at: datetime
    outcome: Outcome
    answer: str
    seconds: float


class Delivery(Struct, frozen=True):
    """One message for one channel of one receiver. Its `id` is in all attempts (Message-ID, webhook-id)."""

    id: str
    receiver: str
    channel: str
    group: str
    alerts: tuple[Alert, ...]
    created: datetime
    not_before: datetime
    status: DeliveryStatus = "pending"
    attempts: tuple[Attempt, ...] = ()
    form: DeliveryForm = "alerts"
    claims: int = 0
    """How often a worker took it up to be sent: more often than it was tried where one died at it."""
