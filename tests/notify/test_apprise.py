"""Deliveries through Apprise, by its plainest service: JSON to an address of ours."""

import json

import pytest
from pydantic import ValidationError

from monitor.errors import DeliveryFailed, DeliveryRefused
from monitor.model import Point
from monitor.notify import apprise
from monitor.notify.apprise import Settings, send, tame
from tests.notify.support import NOW, Receiver, alert, context, delivery, reply


def test_a_service_gets_subject_words_and_severity() -> None:
    told = alert(course=(Point(NOW, 14), Point(NOW, 31)))
    with Receiver(reply(200)) as receiver:
        address = receiver.url.replace("http://", "json://")
        answer = send(Settings(url_env="PHONE"), delivery(told), context(environment={"PHONE": address}))
    (post,) = [json.loads(body) for _, body in receiver.posts]
    assert answer.startswith("accepted by ")
    assert post["title"] == "[critical] Aleppo: more than 50 killed"
    assert "“More than 50 fighters were killed.”" in post["message"] and "─" not in post["message"]
    assert post["type"] == "failure"


def test_all_services_must_take_it() -> None:
    with Receiver(reply(200)) as kind, Receiver(reply(503)) as unkind:
        addresses = [each.url.replace("http://", "json://user:secret@") for each in (kind, unkind)]
        environment = dict(zip(("A", "B"), addresses, strict=True))
        with pytest.raises(DeliveryFailed, match="did not take it") as caught:
            send(Settings(url_env=("A", "B")), delivery(), context(environment=environment))
    assert len(kind.posts) == 1 and len(unkind.posts) == 1
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "address", ["json://127.0.0.1:9/", "ntfy://127.0.0.1/topic", "signal://localhost:9922/+15551234567/+15557654321"]
)
def test_a_service_within_the_own_network_must_be_allowed(address: str) -> None:
    with pytest.raises(DeliveryRefused, match=r"network\.allow_private"):
        send(Settings(url_env="A"), delivery(), context(environment={"A": address}, allow_private=False))


@pytest.mark.parametrize(
    "address",
    [
        "ntfy://localhost",
        "tgram://123456789:ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghi/12345",
        "discord://1234567890/abcdefghijklmnop",
        "ntfys://no-such-host.invalid/topic",
    ],
)
def test_what_only_looks_like_a_host_of_ones_own_is_none(address: str) -> None:
    (service,) = apprise.services_of(Settings(url_env="A"), context(environment={"A": address}))
    assert not apprise.inside(service)


def test_nobody_there_is_a_failure_that_may_pass() -> None:
    with pytest.raises(DeliveryFailed, match="did not take it"):
        send(Settings(url_env="A"), delivery(), context(environment={"A": "json://127.0.0.1:9/"}))


@pytest.mark.parametrize(
    ("environment", "words"), [({}, "PHONE is not set"), ({"PHONE": "nonsense"}, "PHONE holds no address")]
)
def test_an_address_that_is_none_is_named_and_not_shown(environment: dict[str, str], words: str) -> None:
    with pytest.raises(DeliveryFailed, match=words) as caught:
        send(Settings(url_env="PHONE"), delivery(), context(environment=environment))
    assert "nonsense" not in str(caught.value)


def test_where_the_extra_is_missing_the_configuration_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apprise, "find_spec", lambda name: None)
    with pytest.raises(ValidationError, match=r"pip install 'tocsin\[apprise\]'"):
        Settings(url_env="PHONE")


def test_an_article_cannot_call_everybody() -> None:
    assert tame("@everyone <!channel> (@here) https://example.org/@a a@example.org") == (
        "@\u200beveryone ‹!channel> (@\u200bhere) https://example.org/@a a@example.org"
    )
