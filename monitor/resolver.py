"""Host names to addresses, each in a thread of its own that nobody waits for.

The event loop's own lookups share a handful of threads with everything else that it hands to threads; a name server
that does not answer would hold up the whole process, and its end."""

import asyncio
import contextlib
import socket
import threading
from asyncio import AbstractEventLoop, Future

from aiohttp.abc import AbstractResolver, ResolveResult

AT_ONCE = 128
"""Lookups under way; more wait for their turn."""

_NUMERIC = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
_Address = tuple[str, socket.AddressFamily, int]
"""An address in digits, its family and its protocol."""


class Resolver(AbstractResolver):
    """The system's resolver. To be made inside a running event loop."""

    def __init__(self) -> None:
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of `host`. Raises OSError (socket.gaierror) where it has none."""
        async with self._slots:
            found: Future[list[_Address]] = asyncio.get_running_loop().create_future()
            work = (asyncio.get_running_loop(), found, host, port, family)
            threading.Thread(target=_look_up, args=work, name=f"dns {host[:50]}", daemon=True).start()
            return [
                ResolveResult(hostname=host, host=digits, port=port, family=kind, proto=protocol, flags=_NUMERIC)
                for digits, kind, protocol in await found
            ]

    async def close(self) -> None:
        """Nothing to close: a lookup under way ends by itself."""


def _look_up(
    loop: AbstractEventLoop, found: "Future[list[_Address]]", host: str, port: int, family: socket.AddressFamily
) -> None:
    """The thread. A caller that has gone (deadline, closed loop) no longer hears of it."""
    try:
        infos = socket.getaddrinfo(host, port, family, socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
        answer: list[_Address] | Exception = [(_digits(info[4]), info[0], info[2]) for info in infos]
    except (OSError, ValueError) as error:
        answer = error
    with contextlib.suppress(RuntimeError):
        loop.call_soon_threadsafe(_tell, found, answer)


def _digits(address: tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes]) -> str:
    return str(address[0])


def _tell(found: "Future[list[_Address]]", answer: list[_Address] | Exception) -> None:
    if found.done():
        return
    if isinstance(answer, Exception):
        found.set_exception(answer)
    else:
        found.set_result(answer)
