"""One daemon a data folder, by a lock that ends with its process; files that are whole or not there."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.data_dir import Running, identity, locked, write_whole

HOLD = """
import sys, signal
from pathlib import Path
from monitor.data_dir import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    signal.pause()
"""


def test_a_second_daemon_is_refused_and_told_who_runs(tmp_path: Path):
    first = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE)
    assert first.stdout.readline() == b"held\n"
    with pytest.raises(Running, match=f"already runs on .* \\(process {first.pid}\\)"), locked(tmp_path):
        pass
    first.kill()
    first.wait()
    first.stdout.close()
    with locked(tmp_path):
        assert (tmp_path / "tocsin.lock").read_text() == f"{os.getpid()}\n"


def test_the_folder_is_made(tmp_path: Path):
    with locked(tmp_path / "a" / "b"):
        assert (tmp_path / "a" / "b" / "tocsin.lock").read_text() == f"{os.getpid()}\n"


def test_a_folder_keeps_its_identity(tmp_path: Path):
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
    assert identity(one) == identity(one) != identity(other)


def test_a_file_is_replaced_whole_for_its_owner_only(tmp_path: Path):
    path = tmp_path / "config"
    path.write_text("old")
    with path.open() as still_open:
        write_whole(path, b"new")
        assert still_open.read() == "old"
    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["config"]
