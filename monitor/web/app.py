"""The application: three pages, a style sheet and an icon, all read-only."""

from collections.abc import Callable
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Lifespan

from monitor import __version__
from monitor.notify.message import one_line
from monitor.times import ago, stamp
from monitor.web.board import Board
from monitor.web.guard import Guard

HERE = Path(__file__).parent
STATIC = HERE / "static"


def create_app(board: Board, lifespan: Lifespan[Starlette] | None = None) -> Starlette:
    """The ASGI application over a board; `lifespan` is what begins and ends with its serving."""
    template = _templates().get_template("index.html")

    def index(request: Request) -> Response:
        view = board.view()
        return HTMLResponse(template.render(view=view, version=__version__), 200 if view.status else 503)

    def ready(request: Request) -> Response:
        reasons = board.view().reasons
        good = all(reason.ok for reason in reasons)
        body = {"ready": good, "reasons": {reason.name: {"ok": reason.ok, "says": reason.says} for reason in reasons}}
        return JSONResponse(body, 200 if good else 503)

    pages: dict[str, Callable[[Request], Response]] = {
        "/": index,
        "/healthz": lambda request: PlainTextResponse("ok\n"),
        "/readyz": ready,
        "/style.css": lambda request: FileResponse(STATIC / "style.css", media_type="text/css"),
        "/icon.svg": lambda request: FileResponse(STATIC / "icon.svg", media_type="image/svg+xml"),
    }
    return Starlette(
        routes=[Route(path, page, methods=["GET"]) for path, page in pages.items()],
        lifespan=lifespan,
        middleware=[Middleware(Guard, hosts=(board.config.web.host, *board.config.web.hosts))],
    )


def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"ago": ago, "one_line": one_line, "stamp": stamp}
    return environment
