"""What a silence takes out of a message that waits, and who is told of what afterwards."""

from msgspec.structs import replace

from monitor.alerts import hushed
from monitor.alerts.muting import hearers
from monitor.model import Alert, Delivery
from monitor.model.route import parse_matcher
from monitor.model.silence import Silence
from tests.alerts.board import HOUR, MINUTE, NOW, Board, alert, policy

SILENCE = Silence("3fa2", (parse_matcher("place=Merka"),), "Amal", "exercise", NOW, NOW + HOUR)
LATER = NOW + MINUTE


def message(*alerts: Alert) -> Delivery:
    return Delivery("d1", "desk", "console", "g1", alerts, NOW, NOW)


def split(*alerts: Alert) -> tuple[list[str], list[str]]:
    """What is left of a message, and what is taken out."""
    left, muted = hushed(message(*alerts), (SILENCE,), LATER)
    return [f"{each.id} {each.status}" for each in left.alerts], [f"{each.id} {each.status}" for each in muted]


def test_only_what_the_silence_matches_is_taken_out() -> None:
    assert split(alert("1"), alert("2", labels={})) == (["2 firing"], ["1 firing"])


def test_a_correction_of_what_was_told_before_stays() -> None:
    assert split(alert("1", status="revised")) == (["1 revised"], [])


def test_a_correction_goes_with_what_it_corrects() -> None:
    assert split(alert("1"), alert("1", status="revised")) == ([], ["1 firing", "1 revised"])


def test_whoever_was_kept_from_it_hears_no_correction() -> None:
    found = Board(policy()).ring(alert())
    _, muted = hushed(found.waiting.pop(), (SILENCE,), LATER)
    found.alerts += muted
    found.correct("1").after(HOUR)
    assert found.sent == []
    assert found.alerts[-1].muted_by == "silence"


def test_whoever_was_told_before_hears_the_correction_though_its_repeat_was_silenced() -> None:
    told = alert("1", receivers=("desk",))
    _, (muted,) = hushed(message(replace(told, again="repeat")), (SILENCE,), LATER)
    assert hearers("1", [told, muted]) == ("desk",)


def test_of_two_receivers_one_was_kept_from_it() -> None:
    told = alert("1", receivers=("desk", "night"))
    _, (muted,) = hushed(message(told), (SILENCE,), LATER)
    assert hearers("1", [told, muted]) == ("night",)
