"""Structured logs: for a person on a terminal, JSON lines otherwise. What concerns an article, a feed or an alert bears
its id; a secret never appears, whatever a library puts into its message; a feed cannot draw on the terminal.

    log = structlog.get_logger()
    with structlog.contextvars.bound_contextvars(article=id):
        log.info("article read", events=3)"""

import logging
import os
import re
import sys
from collections.abc import Iterable, MutableMapping
from typing import Any, TextIO

import structlog
from structlog.stdlib import ProcessorFormatter
from structlog.types import Processor

LEVEL_ENV = "TOCSIN_LOG"
"""debug, info, warning or error. Without it: warning on a terminal, so that the alerts stand out, else info."""
TALKATIVE = ("aiohttp", "alembic", "asyncio", "rq", "rq.worker", "sqlalchemy", "uvicorn")
ALARMIST = ("apscheduler",)
"""Libraries of which only warnings, or only errors, are worth a line."""
MASK = "***"
_URL_PASSWORD = re.compile(r"(?P<before>\w+://[^\s:/@]*:)[^\s@/]+(?=@)")
_SHORTEST_SECRET = 4
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f]")
_MULTILINE = ("exception", "stack")

Record = MutableMapping[str, Any]


class Masker:
    """A processor that hides the passwords of URLs and the given secrets, anywhere in a record."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = sorted({secret for secret in secrets if len(secret) >= _SHORTEST_SECRET}, key=len, reverse=True)
        self._secrets = re.compile("|".join(map(re.escape, known))) if known else None

    def __call__(self, _logger: Any, _method: str, record: Record) -> Record:
        for key, value in record.items():
            record[key] = self._clean(value, multiline=key in _MULTILINE)
        return record

    def _clean(self, value: Any, *, multiline: bool = False) -> Any:
        if isinstance(value, dict):
            return {self._clean(key): self._clean(item) for key, item in value.items()}
        if isinstance(value, (list, tuple, set, frozenset)):
            return [self._clean(item) for item in value]
        if value is None or isinstance(value, (bool, int, float)):
            return value
        text = self.mask(str(value))
        return text if multiline else _CONTROL.sub(_escape, text)

    def mask(self, text: str) -> str:
        """The text without its secrets."""
        hidden = _URL_PASSWORD.sub(rf"\g<before>{MASK}", text)
        return self._secrets.sub(MASK, hidden) if self._secrets else hidden


def configure(process: str, *, secrets: Iterable[str] = (), stream: TextIO | None = None) -> None:
    """Sends all logs of this process, libraries' too, to `stream` (stderr), each line with the name of the process."""
    out = sys.stderr if stream is None else stream
    human = out.isatty()
    handler = logging.StreamHandler(out)
    handler.setFormatter(_formatter(process, Masker(secrets), human=human))
    level = _level(human=human)
    logging.raiseExceptions = False
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    for name in ALARMIST:
        logging.getLogger(name).setLevel(logging.ERROR)
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *_shared(), ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _shared() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def _formatter(process: str, masker: Masker, *, human: bool) -> ProcessorFormatter:
    def named(_logger: Any, _method: str, record: Record) -> Record:
        record["process"] = process
        return record

    renderer = structlog.dev.ConsoleRenderer() if human else structlog.processors.JSONRenderer(ensure_ascii=False)
    return ProcessorFormatter(
        foreign_pre_chain=_shared(),
        processors=[
            ProcessorFormatter.remove_processors_meta, named, structlog.processors.StackInfoRenderer(),
            structlog.processors.format_exc_info, masker, renderer,
        ],
    )  # fmt: skip


def _level(*, human: bool) -> int:
    wished = os.environ.get(LEVEL_ENV, "").upper()
    return logging.getLevelNamesMapping().get(wished, logging.WARNING if human else logging.INFO)


def _escape(found: re.Match[str]) -> str:
    return f"\\x{ord(found.group()):02x}"
