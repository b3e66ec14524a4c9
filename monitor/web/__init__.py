"""The web pages: health, readiness and an index, rendered here and working without scripts."""

from monitor.web.app import create_app
from monitor.web.board import Board

__all__ = ["Board", "create_app"]
