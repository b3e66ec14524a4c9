"""Connections to a mail server whose conversation can be heard. A login is never part of what is heard."""

import contextlib
import smtplib
from collections.abc import Callable
from typing import Any

from monitor.notify.message import one_line

HIDDEN = "***"
LAST_WORDS = 3.0
"""Seconds that the server may be silent for when we ask whether it is still there, or take our leave."""
OK = 250


class Plain(smtplib.SMTP):
    """A connection that may become secure by STARTTLS. `hear` gets `> command` and `< answer`, a line each."""

    def __init__(self, hear: Callable[[str], None], *arguments: Any, **options: Any) -> None:
        self.hear = hear
        self._hiding = False
        super().__init__(*arguments, **options)

    def putcmd(self, cmd: str, args: str = "") -> None:
        """Sends one command; of a login's only the method is told."""
        shown = f"{cmd} {args}".rstrip()
        if self._hiding:
            shown = f"{cmd} {args.partition(' ')[0]} {HIDDEN}" if cmd == "AUTH" else HIDDEN
        self.hear(f"> {one_line(shown)}")
        super().putcmd(cmd, args)

    def getreply(self) -> tuple[int, bytes]:
        """Waits for the answer to a command, or to the message."""
        code, said = super().getreply()
        for line in said.splitlines() or [b""]:
            self.hear(f"< {code} {one_line(line.decode(errors='replace'))}".rstrip())
        return code, said

    def auth(self, mechanism: str, authobject: Any, *, initial_response_ok: bool = True) -> tuple[int, bytes]:
        """Logs in."""
        self._hiding = True
        try:
            return super().auth(mechanism, authobject, initial_response_ok=initial_response_ok)
        finally:
            self._hiding = False


class Secure(Plain, smtplib.SMTP_SSL):
    """A connection that is secure from its first byte."""


class Connection:
    """A connection to a mail server, kept for a few more messages."""

    def __init__(self, server: Plain) -> None:
        self.server, self.sent = server, 0

    def still_there(self) -> bool:
        """Whether the server still listens. Asked before each message but the first, so that none is begun on a
        connection that was ended meanwhile."""
        if self.sent == 0:
            return True
        try:
            self._wait_at_most(LAST_WORDS)
            alive = self.server.noop()[0] == OK
            self._wait_at_most(self.server.timeout)
        except (smtplib.SMTPException, OSError):
            return False
        return alive

    def close(self) -> None:
        """Takes leave of the server."""
        with contextlib.suppress(smtplib.SMTPException, OSError):
            self._wait_at_most(LAST_WORDS)
            self.server.quit()
        self.server.close()

    def _wait_at_most(self, seconds: float) -> None:
        if self.server.sock is not None:
            self.server.sock.settimeout(seconds)
