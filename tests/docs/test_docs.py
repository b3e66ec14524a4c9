"""Docs and code say the same: commands, rule types, channels and settings."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from monitor.config import SHIPPED, Config, Network, Receiver, Web
from monitor.config.feeds import FeedSettings
from monitor.model.route import Route
from monitor.notify import NOTIFIERS
from monitor.rules import RULE_TYPES
from tests.commands import commands

ROOT = SHIPPED.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONFIGURATION = SHIPPED.read_text(encoding="utf-8")
COMMANDS = commands()
MODELS: dict[str, type[BaseModel]] = {
    "config": Config,
    "web": Web,
    "network": Network,
    "feed": FeedSettings,
    "route": Route,
    **{f"rule {name}": model for name, model in RULE_TYPES.items()},
    **{f"channel {name}": notifier.Settings for name, notifier in NOTIFIERS.items()},
}


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from models_in(part)


def settings(model: type[BaseModel]) -> Iterator[str]:
    """The keys of a model and of the models inside it."""
    for name, field in model.model_fields.items():
        yield field.alias or name
        for inner in models_in(field.annotation):
            if inner not in (model, Receiver):
                yield from settings(inner)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_readme_names_every_command(command: str) -> None:
    assert f"`tocsin {command}`" in README


@pytest.mark.parametrize("name", [*RULE_TYPES, *NOTIFIERS])
def test_the_readme_names_every_rule_type_and_channel(name: str) -> None:
    assert re.search(rf"^\| `{name}` \|", README, re.MULTILINE), f"no row for {name} in the README's tables"


@pytest.mark.parametrize("name", sorted(set(re.findall(r"tocsin ([a-z]+)", README))))
def test_every_command_in_the_readme_exists(name: str) -> None:
    assert name in COMMANDS


@pytest.mark.parametrize("command", re.findall(r"^tocsin [a-z].*$", README, re.MULTILINE))
def test_every_option_in_the_readme_exists(command: str) -> None:
    name = command.split()[1]
    source = str(COMMANDS[name].__annotations__)
    for option in re.findall(r"(?<=\s)--[a-z-]+", command):
        assert option.lstrip("-").replace("-", "_") in source, f"{name} has no {option}"


@pytest.mark.parametrize(("where", "key"), [(where, key) for where, model in MODELS.items() for key in settings(model)])
def test_the_shipped_configuration_explains_every_setting(where: str, key: str) -> None:
    assert re.search(rf"\b{key}\b", CONFIGURATION), f"config.yaml says nothing of `{key}` ({where})"


def test_the_exit_codes_of_the_readme_are_those_of_the_help() -> None:
    for code in ("0 all went well", "1 some input", "2 wrong use or wrong configuration", "3 a part that is needed"):
        assert code in README


def test_the_lock_has_hashes_and_no_addresses() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    pinned = re.findall(r"^([a-z0-9._-]+)(?:\[.*\])?==\S+(?: ; .*)? \\\n    --hash=sha256:", lock, re.MULTILINE)
    assert len(pinned) == len(re.findall(r"^[a-z0-9]", lock, re.MULTILINE))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {re.split(r"[^a-z0-9-]", line)[0] for line in project["dependencies"]}
    assert wanted <= set(pinned)


def test_no_file_that_is_kept_names_this_machine() -> None:
    for path in (ROOT / "README.md", SHIPPED, ROOT / "pyproject.toml", ROOT / ".ci" / "run"):
        assert not re.search(r"(?<![\w.])/(work|home|root)/", path.read_text(encoding="utf-8")), Path(path).name
