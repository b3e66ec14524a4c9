"""Articles on their way to being read: each is claimed by one worker at a time and has its effect once.

new -> read        by `mark_read`, inside the ledger's transaction
new -> set_aside   after MAX_TRIES tries, with the traceback; the others go on
an edited text makes any of them new again, under the next revision"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy import ColumnElement, Connection

from monitor.model import Article
from monitor.store.engine import Database
from monitor.store.prepared import Prepared
from monitor.store.tables import articles

MAX_TRIES = 3
BACKOFF = (timedelta(seconds=5), timedelta(seconds=30))
"""How long an article rests after its first and its second failed try."""
KILLED = f"no traceback: the worker that read this article ended without a word, or took too long, {MAX_TRIES} times"

ArticleState = Literal["new", "read", "set_aside"]
NOUN = [articles.c[name] for name in Article.__struct_fields__]


class SetAside(Struct, frozen=True):
    """An article that could not be read, and why."""

    article: Article
    tries: int
    traceback: str

    @property
    def reason(self) -> str:
        """The traceback's last line: the error itself."""
        return self.traceback.strip().rpartition("\n")[2]


class Record(Struct, frozen=True):
    """An article with what became of it. `seen_at` is when this text of it came, `not_before` until when it is left
    alone."""

    article: Article
    state: ArticleState
    seen_at: datetime
    tries: int
    not_before: datetime | None
    traceback: str | None


class Articles:
    """What the feeds brought."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, id: str) -> Article | None:
        """One article."""
        with self._database.read() as connection:
            found = _load(connection, articles.c.id == id)
        return found[0] if found else None

    def record(self, id: str) -> Record | None:
        """One article with what became of it."""
        columns = (articles.c[name] for name in Record.__struct_fields__[1:])
        with self._database.read() as connection:
            row = connection.execute(sa.select(*NOUN, *columns).where(articles.c.id == id)).one_or_none()
        return None if row is None else Record(Article(*row[: len(NOUN)]), *row[len(NOUN) :])

    def ids(self, prefix: str = "", limit: int = 1000) -> list[str]:
        """The ids that begin so, the latest first."""
        query = sa.select(articles.c.id).where(articles.c.id.startswith(prefix, autoescape=True))
        with self._database.read() as connection:
            return list(connection.scalars(query.order_by(articles.c.seen_at.desc(), articles.c.id).limit(limit)))

    def at(self, url: str) -> list[str]:
        """The ids of the articles under a link, the latest first."""
        query = sa.select(articles.c.id).where(articles.c.url == url)
        with self._database.read() as connection:
            return list(connection.scalars(query.order_by(articles.c.seen_at.desc(), articles.c.id)))

    def unread(self, now: datetime, limit: int) -> list[str]:
        """The ids that should be read now, the oldest published first."""
        query = sa.select(articles.c.id).where(_due(now)).order_by(articles.c.told_at, articles.c.id).limit(limit)
        with self._database.read() as connection:
            return list(connection.scalars(query))

    def claim(self, ids: Sequence[str], now: datetime, lease: timedelta) -> list[Article]:
        """Take up articles, hidden from others for `lease`; what is read, set aside or claimed already is left out.

        The try is committed here, before the reading. Articles of a first try come together. One that was tried before
        comes alone, so that one which kills its worker spends no tries but its own: call again until nothing comes."""
        with self._database.write() as connection:
            self._set_aside_killers(connection, ids, now)
            query = (
                sa.select(articles.c.id, articles.c.tries)
                .where(articles.c.id.in_(ids), _due(now))
                .order_by(articles.c.told_at, articles.c.id)
                .with_for_update(skip_locked=True)
            )
            found = connection.execute(query).all()
            chosen = [row.id for row in found if not row.tries] or [row.id for row in found[:1]]
            take = sa.update(articles).where(articles.c.id.in_(chosen))
            connection.execute(take.values(tries=articles.c.tries + 1, not_before=now + lease))
            return _load(connection, articles.c.id.in_(chosen))

    def release(self, ids: Sequence[str]) -> None:
        """Give claimed articles back unread, as a worker does that is asked to stop: the try does not count."""
        if not ids:
            return
        back = sa.update(articles).where(articles.c.id.in_(ids), articles.c.state == "new", articles.c.tries > 0)
        with self._database.write() as connection:
            connection.execute(back.values(tries=articles.c.tries - 1, not_before=None))

    def fail(self, id: str, traceback: str, now: datetime) -> None:
        """Record why a try failed. The article rests for a while; after its last try it is set aside."""
        with self._database.write() as connection:
            tries = connection.scalar(
                sa.select(articles.c.tries).where(articles.c.id == id, articles.c.state == "new").with_for_update()
            )
            if tries is None:
                return
            outcome = {"state": "set_aside"} if tries >= MAX_TRIES else {"not_before": now + BACKOFF[max(tries, 1) - 1]}
            connection.execute(sa.update(articles).where(articles.c.id == id).values(traceback=traceback, **outcome))

    def set_aside(self, limit: int = 100) -> list[SetAside]:
        """The articles that could not be read, the latest first."""
        query = (
            sa.select(*NOUN, articles.c.tries, articles.c.traceback)
            .where(articles.c.state == "set_aside")
            .order_by(articles.c.told_at.desc(), articles.c.id)
            .limit(limit)
        )
        with self._database.read() as connection:
            return [
                SetAside(Article(*row[: len(NOUN)]), row.tries, row.traceback or "")
                for row in connection.execute(query)
            ]

    def counts(self) -> dict[ArticleState, int]:
        """How many articles of each state there are; all three states are named."""
        query = sa.select(articles.c.state, sa.func.count()).group_by(articles.c.state)
        with self._database.read() as connection:
            found = {row[0]: row[1] for row in connection.execute(query)}
        return {"new": found.get("new", 0), "read": found.get("read", 0), "set_aside": found.get("set_aside", 0)}

    def recent(self, limit: int = 20) -> list[Article]:
        """The articles that came last, the latest first."""
        query = sa.select(*NOUN).order_by(articles.c.seen_at.desc(), articles.c.id.desc()).limit(limit)
        with self._database.read() as connection:
            return [Article(*row) for row in connection.execute(query)]

    @staticmethod
    def _set_aside_killers(connection: Connection, ids: Sequence[str], now: datetime) -> None:
        killers = articles.c.id.in_(ids), _due(now), articles.c.tries >= MAX_TRIES
        traceback = sa.func.coalesce(articles.c.traceback, KILLED)
        connection.execute(sa.update(articles).where(*killers).values(state="set_aside", traceback=traceback))


THIS = sa.and_(
    articles.c.id == sa.bindparam("this"), articles.c.revision == sa.bindparam("read"), articles.c.state == "new"
)
IS_UNREAD = Prepared(sa.select(articles.c.id).where(THIS).with_for_update())
MARK_READ = Prepared(sa.update(articles).where(THIS).values(state="read", not_before=None, traceback=None))


def is_unread(connection: Connection, article: Article) -> bool:
    """Whether this revision still waits to have its effect; that cannot change before this transaction ends."""
    return bool(IS_UNREAD.rows(connection, {"this": article.id, "read": article.revision}))


def mark_read(connection: Connection, article: Article) -> bool:
    """Note, in the transaction of its effect, that this revision was read. False: it had been, or was edited since."""
    return MARK_READ.change(connection, {"this": article.id, "read": article.revision}) > 0


def _due(now: datetime) -> ColumnElement[bool]:
    """One that used up its tries is due as well: its next claim sets it aside."""
    rested = sa.or_(articles.c.not_before.is_(None), articles.c.not_before <= now)
    return sa.and_(articles.c.state == "new", rested)


def _load(connection: Connection, which: ColumnElement[bool]) -> list[Article]:
    query = sa.select(*NOUN).where(which).order_by(articles.c.told_at, articles.c.id)
    return [Article(*row) for row in connection.execute(query)]
