"""`tocsin receivers`: the list, and a marked test by real channels to real servers."""

import json
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
import yaml
from msgspec.structs import replace

from monitor import clock
from monitor.attempt import fingerprint
from monitor.cli.receivers import QUOTE, TEST
from monitor.config import load
from monitor.notify import NOTIFIERS, Context
from monitor.store import Store
from monitor.store.channels import SwitchedOff
from tests.cli.conftest import Tocsin
from tests.notify.mail_servers import LOGIN, NAMES, Inbox, check_login, mail_server
from tests.notify.support import Receiver, certificate, reply

pytestmark = pytest.mark.usefixtures("restored_logs")
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
MAIL = {"to": ["chief@example.org"], "from": "Tocsin <tocsin@example.org>"}


def configured(folder: Path, channels: dict[str, Any], **more: Any) -> Path:
    """A deployment with one receiver, `desk`, beside those of `more`."""
    path = folder / "config.yaml"
    receivers = [{"name": "desk", **channels}, *more.pop("receivers", [])]
    network = {"allow_private": True}
    path.write_text(yaml.safe_dump({"data_dir": "var", "network": network, "receivers": receivers, **more}))
    return path


def test_the_list_says_who_is_told_of_what(tocsin: Tocsin, tmp_path: Path) -> None:
    route = {
        "receiver": "desk",
        "routes": [{"receiver": "chief", "matchers": ["severity=critical"], "routes": [{"matchers": ["country=~S."]}]}],
    }
    others = [{"name": "chief", "console": None}, {"name": "idle", "console": None}]
    path = configured(tmp_path, {"mail_folder": None, "console": None}, receivers=others, route=route)
    found = {each["name"]: each for each in json.loads(tocsin("receivers", "--config", path, "--json").out)}
    assert set(found["desk"]["channels"]) == {"console", "mail_folder"}
    assert found["desk"]["routes"] == ["every alert, unless a route below takes it"]
    assert found["chief"]["routes"] == [
        "severity=critical, unless a route below takes it",
        "severity=critical and country=~S.",
    ]
    assert found["idle"]["routes"] == []
    table = tocsin("receivers", "--config", path).out
    assert "severity=critical and country=~S." in table
    assert "no route" in table


def test_the_list_says_who_is_called_when_nobody_answers(tocsin: Tocsin, tmp_path: Path) -> None:
    route = {"receiver": "desk", "escalate": [{"after": "15m", "receiver": "chief"}]}
    rule = {"name": "deaths", "type": "toll", "thresholds": [10], "escalate": [{"after": "1h", "receiver": "night"}]}
    others = [{"name": "chief", "console": None}, {"name": "night", "console": None}]
    path = configured(tmp_path, {"console": None}, receivers=others, route=route, rules=[rule])
    found = {each["name"]: each["routes"] for each in json.loads(tocsin("receivers", "--config", path, "--json").out)}
    assert found == {
        "desk": ["every alert"],
        "chief": ["every alert, once nobody has acknowledged it for 15m"],
        "night": ["rule=deaths, once nobody has acknowledged it for 1h"],
    }


def test_a_mail_is_marked_and_its_conversation_shown_without_the_login(
    tocsin: Tocsin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in LOGIN.items():
        monkeypatch.setenv(name, value)
    server, trust = certificate(tmp_path)
    inbox = Inbox()
    with mail_server(inbox, tls_context=server, auth_required=True, authenticator=check_login) as port:
        smtp = {"port": port, "security": "starttls", "ca_file": str(trust), **NAMES}
        path = configured(tmp_path, {"email": {**MAIL, "smtp": smtp}})
        ran = tocsin("receivers", "test", "desk", "--config", path)
    assert ran.code == 0, ran.out
    content = inbox.envelopes[0].content
    assert isinstance(content, bytes)
    mail = message_from_bytes(content, policy=policy.default)
    assert TEST in mail["Subject"]
    assert QUOTE.split(".")[0] in content.decode()
    for line in ("> STARTTLS", "> AUTH PLAIN ***", "< 235", "rcpt TO:<chief@example.org>", "Accepted in "):
        assert line in ran.out
    for secret in (LOGIN["MAIL_PASSWORD"], "AGRlc2sAY29ycmVjdCBob3JzZQ=="):
        assert secret not in ran.out


def test_a_wrong_password_is_not_shown_either(tocsin: Tocsin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL_USER", "desk")
    monkeypatch.setenv("MAIL_PASSWORD", "battery staple")
    server, trust = certificate(tmp_path)
    with mail_server(Inbox(), tls_context=server, auth_required=True, authenticator=check_login) as port:
        smtp = {"port": port, "security": "starttls", "ca_file": str(trust), **NAMES}
        path = configured(tmp_path, {"email": {**MAIL, "smtp": smtp}})
        ran = tocsin("receivers", "test", "desk", "--config", path)
    assert ran.code == 1
    assert "< 535" in ran.out
    assert "does not let us in" in ran.out
    assert "What to do: " + NOTIFIERS["email"].remedy in ran.out
    for secret in ("battery staple", "YmF0dGVyeSBzdGFwbGU=", "AGRlc2sAYmF0dGVyeSBzdGFwbGU="):
        assert secret not in ran.out


def test_a_webhook_shows_its_answer_and_never_its_address_or_secret(
    tocsin: Tocsin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOOK", SECRET)
    with Receiver(reply(200, f"thanks for {SECRET}".encode())) as receiver:
        path = configured(tmp_path, {"webhook": {"url": receiver.url, "secret_env": "HOOK"}})
        ran = tocsin("receivers", "test", "desk", "--config", path)
    assert ran.code == 0, ran.out
    headers, body = receiver.posts[0]
    alert = json.loads(body)["data"]
    assert (alert["rule"], alert["severity"], alert["summary"]) == ("test", "info", TEST)
    assert f"> webhook-id: {headers['webhook-id']}" in ran.out
    assert "> POST to 127.0.0.1, tocsin" in ran.out
    assert "< 200" in ran.out
    assert "< thanks for ***" in ran.out
    assert SECRET not in ran.out
    assert "/hook" not in ran.out


def test_a_channel_that_breaks_is_told_without_its_secrets(
    tocsin: Tocsin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOOK", SECRET)

    def breaks(_settings: object, _delivery: object, context: Context) -> str:
        raise RuntimeError(f"signing with {context.secret('HOOK')}")

    monkeypatch.setitem(NOTIFIERS, "webhook", replace(NOTIFIERS["webhook"], send=breaks))
    path = configured(tmp_path, {"webhook": {"url": "https://hooks.example.org", "secret_env": "HOOK"}})
    ran = tocsin("receivers", "test", "desk", "--config", path)
    assert ran.code == 1
    assert "RuntimeError: signing with ***" in ran.out
    assert "the channel broke" in ran.err
    assert SECRET not in ran.out + ran.err


def test_two_tests_are_two_messages(tocsin: Tocsin, tmp_path: Path) -> None:
    with Receiver(reply(200)) as receiver:
        path = configured(tmp_path, {"webhook": {"url": receiver.url}})
        for _ in range(2):
            assert tocsin("receivers", "test", "desk", "--config", path).code == 0
    assert len({headers["webhook-id"] for headers, _ in receiver.posts}) == 2


def test_one_that_fails_keeps_no_other_from_its_test(
    tocsin: Tocsin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PHONE", "json://127.0.0.1:9/")
    with Receiver(reply(503, b"down", Retry_After="120")) as down, mail_server(Inbox("554 never")) as port:
        channels = {
            "webhook": {"url": down.url},
            "email": {**MAIL, "smtp": {"port": port}},
            "command": {"run": ["cat"]},
            "apprise": {"url_env": "PHONE"},
            "mail_folder": None,
            "console": None,
        }
        path = configured(tmp_path, channels)
        ran = tocsin("receivers", "--config", path, "test", "desk", "--json")
    assert ran.code == 1
    tried = {each["channel"]: each for each in json.loads(ran.out)}
    assert {channel: each["outcome"] for channel, each in tried.items()} == {
        "console": "delivered", "mail_folder": "delivered", "command": "delivered",
        "webhook": "failed", "email": "refused", "apprise": "failed",
    }  # fmt: skip
    assert set(tried) == set(NOTIFIERS)
    assert "< Retry-After: 120" in tried["webhook"]["conversation"]
    assert "< 554 never" in tried["email"]["conversation"]
    assert all(each["conversation"] for each in tried.values())
    assert TEST in ran.err, "the console's own block stays out of the JSON"


def test_a_test_is_neither_kept_nor_counted(tocsin: Tocsin, tmp_path: Path) -> None:
    path = configured(tmp_path, {"mail_folder": None})
    with Store.open("sqlite", tmp_path / "var") as store:
        store.migrate()
        assert tocsin("receivers", "test", "desk", "--config", path).code == 0
        assert store.deliveries.recent() == []
        assert store.alerts.recent(5) == []
    (mail,) = (tmp_path / "var" / "mail").glob("*.eml")
    assert TEST in mail.read_text()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("dsk",), "there is no receiver 'dsk'; did you mean `desk`?"),
        (("desk", "--channel", "webhok"), "desk has no channel 'webhok'; known: mail_folder"),
        (("desk", "--channel", "email"), "desk has no channel 'email'"),
    ],
)
def test_what_is_not_there_is_wrong_use(tocsin: Tocsin, tmp_path: Path, arguments: tuple[str, ...], says: str) -> None:
    ran = tocsin("receivers", "test", *arguments, "--config", configured(tmp_path, {"mail_folder": None}))
    assert ran.code == 2
    assert says in ran.err


def test_a_secret_that_is_not_set_is_named(tocsin: Tocsin, tmp_path: Path) -> None:
    path = configured(tmp_path, {"webhook": {"url": "https://hooks.example.org", "secret_env": "TOCSIN_NO_SUCH_HOOK"}})
    ran = tocsin("receivers", "test", "desk", "--config", path)
    assert ran.code == 2
    assert "the environment has no variable TOCSIN_NO_SUCH_HOOK; set it" in ran.err


def test_what_was_switched_off_is_shown_and_switched_on_again(tocsin: Tocsin, tmp_path: Path) -> None:
    path = configured(tmp_path, {"webhook": {"url": "https://example.org/hook"}, "console": None})
    config = load(path)
    off = SwitchedOff("desk", "webhook", fingerprint(config, "desk", "webhook"), clock.now(), "410 gone")
    with Store.open(config.database, config.data_dir) as store:
        store.migrate()
        assert store.channels.switch_off(off, ())
    assert "webhook: off, 410 gone" in tocsin("receivers", "--config", path).out
    assert tocsin("receivers", "enable", "desk", "--config", path).out == "Switched on: webhook.\n"
    assert tocsin("receivers", "enable", "desk", "--config", path).out == "Nothing of desk was switched off.\n"
    assert json.loads(tocsin("receivers", "--config", path, "--json").out)[0]["switched_off"] == {}
