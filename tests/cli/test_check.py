"""`tocsin check` and `tocsin init`."""

import json
from pathlib import Path

import pytest

from monitor.config import SHIPPED
from tests.cli.conftest import Tocsin


def test_a_good_file_is_counted(tocsin: Tocsin, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("feeds: [{name: A, url: 'https://a.example.org/'}]\n")
    ran = tocsin("check", path)
    assert ran.code == 0
    assert f"{path}:1:1: no `rules`: nothing will alert (warning)" in ran.out
    assert f"{path} is good: 1 feed, 0 rules, 1 receiver." in ran.out


def test_a_bad_file_gives_every_problem_and_two(tocsin: Tocsin, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("workers: 0\nfeeds: [{name: A}]\nrules: [{name: x, type: tol}]\n")
    ran = tocsin("check", "--config", path)
    assert ran.code == 2
    assert [line.split(": ")[1] for line in ran.out.splitlines()] == ["workers", "feeds[0]", "rules[0].type"]
    assert "cannot be used: 3 problems." in ran.err


def test_programs_get_findings(tocsin: Tocsin, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("workers: 0\n")
    ran = tocsin("check", path, "--json")
    assert ran.code == 2
    report = json.loads(ran.out)
    assert (report["file"], report["ok"]) == (str(path), False)
    error = next(finding for finding in report["findings"] if finding["level"] == "error")
    assert error == {
        "file": str(path), "line": 1, "column": 10, "path": "workers", "level": "error",
        "message": "0 must be at least 1",
    }  # fmt: skip


@pytest.mark.parametrize("text", [None, "a: [", ""])
def test_a_file_that_cannot_be_read_is_a_finding_too(tocsin: Tocsin, tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "mine.yaml"
    if text is not None:
        path.write_text(text)
    ran = tocsin("check", path, "--json")
    assert ran.code == 2
    assert len(json.loads(ran.out)["findings"]) == 1


def test_init_writes_what_check_likes(tocsin: Tocsin, tmp_path: Path) -> None:
    path = tmp_path / "desk.yaml"
    assert tocsin("init", path).code == 0
    assert path.read_bytes() == SHIPPED.read_bytes()
    assert tocsin("check", path).code == 0


def test_init_overwrites_nothing(tocsin: Tocsin, tmp_path: Path) -> None:
    path = tmp_path / "desk.yaml"
    path.write_text("mine\n")
    ran = tocsin("init", path)
    assert ran.code == 2
    assert "is there already" in ran.err
    assert path.read_text() == "mine\n"


def test_init_says_where_it_cannot_write(tocsin: Tocsin, tmp_path: Path) -> None:
    ran = tocsin("init", tmp_path / "no" / "such" / "folder.yaml")
    assert ran.code == 2
    assert "cannot be written: No such file or directory" in ran.err
