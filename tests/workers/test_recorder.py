"""A worker that dies leaves behind what it was at; one that ends leaves nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

from workers.recorder import KILLED, Recorder, Wreck, salvage

PROGRAM = """
import ctypes, os, sys
from pathlib import Path
from workers.recorder import Recorder
recorder = Recorder(Path(sys.argv[1]))
recorder.claimed(["a1", "a2", "a3"])
with recorder.at("a1", 60): pass
{death}
"""
HANG = "exec(\"with recorder.at('a2', 0.2):\\n    ctypes.PyDLL(None).sleep(60)\")"
CRASH = "exec(\"with recorder.at('a2', 60):\\n    ctypes.string_at(0)\")"
KILL = "exec(\"with recorder.at('a2', 60):\\n    os.kill(os.getpid(), 9)\")"
BETWEEN = "os.kill(os.getpid(), 9)"
IDLE = "recorder.done(); os.kill(os.getpid(), 9)"
END = "recorder.close()"


def after(death: str, folder: Path) -> list[Wreck]:
    subprocess.run([sys.executable, "-c", PROGRAM.format(death=death), str(folder)], stderr=subprocess.DEVNULL)
    return list(salvage(folder))


@pytest.mark.parametrize(("death", "words"), [(HANG, "Timeout"), (CRASH, "Segmentation fault"), (KILL, KILLED)])
def test_the_article_it_was_at_is_known_with_its_last_words(tmp_path: Path, death: str, words: str):
    (wreck,) = after(death, tmp_path)
    assert (wreck.claimed, wreck.at) == (("a1", "a2", "a3"), "a2")
    assert words in wreck.words


def test_between_two_articles_it_was_at_none(tmp_path: Path):
    (wreck,) = after(BETWEEN, tmp_path)
    assert (wreck.claimed, wreck.at) == (("a1", "a2", "a3"), None)


@pytest.mark.parametrize("death", [IDLE, END])
def test_with_nothing_in_hand_there_is_nothing_to_find(tmp_path: Path, death: str):
    assert after(death, tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_a_wreck_is_found_once_and_the_living_are_left_alone(tmp_path: Path):
    living = Recorder(tmp_path)
    living.claimed(["x"])
    assert len(after(KILL, tmp_path)) == 1
    assert list(salvage(tmp_path)) == []
    assert len(list(tmp_path.iterdir())) == 1
    living.close()


def test_who_dies_over_a_wreck_leaves_it_to_be_found_again(tmp_path: Path):
    after_a_kill = "with recorder.at('a2', 60):\n    os.kill(os.getpid(), 9)"
    subprocess.run([sys.executable, "-c", PROGRAM.format(death=after_a_kill), str(tmp_path)])
    first = salvage(tmp_path)
    assert next(first).at == "a2"
    assert list(salvage(tmp_path)) == [], "two settle the same wreck"
    first.close()
    assert [wreck.at for wreck in salvage(tmp_path)] == ["a2"]
    assert list(tmp_path.iterdir()) == []


def test_deliveries_in_hand_are_known_whatever_is_read_beside(tmp_path: Path):
    death = "recorder.sending('d1'); recorder.sending('d2'); recorder.done(); recorder.sent('d1')"
    (wreck,) = after(f"{death}; os.kill(os.getpid(), 9)", tmp_path)
    assert (wreck.claimed, wreck.sending) == ((), ("d2",))


def test_an_ended_recorder_leaves_no_file(tmp_path: Path):
    recorder = Recorder(tmp_path)
    recorder.claimed(["a"])
    recorder.close()
    assert list(tmp_path.iterdir()) == []
