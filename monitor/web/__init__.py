"""The web pages: health, readiness and an index, rendered here and working without scripts."""

from monitor.web.app import create_app
from monitor.web.desk import Desk

__all__ = ["Desk", "create_app"]
