"""Channels: one file each, and this visible dict. A channel owns its settings and sends one delivery."""

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from monitor.model.settings import Settings
from monitor.notify import apprise, command, console, email, mail_folder, webhook
from monitor.notify.context import Context

__all__ = ["NOTIFIERS", "Context", "Notifier"]


class Notifier(Struct, frozen=True):
    """`send(settings, delivery, context)` returns the receiver's answer, or raises a DeliveryError. `remedy` is what a
    person looks at when the channel does not work."""

    Settings: type[Settings]
    send: Callable[[Any, Any, Context], str]
    remedy: str


NOTIFIERS: dict[str, Notifier] = {
    "console": Notifier(console.Settings, console.send, console.REMEDY),
    "mail_folder": Notifier(mail_folder.Settings, mail_folder.send, mail_folder.REMEDY),
    "email": Notifier(email.Settings, email.send, email.REMEDY),
    "webhook": Notifier(webhook.Settings, webhook.send, webhook.REMEDY),
    "command": Notifier(command.Settings, command.send, command.REMEDY),
    "apprise": Notifier(apprise.Settings, apprise.send, apprise.REMEDY),
}
