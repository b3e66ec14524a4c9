"""What all commands share: the option for the configuration, the exit codes, and how things are said on a terminal.

Only light modules are imported at the top of a command's file: `tocsin --help` shall not wait for a database."""

import getpass
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from monitor.config import Config
    from monitor.store import Store

DEFAULT = Path("config.yaml")


class Exit(IntEnum):
    """The exit codes of every command."""

    OK = 0
    FAILED = 1
    """Some of the input could not be read, or a part ended by itself."""
    USAGE = 2
    """The command line or the configuration is wrong."""
    UNREACHABLE = 3
    """What the command needs does not answer: nothing is running, the database or Redis refuses."""
    INTERRUPTED = 130
    """Ctrl-C."""


EXIT_CODES = (
    "Exit codes: 0 all is well · 1 some of the input failed · 2 wrong use or configuration · "
    "3 what is needed does not answer · 130 interrupted."
)

ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config", "-c", metavar="PATH", help="The configuration. [default: ./config.yaml, else the shipped one]"
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
AuthorOption = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who decides. [default: your login]")]
CommentOption = Annotated[str, typer.Option("--comment", "-m", help="Why; it is kept with the decision.")]


def config_path(given: Path | None) -> Path:
    """The configuration to use: the one given, else ./config.yaml, else the shipped one, said openly."""
    if given is not None:
        return given
    if DEFAULT.is_file():
        return DEFAULT
    from monitor.config import SHIPPED

    say(f"No ./config.yaml here: using the shipped {SHIPPED}. `tocsin init` writes one of your own.")
    return SHIPPED


def load_config(given: Path | None, *, sends: bool = False) -> "Config":
    """The configuration, or ConfigError with everything that is wrong with it. Only what `sends` needs the secrets of
    receivers, which the daemon may have and this shell not."""
    from monitor.config import load

    return load(config_path(given), sends=sends)


@contextmanager
def opened(given: Path | None) -> "Iterator[tuple[Config, Store]]":
    """The configuration, and what the daemon that runs on it has stored; StoreError where nothing has run yet."""
    from monitor.status import open_store

    settings = load_config(given)
    with open_store(settings) as store:
        yield settings, store


def group() -> typer.Typer:
    """A command that does something by itself, and has others below it."""
    return typer.Typer(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})


def login() -> str:
    """The name of whoever runs the command; some containers have none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        fail("this machine does not know your name; say who decides with --by NAME", Exit.USAGE)


def say(text: str) -> None:
    """A remark for a person, beside the output that programs read."""
    print(text, file=sys.stderr)


def fail(text: str, code: Exit) -> NoReturn:
    """Ends the command with one clear message."""
    say(f"tocsin: {text}")
    raise typer.Exit(code)


def print_json(value: Any) -> None:
    """One JSON document on standard output."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def console() -> "Console":
    """Where tables go; nothing in them is read as markup."""
    from rich.console import Console

    return Console(markup=False, highlight=False, emoji=False)


def examples(*lines: str) -> str:
    """The examples at the foot of a command's help."""
    return "Examples:\n\n" + "\n\n".join(f"  {line}" for line in lines)


def counted(number: int, name: str) -> str:
    """`1 feed`, `2 feeds`."""
    return f"{number} {name}" if number == 1 else f"{number} {name}s"


def moment(text: str | None, now: datetime, option: str = "--since") -> datetime | None:
    """The time that `24h` (before now) or an ISO 8601 date means; ends the command where it is neither. `option` is
    what it was given as."""
    if text is None:
        return None
    from monitor.model.settings import parse_duration

    try:
        return now - parse_duration(text)
    except (ValueError, OverflowError):
        pass
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        fail(f"{option}: {text!r} is neither a duration (24h, 7d) nor a date (2017-02-26)", Exit.USAGE)
    return time if time.tzinfo else time.replace(tzinfo=UTC)
