"""`tocsin extract`: reads articles and shows what they say happened. `--jsonl` streams in constant memory."""

import json
import signal
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

from monitor.errors import ReadError
from monitor.extract.explain import explain
from monitor.lifeline import die_with_parent
from monitor.lines import article
from monitor.model import Account, Extraction, contract
from monitor.resources import load_reader

Json = dict[str, Any]
CHUNK = 16
"""Lines that a process is handed at once."""
AHEAD = 3
"""Chunks a process that may wait, so that memory stays flat however slowly the answers are taken."""


class Answer(NamedTuple):
    """The output line for one input line, and whether that could be read."""

    line: bytes
    right: bool


def plain(extraction: Extraction, account: Iterable[Account] | None = None) -> Json:
    """An Extraction; with an account also its `explanation`."""
    explanation = {} if account is None else {"explanation": [contract.account(row) for row in account]}
    return contract.extraction(extraction) | explanation


def answer(numbered: tuple[int, bytes], explained: bool = False) -> Answer:
    """An Extraction for one input line, or what is wrong with the line."""
    number, line = numbered
    row: object = None
    try:
        row = _parsed(line)
        reader = load_reader()
        reading = reader.study(article(row))
        result = plain(reading.extraction, explain(reader, reading) if explained else None)
    except ReadError as problem:
        given = row.get("id") if isinstance(row, dict) else None
        result = {"id": given, "error": f"line {number}: {problem}"}
    return Answer(json.dumps(result, ensure_ascii=False).encode("utf-8", "replace"), "error" not in result)


def _parsed(line: bytes) -> object:
    """The JSON of a line.

    Raises:
        ReadError: it is none.
    """
    try:
        return json.loads(line)
    except json.JSONDecodeError as problem:
        raise ReadError(f"no JSON: {problem.msg} at column {problem.colno}") from None
    except UnicodeDecodeError as problem:
        raise ReadError(f"not UTF-8 at byte {problem.start + 1}") from None
    except RecursionError:
        raise ReadError("JSON that is nested too deep") from None


def answers(lines: Iterable[bytes], jobs: int = 1, explained: bool = False) -> Iterator[Answer]:
    """One answer for each input line that is not blank, in order, as it goes."""
    numbered = ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    if jobs <= 1:
        yield from map(partial(answer, explained=explained), numbered)
    else:
        yield from _shared(numbered, jobs, explained)


def _shared(numbered: Iterator[tuple[int, bytes]], jobs: int, explained: bool) -> Iterator[Answer]:
    """The same by several processes, of which each has a few chunks waiting and no more."""
    waiting: deque[Future[list[Answer]]] = deque()
    pool = ProcessPoolExecutor(jobs, initializer=_begin)
    try:
        while chunk := list(islice(numbered, CHUNK)):
            waiting.append(pool.submit(_chunk, chunk, explained))
            if len(waiting) >= AHEAD * jobs:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _begin() -> None:
    """A process of the pool leaves Ctrl-C to its parent, ends with it, and loads what reading needs."""
    die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    load_reader()


def _chunk(numbered: list[tuple[int, bytes]], explained: bool) -> list[Answer]:
    return [answer(one, explained) for one in numbered]


def stream(lines: Iterable[bytes], jobs: int = 1, explained: bool = False) -> int:
    """Answers on standard output; the exit code: 1 when a line could not be read."""
    failed = False
    for one in answers(lines, jobs, explained):
        failed = failed or not one.right
        sys.stdout.buffer.write(one.line + b"\n")
    sys.stdout.buffer.flush()
    return int(failed)


if __name__ == "__main__":
    sys.exit(stream(sys.stdin.buffer))
