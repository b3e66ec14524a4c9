"""One file a channel; NOTIFIERS lists them."""

from typing import Protocol

from monitor.model.settings import Settings


class Notifier(Protocol):
    """A channel's module."""

    Settings: type[Settings]


NOTIFIERS: dict[str, Notifier] = {}
