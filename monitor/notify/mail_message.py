"""A delivery as a mail message (RFC 5322), for the channels that send or keep mail."""

import re
from collections.abc import Iterator
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime
from typing import Annotated, Any

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from monitor.model import Delivery
from monitor.notify.context import Context
from monitor.notify.message import one_line
from monitor.notify.names import digest, slug, token
from monitor.notify.render import Message, render

_ADDRESS = re.compile(
    r"(?:(?P<name>[^<>\x00-\x1f\x7f]{0,100}?)\s*<)?(?P<spec>[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@[A-Za-z0-9.-]{1,255})(?P<end>>)?"
)


LONGEST_LINE = 76
"""Characters of a folded header's line."""
MOST_ROOTS = 20
"""Threads that one message hangs on."""


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


class Subject(str):
    """A subject that is folded without loss. The email package's own folding drops or doubles blanks between words that
    it encodes; a header that bears its name and folds itself is left to do so."""

    name = "Subject"

    def fold(self, *, policy: Policy) -> str:
        """The header's lines: as it is where that is ASCII, else in encoded words (RFC 2047)."""
        charset = "us-ascii" if self.isascii() else "utf-8"
        lines = Header(self, charset, LONGEST_LINE, self.name).encode(linesep=policy.linesep)
        return f"{self.name}: {lines}{policy.linesep}"


def build(
    delivery: Delivery,
    context: Context,
    sender: str,
    recipients: tuple[str, ...],
    unsubscribe: str | None = None,
) -> EmailMessage:
    """The message. The same delivery gives the same Message-ID in every attempt; the alerts of one incident hang on one
    root, and a message about several on the root of each, so that mail programs show all of them with their corrections
    as one thread. What was gathered for hours bears the time of its latest alert. Whoever wants no more of it writes to
    `unsubscribe`."""
    words = render(delivery, context)
    author = address(sender)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = author
    mail["To"] = tuple(address(recipient) for recipient in recipients)
    mail["Subject"] = Subject(words.subject)
    mail["Date"] = format_datetime(max([delivery.created, *(alert.at for alert in delivery.alerts)]))
    mail["Message-ID"] = f"<{token(delivery.id)}@{author.domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    for name, value in _about(delivery, author.domain, unsubscribe, context.web):
        mail[name] = value
    _fill(mail, words, delivery)
    return mail


def _about(delivery: Delivery, domain: str, unsubscribe: str | None, web: str | None) -> Iterator[tuple[str, str]]:
    """The headers by which mail programs sort and thread it."""
    if delivery.alerts and delivery.form == "alerts":
        about = dict.fromkeys(alert.incident or alert.subject or alert.id for alert in delivery.alerts)
        roots = [f"<{digest(each)}.incident@{domain}>" for each in about][:MOST_ROOTS]
        yield "References", " ".join(reversed(roots))
        yield "In-Reply-To", roots[0]
    of = delivery.alerts[0].rule if delivery.alerts and delivery.form == "alerts" else delivery.form
    yield "List-Id", f"{_phrase(of)} <{slug(of)}.tocsin.{domain}>"
    if unsubscribe:
        yield "List-Unsubscribe", f"<mailto:{address(unsubscribe).addr_spec}?subject=unsubscribe%20{slug(of)}>"
    elif web:
        yield "List-Unsubscribe", f"<{web}/>"


def _fill(mail: EmailMessage, words: Message, delivery: Delivery) -> None:
    """Text, page and pictures. Every attempt has the same bytes, so the parts are parted by what the delivery gives."""
    mail.set_content(words.text)
    mail.add_alternative(words.html, subtype="html")
    if words.pictures:
        *_, page = mail.iter_parts()
        for number, (name, data) in enumerate(words.pictures, 1):
            page.add_related(data, "image", "png", cid=f"<{name}>", filename=f"toll-{number}.png", disposition="inline")
        page.set_boundary(f"=_{digest(delivery.id)}_page")
    mail.set_boundary(f"=_{digest(delivery.id)}")


def _phrase(rule: str) -> str:
    return re.sub(r"[<>()\[\]\",;:\\@]", " ", one_line(rule))[:60].strip()
