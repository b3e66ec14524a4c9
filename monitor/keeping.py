"""Retention: what is older than the configuration wants goes into the archive, and then out of the database.

A batch is on the disk before its rows go, and a batch is small, so that the workers hardly notice. What is begun again
after a kill is written twice and read once (see `monitor.archive`)."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path

import msgspec
import structlog

from monitor.archive import Archive, Record
from monitor.config import Config
from monitor.model import Article
from monitor.store import Store

log = structlog.get_logger()
FOLDER = "archive"
PAGE = 200
"""Articles of the archive that are looked at together."""


def archive_of(data_dir: Path) -> Archive:
    """The archive of a data folder."""
    return Archive(data_dir / FOLDER)


def keep_house(store: Store, config: Config, now: datetime, stop: Callable[[], bool] = lambda: False) -> dict[str, int]:
    """Everything that is due once an hour; `stop` is asked between two batches. Returns how much of each kind went into
    the archive.

    Raises:
        StoreError, ArchiveError: nothing is lost; the next hour goes on from here.
    """
    archived = archive(store, archive_of(config.data_dir), now - config.retention, now, stop)
    store.housekeeping(now)
    drop_mails(config, now - config.retention)
    if archived:
        log.info("archived", **archived)
    return archived


def archive(
    store: Store, into: Archive, before: datetime, now: datetime, stop: Callable[[], bool] = lambda: False
) -> dict[str, int]:
    """Move what is older than `before`. Returns how much of each kind went."""
    archived: dict[str, int] = {}
    for batch, drop in _batches(store, before, now):
        if stop():
            break
        into.append(batch)
        drop()
        for record in batch:
            archived[record.kind] = archived.get(record.kind, 0) + 1
    store.retention.forget_seen(before)
    return archived


def _batches(store: Store, before: datetime, now: datetime) -> Iterator[tuple[Sequence[Record], Callable[[], None]]]:
    """Each batch, with what removes it; the next one is looked for after that."""
    old = store.retention
    while articles := old.old_articles(before):
        if claims := old.old_claims(articles, before):
            yield claims, partial(old.drop_claims, claims, before)
        yield articles, partial(old.drop_articles, articles, now)
    for incidents in old.old_incidents(before):
        yield incidents, partial(old.drop_incidents, incidents)
    while alerts := old.old_alerts(before):
        yield alerts, partial(old.drop_alerts, alerts)
    while deliveries := old.old_deliveries(before):
        yield deliveries, partial(old.drop_deliveries, deliveries)


def articles(store: Store, archived: Archive, since: datetime | None, until: datetime | None) -> Iterator[Article]:
    """The articles that came at `since` or later and before `until`, from the archive and then from the database, each
    text once, however much goes from one into the other meanwhile. Needs little memory."""
    with store.retention.snapshot() as kept:
        records = archived.read("article", since, until)
        while batch := list(islice(records, PAGE)):
            found = [msgspec.convert(record.data["article"], Article) for record in batch]
            there = kept.has([article.id for article in found])
            yield from (article for article in found if there.get(article.id) != article.revision)
        yield from kept.articles(since, until)


def drop_mails(config: Config, before: datetime) -> None:
    """Remove the mails of the mail folders that were written before."""
    for receiver in config.receivers:
        folder = getattr(receiver.channels.get("mail_folder"), "folder", None)
        for path in (config.data_dir / folder).glob("*.eml") if folder else ():
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < before.timestamp():
                    path.unlink()
