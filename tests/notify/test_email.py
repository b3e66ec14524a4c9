"""Mail handed to real servers: open, locked, broken."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from pydantic import ValidationError

from monitor.errors import DeliveryFailed, DeliveryRefused
from monitor.model import Delivery
from monitor.notify import Context, email
from monitor.notify.email import Settings
from monitor.notify.links import Links
from tests.notify.mail_servers import ACCEPT, LOGIN, NAMES, Inbox, check_login, mail_server
from tests.notify.support import certificate, context, delivery


def settings(port: int, to: tuple[str, ...] = ("Desk <desk@example.org>",), **smtp: Any) -> Settings:
    return Settings.model_validate(
        {"to": to, "from": "Tocsin <tocsin@example.org>", "smtp": {"host": "localhost", "port": port} | smtp}
    )


def send(settings: Settings, owed: Delivery, told: Context) -> str:
    """Sends over a connection of its own."""
    with Links() as links:
        return email.send(settings, owed, replace(told, links=links))


def test_a_message_arrives_as_it_was_written() -> None:
    inbox = Inbox()
    with mail_server(inbox) as port:
        answer = send(settings(port), delivery(), context())
    (envelope,) = inbox.envelopes
    mail = message_from_bytes(envelope.content, policy=policy.default)
    assert answer == "accepted for 1 of 1 recipients"
    assert (envelope.mail_from, envelope.rcpt_tos) == ("tocsin@example.org", ["desk@example.org"])
    assert (mail["Message-ID"], mail["To"]) == ("<d1@example.org>", "Desk <desk@example.org>")


@pytest.mark.parametrize(("answer", "error"), [("451 later", DeliveryFailed), ("554 never", DeliveryRefused)])
def test_4xx_may_pass_and_5xx_never_will(answer: str, error: type[Exception]) -> None:
    with mail_server(Inbox(answer)) as port, pytest.raises(error, match=answer):
        send(settings(port), delivery(), context())


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        (("450 full", "550 unknown"), DeliveryFailed),
        (("550 unknown", "551 gone"), DeliveryRefused),
        ((ACCEPT, "450 full"), DeliveryFailed),
    ],
)
def test_a_refused_recipient_decides_by_its_code(answers: tuple[str, str], error: type[Exception]) -> None:
    to = ("a@example.org", "b@example.org")
    with mail_server(Inbox(recipients=dict(zip(to, answers, strict=True)))) as port, pytest.raises(error):
        send(settings(port, to), delivery(), context())


def test_one_unknown_recipient_does_not_hold_up_the_others() -> None:
    inbox = Inbox(recipients={"b@example.org": "550 unknown"})
    with mail_server(inbox) as port:
        answer = send(settings(port, ("a@example.org", "b@example.org")), delivery(), context())
    assert answer == "accepted for 1 of 2 recipients; refused for good: b@example.org"


def test_starttls_and_login(tmp_path: Path) -> None:
    server, trust = certificate(tmp_path)
    inbox = Inbox()
    options = {"tls_context": server, "require_starttls": True, "auth_required": True, "authenticator": check_login}
    with mail_server(inbox, **options) as port:
        locked = settings(port, security="starttls", ca_file=str(trust), **NAMES)
        send(locked, delivery(), context(environment=LOGIN))
        with pytest.raises(DeliveryFailed, match="does not let us in"):
            send(locked, delivery(), context(environment=LOGIN | {"MAIL_PASSWORD": "wrong"}))
        with pytest.raises(DeliveryFailed, match="certificate"):
            send(settings(port, security="starttls", **NAMES), delivery(), context(environment=LOGIN))
    assert len(inbox.envelopes) == 1
    assert inbox.sessions[0].ssl is not None
    assert inbox.sessions[0].authenticated


def test_a_password_that_no_login_can_carry_is_said(tmp_path: Path) -> None:
    server, trust = certificate(tmp_path)
    options = {"tls_context": server, "auth_required": True, "authenticator": check_login}
    with mail_server(Inbox(), **options) as port:
        locked = settings(port, security="starttls", ca_file=str(trust), **NAMES)
        with pytest.raises(DeliveryFailed, match="beyond ASCII"):
            send(locked, delivery(), context(environment=LOGIN | {"MAIL_PASSWORD": "köder"}))


def test_tls_from_the_first_byte(tmp_path: Path) -> None:
    server, trust = certificate(tmp_path)
    inbox = Inbox()
    with mail_server(inbox, ssl_context=server) as port:
        send(settings(port, security="tls", ca_file=str(trust)), delivery(), context())
    assert len(inbox.envelopes) == 1


def test_starttls_is_never_skipped_in_silence() -> None:
    inbox = Inbox()
    with mail_server(inbox) as port, pytest.raises(DeliveryFailed, match="STARTTLS"):
        send(settings(port, security="starttls"), delivery(), context())
    assert inbox.envelopes == []


def test_a_missing_secret_is_named_and_a_present_one_is_not() -> None:
    with pytest.raises(DeliveryFailed, match="MAIL_USER is not set"):
        send(settings(1, **NAMES), delivery(), context())


@pytest.mark.parametrize(
    "talk",
    [
        lambda step: b"220 hello\r\n" if step == 0 else b"",
        lambda step: (b"220 hello\r\n", b"250 ok\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go on\r\n", b"")[step],
        lambda step: b"\xff" * 100 + b"\r\n",
    ],
    ids=["after the greeting", "after DATA", "nonsense"],
)
def test_a_server_that_breaks_off_may_do_better_later(talk: Callable[[int], bytes]) -> None:
    with broken_server(talk) as port, pytest.raises(DeliveryFailed):
        send(settings(port), delivery(), context())


def test_one_connection_serves_the_deliveries_of_a_lane() -> None:
    inbox = Inbox()
    with mail_server(inbox) as port, Links() as links:
        for n in range(3):
            email.send(settings(port), delivery(id=f"d{n}"), context(links=links))
    assert len(inbox.envelopes) == 3
    assert len({session.peer for session in inbox.sessions}) == 1


def test_a_connection_serves_only_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(email, "MESSAGES", 2)
    inbox = Inbox()
    with mail_server(inbox) as port, Links() as links:
        for n in range(4):
            email.send(settings(port), delivery(id=f"d{n}"), context(links=links))
    assert [session.peer for session in inbox.sessions].count(inbox.sessions[0].peer) == 2


def test_a_connection_that_the_server_has_ended_is_replaced_and_nothing_lost_or_doubled() -> None:
    inbox = Inbox()
    with Links() as links:
        with mail_server(inbox) as port:
            email.send(settings(port), delivery(id="d1"), context(links=links))
        with mail_server(inbox, port=port):
            email.send(settings(port), delivery(id="d2"), context(links=links))
    ids = [message_from_bytes(each.content)["Message-ID"] for each in inbox.envelopes]
    assert ids == ["<d1@example.org>", "<d2@example.org>"]


def test_a_refusal_leaves_the_next_delivery_a_good_connection() -> None:
    inbox = Inbox("451 later")
    with mail_server(inbox) as port, Links() as links:
        with pytest.raises(DeliveryFailed):
            email.send(settings(port), delivery(), context(links=links))
        inbox.answer = ACCEPT
        assert email.send(settings(port), delivery(), context(links=links)).startswith("accepted")


def test_nobody_there() -> None:
    with pytest.raises(DeliveryFailed, match="localhost cannot be used"):
        send(settings(1), delivery(), context())


@pytest.mark.parametrize(
    ("smtp", "words"),
    [
        ({"username_env": "A"}, "belong together"),
        ({"username_env": "A", "password_env": "B", "host": "mail.example.org"}, "not sent unencrypted"),
        ({"security": "maybe"}, "none"),
        ({"host": "a\r\nb"}, "pattern"),
        ({"pasword_env": "A"}, "not permitted"),
    ],
)
def test_settings_that_would_fail_at_night_fail_at_once(smtp: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        settings(25, **smtp)


@contextmanager
def broken_server(talk: Callable[[int], bytes]) -> Iterator[int]:
    """Says `talk(0)`, then one line for each line it hears; hangs up where there is nothing to say."""
    loop = asyncio.new_event_loop()
    ports: list[int] = []
    ready = threading.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        step = 0
        while said := talk(step):
            writer.write(said)
            await writer.drain()
            if not await reader.readline():
                break
            step += 1
        writer.close()

    async def run(stop: asyncio.Event) -> None:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        ports.append(server.sockets[0].getsockname()[1])
        ready.set()
        async with server:
            await stop.wait()

    stop = asyncio.Event()
    thread = threading.Thread(target=lambda: loop.run_until_complete(run(stop)), daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield ports[0]
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
        loop.close()
