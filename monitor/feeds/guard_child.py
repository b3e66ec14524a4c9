"""The guarded child process: reads a body from standard input, answers with entries, and so on until the input ends.

It limits itself before each body, because its limits, not its code, are what protects the monitor from a hostile feed.
A message is four bytes of length, big-endian, and a MessagePack document. An error that nobody foresaw ends the
process; the parent says so and starts another."""

import contextlib
import resource
import sys
from typing import BinaryIO

import msgspec
from msgspec import Struct

from monitor.errors import ParseError
from monitor.feeds.formats import entries
from monitor.feeds.prescan import decode
from monitor.model import Entry


class Job(Struct, frozen=True):
    """One body to parse. `cpu_seconds` and `memory` (bytes of address space) are the limits for it."""

    body: bytes
    content_type: str | None
    url: str
    cpu_seconds: int
    memory: int


class Answer(Struct, frozen=True):
    """The entries, or a sentence that says why there are none."""

    entries: list[Entry] = []
    error: str | None = None


def main() -> None:
    """Serves until standard input ends, which is also how a parent that dies takes its child along."""
    jobs = msgspec.msgpack.Decoder(Job)
    while message := _receive(sys.stdin.buffer):
        job = jobs.decode(message)
        _limit(job)
        answer = msgspec.msgpack.encode(_answer(job))
        sys.stdout.buffer.write(len(answer).to_bytes(4) + answer)
        sys.stdout.buffer.flush()


def _answer(job: Job) -> Answer:
    try:
        return Answer(entries(decode(job.body, job.content_type), job.url))
    except ParseError as error:
        return Answer(error=str(error))


def _receive(stream: BinaryIO) -> bytes | None:
    head = stream.read(4)
    return stream.read(int.from_bytes(head)) if len(head) == 4 else None


def _limit(job: Job) -> None:
    """Memory for the process, and CPU time from now on."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + 1 + job.cpu_seconds
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, most))
    with contextlib.suppress(ValueError):  # macOS refuses a limit on memory; the one on time holds there too
        resource.setrlimit(resource.RLIMIT_AS, (job.memory, resource.getrlimit(resource.RLIMIT_AS)[1]))


if __name__ == "__main__":
    main()
