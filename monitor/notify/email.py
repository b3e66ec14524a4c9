"""E-mail by SMTP: plain, STARTTLS or TLS, with or without login."""

import smtplib
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from monitor.errors import DeliveryFailed, DeliveryRefused
from monitor.model import Delivery, settings
from monitor.notify.context import Context
from monitor.notify.mail_message import MailAddress, address, build
from monitor.notify.smtp_talk import Connection, Plain, Secure

TIMEOUT = 15.0
"""Seconds that the server may be silent for."""
MESSAGES = 100
"""That go over one connection, since servers allow only so many."""
REMEDY = (
    "the last line of the server above says what it minds; look at host, port, security and ca_file below smtp, at the "
    "addresses, and at the variables that username_env and password_env name."
)
PORTS = {"none": 25, "starttls": 587, "tls": 465}
_HERE = ("localhost", "127.0.0.1", "::1")


class Smtp(settings.Settings):
    """The way to a mail server. `port` is the usual one of `security` where it is left out; `ca_file` trusts a
    certificate authority of your own."""

    host: str = Field(default="localhost", min_length=1, max_length=255, pattern=r"^[A-Za-z0-9.:_-]+$")
    port: int | None = Field(default=None, ge=1, le=65535)
    security: Literal["none", "starttls", "tls"] = "none"
    username_env: str | None = None
    password_env: str | None = None
    ca_file: Path | None = None

    @model_validator(mode="after")
    def _login(self) -> Self:
        if (self.username_env is None) != (self.password_env is None):
            raise PydanticCustomError("login", "username_env and password_env belong together; give both or none")
        if self.username_env and self.security == "none" and self.host not in _HERE:
            raise PydanticCustomError("login", "a password is not sent unencrypted; set security to starttls or tls")
        return self


class Settings(settings.Settings):
    """Who gets the mail, who it is from, and the way there. `unsubscribe` is who to write to for no more of it."""

    to: tuple[MailAddress, ...] = Field(min_length=1, max_length=100)
    from_: MailAddress = Field(alias="from")
    unsubscribe: MailAddress | None = None
    smtp: Smtp = Smtp()


def send(settings: Settings, delivery: Delivery, context: Context) -> str:
    """Hands the message to the server. A refusal for good (5xx) is DeliveryRefused, anything else DeliveryFailed."""
    mail = build(delivery, context, settings.from_, settings.to, settings.unsubscribe)
    login = _login(settings.smtp, context)
    context.hear(f"> Subject: {mail['Subject']}")
    try:
        return _hand_over(settings, mail, login, context)
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = max(error.recipients.values(), key=lambda each: each[0] < 500)
        raise _failure(code, answer) from None
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError) as error:
        raise DeliveryFailed(f"the mail server does not let us in ({error})") from None
    except UnicodeEncodeError:
        raise DeliveryFailed("the user name or password has a letter beyond ASCII, which no login can carry") from None
    except smtplib.SMTPServerDisconnected:
        raise DeliveryFailed("the mail server broke off") from None
    except smtplib.SMTPResponseException as error:
        raise _failure(error.smtp_code, error.smtp_error) from None
    except (smtplib.SMTPException, OSError) as error:
        raise DeliveryFailed(f"the mail server {settings.smtp.host} cannot be used ({error})") from None


def _login(smtp: Smtp, context: Context) -> tuple[str, str] | None:
    if smtp.username_env is None or smtp.password_env is None:
        return None
    return context.secret(smtp.username_env), context.secret(smtp.password_env)


def _hand_over(settings: Settings, mail: EmailMessage, login: tuple[str, str] | None, context: Context) -> str:
    """Gives the message to the server, over the connection of the message before where that is still good."""
    key = "email", settings.smtp, address(settings.from_).domain, login
    recipients = [address(each).addr_spec for each in settings.to]
    opened = partial(_open, settings, login, context.hear)
    connection = context.links.get(key, Connection, opened)
    connection.server.hear = context.hear
    if connection.sent >= MESSAGES or not connection.still_there():
        context.links.drop(key)
        connection = context.links.get(key, Connection, opened)
    try:
        refused = connection.server.send_message(mail, address(settings.from_).addr_spec, recipients)
    except (smtplib.SMTPException, OSError):
        context.links.drop(key)
        raise
    connection.sent += 1
    return _answer(refused, len(recipients))


def _open(settings: Settings, login: tuple[str, str] | None, hear: Callable[[str], None]) -> Connection:
    connection = Connection(_connect(settings, hear))
    try:
        if login:
            connection.server.login(*login)
    except (smtplib.SMTPException, OSError, UnicodeEncodeError):
        connection.close()
        raise
    return connection


def _connect(settings: Settings, hear: Callable[[str], None]) -> Plain:
    """A connection that is as secure as it must be: where STARTTLS is not offered, there is none."""
    smtp, name = settings.smtp, address(settings.from_).domain
    port = smtp.port or PORTS[smtp.security]
    hear(f"> to {smtp.host}, port {port}, security {smtp.security}")
    if smtp.security == "tls":
        return Secure(hear, smtp.host, port, name, timeout=TIMEOUT, context=_trust(smtp))
    server = Plain(hear, smtp.host, port, name, timeout=TIMEOUT)
    if smtp.security == "starttls":
        try:
            server.starttls(context=_trust(smtp))
        except (smtplib.SMTPException, OSError):
            server.close()
            raise
    return server


def _trust(smtp: Smtp) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=smtp.ca_file)


def _answer(refused: dict[str, tuple[int, bytes]], recipients: int) -> str:
    """What was accepted. A recipient refused for now makes the whole message come again, under the same Message-ID."""
    for code, answer in refused.values():
        if code < 500:
            raise _failure(code, answer)
    names = f"; refused for good: {', '.join(sorted(refused))}" if refused else ""
    return f"accepted for {recipients - len(refused)} of {recipients} recipients{names}"


def _failure(code: int, answer: bytes | str) -> DeliveryFailed | DeliveryRefused:
    said = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    line = f"{code} {' '.join(said.split())}"[:500]
    kind = DeliveryRefused if code >= 500 else DeliveryFailed
    return kind(f"the mail server answered {line}", answer=line)
