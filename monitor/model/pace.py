"""How often somebody is told, and what happens when nobody answers: limits, escalation, acknowledgements, timers."""

from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct
from pydantic import Field

from monitor.model.alert import Alert, Severity
from monitor.model.settings import Duration, Settings

SECOND = timedelta(seconds=1)
TimerKind = Literal["hold", "repeat", "escalate"]
"""hold: an alert that waits to be told · repeat: one that is told again while it lasts · escalate: one that nobody
has acknowledged."""


class Limit(Settings):
    """At most so many alerts for a receiver in each span; the rest come as one summary at the span's end."""

    alerts: int = Field(ge=1, le=100_000)
    per: Duration = Field(ge=SECOND, le=timedelta(days=1))


class Escalation(Settings):
    """One step of what happens while nobody acknowledges an alert: `after` it was told, it is told again, with another
    severity or to another receiver or both."""

    after: Duration = Field(ge=SECOND, le=timedelta(days=30))
    severity: Severity | None = None
    receiver: str = ""


class Acknowledgement(Struct, frozen=True):
    """Somebody has taken an alert on: it is neither repeated nor escalated any more."""

    alert: str
    at: datetime
    by: str
    comment: str = ""


class Timer(Struct, frozen=True):
    """Something to decide again about an alert, when it is `due`. `receiver` is whom to tell; `after` how long it has
    waited by then; `severity` what it is raised to; `silence` the silence that it waits for."""

    kind: TimerKind
    due: datetime
    alert: Alert
    receiver: str = ""
    after: timedelta = timedelta(0)
    severity: Severity | None = None
    silence: str = ""

    @property
    def id(self) -> str:
        """The same for the same thing to decide: setting it again moves it."""
        step = f":{self.after.total_seconds():.0f}" if self.kind == "escalate" else ""
        return f"{self.kind}:{self.alert.id}:{self.receiver}{step}"
