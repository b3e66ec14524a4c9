"""`tocsin archive`: a list of what was kept, and an export that `tocsin replay` reads."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor import keeping
from monitor.config import load
from monitor.status import open_store
from tests.cli.conftest import Tocsin
from tests.livedin import SENTENCE, settle

LONG_AGO = datetime.now(UTC) - timedelta(days=200)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A deployment of long ago: one article was set aside, one waits."""
    return settle(tmp_path, LONG_AGO)


def archived(path: Path) -> dict[str, int]:
    config = load(path)
    with open_store(config) as store:
        return keeping.keep_house(store, config, LONG_AGO + timedelta(days=190))


def test_nothing_is_archived_at_first(tocsin: Tocsin, path: Path) -> None:
    ran = tocsin("archive", "list", "--config", path)
    assert ran.code == 0
    assert "Nothing is archived yet" in ran.out
    assert f"since {LONG_AGO:%Y-%m-%d}" in ran.out


def test_the_list_has_a_row_for_each_month(tocsin: Tocsin, path: Path) -> None:
    assert archived(path)["article"] == 1
    ran = tocsin("archive", "list", "--config", path)
    assert f"{LONG_AGO:%Y-%m}" in ran.out
    listed = json.loads(tocsin("archive", "list", "--config", path, "--json").out)
    assert [file["month"] for file in listed["files"]] == [f"{LONG_AGO:%Y-%m}"]
    assert listed["files"][0]["bytes"] > 0


def test_an_export_has_what_is_archived_and_what_is_kept(tocsin: Tocsin, path: Path, tmp_path: Path) -> None:
    archived(path)
    target = tmp_path / "all.jsonl"
    assert tocsin("archive", "export", "--config", path, "-o", target).code == 0
    rows = [json.loads(line) for line in target.read_text().splitlines()]
    assert [row["id"] for row in rows] == ["a2", "a1"]
    assert rows[1]["text"] == SENTENCE
    assert rows[1]["feed"] == "Coast Herald"
    ran = tocsin("replay", target, "--config", path, "--json", "--jobs", 1)
    assert (ran.code, json.loads(ran.out)["articles"]) == (0, 2)


def test_an_export_of_some_days(tocsin: Tocsin, path: Path, tmp_path: Path) -> None:
    target = tmp_path / "some.jsonl"
    tocsin("archive", "export", "--config", path, "--since", "24h", "-o", target)
    assert target.read_text() == ""
    ran = tocsin("archive", "export", "--config", path, "--since", "last week")
    assert ran.code == 2
    assert "neither a duration" in ran.err


def test_a_file_that_cannot_be_written_is_said(tocsin: Tocsin, path: Path, tmp_path: Path) -> None:
    ran = tocsin("archive", "export", "--config", path, "-o", tmp_path)
    assert ran.code == 2
    assert "Is a directory" in ran.err


def test_status_tells_since_when_and_how_much(tocsin: Tocsin, path: Path) -> None:
    archived(path)
    ran = tocsin("status", "--config", path)
    assert "has everything since" in ran.out
    assert "compressed" in ran.out
    told = json.loads(tocsin("status", "--config", path, "--json").out)
    assert told["archive_bytes"] > 0
    assert told["kept_since"].startswith(f"{LONG_AGO:%Y-%m-%d}")
