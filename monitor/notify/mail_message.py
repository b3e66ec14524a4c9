"""A delivery as a mail message (RFC 5322), for the channels that send or keep mail."""

import hashlib
import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Annotated, Any

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from monitor.model import Delivery
from monitor.notify.context import Context
from monitor.notify.message import one_line, render

_ADDRESS = re.compile(
    r"(?:(?P<name>[^<>\x00-\x1f\x7f]{0,100}?)\s*<)?(?P<spec>[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@[A-Za-z0-9.-]{1,255})(?P<end>>)?"
)


def parse_address(value: Any) -> str:
    """`desk@example.org` or `The desk <desk@example.org>`; a pydantic error for anything else."""
    match = _ADDRESS.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None or (match["name"] is None) != (match["end"] is None) or ".." in match["spec"]:
        reason = "{value} is no mail address; write desk@example.org or The desk <desk@example.org>"
        raise PydanticCustomError("mail_address", reason, {"value": repr(value)})
    return str(value).strip()


MailAddress = Annotated[str, BeforeValidator(parse_address)]
"""A field of this type takes one mail address, with or without a name."""


def address(value: str) -> Address:
    """A MailAddress in its parts."""
    match = _ADDRESS.fullmatch(value)
    if match is None:
        raise ValueError(f"{value!r} is no mail address")
    return Address(display_name=(match["name"] or "").strip().strip('"'), addr_spec=match["spec"])


def build(delivery: Delivery, context: Context, sender: str, recipients: tuple[str, ...]) -> EmailMessage:
    """The message. The same delivery gives the same Message-ID in every attempt; the alerts of one incident hang on one
    root, so that mail programs show them and their corrections as one thread."""
    words = render(delivery, context)
    author = address(sender)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = author
    mail["To"] = tuple(address(recipient) for recipient in recipients)
    mail["Subject"] = words.subject
    mail["Date"] = format_datetime(delivery.created)
    mail["Message-ID"] = f"<{token(delivery.id)}@{author.domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    if delivery.alerts:
        first = delivery.alerts[0]
        root = f"<{digest(first.incident or first.subject or first.id)}.incident@{author.domain}>"
        mail["References"] = root
        mail["In-Reply-To"] = root
        mail["List-Id"] = f"{_phrase(first.rule)} <{_slug(first.rule)}.tocsin.{author.domain}>"
    mail.set_content(words.text)
    mail.add_alternative(words.html, subtype="html")
    mail.set_boundary(f"=_{digest(delivery.id)}")
    return mail


def token(id: str) -> str:
    """A delivery's id as it can stand in a header or a file name."""
    return id if re.fullmatch(r"[A-Za-z0-9_-]{1,100}", id) else digest(id)


def digest(value: str) -> str:
    """A short name for any text."""
    return hashlib.sha256(value.encode(errors="surrogatepass")).hexdigest()[:20]


def _phrase(rule: str) -> str:
    return re.sub(r"[<>()\[\]\",;:\\@]", " ", one_line(rule))[:60].strip()


def _slug(rule: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", rule.lower()).strip("-")[:60] or digest(rule)
