"""`tocsin init`: a configuration to start from."""

from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.common import DEFAULT, Exit, fail


def init(
    path: Annotated[Path, typer.Argument(metavar="[PATH]", help="Where to write it.")] = DEFAULT,
) -> None:
    """Write a commented configuration to start from.

    It has the demonstration, public feeds, two rules and one receiver. A file that is there is never overwritten."""
    from monitor.config import SHIPPED

    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(SHIPPED.read_text(encoding="utf-8"))
    except FileExistsError:
        fail(f"{path} is there already and stays as it is; name another file, or move it away", Exit.USAGE)
    except OSError as error:
        fail(f"{path} cannot be written: {error.strerror}", Exit.USAGE)
    print(f"Wrote {path}. Next: look through it, then `tocsin check {path}` and `tocsin run --config {path}`.")
