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

from monitor.errors import DeliveryFailed, DeliveryRefused, ReceiverGone
from monitor.model import Delivery
from monitor.notify import NOTIFIERS, web_line, webhook
from monitor.notify.links import Links
from monitor.notify.names import token
from monitor.notify.payload import FORMATS, LARGEST, bodies
from monitor.notify.webhook import Settings, send
from tests.notify.support import ALERT, QUOTE, Receiver, alert, context, delivery, reply

OLD, NEW = (f"whsec_{base64.b64encode(bytes([n]) * 24).decode()}" for n in (1, 2))


def post(
    answer: Callable[[BaseHTTPRequestHandler], None], owed: Delivery | None = None, *, env: Any = None, **fields: Any
) -> tuple[str, dict[str, str], bytes]:
    """Sends to a receiver that answers so: our answer, and the headers and body that it got."""
    with Receiver(answer) as receiver, Links() as links:
        settings = Settings.model_validate({"url": receiver.url} | fields)
        said = send(settings, owed or delivery(), context(environment=env or {}, now=datetime.now(UTC), links=links))
        return said, *receiver.posts[0]


def body(form: str, owed: Delivery) -> Any:
    """The body of a delivery that fits into one."""
    (data,) = bodies(form, owed, context())
    return json.loads(data)


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
    event = body("tocsin", delivery(alert(status="revised"), alert(id="2")))
    assert event["type"] == "alert.firing"
    assert [each["id"] for each in event["data"]["alerts"]] == ["al1", "2"]
    assert body("tocsin", delivery(alert(status="revised")))["type"] == "alert.revised"


def test_other_forms() -> None:
    two = delivery(alert(), alert(id="2", severity="info"), group="place=Aleppo,rule=x")
    manager = body("alertmanager", two)
    chat = body("slack", delivery(alert(summary="<!channel> & <b>")))
    assert manager["version"] == "4"
    assert manager["commonLabels"] == {"alertname": "mass casualties", "place": "Aleppo", "metric": "killed"}
    assert manager["groupLabels"] == {"place": "Aleppo"}
    assert manager["alerts"][0]["annotations"]["quote"] == QUOTE.quote
    assert "&lt;!channel&gt; &amp; &lt;b&gt;" in chat["text"]
    assert "<https://example.org/1?a=1&amp;b=2|Levant Wire>" in chat["text"]


FORMS = "alerts", "digest", "summary"


@given(
    st.integers(0, 40),
    st.integers(0, 40),
    st.integers(0, 3_000),
    st.sampled_from(sorted(FORMATS)),
    st.sampled_from(FORMS),
)
def test_no_body_is_too_large_and_none_leaves_an_alert_out(
    alerts: int, quotes: int, length: int, format: str, form: str
) -> None:
    quote = QUOTE.__class__("a", "s", f"https://example.org/{'u' * length}", "ä" * length, "text", 0, 1)
    many = tuple(alert(id=f"n{n:03}", evidence=(quote,) * quotes, summary="s" * length) for n in range(alerts))
    parts = bodies(format, delivery(alerts=many, form=form), context())
    assert all(len(data) < LARGEST for data in parts)
    told = [json.loads(data) for data in parts]
    if format == "tocsin" and form == "alerts":
        ids = [each["id"] for part in told for each in part["data"].get("alerts", [part["data"]])]
        assert ids == [each.id for each in many]
    if form == "summary":
        assert len(parts) == 1


def test_a_delivery_too_large_for_one_message_goes_out_in_several_that_keep_their_ids() -> None:
    many = tuple(alert(id=f"n{n:03}", summary="s" * 400) for n in range(60))
    spans: list[timedelta] = []
    with Receiver(reply(204, b"")) as receiver, Links() as links:
        for _ in range(2):
            send(Settings(url=receiver.url), delivery(alerts=many), context(links=links, prolong=spans.append))
    ids = [headers["webhook-id"] for headers, _ in receiver.posts]
    assert len(spans) == len(ids) - 2, "each message but an attempt's first asks for more time"
    assert ids[0] == "d1" and ids[1] == "d1-2"
    assert ids[: len(ids) // 2] == ids[len(ids) // 2 :]


def test_a_digest_and_a_summary_say_what_they_are() -> None:
    many = tuple(alert(id=f"n{n:03}", severity="critical" if n == 7 else "info") for n in range(30))
    digest = body("tocsin", delivery(*many[:5], form="digest"))
    assert (digest["type"], len(digest["data"]["alerts"])) == ("digest", 5)
    summary = body("tocsin", delivery(*many, form="summary"))
    assert (summary["type"], summary["data"]["count"]) == ("summary", 30)
    assert summary["data"]["counts"]["severity"] == {"info": 29, "critical": 1}
    assert summary["data"]["alerts"][0]["id"] == "n007"
    assert body("alertmanager", delivery(*many, form="summary"))["truncatedAlerts"] == 10


def test_a_card_for_teams_shows_words_as_words() -> None:
    card = body("teams", delivery(alert(summary="[a](https://evil.example) <at>all</at>")))
    (attachment,) = card["attachments"]
    runs = [run for block in attachment["content"]["body"] for run in block["inlines"]]
    assert {run["type"] for run in runs} == {"TextRun"}
    assert "[a](https://evil.example) <at>all</at>" in [run["text"] for run in runs]
    assert [run["selectAction"]["url"] for run in runs if "selectAction" in run] == [QUOTE.url]


def test_connections_are_used_again_while_they_are_fresh() -> None:
    ports: list[int] = []

    def kept(request: BaseHTTPRequestHandler) -> None:
        ports.append(request.client_address[1])
        reply(204, b"")(request)

    with Receiver(kept, keep=True) as receiver, Links() as links:
        for _ in range(3):
            send(Settings(url=receiver.url), delivery(), context(links=links))
    assert len(ports) == 3 and len(set(ports)) == 1


def test_a_connection_that_the_receiver_has_ended_is_not_used_again() -> None:
    with Receiver(reply(204, b"")) as receiver, Links() as links:
        for _ in range(5):
            send(Settings(url=receiver.url), delivery(), context(links=links))
    assert len(receiver.posts) == 5


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        (reply(500, b"down"), DeliveryFailed, "500 down"),
        (reply(301, b"", Location="http://127.0.0.1:1/"), DeliveryFailed, "answered 301"),
        (reply(404), DeliveryFailed, "404"),
        (reply(410), ReceiverGone, "410"),
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
    assert len(said) <= web_line.LONGEST_ANSWER + 4
    assert said.isprintable()


def test_a_receiver_that_says_nothing_is_given_up_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    done = threading.Event()
    monkeypatch.setattr(web_line, "TIMEOUT", 0.2)
    try:
        with pytest.raises(DeliveryFailed, match="in time"):
            post(lambda request: done.wait(10) and None)
    finally:
        done.set()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "10.0.0.1", "169.254.169.254"])
def test_private_addresses_are_refused_unless_allowed(host: str) -> None:
    settings = Settings(url=f"http://{host}:9/hook")
    with pytest.raises(DeliveryRefused, match="private or reserved"), Links() as links:
        send(settings, delivery(), context(allow_private=False, links=links))


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
    headers = webhook._headers(token(id), b"{}", (Webhook(OLD),), context())
    assert all(value.isascii() and value.isprintable() for value in headers.values())


def test_every_channel_has_settings_and_a_way_to_send() -> None:
    assert {"console", "mail_folder", "email", "webhook", "command"} <= set(NOTIFIERS)
    assert all(callable(notifier.send) for notifier in NOTIFIERS.values())
    assert all(notifier.Settings.model_config["extra"] == "forbid" for notifier in NOTIFIERS.values())
