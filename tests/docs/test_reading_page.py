"""docs/reading.md is true: its commands run, its example is what the program prints, its tables are the data's."""

import io
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console

from monitor.cli.account import rows
from monitor.config import SHIPPED
from monitor.extract.explain import explain
from monitor.model import Account, Article
from monitor.resources import load_doubts, load_reader
from tests.bench.__main__ import PARTS
from tests.bench.calibration import EDGES
from tests.cli.conftest import Tocsin, tocsin

__all__ = ["tocsin"]
PAGE = (SHIPPED.parent / "docs" / "reading.md").read_text(encoding="utf-8")
STORY = " ".join(line[2:] for line in re.findall(r"^> .*$", PAGE, re.MULTILINE))
COMMANDS = re.findall(r"^tocsin (.+?)(?:\s{2,}#.*)?$", PAGE, re.MULTILINE)


[EXAMPLE] = [text for kind, text in re.findall(r"^```(\w*)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL) if kind == ""]


@pytest.mark.parametrize("command", COMMANDS)
def test_its_commands_run(command: str, tocsin: Tocsin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("story.txt").write_text(STORY)
    Path("story.html").write_text(f"<html><body><p>{STORY}</p></body></html>")
    Path("stories.jsonl").write_text(json.dumps({"id": "a", "text": STORY}) + "\n")
    ran = tocsin(*command.split())
    assert ran.code == 0, ran.err
    assert "12" in ran.out


def test_its_example_is_what_the_program_prints() -> None:
    reader = load_reader()
    reading = reader.study(Article("", STORY, published=datetime(2024, 3, 5, tzinfo=UTC)))
    out = io.StringIO()
    Console(file=out, markup=False, width=120).print(rows(explain(reader, reading)))
    printed = "\n".join(line.rstrip() for line in out.getvalue().splitlines())
    assert EXAMPLE.strip() == printed.strip()


def test_it_names_every_part_of_a_line_of_the_explanation() -> None:
    named = re.search(r"`\{(text,\s.*?)\}`", PAGE, re.DOTALL)
    assert named
    fields = {"in" if field == "in_" else field for field in Account.__struct_fields__}
    assert set(re.split(r",\s*", named[1])) == fields


def test_its_doubts_are_those_of_the_data() -> None:
    told = {name: float(share) for name, share in re.findall(r"^\| ([a-z ]+) \| (0\.\d+) \|", PAGE, re.MULTILINE)}
    assert told == load_doubts()


def test_its_bins_are_those_of_the_bench() -> None:
    table = PAGE.partition("<!-- calibration -->")[2].partition("<!-- end -->")[0]
    bins = [float(begin) for begin in re.findall(r"^\| (\d[\d.]*) to ", table, re.MULTILINE)]
    assert bins == list(EDGES)
    assert "<!-- rivals -->\n|" in PAGE


@pytest.mark.parametrize("part", sorted(set(re.findall(r"python -m tests\.bench ([a-z]+)", PAGE))))
def test_its_benches_exist(part: str) -> None:
    assert part in PARTS


def test_nothing_in_it_is_of_this_machine() -> None:
    assert not re.search(r"(?<![\w.])/(work|home|root|tmp)/", PAGE)
