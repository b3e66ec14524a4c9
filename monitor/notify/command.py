"""A command of the user's own: the alert as JSON on its standard input, without a shell, and with a time limit."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import IO, Annotated

import msgspec
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from monitor.errors import DeliveryFailed
from monitor.model import Delivery, settings
from monitor.model.settings import Duration, format_duration
from monitor.notify.context import Context
from monitor.notify.message import one_line
from monitor.notify.payload import tocsin

LONGEST = timedelta(seconds=45)
"""A command may take no longer, since a delivery that is being sent is held for a minute."""
LONGEST_ANSWER = 1_000
"""Bytes of what the command says that are kept."""
REMEDY = "run the command by hand as the same user; a variable that it needs must stand in pass_env."
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR")
"""What the command sees of our environment, beside the variables that its settings name."""


def _runnable(value: tuple[str, ...]) -> tuple[str, ...]:
    """A name that PATH knows or a whole path: half a one would count from wherever we are started."""
    half = os.sep in value[0] and not Path(value[0]).is_absolute()
    if half or shutil.which(value[0]) is None:
        reason = "no program {name} can be run; write its whole path, or make the file executable"
        raise PydanticCustomError("command", reason, {"name": repr(value[0])})
    return value


def _short(value: timedelta) -> timedelta:
    if not timedelta(seconds=1) <= value <= LONGEST:
        raise PydanticCustomError("timeout", "must be between 1s and {most}", {"most": format_duration(LONGEST)})
    return value


class Settings(settings.Settings):
    """`run` is the program with its arguments, each as it is: no shell reads them. It gets a webhook's body on standard
    input and says by exit code 0 that it took it. `pass_env` names the environment variables that it may see."""

    run: Annotated[tuple[str, ...], Field(min_length=1), AfterValidator(_runnable)]
    timeout: Annotated[Duration, AfterValidator(_short)] = timedelta(seconds=15)
    pass_env: tuple[str, ...] = ()


def send(settings: Settings, delivery: Delivery, context: Context) -> str:
    """Runs the command once. Any exit code but 0 is a failure that a later attempt may mend."""
    body = msgspec.json.encode(tocsin(delivery, context))
    context.hear(f"> {settings.run[0]}, {len(body)} bytes on standard input")
    with tempfile.TemporaryFile() as output:
        code = _run(settings, body, _environment(settings, delivery, context), context.data_dir, output)
        output.seek(0)
        said = one_line(output.read(LONGEST_ANSWER).decode(errors="replace"))
    context.hear(f"< {_code(code)}")
    if said:
        context.hear(f"< {said}")
    if code != 0:
        raise DeliveryFailed(f"the command ended with {_code(code)}: {said}", answer=said)
    return said or "exit code 0"


def _environment(settings: Settings, delivery: Delivery, context: Context) -> dict[str, str]:
    names = (*KEPT, *settings.pass_env)
    kept = {name: context.environment[name] for name in names if name in context.environment}
    return kept | {"TOCSIN_DELIVERY": delivery.id}


def _run(settings: Settings, body: bytes, environment: dict[str, str], folder: Path, output: IO[bytes]) -> int:
    """The command's exit code. What it says goes to a file, so that it neither fills our memory nor keeps us waiting
    where something that it started goes on."""
    try:
        process = subprocess.Popen(
            settings.run,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
            cwd=folder if folder.is_dir() else None,
            start_new_session=True,
        )
    except OSError as error:
        raise DeliveryFailed(f"{settings.run[0]} cannot be run ({error.strerror})") from None
    with process:
        try:
            process.communicate(body, settings.timeout.total_seconds())
        except subprocess.TimeoutExpired:
            _end(process)
            told = f"the command took longer than {format_duration(settings.timeout)} and was ended"
            raise DeliveryFailed(told) from None
    return process.returncode


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the command with everything that it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _code(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
