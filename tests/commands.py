"""The commands of `tocsin`, by name: those that do one thing, and those with commands of their own."""

from collections.abc import Callable
from typing import Any

from monitor.cli.main import app


def commands() -> dict[str, Callable[..., Any]]:
    """Every command's function."""
    found = [command.callback for command in app.registered_commands]
    groups = [group.typer_instance for group in app.registered_groups]
    found += [group.registered_callback.callback for group in groups if group and group.registered_callback]
    return {callback.__name__: callback for callback in found if callback}
