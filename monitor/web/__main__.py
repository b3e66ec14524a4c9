"""The web process: `python -m monitor.web --config PATH`."""

import asyncio
import signal
import socket
import sys
from argparse import ArgumentParser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import structlog
import uvicorn
from starlette.applications import Starlette

from monitor import startup
from monitor.config import Config
from monitor.status import open_queue
from monitor.store import Store
from monitor.web.app import create_app
from monitor.web.board import Board

EXIT_TAKEN = 3
SERVER: dict[str, Any] = {
    "log_config": None,
    "access_log": False,
    "server_header": False,
    "proxy_headers": False,
    "timeout_graceful_shutdown": 3,
}

log = structlog.get_logger()


def listen(host: str, port: int) -> socket.socket:
    """A socket on the configured address. Ends the process with a clear message where that is not to be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        print(
            f"The web pages cannot use {host} port {port}: {error.strerror}. Change `web:` in the configuration.",
            file=sys.stderr,
        )
        sys.exit(EXIT_TAKEN)


def serve(path: Path, config: Config) -> None:
    """Serves until SIGTERM or SIGINT. SIGHUP reads the configuration again."""
    with Store.open(config.database, config.data_dir) as store, closing(open_queue(config)) as queue:
        board = Board(config, store, queue)

        @asynccontextmanager
        async def lifespan(app: Starlette) -> AsyncIterator[None]:
            asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, _reload, path, board)
            if startup.hangup.is_set():
                _reload(path, board)
            yield

        server = uvicorn.Server(uvicorn.Config(create_app(board, lifespan), **SERVER))
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda number, frame: setattr(server, "should_exit", True))
        bound = listen(config.web.host, config.web.port)
        log.info("web pages are served", host=config.web.host, port=bound.getsockname()[1])
        server.run(sockets=[bound])


def _reload(path: Path, board: Board) -> None:
    board.config = startup.reload(path, board.config)


def main() -> None:
    """The process."""
    options = startup.arguments(ArgumentParser(prog="monitor.web", description="Serve the web pages.")).parse_args()
    serve(options.config, startup.begin("web", options))


if __name__ == "__main__":
    main()
