"""`tocsin extract`: reads articles and shows what they say happened. `--jsonl` streams in constant memory."""

import json
import multiprocessing
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from monitor.errors import ReadError
from monitor.extract.explain import explain
from monitor.lines import article
from monitor.model import Account, Extraction, contract
from monitor.resources import load_reader

Json = dict[str, Any]


def plain(extraction: Extraction, account: Iterable[Account] | None = None) -> Json:
    """An Extraction; with an account also its `explanation`."""
    explanation = {} if account is None else {"explanation": [contract.account(row) for row in account]}
    return contract.extraction(extraction) | explanation


def answer(numbered: tuple[int, bytes], explained: bool = False) -> bytes:
    """The output line for one input line: an Extraction, or what is wrong with the line."""
    number, line = numbered
    row: object = None
    try:
        row = json.loads(line)
        reader = load_reader()
        reading = reader.study(article(row))
        result = plain(reading.extraction, explain(reader, reading) if explained else None)
    except (ReadError, ValueError) as problem:
        given = row.get("id") if isinstance(row, dict) else None
        result = {"id": given, "error": f"line {number}: {problem}"}
    return json.dumps(result, ensure_ascii=False).encode("utf-8", "replace")


def answers(lines: Iterable[bytes], jobs: int = 1, explained: bool = False) -> Iterator[bytes]:
    """One output line for each input line that is not blank, in order, as it goes."""
    numbered = ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    one = partial(answer, explained=explained)
    if jobs <= 1:
        yield from map(one, numbered)
        return
    with multiprocessing.Pool(jobs) as pool:
        yield from pool.imap(one, numbered, chunksize=16)


def stream(lines: Iterable[bytes], jobs: int = 1, explained: bool = False) -> int:
    """Answers on standard output; the exit code: 1 when a line could not be read."""
    failed = False
    for line in answers(lines, jobs, explained):
        failed = failed or (line.startswith(b'{"id": ') and b'"error": "line ' in line[:200])
        sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()
    return int(failed)


if __name__ == "__main__":
    sys.exit(stream(sys.stdin.buffer))
