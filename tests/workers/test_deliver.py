"""A delivery is sent by its channel, its attempt recorded, its next one planned; a bad receiver keeps none waiting."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from msgspec.structs import replace

from monitor import clock
from monitor.config import load
from monitor.model import Attempt, Delivery
from monitor.model.route import Route, parse_matcher
from monitor.model.silence import Silence
from monitor.notify import NOTIFIERS
from monitor.store import deliveries
from tests.notify.support import Receiver, alert, delivery, reply
from workers import jobs
from workers.lanes import WIDTH
from workers.station import Station


def planned(station: Station, *many: Delivery) -> list[str]:
    """Writes deliveries that are due, as the ledger does, and gives their ids."""
    at = clock.now()
    due = [replace(one, created=at, not_before=at) for one in many]
    with station.store.database.write() as connection:
        deliveries.add(connection, due)
    return [one.id for one in due]


def deliver(station: Station, ids: list[str]) -> None:
    """Runs the job, and waits until what it has begun is done."""
    jobs.deliver(ids)
    assert station.sender.lanes.wait(30)


def configured(station: Station, receivers: str) -> None:
    path = station.config.data_dir.parent / "config.yaml"
    head, _, _ = path.read_text().partition("receivers:")
    path.write_text(f"{head}receivers:\n{receivers}")
    station.config = load(path)


def test_what_is_accepted_is_delivered_once(station: Station):
    ids = planned(station, delivery(id="d1", receiver="desk", channel="mail_folder"))
    deliver(station, ids)
    deliver(station, ids)
    kept = station.store.deliveries.get("d1")
    assert (kept.status, len(kept.attempts)) == ("delivered", 1)
    (mail,) = (station.config.data_dir / "mail").glob("*.eml")
    assert kept.attempts[0].answer == str(mail)


def test_a_failure_is_tried_again_later_under_the_same_id(station: Station):
    configured(station, '  - {name: desk, webhook: {url: "http://127.0.0.1:9/"}}\n')
    deliver(station, planned(station, delivery(id="d1", receiver="desk", channel="webhook")))
    kept = station.store.deliveries.get("d1")
    assert (kept.status, kept.attempts[0].outcome) == ("pending", "failed")
    assert kept.not_before > clock.now()
    assert station.store.deliveries.due(clock.now(), 10) == []


def silenced(station: Station, *matchers: str) -> None:
    now = clock.now()
    wanted = tuple(map(parse_matcher, matchers))
    station.store.silences.add(Silence("3fa2", wanted, "Amal", "exercise", now, now + timedelta(hours=1)))


def test_a_silence_that_began_while_a_message_waited_takes_out_what_it_matches(station: Station):
    two = delivery(alert(id="a1"), alert(id="a2", labels={"place": "Homs"}), id="d1", channel="mail_folder")
    ids = planned(station, two)
    silenced(station, "place=Homs")
    deliver(station, ids)
    assert [one.id for one in station.store.deliveries.get("d1").alerts] == ["a1"]
    (kept,) = station.store.alerts.history("a2")
    assert (kept.muted_by, kept.receivers) == ("silence", ("desk",))
    assert "Amal: exercise" in kept.muted


def test_a_message_of_which_nothing_is_left_is_not_sent(station: Station):
    many = (delivery(alert(id="a1", labels={"place": "Homs"}), id=id, channel="mail_folder") for id in ("d1", "d2"))
    ids = planned(station, *many)
    silenced(station, "place=Homs")
    deliver(station, ids)
    assert station.store.deliveries.counts() == {}
    assert not (station.config.data_dir / "mail").exists()
    assert len(station.store.alerts.history("a1")) == 1, "one receiver is told of once, by how many channels ever"
    assert station.store.alerts.muted(clock.now() - timedelta(hours=1)) == {"silence": 1}


def test_whoever_has_heard_by_one_channel_is_not_kept_from_it_by_another(station: Station):
    place = {"place": "Homs"}
    heard = delivery(alert(id="a1", labels=place), id="d1", channel="mail_folder")
    deliver(station, planned(station, heard))
    ids = planned(station, delivery(alert(id="a1", labels=place), id="d2", channel="console"))
    silenced(station, "place=Homs")
    deliver(station, ids)
    assert [each.id for each in station.store.deliveries.recent()] == ["d1"]
    assert [each for each in station.store.alerts.history("a1") if each.muted] == []


def test_what_was_tried_once_is_tried_again_whatever_was_silenced_since(station: Station):
    ids = planned(station, delivery(alert(id="a1", labels={"place": "Homs"}), id="d1", channel="mail_folder"))
    tried = Attempt(clock.now(), "failed", "no answer", 0.1)
    station.store.deliveries.record("d1", tried, clock.now(), "pending")
    silenced(station, "place=Homs")
    deliver(station, ids)
    assert station.store.deliveries.get("d1").status == "delivered"


def test_what_a_dead_worker_may_have_sent_is_sent_again_whatever_was_silenced_since(station: Station):
    ids = planned(station, delivery(alert(id="a1", labels={"place": "Homs"}), id="d1", channel="mail_folder"))
    station.store.deliveries.claim("d1", clock.now(), timedelta(0))
    silenced(station, "place=Homs")
    deliver(station, ids)
    assert station.store.deliveries.get("d1").status == "delivered"


@pytest.mark.parametrize(("receiver", "channel"), [("gone", "mail_folder"), ("desk", "webhook")])
def test_a_receiver_that_left_the_configuration_gets_nothing(station: Station, receiver: str, channel: str):
    deliver(station, planned(station, delivery(id="d1", receiver=receiver, channel=channel)))
    kept = station.store.deliveries.get("d1")
    assert (kept.status, kept.attempts[0].outcome) == ("failed", "refused")
    assert "has no receiver" in kept.attempts[0].answer


def test_a_channel_that_breaks_has_failed_this_time(station: Station, monkeypatch: pytest.MonkeyPatch):
    def broken(*_: object) -> str:
        raise ZeroDivisionError("ours")

    monkeypatch.setitem(NOTIFIERS, "mail_folder", replace(NOTIFIERS["mail_folder"], send=broken))
    deliver(station, planned(station, delivery(id="d1", receiver="desk", channel="mail_folder")))
    kept = station.store.deliveries.get("d1")
    assert (kept.status, kept.attempts[0].answer) == ("pending", "ZeroDivisionError: ours")


@pytest.fixture
def slow() -> Iterator[tuple[Receiver, threading.Event]]:
    """A receiver that answers when the event is set."""
    free = threading.Event()

    def answer(request: BaseHTTPRequestHandler) -> None:
        free.wait(30)
        request.send_response(204)
        request.end_headers()

    with Receiver(answer) as receiver:
        yield receiver, free
        free.set()


def test_a_slow_receiver_keeps_no_other_waiting(
    station: Station, slow: tuple[Receiver, threading.Event], until: Callable[[Callable[[], bool]], None]
):
    receiver, free = slow
    configured(station, f'  - {{name: desk, webhook: {{url: "{receiver.url}"}}, mail_folder: {{}}}}\n')
    late = [delivery(alert(id=f"a{n}"), id=f"w{n}", receiver="desk", channel="webhook") for n in range(30)]
    quick = delivery(id="m1", receiver="desk", channel="mail_folder")
    jobs.deliver(planned(station, *late, quick))
    until(lambda: station.store.deliveries.get("m1").status == "delivered")
    assert station.store.deliveries.get("w0").status == "pending"
    free.set()
    assert station.sender.lanes.wait(30)
    assert station.store.deliveries.counts() == {"desk": {"delivered": 31}}


def test_a_worker_that_ends_gives_back_what_waits_and_finishes_what_is_under_way(
    station: Station, slow: tuple[Receiver, threading.Event], until: Callable[[Callable[[], bool]], None]
):
    receiver, free = slow
    configured(station, f'  - {{name: desk, webhook: {{url: "{receiver.url}"}}}}\n')
    jobs.deliver(planned(station, *(delivery(id=f"w{n}", receiver="desk", channel="webhook") for n in range(6))))
    until(lambda: len(receiver.posts) == WIDTH)
    threading.Timer(0.2, free.set).start()
    assert station.sender.close(30)
    assert len(station.store.deliveries.due(clock.now(), 10)) == 6 - WIDTH
    assert station.store.deliveries.counts() == {"desk": {"delivered": WIDTH, "pending": 6 - WIDTH}}


def test_a_worker_that_is_to_end_takes_up_nothing(station: Station):
    station.stopping.set()
    deliver(station, planned(station, delivery(id="d1", receiver="desk", channel="mail_folder")))
    assert station.store.deliveries.get("d1").attempts == ()


def test_the_mail_folder_of_the_running_configuration_is_used(station: Station, tmp_path: Path):
    configured(station, "  - {name: desk, mail_folder: {folder: post}}\n")
    deliver(station, planned(station, delivery(id="d1", receiver="desk", channel="mail_folder")))
    assert len(list((station.config.data_dir / "post").iterdir())) == 1


GONE = """\
  - {{name: desk, webhook: {{url: "{url}"}}}}
  - {{name: chief, mail_folder: {{}}}}
"""


@pytest.fixture
def gone(station: Station) -> Iterator[Receiver]:
    """A webhook that answers 410, for a desk that has no other channel; `chief` gets what no route takes."""
    with Receiver(reply(410, b"moved away")) as receiver:
        configured(station, GONE.format(url=receiver.url))
        station.config = station.config.model_copy(update={"route": Route(receiver="chief")})
        yield receiver


def test_a_receiver_that_is_gone_gets_nothing_more_and_somebody_else_is_told(station: Station, gone: Receiver):
    deliver(station, planned(station, delivery(id="w1", receiver="desk", channel="webhook", group="1")))
    deliver(station, planned(station, delivery(id="w2", receiver="desk", channel="webhook", group="2")))
    assert len(gone.posts) == 1
    first, second = (station.store.deliveries.get(id) for id in ("w1", "w2"))
    assert (first.status, first.attempts[0].outcome) == ("failed", "gone")
    assert (second.status, second.attempts[0].outcome) == ("failed", "refused")
    assert "tocsin receivers enable desk" in second.attempts[0].answer
    (notice,) = station.store.deliveries.recent(receiver="chief")
    assert "webhook of desk gets nothing more" in notice.alerts[0].summary
    deliver(station, [notice.id])
    assert station.store.deliveries.get(notice.id).status == "delivered"


def test_it_is_switched_on_by_hand_or_by_other_settings(station: Station, gone: Receiver):
    deliver(station, planned(station, delivery(id="w1", receiver="desk", channel="webhook", group="1")))
    assert station.store.channels.switch_on("desk") == ["webhook"]
    deliver(station, planned(station, delivery(id="w2", receiver="desk", channel="webhook", group="2")))
    assert len(gone.posts) == 2
    with Receiver(reply(204, b"")) as other:
        configured(station, GONE.format(url=other.url))
        deliver(station, planned(station, delivery(id="w3", receiver="desk", channel="webhook", group="3")))
        assert len(other.posts) == 1
    assert station.store.channels.off() == []


def test_what_is_off_twice_is_told_of_once(station: Station, gone: Receiver):
    many = [delivery(id=f"w{n}", receiver="desk", channel="webhook", group=str(n)) for n in range(8)]
    deliver(station, planned(station, *many))
    assert len(station.store.deliveries.recent(receiver="chief")) == 1
    assert station.store.deliveries.counts()["desk"] == {"failed": 8}
