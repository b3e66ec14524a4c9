"""The archive: what grew too old for the database, as compressed lines of JSON, a file a month (`2026-03.jsonl.gz`).

Each batch is one gzip member at the end of its file, safe on the disk before its rows leave the database. A process
that is killed between the two writes its rows again the next time, so a reader drops repeats; one that is killed while
it writes leaves half a member, which nobody reads and the next writer cuts off. Any gzip tool reads the files."""

import fcntl
import gzip
import os
import re
import zlib
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
from msgspec import Struct

from monitor.errors import ArchiveError

NAME = re.compile(r"\d{4}-\d{2}\.jsonl\.gz")
CHUNK = 1 << 16
REMEMBERED = 50_000
"""Keys of records among which a repeat is looked for: many more than the batch that a killed process writes again."""


class Record(Struct, frozen=True):
    """One line: an article, incident (with its reports), claim, alert or delivery. `key` is the same whenever the same
    thing is written again; `at` decides the file."""

    kind: str
    key: str
    at: datetime
    data: Any


class Volume(Struct, frozen=True):
    """One file of the archive: its first day, and its size in bytes."""

    month: date
    size: int


class Archive:
    """The files of one folder, which is made at the first append. One object for a process; several may append."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ends: dict[Path, int] = {}

    def append(self, records: Iterable[Record]) -> None:
        """Write records to the files of their months. When this returns, they outlive a loss of power."""
        by_month = sorted(records, key=lambda record: f"{record.at.astimezone(UTC):%Y-%m}")
        for month, batch in groupby(by_month, key=lambda record: f"{record.at.astimezone(UTC):%Y-%m}"):
            member = gzip.compress(b"".join(msgspec.json.encode(record) + b"\n" for record in batch), mtime=0)
            self._write(self.folder / f"{month}.jsonl.gz", member)

    def volumes(self) -> list[Volume]:
        """The files, the oldest month first."""
        return [
            Volume(date.fromisoformat(f"{path.name[:7]}-01"), path.stat().st_size)
            for path in sorted(self.folder.glob("*.jsonl.gz"))
            if NAME.fullmatch(path.name)
        ]

    def read(self, kind: str, since: datetime | None = None, until: datetime | None = None) -> Iterator[Record]:
        """The records of one kind at `since` or later and before `until`, month by month in the order they were
        written, each once. Needs the memory of one batch, however large the archive is."""
        for volume in self.volumes():
            if (since and _month(volume.month) < _month(since)) or (until and _month(volume.month) > _month(until)):
                continue
            for record in _once(self._records(self.folder / f"{volume.month:%Y-%m}.jsonl.gz", kind)):
                if (since is None or record.at >= since) and (until is None or record.at < until):
                    yield record

    def _write(self, path: Path, member: bytes) -> None:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with path.open("a+b") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                os.fchmod(file.fileno(), 0o600)
                self._mend(path, file)
                file.write(member)
                file.flush()
                os.fsync(file.fileno())
                self._ends[path] = file.tell()
            _sync_folder(self.folder)
        except OSError as error:
            raise ArchiveError(f"archive {path}: {error.strerror}; nothing is removed from the database") from None

    def _mend(self, path: Path, file: BinaryIO) -> None:
        """Cut off what a process left half written that was killed meanwhile."""
        size = file.seek(0, os.SEEK_END)
        if self._ends.get(path) == size:
            return
        file.seek(0)
        whole = max((end for end, _ in _members(file)), default=0)
        if whole < size:
            file.truncate(whole)
        file.seek(0, os.SEEK_END)

    @staticmethod
    def _records(path: Path, kind: str) -> Iterator[Record]:
        mark = f'{{"kind":"{kind}",'.encode()
        try:
            with path.open("rb") as file:
                for _, lines in _members(file):
                    for line in lines.splitlines():
                        if line.startswith(mark):
                            yield msgspec.json.decode(line, type=Record)
        except (OSError, msgspec.MsgspecError) as error:
            raise ArchiveError(f"archive {path} cannot be read: {error}") from None


def _members(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Each whole member with where it ends; one that is cut off or damaged ends the reading."""
    rest, end = b"", 0
    while rest or (rest := file.read(CHUNK)):
        member, parts = zlib.decompressobj(wbits=31), []
        try:
            while not member.eof and rest:
                parts.append(member.decompress(rest))
                end += len(rest) - len(member.unused_data)
                rest = member.unused_data or ((not member.eof and file.read(CHUNK)) or b"")
        except zlib.error:
            return
        if not member.eof:
            return
        yield end, b"".join(parts)


def _once(records: Iterable[Record]) -> Iterator[Record]:
    seen: dict[tuple[str, str], None] = {}
    for record in records:
        key = record.kind, record.key
        if key in seen:
            continue
        seen[key] = None
        if len(seen) > REMEMBERED:
            del seen[next(iter(seen))]
        yield record


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def _sync_folder(folder: Path) -> None:
    """A file's name is safe only once its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
