"""`tocsin check`: everything that is wrong with a configuration, at once."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.common import ConfigOption, Exit, JsonOption, config_path, counted, print_json, say

if TYPE_CHECKING:
    from monitor.config import Examined


def check(
    path: Annotated[
        Path | None, typer.Argument(metavar="[PATH]", help="The file to check, instead of --config.")
    ] = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Report every mistake in a configuration at once.

    Each comes with its line and what to do about it. Exit code 0: it can be used; 2: it cannot."""
    from monitor.config import examine

    file = config_path(path or config)
    examined = examine(file)
    good = examined.config is not None
    if json:
        print_json({"file": str(file), "ok": good, "findings": [asdict(finding) for finding in examined.findings]})
    else:
        _show(file, examined)
    raise typer.Exit(Exit.OK if good else Exit.USAGE)


def _show(file: Path, examined: "Examined") -> None:
    for finding in examined.findings:
        print(f"{finding} (warning)" if finding.level == "warning" else str(finding))
    if examined.config is None:
        say(f"{file} cannot be used: {counted(len(examined.of('error')), 'problem')}.")
        return
    config = examined.config
    parts = ((config.feeds, "feed"), (config.rules, "rule"), (config.receivers, "receiver"))
    print(f"{file} is good: {', '.join(counted(len(items), name) for items, name in parts)}.")
