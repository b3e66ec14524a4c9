"""The parser's child process: real ones, broken on purpose."""

import asyncio
import os
import signal

import pytest

from monitor.errors import ParseError
from monitor.feeds.guard import ParseLimits, Parser
from tests.feeds.support import item, rss

BASE = "https://example.org/feed"
GOOD = rss(item("1", "Good")).encode()
SLOW = rss(*(f"<item><title>{n}</title></item>" for n in range(60_000))).encode()

pytestmark = pytest.mark.process


def test_one_child_parses_feed_after_feed() -> None:
    async def run() -> tuple[list[str], set[int]]:
        titles, children = [], set()
        async with Parser(children=1) as parser:
            for n in range(5):
                parsed = await parser.parse(rss(item("1", f"T{n}")).encode(), "text/xml", BASE)
                titles.append(parsed[0].title)
                children |= {child.pid for child in parser._idle}
        return titles, children

    titles, children = asyncio.run(run())
    assert titles == ["T0", "T1", "T2", "T3", "T4"]
    assert len(children) == 1


def test_a_bad_feed_is_an_error_and_the_child_lives_on() -> None:
    async def run() -> None:
        async with Parser(children=1) as parser:
            with pytest.raises(ParseError, match="web page"):
                await parser.parse(b"<html></html>", None, BASE)
            (child,) = parser._idle
            assert (await parser.parse(GOOD, None, BASE))[0].title == "Good"
            assert parser._idle == [child]

    asyncio.run(run())


@pytest.mark.parametrize(
    "limits",
    [ParseLimits(wall_seconds=0.5), ParseLimits(cpu_seconds=0), ParseLimits(memory=64 * 2**20)],
    ids=["wall", "cpu", "memory"],
)
def test_a_feed_that_takes_too_much_costs_only_its_own_poll(limits: ParseLimits) -> None:
    async def run() -> None:
        async with Parser(limits, children=1) as parser:
            with pytest.raises(ParseError):
                await parser.parse(SLOW, None, BASE)
            assert parser._idle == []
        async with Parser(children=1) as parser:
            assert await parser.parse(GOOD, None, BASE)

    asyncio.run(run())


def test_a_child_that_was_killed_is_replaced() -> None:
    async def run() -> None:
        async with Parser(children=1) as parser:
            await parser.parse(GOOD, None, BASE)
            (child,) = parser._idle
            os.kill(child.pid, signal.SIGKILL)
            await child.wait()
            assert await parser.parse(GOOD, None, BASE)
            assert parser._idle[0].pid != child.pid

    asyncio.run(run())


def test_a_slow_feed_does_not_hold_up_another() -> None:
    async def run() -> list[str]:
        done: list[str] = []

        async def parse(name: str, body: bytes) -> None:
            await parser.parse(body, None, BASE)
            done.append(name)

        async with Parser(ParseLimits(wall_seconds=200, cpu_seconds=100)) as parser:
            await asyncio.gather(parse("slow", SLOW), parse("quick", GOOD))
        return done

    assert asyncio.run(run()) == ["quick", "slow"]


def test_no_child_is_left_behind() -> None:
    async def run() -> list[int | None]:
        async with Parser() as parser:
            await asyncio.gather(*(parser.parse(GOOD, None, BASE) for _ in range(6)))
            children = list(parser._idle)
        return [child.returncode for child in children]

    assert asyncio.run(run()) == [-signal.SIGKILL, -signal.SIGKILL]
