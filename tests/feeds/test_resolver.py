"""Names to addresses, without holding anybody up."""

import asyncio
import socket
import threading

import pytest

from monitor.resolver import AT_ONCE, Resolver


def test_a_name_has_its_addresses() -> None:
    async def run() -> set[str]:
        return {found["host"] for found in await Resolver().resolve("localhost", 80, socket.AF_INET)}

    assert asyncio.run(run()) == {"127.0.0.1"}


@pytest.mark.parametrize("host", ["nowhere.invalid", "a" * 70 + ".example", "exa mple", "\ud800", ""])
def test_a_name_without_addresses_is_an_error_of_the_usual_kind(host: str) -> None:
    with pytest.raises((OSError, ValueError)):
        asyncio.run(Resolver().resolve(host or "\0", 80))


def test_names_that_hang_hold_up_no_other_thread_and_no_end(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answer.wait(30) and [])

    async def run() -> str:
        resolver = Resolver()
        lookups = [asyncio.create_task(resolver.resolve(f"{n}.example")) for n in range(AT_ONCE)]
        await asyncio.sleep(0)
        done = await asyncio.to_thread(lambda: "done")
        for lookup in lookups:
            lookup.cancel()
        await asyncio.gather(*lookups, return_exceptions=True)
        return done

    try:
        assert asyncio.run(run()) == "done"
    finally:
        answer.set()
