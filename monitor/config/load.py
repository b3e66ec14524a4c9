"""From a file to a Config, or to everything that is wrong with it."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

from monitor.config.areas import read_area
from monitor.config.checks import CHECKS
from monitor.config.document import Document, Unreadable, read
from monitor.config.names import known_names
from monitor.config.problems import Finding, Problem
from monitor.config.sense import SENSE
from monitor.config.settings import Config
from monitor.config.wording import worded
from monitor.errors import ConfigError
from monitor.rules.where import DRAW
from monitor.seeds import SEEDS

_SHIPPED_IN_WHEEL = SEEDS / "config.yaml"
SHIPPED = _SHIPPED_IN_WHEEL if _SHIPPED_IN_WHEEL.is_file() else SEEDS.parent / "config.yaml"
"""The configuration that comes with the program: the demonstration and public feeds."""
FOLDER_ENV = "TOCSIN_CONFIG_FOLDER"
"""Where relative paths count from, if not from the file's own folder: the supervisor hands its children a copy."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What a file came to: a Config where no error was found, and all findings in the order of the file."""

    config: Config | None
    findings: tuple[Finding, ...]

    def of(self, level: Literal["error", "warning"]) -> list[str]:
        """The findings of one level, as lines for a person."""
        return [str(finding) for finding in self.findings if finding.level == level]


def load(path: Path, env: Mapping[str, str] | None = None, *, sends: bool = True) -> Config:
    """The configuration in a file. ConfigError holds every problem at once, each with path, line and column. Whoever
    `sends` nothing needs no secrets of receivers."""
    examined = examine(path, env, sends=sends)
    if examined.config is None:
        raise ConfigError(examined.of("error"))
    return examined.config


def examine(path: Path, env: Mapping[str, str] | None = None, *, sends: bool = True) -> Examined:
    """All that can be said about a file; `env` is the environment that it names its secrets from."""
    try:
        document = read(path)
    except Unreadable as error:
        return Examined(None, (Finding(str(path), *error.mark, "", str(error), "error"),))
    environment = os.environ if env is None else env
    folder = folder_of(path, environment)
    context = {"folder": folder, "env": environment, DRAW: partial(read_area, folder)}
    config, problems = _validated(document.data, context)
    problems += _repeated(document)
    problems += [problem for check in (*CHECKS, *SENSE, known_names) for problem in check(document.data, environment)]
    problems = [problem for problem in problems if sends or not problem.only_sending]
    findings = tuple(sorted({problem.found(str(path), document) for problem in problems}))
    return Examined(config if all(finding.level == "warning" for finding in findings) else None, findings)


def folder_of(path: Path, env: Mapping[str, str]) -> Path:
    """The folder from which the relative paths in a configuration count."""
    if FOLDER_ENV in env:
        return Path(env[FOLDER_ENV])
    return Path.cwd() if path.resolve() == _SHIPPED_IN_WHEEL else path.resolve().parent


def _validated(data: Mapping[str, Any], context: Mapping[str, Any]) -> tuple[Config | None, list[Problem]]:
    try:
        return Config.model_validate(data, context=dict(context)), []
    except ValidationError as error:
        return None, list(worded(error, data))


def _repeated(document: Document) -> Iterator[Problem]:
    for loc in document.repeated:
        yield Problem(loc, "this key stands here twice; keep one", at_key=True)
