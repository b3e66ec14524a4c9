"""The application, all read-only: a page, two probes, and the alerts as feeds and as CAP documents."""

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
from monitor.errors import StoreError
from monitor.notify.cap import MEDIA_TYPE, cap
from monitor.notify.message import one_line
from monitor.times import ago, stamp
from monitor.web.alert_feeds import ATOM_TYPE, JSON_TYPE, atom, json_feed
from monitor.web.board import Board
from monitor.web.guard import Guard

HERE = Path(__file__).parent
STATIC = HERE / "static"
FEED = 100
"""Alerts in a feed."""


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

    def alerts_atom(request: Request) -> Response:
        feed = atom(board.store.alerts.recent(FEED, muted=False), board.context(), _here(request))
        return Response(feed, media_type=ATOM_TYPE)

    def alerts_json(request: Request) -> Response:
        feed = json_feed(board.store.alerts.recent(FEED, muted=False), board.context(), _here(request))
        return JSONResponse(feed, media_type=JSON_TYPE)

    def alert_cap(request: Request) -> Response:
        said = board.store.alerts.history(request.path_params["id"])
        if not said:
            return PlainTextResponse("No alert has this id. The ids stand in /alerts.json.\n", 404)
        return Response(cap(said[-1], board.context(), said[0].at), media_type=MEDIA_TYPE)

    pages: dict[str, Callable[[Request], Response]] = {
        "/": index,
        "/healthz": lambda request: PlainTextResponse("ok\n"),
        "/readyz": ready,
        "/alerts.atom": alerts_atom,
        "/alerts.json": alerts_json,
        "/alerts/{id}.cap": alert_cap,
        "/style.css": lambda request: FileResponse(STATIC / "style.css", media_type="text/css"),
        "/icon.svg": lambda request: FileResponse(STATIC / "icon.svg", media_type="image/svg+xml"),
    }
    return Starlette(
        routes=[Route(path, page, methods=["GET"]) for path, page in pages.items()],
        lifespan=lifespan,
        exception_handlers={StoreError: _away},
        middleware=[Middleware(Guard, hosts=(board.config.web.host, *board.config.web.hosts))],
    )


def _away(request: Request, error: Exception) -> Response:
    return PlainTextResponse(f"{error}\n", 503)


def _here(request: Request) -> str:
    """The address under which these pages were asked for."""
    return str(request.base_url).rstrip("/")


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
