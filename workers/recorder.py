"""What a worker leaves behind when it dies: which articles it had, which one it was at, and where in the code.

    claimed a1 a2 a3        one line a batch
    at a2                   one line an article
    Fatal Python error …    written by the dying interpreter itself (a crash, or more time than any article may take)
    sending d1 · sent d1    the deliveries under way

A worker that is killed outright leaves no last words, only the lines. The next worker that starts reads them."""

import faulthandler
import fcntl
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO
from uuid import uuid4

from msgspec import Struct

KILLED = "The worker was killed, or its machine failed, while it read this article. It left no traceback."


class Wreck(Struct, frozen=True):
    """What was found of a dead worker: its articles, the one it was at (None: between two), its last words, and the
    deliveries that it was sending."""

    claimed: tuple[str, ...] = ()
    at: str | None = None
    words: str = KILLED
    sending: tuple[str, ...] = ()


class Recorder:
    """One file for each running worker, in one folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        name = f"{os.getpid()}-{uuid4().hex[:8]}"
        being_made = folder / f"{name}.new"
        self._file = being_made.open("w", encoding="utf-8")
        _locked(self._file)
        self._path = being_made.rename(folder / f"{name}.txt")
        self._one_at_a_time = threading.Lock()
        self._sending: dict[str, None] = {}
        faulthandler.enable(self._file)

    def claimed(self, ids: Sequence[str]) -> None:
        """Begins a batch; the one before is over."""
        self.done()
        self._line(f"claimed {' '.join(ids)}")

    def done(self) -> None:
        """No articles are in hand now; deliveries may be. What the file said before is over."""
        with self._one_at_a_time:
            self._file.seek(0)
            self._file.truncate()
            for id in self._sending:
                self._write(f"sending {id}")

    @contextmanager
    def at(self, id: str, seconds: float) -> Iterator[None]:
        """Within, the worker is at one article. If that takes longer than `seconds`, the process writes where it hangs
        and ends at once: no lock of an interpreter that is busy in C can hold this up."""
        self._line(f"at {id}")
        faulthandler.dump_traceback_later(seconds, file=self._file, exit=True)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()
            self._line("done")

    def sending(self, id: str) -> None:
        """A delivery is in hand from now on; several may be, in threads of their own."""
        with self._one_at_a_time:
            self._sending[id] = None
            self._write(f"sending {id}")

    def sent(self, id: str) -> None:
        """A delivery is no longer in hand."""
        with self._one_at_a_time:
            self._sending.pop(id, None)
            self._write(f"sent {id}")

    def close(self) -> None:
        """Ends without a wreck."""
        faulthandler.disable()
        self._file.close()
        self._path.unlink(missing_ok=True)

    def _line(self, text: str) -> None:
        with self._one_at_a_time:
            self._write(text)

    def _write(self, text: str) -> None:
        self._file.write(f"{text}\n")
        self._file.flush()


def salvage(folder: Path) -> Iterator[Wreck]:
    """The wrecks of workers that are no more. Each is found by one at a time, and is gone once that one asks for the
    next: who dies over a wreck leaves it to be found again."""
    for path in sorted(folder.glob("*.txt")):
        with suppress(FileNotFoundError), path.open(encoding="utf-8", errors="replace") as file:
            if _locked(file):
                if (wreck := _read(file.read().splitlines())) is not None:
                    yield wreck
                path.unlink()


def _locked(file: TextIO) -> bool:
    """Whether the file is now ours alone: a running worker holds its lock, and no way of dying can keep it."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _read(lines: Sequence[str]) -> Wreck | None:
    """A wreck from its lines; None where nothing was in hand."""
    claimed: list[str] = []
    at: str | None = None
    words: list[str] = []
    sending: dict[str, None] = {}
    for line in lines:
        match line.split():
            case ["claimed", *ids]:
                claimed = ids
            case ["at", id]:
                at, words = id, []
            case ["done"]:
                at = None
            case ["sending", id]:
                sending[id] = None
            case ["sent", id]:
                sending.pop(id, None)
            case _:
                words.append(line)
    if not claimed and not sending:
        return None
    return Wreck(tuple(claimed), at, "\n".join(words) or KILLED, tuple(sending))
