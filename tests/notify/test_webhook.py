"""Webhooks posted to real receivers, kind and unkind."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from standardwebhooks import Webhook

from monitor.errors import DeliveryFailed, DeliveryRefused
from monitor.model import Delivery
from monitor.notify import NOTIFIERS, webhook
from monitor.notify.payload import FORMATS, LARGEST, body
from monitor.notify.webhook import Settings, send
from tests.notify.support import ALERT, QUOTE, Receiver, alert, context, delivery, reply

OLD, NEW = (f"whsec_{base64.b64encode(bytes([n]) * 24).decode()}" for n in (1, 2))


def post(
    answer: Callable[[BaseHTTPRequestHandler], None], owed: Delivery | None = None, *, env: Any = None, **fields: Any
) -> tuple[str, dict[str, str], bytes]:
    """Sends to a receiver that answers so: our answer, and the headers and body that it got."""
    with Receiver(answer) as receiver:
        settings = Settings.model_validate({"url": receiver.url} | fields)
        said = send(settings, owed or delivery(), context(environment=env or {}, now=datetime.now(UTC)))
        return said, *receiver.posts[0]


def test_a_post_is_signed_as_the_standard_has_it() -> None:
    said, headers, data = post(reply(200), env={"HOOK": NEW}, secret_env="HOOK")
    assert said == "200 ok"
    assert headers["webhook-id"] == "d1"
    assert Webhook(NEW).verify(data, headers) == json.loads(data)


def test_several_secrets_sign_while_one_replaces_the_other() -> None:
    _, headers, data = post(reply(204, b""), env={"OLD": OLD, "NEW": NEW}, secret_env=("NEW", "OLD"))
    assert Webhook(OLD).verify(data, headers) == Webhook(NEW).verify(data, headers)


def test_the_body_is_an_event_with_the_alert() -> None:
    _, _, data = post(reply(202))
    event = json.loads(data)
    assert (event["type"], event["timestamp"]) == ("alert.firing", ALERT.at.isoformat())
    assert event["data"]["evidence"][0] == {"article": "a1", "source": "Levant Wire", "url": QUOTE.url,
                                            "quote": QUOTE.quote, "in": "text", "start": 0, "end": 34}  # fmt: skip


def test_a_group_is_a_list_of_alerts_and_fires_if_one_of_them_does() -> None:
    event = json.loads(body("tocsin", delivery(alert(status="revised"), alert(id="2")), context()))
    assert event["type"] == "alert.firing"
    assert [each["id"] for each in event["data"]["alerts"]] == ["al1", "2"]
    assert json.loads(body("tocsin", delivery(alert(status="revised")), context()))["type"] == "alert.revised"


def test_other_forms() -> None:
    manager = json.loads(body("alertmanager", delivery(alert(), alert(id="2", severity="info")), context()))
    chat = json.loads(body("slack", delivery(alert(summary="<!channel> & <b>")), context()))
    assert manager["version"] == "4"
    assert manager["commonLabels"] == {"alertname": "mass casualties", "place": "Aleppo", "metric": "killed"}
    assert manager["alerts"][0]["annotations"]["quote"] == QUOTE.quote
    assert "&lt;!channel&gt; &amp; &lt;b&gt;" in chat["text"]
    assert "<https://example.org/1?a=1&amp;b=2|Levant Wire>" in chat["text"]


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 3_000), st.sampled_from(sorted(FORMATS)))
def test_no_body_is_too_large(alerts: int, quotes: int, length: int, form: str) -> None:
    quote = QUOTE.__class__("a", "s", "https://example.org", "ä" * length, "text", 0, 1)
    many = tuple(alert(id=str(n), evidence=(quote,) * quotes, summary="s" * length) for n in range(alerts))
    data = body(form, delivery(alerts=many), context())
    assert len(data) < LARGEST
    json.loads(data)


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        (reply(500, b"down"), DeliveryFailed, "500 down"),
        (reply(301, b"", Location="http://127.0.0.1:1/"), DeliveryFailed, "answered 301"),
        (reply(404), DeliveryFailed, "404"),
        (reply(410), DeliveryRefused, "410"),
        (reply(422, b"bad"), DeliveryRefused, "422 bad"),
        (lambda request: request.wfile.write(b"HTTP/1.1 20"), DeliveryFailed, "HTTP|broke off"),
        (lambda request: request.connection.close(), DeliveryFailed, "broke off|Connection"),
    ],
    ids=["500", "301", "404", "410", "422", "half a status", "nothing"],
)
def test_only_2xx_counts(answer: Callable[[BaseHTTPRequestHandler], None], error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        post(answer)


def test_the_receivers_wish_to_wait_is_handed_on() -> None:
    with pytest.raises(DeliveryFailed) as caught:
        post(reply(429, Retry_After="90"))
    assert caught.value.retry_after == timedelta(seconds=90)
    assert caught.value.answer == "429 ok"


def test_words_that_break_off_after_a_good_status_do_not_count_against_it() -> None:
    def half(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")

    assert post(half)[0] == "200 (the answer broke off)"


def test_a_long_answer_is_cut_and_cleaned() -> None:
    said, _, _ = post(reply(200, b"\x1b[31m" + b"x" * 100_000))
    assert len(said) <= webhook.LONGEST_ANSWER + 4
    assert said.isprintable()


def test_a_receiver_that_says_nothing_is_given_up_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    done = threading.Event()
    monkeypatch.setattr(webhook, "TIMEOUT", 0.2)
    try:
        with pytest.raises(DeliveryFailed, match="in time"):
            post(lambda request: done.wait(10) and None)
    finally:
        done.set()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "10.0.0.1", "169.254.169.254"])
def test_private_addresses_are_refused_unless_allowed(host: str) -> None:
    settings = Settings(url=f"http://{host}:9/hook")
    with pytest.raises(DeliveryRefused, match="private or reserved"):
        send(settings, delivery(), context(allow_private=False))


@pytest.mark.parametrize("secret", ["whsec_", "whsec_a", "a"])
def test_a_secret_that_is_none_is_said_to_be_none_without_showing_it(secret: str) -> None:
    with pytest.raises(DeliveryFailed, match="secret in HOOK is none") as caught:
        post(reply(200), env={"HOOK": secret}, secret_env="HOOK")
    assert not str(caught.value).endswith(secret)


def test_a_missing_secret_is_named() -> None:
    with pytest.raises(DeliveryFailed, match="HOOK is not set"):
        post(reply(200), secret_env="HOOK")


@pytest.mark.parametrize(
    "url",
    ["ftp://example.org", "example.org", "https://", "https://a b", "https://a\r\nX: 1", "http://[", "http://a:99999"],
)
def test_what_is_no_address_is_said_to_be_none(url: str) -> None:
    with pytest.raises(ValidationError, match="no web address"):
        Settings(url=url)


@given(st.text(max_size=50))
def test_no_delivery_id_makes_a_header(id: str) -> None:
    settings = Settings(url="https://example.org", secret_env="HOOK")
    headers = webhook._headers(settings, delivery(id=id), b"{}", context(environment={"HOOK": OLD}))
    assert all(value.isascii() and value.isprintable() for value in headers.values())


def test_every_channel_has_settings_and_a_way_to_send() -> None:
    assert {"console", "mail_folder", "email", "webhook", "command"} <= set(NOTIFIERS)
    assert all(callable(notifier.send) for notifier in NOTIFIERS.values())
    assert all(notifier.Settings.model_config["extra"] == "forbid" for notifier in NOTIFIERS.values())
