"""How this program dials the outside: only addresses of the public internet, unless the deployment allows private ones.

Whether an address is allowed is asked when its socket is made, so the address that was checked is the one that is
dialled: neither a host name that changes its mind (DNS rebinding) nor a literal address slips past."""

import ipaddress
import re
import socket
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import aiohttp
from aiohttp.abc import AbstractCookieJar
from aiohttp.connector import AddrInfoType

from monitor import __version__
from monitor.resolver import Resolver

USER_AGENT = f"Tocsin/{__version__}"
LONGEST_HEADER = 65_536
"""Bytes. Some publishers' security policies alone are longer than a client's usual 8 kB."""
KEEP = 15.0
"""Seconds that a connection is kept for the next question."""
LONGEST_WAIT = timedelta(days=1)
"""No server may ask for more than this by Retry-After."""

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class RefusedAddress(PermissionError):
    """The address that was about to be dialled is not allowed. An OSError, so that the connector passes it on."""


def allowed(address: str) -> bool:
    """Whether `address` (IPv4 or IPv6, in digits) belongs to the public internet, tunnels looked through."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        ip = _inner(ip)
    return ip.is_global and not ip.is_multicast


def leads_inside(host: str) -> bool:
    """Whether a host has, as its name resolves now, an address that is not `allowed`; for what dials by itself. One
    that nobody knows leads nowhere."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, ValueError):
        return False
    return not all(allowed(str(info[4][0])) for info in found)


def _inner(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The IPv4 address that an IPv6 address stands for, else itself."""
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    teredo = ip.teredo
    return ip.ipv4_mapped or ip.sixtofour or (teredo[1] if teredo else ip)


def _public_socket(info: AddrInfoType) -> socket.socket:
    family, kind, protocol, _, address = info
    if not allowed(str(address[0])):
        raise RefusedAddress("the address is private or reserved")
    return socket.socket(family, kind, protocol)


def open_session(
    *, allow_private: bool, keep: float = KEEP, traces: Sequence[aiohttp.TraceConfig] = ()
) -> aiohttp.ClientSession:
    """A session that keeps no cookies, follows no proxy from the environment, decompresses nothing by itself and
    dials only allowed addresses. It keeps connections for `keep` seconds after their use, and tells `traces` what
    it does. To be made inside a running event loop, and closed."""
    factory = None if allow_private else _public_socket
    connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=keep, socket_factory=factory, resolver=Resolver())
    jar: AbstractCookieJar = aiohttp.DummyCookieJar()
    return aiohttp.ClientSession(
        connector=connector,
        cookie_jar=jar,
        auto_decompress=False,
        trust_env=False,
        trace_configs=list(traces),
        headers={"User-Agent": USER_AGENT},
        max_line_size=LONGEST_HEADER,
        max_field_size=LONGEST_HEADER,
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=15),
    )


def explain(error: Exception) -> str:
    """A client's error in a few plain words, without addresses or secrets."""
    if isinstance(error, TimeoutError):
        return "no complete answer in time"
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "the host name is not known"
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return f"the certificate is not trusted ({error.certificate_error})"
    if isinstance(error, aiohttp.ClientConnectorError):
        return f"no connection ({error.os_error.strerror or error.os_error})"
    if isinstance(error, aiohttp.ServerDisconnectedError | aiohttp.ClientPayloadError):
        return "the connection broke off before the answer was complete"
    if isinstance(error, aiohttp.ClientResponseError):
        return f"the answer is not valid HTTP ({' '.join(error.message.split())[:100]})"
    if isinstance(error, ValueError):
        return "the address is not a valid URL"
    return f"{type(error).__name__}: {error}"


def was_refused(error: Exception) -> bool:
    """Whether the connection failed because the address is not allowed."""
    return isinstance(error, aiohttp.ClientConnectorError) and isinstance(error.os_error, RefusedAddress)


def retry_after(value: str | None, now: datetime) -> timedelta | None:
    """The wait that a Retry-After header asks for (seconds or an HTTP date), at most a day; None if unreadable."""
    if value is None:
        return None
    text = value.strip()
    if re.fullmatch(r"[0-9]{1,9}", text):
        return min(timedelta(seconds=int(text)), LONGEST_WAIT)
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    wait = at.replace(tzinfo=at.tzinfo or UTC) - now
    return min(max(wait, timedelta(0)), LONGEST_WAIT)
