"""Mail servers on the loopback: open or locked, kind or not."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

ACCEPT = "250 accepted"
LOGIN = {"MAIL_USER": "desk", "MAIL_PASSWORD": "correct horse"}
NAMES = {"username_env": "MAIL_USER", "password_env": "MAIL_PASSWORD"}


class Inbox:
    """Answers each recipient by `recipients` (else accepts it), and each message by `answer`."""

    def __init__(self, answer: str = ACCEPT, recipients: dict[str, str] | None = None) -> None:
        self.answer = answer
        self.recipients = recipients or {}
        self.envelopes: list[Envelope] = []
        self.sessions: list[Session] = []

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        answer = self.recipients.get(address, ACCEPT)
        if answer == ACCEPT:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:
        self.envelopes.append(envelope)
        self.sessions.append(session)
        return self.answer


class LocalController(Controller):
    """A controller that takes any free port and says which."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        if self.ssl_context is None:
            super()._trigger_server()
            return
        trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        with socket.create_connection(("127.0.0.1", self.port), 5) as plain, trusting.wrap_socket(plain) as secure:
            secure.recv(1024)


@contextmanager
def mail_server(inbox: Inbox, **options: Any) -> Iterator[int]:
    controller = LocalController(inbox, **({"hostname": "127.0.0.1", "port": 0} | options))
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def check_login(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: object) -> AuthResult:
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (b"desk", b"correct horse")
    return AuthResult(success=good, handled=good)
