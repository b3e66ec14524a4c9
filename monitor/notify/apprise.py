"""Everything else, through Apprise (an extra): ntfy, Telegram, Discord, Matrix, Signal, SMS and many more.

Apprise dials by itself: where private addresses are not allowed, those of hosts that are the user's own are asked
before it does."""

import re
from collections.abc import Iterable
from datetime import timedelta
from importlib.util import find_spec
from typing import TYPE_CHECKING, Self

from msgspec.structs import replace
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from monitor.errors import DeliveryFailed, DeliveryRefused
from monitor.model import Delivery, settings
from monitor.network import leads_inside
from monitor.notify.context import Context
from monitor.notify.message import one_line
from monitor.notify.render import render, text
from monitor.notify.table import GRAVITY

if TYPE_CHECKING:
    from apprise import Apprise, AppriseResult, NotifyBase

TIMEOUT = 15.0
"""Seconds that a service may be silent for."""
PATIENCE = timedelta(minutes=1)
"""More than one service takes to be given up."""
LONGEST_REASON = 500
KINDS = {"critical": "failure", "warning": "warning", "info": "info"}
"""How Apprise calls our severities."""
_MENTION = re.compile(r"(?<![^\s<(“\"'])@")
REMEDY = "look at the addresses in the variables that url_env names; the services and their forms are at appriseit.com."


class Settings(settings.Settings):
    """`url_env` names the environment variables with the addresses of services, as Apprise writes them (`ntfy://…`,
    `tgram://…`); they hold secrets, so they never stand in the configuration."""

    url_env: str | tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _installed(self) -> Self:
        if find_spec("apprise") is None:
            raise PydanticCustomError("apprise", "Apprise is not installed here; run: pip install 'tocsin[apprise]'")
        return self


def send(settings: Settings, delivery: Delivery, context: Context) -> str:
    """Sends by all of the services. Where one of them did not take it, all are told again later."""
    services = services_of(settings, context)
    words = render(delivery, context)
    stories = [replace(each, course=None) for each in words.stories]
    plain = tame(words.text if words.table else text(stories, delivery, context))
    gravest = min((alert.severity for alert in delivery.alerts), key=GRAVITY.__getitem__, default="info")
    names = ", ".join(str(service.service_name) for service in services)
    if not context.allow_private and any(map(inside, services)):
        raise DeliveryRefused("an address is private or reserved; set network.allow_private to true if it is meant")
    context.hear(f"> {names}: {words.subject}")
    context.prolong(PATIENCE * len(services))
    result = services.notify(title=tame(words.subject), body=plain, notify_type=KINDS[gravest], body_format="text")
    said = _said(result)
    if said:
        context.hear(f"< {said}")
    if not result:
        raise DeliveryFailed(f"{names} did not take it: {said or 'no reason given'}", answer=said)
    return f"accepted by {names}"


def tame(words: str) -> str:
    """Words in which no chat program finds a mention: an article must not be able to call everybody."""
    return _MENTION.sub("@\N{ZERO WIDTH SPACE}", words).replace("<", "‹")


def services_of(settings: Settings, context: Context) -> "Apprise":
    """The services whose addresses the environment holds. Raises DeliveryFailed, without showing what it holds."""
    from apprise import Apprise, AppriseAsset
    from apprise.common import OverflowMode

    asset = AppriseAsset(app_id="Tocsin", async_mode=False, storage_mode="memory", http_redirects=False)
    services = Apprise(asset=asset)
    for name in (settings.url_env,) if isinstance(settings.url_env, str) else settings.url_env:
        if not services.add(context.secret(name)):
            raise DeliveryFailed(f"{name} holds no address that Apprise knows; they are listed at appriseit.com")
    for service in services:
        service.socket_connect_timeout = service.socket_read_timeout = TIMEOUT
        service.overflow_mode = OverflowMode.SPLIT
    return services


def inside(service: "NotifyBase") -> bool:
    """Whether a service stands on a host of the user's own, within the user's own network. Where Apprise knows the host
    itself, what it calls one is a part of the login."""
    forms: Iterable[str] = service.templates
    own = any("{host}" in form for form in forms) and getattr(service, "mode", None) != "cloud"
    return own and bool(service.host) and leads_inside(service.host)


def _said(result: "AppriseResult | None") -> str:
    """What Apprise noted while it sent; it leaves secrets out by itself."""
    notes = (entry.message for entry in result.logs()) if result is not None else ()
    return one_line("; ".join(notes))[:LONGEST_REASON]
