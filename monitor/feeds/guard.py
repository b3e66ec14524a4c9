"""The way to a parser for anything that comes from outside: in a child process with limits on time and memory.

A child serves many bodies; one that breaks it (or that it cannot finish) costs that feed its poll and the monitor a
new child, nothing else."""

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from typing import Self

import msgspec
from msgspec import Struct

from monitor.errors import ParseError
from monitor.feeds.guard_child import Answer, Job
from monitor.model import Entry

_ANSWERS = msgspec.msgpack.Decoder(Answer)


class ParseLimits(Struct, frozen=True):
    """What one body may cost: seconds of the wall clock and of CPU, bytes of address space."""

    wall_seconds: float = 20.0
    cpu_seconds: int = 8
    memory: int = 768 * 2**20


class Parser:
    """Children that parse, started when they are first needed and again when they have died.

    Use it as an async context manager, or `close` it."""

    def __init__(self, limits: ParseLimits | None = None, children: int = 2) -> None:
        self._limits = limits or ParseLimits()
        self._idle: list[Process] = []
        self._slots = asyncio.Semaphore(children)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def parse(self, body: bytes, content_type: str | None, url: str) -> list[Entry]:
        """The entries of a feed's body, in its order. Raises ParseError."""
        job = Job(body, content_type, url, self._limits.cpu_seconds, self._limits.memory)
        async with self._slots:
            answer = await self._ask(job)
        if answer.error is not None:
            raise ParseError(answer.error)
        return answer.entries

    async def close(self) -> None:
        """Ends the idle children; to be called when nothing is being parsed."""
        while self._idle:
            await _end(self._idle.pop())

    async def _ask(self, job: Job) -> Answer:
        child = await self._child()
        healthy = False
        try:
            async with asyncio.timeout(self._limits.wall_seconds):
                answer = await _exchange(child, job)
            healthy = True
        except TimeoutError:
            raise ParseError(f"the feed could not be parsed in {self._limits.wall_seconds:g} s") from None
        except (asyncio.IncompleteReadError, ConnectionError):
            raise ParseError("the feed broke its parser, or needed more time or memory than a feed may") from None
        finally:
            if healthy:
                self._idle.append(child)
            else:
                await _end(child)
        return answer

    async def _child(self) -> Process:
        while self._idle:
            child = self._idle.pop()
            if child.returncode is None:
                return child
        command = (sys.executable, "-m", "monitor.feeds.guard_child")
        return await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL)


async def _exchange(child: Process, job: Job) -> Answer:
    assert child.stdin is not None
    assert child.stdout is not None
    message = msgspec.msgpack.encode(job)
    child.stdin.write(len(message).to_bytes(4) + message)
    await child.stdin.drain()
    size = int.from_bytes(await child.stdout.readexactly(4))
    return _ANSWERS.decode(await child.stdout.readexactly(size))


async def _end(child: Process) -> None:
    if child.returncode is None:
        child.kill()
    await child.wait()
