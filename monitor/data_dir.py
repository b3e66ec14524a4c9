"""The data folder: one daemon at a time, and no file that anybody could see half-written."""

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from monitor.errors import TocsinError


class Running(TocsinError):
    """Another daemon uses this data folder."""


@contextmanager
def locked(data_dir: Path) -> Iterator[None]:
    """Makes the folder and holds it for this process alone; Running where somebody else does.

    The lock is the kernel's: it ends with its process, however that ends. The file says who holds it, for people."""
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (data_dir / "tocsin.lock").open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            raise Running(
                f"it already runs on {data_dir} (process {holder}). "
                "Stop that one first, or give this one a `data_dir` of its own."
            ) from None
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def identity(data_dir: Path) -> str:
    """Who the daemon of this folder is, to the others on the same database: the same after each start."""
    path = data_dir / "instance"
    if not path.exists():
        write_whole(path, f"{socket.gethostname()}-{uuid4().hex[:12]}\n".encode())
    return path.read_text(encoding="utf-8").strip()


def write_whole(path: Path, content: bytes) -> None:
    """Replaces a file in one step, readable by its owner only."""
    being_written = path.with_name(f".{path.name}.{os.getpid()}")
    with being_written.open("wb") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    being_written.replace(path)
