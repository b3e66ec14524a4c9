"""What is to be told, and what is to be written for it."""

from datetime import datetime

from msgspec import Struct

from monitor.model import Alert, Delivery
from monitor.model.pace import Escalation, Timer
from monitor.model.route import Route


class Notice(Struct, frozen=True):
    """An alert and the branches that it is told along; none: nobody is told. `steps` are the rule's own of escalation,
    empty for the branch's; None: its escalation is under way already. `first` is the alert as it was told first."""

    alert: Alert
    branches: tuple[Route, ...] = ()
    lasting: bool = False
    steps: tuple[Escalation, ...] | None = None
    logged: bool = True
    first: Alert | None = None
    escalated: bool = False

    @property
    def urgent(self) -> bool:
        """Whether it need not keep a distance from what was told before: a correction, or a call to somebody else."""
        return self.escalated or self.alert.status != "firing"


class Joining(Struct, frozen=True):
    """Alerts that join a delivery that waits, and when it must go out at the latest."""

    delivery: str
    alerts: tuple[Alert, ...]
    flush_at: datetime


class Plan(Struct, frozen=True):
    """The alerts to log with who is told and why, the deliveries to write, what joins those that wait already, and what
    is to be decided again later."""

    alerts: tuple[Alert, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    joined: tuple[Joining, ...] = ()
    timers: tuple[Timer, ...] = ()
