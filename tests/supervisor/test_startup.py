"""A process reads its configuration or ends with all that is wrong; a running one takes over only a good one."""

from argparse import ArgumentParser
from pathlib import Path

import pytest

from monitor import startup
from monitor.config import load
from monitor.errors import ConfigError, StoreError
from monitor.lifeline import PARENT_ENV

GOOD = "feeds:\n  - {name: Wire, url: 'https://example.org/rss'}\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "config.yaml"
    path.write_text(GOOD)
    return path


def test_a_bad_configuration_ends_the_process_with_all_its_problems(path: Path, capsys: pytest.CaptureFixture[str]):
    path.write_text("workers: many\nfeeds: 3\n")
    options = startup.arguments(ArgumentParser()).parse_args(["--config", str(path)])
    with pytest.raises(SystemExit) as ended:
        startup.begin("worker", options)
    assert ended.value.code == startup.EXIT_CONFIG
    said = capsys.readouterr().err
    assert "workers" in said
    assert "feeds" in said


def test_a_good_one_replaces_the_running_one(path: Path):
    running = load(path)
    path.write_text(GOOD.replace("Wire", "Agency"))
    assert startup.reload(path, running).feeds[0].name == "Agency"


def test_a_bad_one_does_not(path: Path):
    running = load(path)
    path.write_text("feeds: 3\n")
    assert startup.reload(path, running) is running


@pytest.mark.parametrize("line", ["data_dir: elsewhere", "web: {port: 1}", "redis: redis://example.org"])
def test_what_cannot_change_while_it_runs_is_said(path: Path, line: str):
    running = load(path)
    path.write_text(GOOD + line)
    with pytest.raises(ConfigError, match=f"{line.partition(':')[0]} cannot change while Tocsin runs"):
        startup.successor(path, running)


def test_a_process_that_a_person_started_brings_the_schema_up_to_date(path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv(PARENT_ENV, raising=False)
    with startup.open_store(load(path)) as store:
        assert store.articles.counts()["new"] == 0


def test_an_error_of_the_house_ends_a_process_with_its_code():
    with pytest.raises(SystemExit) as ended, startup.explained():
        raise StoreError("the disk is full")
    assert ended.value.code == startup.EXIT_UNREACHABLE
