"""Feeds between two polls, and the one transaction in which a poll's articles and its validators are kept."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from monitor.model import Article, Feed, FeedHealth, FeedState
from monitor.store import engine
from monitor.store.engine import Database
from monitor.store.many import among
from monitor.store.tables import articles, feeds, seen

SPREAD = timedelta(milliseconds=50)
"""How far apart new feeds are polled first, so that a long list does not start as one burst."""
BATCH = 500
"""Ids that one statement asks for."""
LISTED_WITHIN = timedelta(days=1)
"""How exactly it is noted when a feed last listed an archived article."""
NEVER = datetime(9999, 12, 31, tzinfo=UTC)
STATE = [feeds.c[name] for name in FeedState.__struct_fields__]
FORGOTTEN: dict[str, Any] = {
    "etag": None,
    "last_modified": None,
    "body_hash": None,
    "last_ok_at": None,
    "health": "new",
    "failures": 0,
}
"""What does not hold for a feed that moved to another address."""


class Feeds:
    """The state of every feed, and how articles come in."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def sync(self, configured: Sequence[Feed], now: datetime) -> None:
        """Make the stored feeds those of the configuration. New ones are due at once, a little apart; one with another
        address starts afresh; one that left keeps its history and is polled no more. One that is new, moved or came
        back counts as heard now, so that its silence is counted from here."""
        with self._database.write() as connection:
            known = {row.feed: row for row in connection.execute(sa.select(feeds))}
            connection.execute(sa.update(feeds).values(active=False))
            fresh = [feed for feed in configured if feed.name not in known]
            engine.insert_new(connection, feeds, [_first_row(feed, i, now) for i, feed in enumerate(fresh)])
            for feed in configured:
                if feed.name in known:
                    _bring_back(connection, feed, known[feed.name], now)

    def follow(self, configured: Sequence[Feed], now: datetime) -> None:
        """As if these feeds were asked all the time from now on. For replays, which ask none."""
        self.sync(configured, now)
        with self._database.write() as connection:
            connection.execute(sa.update(feeds).values(next_poll_at=NEVER))

    def hear(self, feed: str, now: datetime) -> None:
        """Note that a feed gave a new article. For replays; a poll does it by itself."""
        with self._database.write() as connection:
            _note_heard(connection, feed, now)

    def states(self) -> list[FeedState]:
        """The feeds of the configuration, by name."""
        return self._select(sa.select(*STATE).where(feeds.c.active).order_by(feeds.c.feed))

    def due(self, now: datetime, limit: int) -> list[FeedState]:
        """The feeds to poll now, the longest due first."""
        query = sa.select(*STATE).where(feeds.c.active, feeds.c.next_poll_at <= now)
        return self._select(query.order_by(feeds.c.next_poll_at, feeds.c.feed).limit(limit))

    def counts(self) -> dict[FeedHealth, int]:
        """How many feeds of the configuration are in each health."""
        query = sa.select(feeds.c.health, sa.func.count()).where(feeds.c.active).group_by(feeds.c.health)
        with self._database.read() as connection:
            return {row[0]: row[1] for row in connection.execute(query.order_by(feeds.c.health))}

    def save_poll(self, state: FeedState, found: Iterable[Article], now: datetime) -> list[str]:
        """Keep what a poll brought: its articles and the feed's state, in one transaction. Returns the ids that must be
        read, in the order given: the new, and the edited (same id, other title or text), which become unread again
        under the next revision. Of several articles with one id the first counts."""
        by_id: dict[str, Article] = {}
        for article in found:
            by_id.setdefault(article.id, article)
        with self._database.write() as connection:
            _save_state(connection, state, now if by_id else None)
            known = _known(connection, articles, list(by_id))
            fresh = [id for id in by_id if id not in known]
            archived = _still_listed(connection, fresh, now)
            new = [by_id[id] for id in fresh if id not in archived]
            edited = [by_id[id] for id, words in known.items() if words != content_hash(by_id[id])]
            edited_again = [by_id[id] for id, words in archived.items() if words != content_hash(by_id[id])]
            _insert(connection, new, now)
            if new:
                _note_heard(connection, state.feed, now)
            _bring_in_again(connection, edited_again, now)
            _update(connection, edited, now)
        unread = {article.id for article in (*new, *edited, *edited_again)}
        return [id for id in by_id if id in unread]

    def _select(self, query: sa.Select[Any]) -> list[FeedState]:
        with self._database.read() as connection:
            return [FeedState(*row) for row in connection.execute(query)]


def content_hash(article: Article) -> str:
    """The same for the same words: what makes an article edited. Dates and links change without an edit."""
    words = f"{article.title}\0{article.text}".encode(errors="replace")
    return hashlib.blake2b(words, digest_size=16).hexdigest()


def _first_row(feed: Feed, position: int, now: datetime) -> dict[str, Any]:
    state = FeedState(feed=feed.name, next_poll_at=now + (position * SPREAD) % feed.every)
    return msgspec.structs.asdict(state) | {"url": feed.url, "active": True, "heard_at": now}


def _bring_back(connection: Connection, feed: Feed, row: sa.Row[Any], now: datetime) -> None:
    values: dict[str, Any] = {"active": True, "url": feed.url, "next_poll_at": min(row.next_poll_at, now + feed.every)}
    if feed.url != row.url:
        values |= FORGOTTEN | {"next_poll_at": now}
    if feed.url != row.url or not row.active or row.heard_at is None:
        values |= {"heard_at": now}
    connection.execute(sa.update(feeds).where(feeds.c.feed == feed.name).values(values))


def _save_state(connection: Connection, state: FeedState, read_at: datetime | None) -> None:
    """First in the transaction: the row's lock makes two polls of one feed come one after the other."""
    row = msgspec.structs.asdict(state) | ({"read_at": read_at} if read_at else {})
    insert = engine.insert(connection, feeds).values(row | {"url": "", "active": True})
    connection.execute(insert.on_conflict_do_update(index_elements=["feed"], set_=row))


def _note_heard(connection: Connection, feed: str, now: datetime) -> None:
    later = sa.or_(feeds.c.heard_at.is_(None), feeds.c.heard_at < now)
    connection.execute(sa.update(feeds).where(feeds.c.feed == feed, later).values(heard_at=now))


def _known(connection: Connection, table: sa.Table, ids: Sequence[str]) -> dict[str, str]:
    """The ids that a table has, each with the hash of its words."""
    query = sa.select(table.c.id, table.c.content_hash).where(among(table.c.id, "ids"))
    known: dict[str, str] = {}
    for first in range(0, len(ids), BATCH):
        known |= {row.id: row.content_hash for row in connection.execute(query, {"ids": ids[first : first + BATCH]})}
    return known


def _still_listed(connection: Connection, ids: Sequence[str], now: datetime) -> dict[str, str]:
    """Those of the ids that went into the archive, with the hashes of their words; noted as listed to this day."""
    known = _known(connection, seen, ids)
    if known:
        stale = sa.update(seen).where(among(seen.c.id, "ids"), seen.c.listed_at < now - LISTED_WITHIN)
        connection.execute(stale.values(listed_at=now), {"ids": list(known)})
    return known


def _bring_in_again(connection: Connection, edited: Sequence[Article], now: datetime) -> None:
    """Articles of the archive with new words are to be read again, under the next revision."""
    if not edited:
        return
    ids = {"ids": [article.id for article in edited]}
    last = {row.id: row.revision for row in connection.execute(sa.select(seen).where(among(seen.c.id, "ids")), ids)}
    _insert(connection, edited, now, last)
    connection.execute(sa.delete(seen).where(among(seen.c.id, "ids")), ids)


def _insert(
    connection: Connection, new: Sequence[Article], now: datetime, last: Mapping[str, int] = MappingProxyType({})
) -> None:
    """Articles to be read, each under the revision after its `last` one."""
    fresh = {"state": "new", "tries": 0, "seen_at": now}
    rows = [
        msgspec.structs.asdict(article) | _derived(article, now) | fresh | {"revision": last.get(article.id, 0) + 1}
        for article in new
    ]
    if rows:
        connection.execute(sa.insert(articles), rows)


def _update(connection: Connection, edited: Sequence[Article], now: datetime) -> None:
    """When it was first seen stays; whoever reads the old text now will find that it may not save it."""
    afresh = {"state": "new", "tries": 0, "not_before": None, "traceback": None, "seen_at": now}
    told = "title", "text", "published", "url", "source", "language"
    for article in edited:
        values = {name: getattr(article, name) for name in told} | _derived(article, now) | afresh
        statement = sa.update(articles).where(articles.c.id == article.id)
        connection.execute(statement.values(values | {"revision": articles.c.revision + 1}))


def _derived(article: Article, now: datetime) -> dict[str, Any]:
    return {"content_hash": content_hash(article), "told_at": article.told_at or now}
