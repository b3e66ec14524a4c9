"""The command as people run it, in this process: exit code, output and remarks."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from monitor.cli.main import main


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


Tocsin = Callable[..., Ran]


@pytest.fixture
def tocsin(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Tocsin:
    """Runs `tocsin ARGUMENTS…`."""
    monkeypatch.setenv("COLUMNS", "160")

    def run(*arguments: object) -> Ran:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return run
