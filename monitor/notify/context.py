"""What a channel is told besides the delivery: the deployment around it."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from msgspec import Struct, field

from monitor.errors import DeliveryFailed
from monitor.notify.links import Links


def nobody(_line: str) -> None:
    """Hears nothing."""


def no_lease(_span: timedelta) -> None:
    """Has nothing to prolong."""


class Context(Struct, frozen=True):
    """`now` dates the attempt; `environment` holds the secrets; `demonstration` names the publishers whose articles
    were written for the demonstration; `web` is the address of this deployment's pages, where there is one. `hear` is
    told what goes to the receiver (`> …`) and comes back (`< …`), a line each and never a secret. `links` are open to
    receivers already; whoever made them closes them. `prolong` is asked for more time by a channel that is not done
    with one answer: until then nobody else takes the delivery up."""

    data_dir: Path
    now: datetime
    environment: Mapping[str, str] = {}
    allow_private: bool = False
    web: str | None = None
    demonstration: frozenset[str] = frozenset()
    hear: Callable[[str], None] = nobody
    prolong: Callable[[timedelta], None] = no_lease
    links: Links = field(default_factory=Links)

    def secret(self, name: str) -> str:
        """The secret that the environment holds under `name`. Raises DeliveryFailed: somebody may still set it."""
        value = self.environment.get(name)
        if not value:
            raise DeliveryFailed(f"the environment variable {name} is not set; set it and restart the workers")
        return value
