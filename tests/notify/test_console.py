"""The block on a terminal."""

import io

import pytest

from monitor.errors import DeliveryFailed
from monitor.notify.console import Settings, block, send, write
from monitor.notify.render import render
from tests.notify.support import alert, context, delivery


def test_the_block_shows_everything_that_counts(capsys: pytest.CaptureFixture[str]) -> None:
    answer = send(Settings(), delivery(), context(demonstration=frozenset({"Levant Wire"})))
    shown = capsys.readouterr().out
    for part in ("CRITICAL", "Aleppo: more than 50 killed", "the observatory", "“More than 50 fighters were killed.”",
                 "— Levant Wire  https://example.org/1?a=1&b=2", "Demonstration:", "d1"):  # fmt: skip
        assert part in shown
    assert "\x1b" not in shown
    assert answer == f"{len(shown)} characters written"


def test_colour_is_for_terminals_and_never_from_a_feed() -> None:
    told = delivery(alert(summary="\x1b[2Jgone", figure=""))
    stories = render(told, context()).stories
    assert "\x1b[1;31mCRITICAL\x1b[0m" in block(stories, told, colour=True)
    assert block(stories, told, colour=True).count("\x1b") == 2


def test_a_terminal_that_knows_few_letters_still_gets_the_alert() -> None:
    raw = io.BytesIO()
    terminal = io.TextIOWrapper(raw, encoding="ascii")
    write("Aleppo “50”", terminal)
    assert raw.getvalue() == b"Aleppo ?50?"


def test_a_closed_terminal_is_a_failure_that_may_pass() -> None:
    stream = io.StringIO()
    stream.close()
    with pytest.raises(DeliveryFailed, match="standard output"):
        write("x", stream)
