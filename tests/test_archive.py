"""The archive's files: what was written is read once and whole, whatever died in between."""

import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.archive import Archive, Record
from monitor.errors import ArchiveError

MARCH = datetime(2026, 3, 1, tzinfo=UTC)


def record(number: int, kind: str = "article") -> Record:
    return Record(kind, f"{number}", MARCH + timedelta(days=number), {"text": f"Number {number}. " * 50})


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive")


def keys(archive: Archive, kind: str = "article", since: datetime | None = None, until: datetime | None = None):
    return [int(found.key) for found in archive.read(kind, since, until)]


def test_each_month_has_its_file(archive: Archive) -> None:
    archive.append(map(record, range(40)))
    assert [f"{volume.month:%Y-%m}" for volume in archive.volumes()] == ["2026-03", "2026-04"]
    assert keys(archive) == list(range(40))


def test_an_empty_archive_is_no_error(archive: Archive) -> None:
    assert archive.volumes() == []
    assert keys(archive) == []


def test_kinds_and_days_are_asked_for(archive: Archive) -> None:
    archive.append([*map(record, range(100)), record(7, "alert")])
    assert keys(archive, "alert") == [7]
    assert keys(archive, since=record(20).at, until=record(70).at) == list(range(20, 70))


def test_any_gzip_tool_reads_it(archive: Archive) -> None:
    for number in range(3):
        archive.append([record(number)])
    lines = gzip.decompress((archive.folder / "2026-03.jsonl.gz").read_bytes()).splitlines()
    assert len(lines) == 3


def test_what_is_written_twice_is_read_once(archive: Archive) -> None:
    archive.append(map(record, range(10)))
    archive.append(map(record, range(5, 15)))
    assert keys(archive) == list(range(15))


def test_half_a_member_is_not_read_and_cut_off_by_the_next_writer(archive: Archive) -> None:
    archive.append(map(record, range(5)))
    path = archive.folder / "2026-03.jsonl.gz"
    whole = path.read_bytes()
    path.write_bytes(whole + whole[: len(whole) // 2])
    assert keys(archive) == list(range(5))
    Archive(archive.folder).append([record(5)])
    assert keys(archive) == list(range(6))
    assert len(gzip.decompress(path.read_bytes()).splitlines()) == 6


def test_two_writers_lose_nothing(archive: Archive) -> None:
    other = Archive(archive.folder)
    for number in range(6):
        (archive, other)[number % 2].append([record(number)])
    assert keys(archive) == list(range(6))


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ArchiveError, match="nothing is removed"):
        Archive(tmp_path / "file" / "archive").append([record(1)])


def test_files_are_their_owners_alone(archive: Archive) -> None:
    archive.append([record(1)])
    assert archive.folder.stat().st_mode & 0o777 == 0o700
    assert next(archive.folder.iterdir()).stat().st_mode & 0o777 == 0o600


@given(st.lists(st.lists(st.integers(0, 60), max_size=8), max_size=6), st.integers(0, 400))
def test_whatever_was_cut_off_the_rest_is_read(
    tmp_path_factory: pytest.TempPathFactory, batches: list[list[int]], cut: int
) -> None:
    archive = Archive(tmp_path_factory.mktemp("cut") / "archive")
    for batch in batches:
        archive.append(map(record, batch))
    before = keys(archive)
    assert set(before) == {number for batch in batches for number in batch}
    for volume in archive.volumes():
        path = archive.folder / f"{volume.month:%Y-%m}.jsonl.gz"
        path.write_bytes(path.read_bytes()[: -cut or None])
    left = keys(archive)
    assert set(left) <= set(before)
    archive.append([record(61)])
    assert set(keys(archive)) == {*left, 61}
