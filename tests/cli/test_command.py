"""The command as a whole: its help, its version, its exit codes, its manners when something is wrong."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from monitor import __version__
from tests.cli.conftest import Tocsin
from tests.commands import commands

COMMANDS = list(commands())
HEAVY = ("sqlalchemy", "redis", "rq", "aiohttp", "feedparser", "pydantic", "uvicorn", "yaml")


def test_every_command_the_issue_asks_for_is_there() -> None:
    asked = {"run", "scheduler", "worker", "web", "check", "extract", "replay", "status", "alerts", "init"}
    assert asked <= set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_examples_and_says_what_it_does(tocsin: Tocsin, command: str) -> None:
    ran = tocsin(command, "--help")
    assert ran.code == 0
    assert "Examples:" in ran.out
    assert f"tocsin {command}" in ran.out.split("Examples:")[1]


def test_the_exit_codes_are_documented_in_the_help(tocsin: Tocsin) -> None:
    ran = tocsin("--help")
    assert ran.code == 0
    for code in ("0 all is well", "1 some of the input failed", "2 wrong use or configuration", "3 what is needed"):
        assert code in ran.out


def test_version(tocsin: Tocsin) -> None:
    assert tocsin("--version").out == f"tocsin {__version__}\n"


@pytest.mark.parametrize("wrong", [["statu"], ["status", "--limt", "3"], ["alerts", "--since", "soon"], []])
def test_wrong_use_is_two(tocsin: Tocsin, wrong: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert tocsin(*wrong).code == 2


def test_help_waits_for_nothing_heavy() -> None:
    code = (
        "import sys; from monitor.cli.main import main; main(['--help']); print(*sorted(sys.modules), file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(HEAVY).isdisjoint(ran.stderr.split())


def test_a_bad_configuration_is_told_whole_without_traceback(tocsin: Tocsin, tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("workers: none\nfeedz: []\n")
    for command in ("status", "alerts"):
        ran = tocsin(command, "--config", path)
        assert ran.code == 2
        assert f"{path}:1:10: workers: 'none' is no whole number" in ran.err
        assert f"{path}:2:1: feedz: unknown key 'feedz'; did you mean `feeds`?" in ran.err
        assert "Traceback" not in ran.err


def heeding_ctrl_c() -> None:
    """Undoes what a script does to whatever it starts in the background: it ignores Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_ends_it_without_a_traceback(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "monitor.cli.main", "extract", "--jsonl", "-"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, preexec_fn=heeding_ctrl_c) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b'{"id": "a", "text": "A quiet day."}\n')
        process.stdin.flush()
        assert b'"id": "a"' in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()
    assert process.returncode == 130


def test_a_newcomer_is_told_which_configuration_is_used(
    tocsin: Tocsin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = tocsin("check")
    assert ran.code == 0
    assert "No ./config.yaml here: using the shipped" in ran.err
