"""Webhooks, signed as Standard Webhooks has it."""

import base64
import binascii
from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated, Literal, NoReturn
from urllib.parse import urlsplit

import aiohttp
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError
from standardwebhooks import Webhook

from monitor.errors import DeliveryFailed, DeliveryRefused, ReceiverGone
from monitor.model import Delivery, settings
from monitor.network import explain, retry_after, was_refused
from monitor.notify.context import Context
from monitor.notify.message import one_line
from monitor.notify.names import token
from monitor.notify.payload import bodies
from monitor.notify.web_line import Answer, WebLine

REMEDY = (
    "look at url and format, whether the receiver knows the secret that secret_env names, and, for one within your own "
    "network, at network.allow_private."
)
PART = timedelta(minutes=1)
"""More than the longest that one message of several takes."""
HOW_TO_WRITE_ONE = "write whsec_ and 24 to 64 random bytes in base64"
GONE = 410
_NEVER = frozenset({400, 405, 411, 413, 414, 415, 422, 431})
"""Answers to the message itself: sending it again cannot help. Others (401, 404, a redirect) somebody may mend."""


def _web_address(value: str) -> str:
    try:
        parts = urlsplit(value)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good or any(letter.isspace() or not letter.isprintable() for letter in value):
        raise PydanticCustomError("url", "{value} is no web address; write https://…", {"value": repr(value)})
    return value


class Settings(settings.Settings):
    """`secret_env` names the environment variable with the signing secret (`whsec_…`); several of them sign while one
    replaces the other. Without it nothing is signed."""

    url: Annotated[str, AfterValidator(_web_address)] = Field(max_length=2_000, repr=False)
    secret_env: str | tuple[str, ...] | None = None
    format: Literal["tocsin", "alertmanager", "slack", "teams"] = "tocsin"


def send(settings: Settings, delivery: Delivery, context: Context) -> str:
    """Posts the delivery once, in several messages where it is too large for one. Only a 2xx answer counts; redirects
    are not followed."""
    id, signers = token(delivery.id), tuple(_signers(settings, context))
    answer = ""
    for number, data in enumerate(bodies(settings.format, delivery, context), 1):
        if number > 1:
            context.prolong(PART)
        answer = _send_one(settings, id if number == 1 else f"{id}-{number}", data, signers, context)
    return answer


def _send_one(settings: Settings, id: str, data: bytes, signers: tuple[Webhook, ...], context: Context) -> str:
    headers = _headers(id, data, signers, context)
    signed = "signed" if signers else "not signed"
    context.hear(f"> POST to {urlsplit(settings.url).hostname}, {settings.format}, {len(data)} bytes, {signed}")
    context.hear(f"> webhook-id: {id}")
    try:
        answer = _line(context).post(settings.url, data, headers)
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
        if was_refused(error):
            raise DeliveryRefused(
                "the address is private or reserved; set network.allow_private to true if it is meant"
            ) from None
        raise DeliveryFailed(explain(error)) from None
    _tell(answer, context)
    if not 200 <= answer.status < 300:
        _fail(answer, context)
    return f"{answer.status} {answer.text}".strip()


def _headers(id: str, data: bytes, signers: tuple[Webhook, ...], context: Context) -> dict[str, str]:
    headers = {
        "Content-Type": "application/json",
        "Accept-Encoding": "identity",
        "webhook-id": id,
        "webhook-timestamp": str(int(context.now.timestamp())),
    }
    if signers:
        headers["webhook-signature"] = " ".join(signer.sign(id, context.now, data.decode()) for signer in signers)
    return headers


def _signers(settings: Settings, context: Context) -> Iterator[Webhook]:
    names = (settings.secret_env,) if isinstance(settings.secret_env, str) else settings.secret_env or ()
    return (_signer(name, context) for name in names)


def _signer(name: str, context: Context) -> Webhook:
    """The signer for one secret. Raises DeliveryFailed, without showing the secret, where it is none."""
    key = signing_key(context.secret(name))
    if not key:
        raise DeliveryFailed(f"the secret in {name} is none; {HOW_TO_WRITE_ONE}")
    return Webhook(key)


def signing_key(secret: str) -> bytes:
    """The key that a secret holds, `whsec_…` or bare base64; empty where it holds none."""
    try:
        return base64.b64decode(secret.strip().removeprefix("whsec_") + "==")
    except (binascii.Error, ValueError):
        return b""


def _line(context: Context) -> WebLine:
    private = context.allow_private
    return context.links.get(("webhook", private), WebLine, lambda: WebLine(allow_private=private))


def _tell(answer: Answer, context: Context) -> None:
    """The answer, for whoever listens."""
    context.hear(f"< {answer.status}")
    for name, value in answer.headers.items():
        context.hear(f"< {name}: {one_line(value)}")
    if answer.text:
        context.hear(f"< {answer.text}")


def _fail(answer: Answer, context: Context) -> NoReturn:
    said = f"{answer.status} {answer.text}".strip()
    if answer.status == GONE:
        raise ReceiverGone(f"the receiver is gone for good: {said}", answer=said)
    if answer.status in _NEVER:
        raise DeliveryRefused(f"the receiver refused it: {said}", answer=said)
    wait = retry_after(answer.headers.get("Retry-After"), context.now)
    raise DeliveryFailed(f"the receiver answered {said}", answer=said, retry_after=wait)
