"""What grew too old: found in small batches, and removed once the archive has it, while everybody goes on working.

Each batch is read in one look and removed in one transaction, which leaves alone whatever changed in between. What the
present still rests on stays: the latest claims to each place with what the older ones left, the alerts that hold."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy import Connection

from monitor.archive import Record
from monitor.incidents import Base, base_of, claims_in_order, fold_claims, in_told_order
from monitor.model import Article, Claim, Incident, Report, subject
from monitor.store import deliveries as delivered
from monitor.store import engine
from monitor.store.articles import NOUN
from monitor.store.engine import LEDGER_LOCK, Database
from monitor.store.many import among
from monitor.store.tables import alerts, articles, deliveries, feeds, seen
from monitor.store.tables_ledger import claims, holdings, incidents, reports

BATCH = 200
KEPT = 8
"""So many claims to each place stay, however old: what is known of it rests on them."""
NO_LONGER_LISTED = timedelta(days=30)
"""A feed that has given entries for so long without an archived one among them is taken not to list it any more."""


class Retention:
    """The old end of the database. Each `old_…` gives what the archive shall keep of one batch, the oldest first; each
    `drop_…` removes of a batch what is still as it was."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def oldest(self) -> datetime | None:
        """When the oldest article that is kept came."""
        with self._database.read() as connection:
            oldest: datetime | None = connection.scalar(sa.select(sa.func.min(articles.c.seen_at)))
            return oldest

    @contextmanager
    def snapshot(self) -> Iterator["Kept"]:
        """The articles that the database has at this moment, for as long as one looks."""
        with self._database.snapshot() as connection:
            yield Kept(connection)

    def old_articles(self, before: datetime) -> list[Record]:
        """Articles that came before; one that waits to be read is never old."""
        query = (
            sa.select(*NOUN, articles.c.state, articles.c.seen_at)
            .where(articles.c.seen_at < before, articles.c.state != "new")
            .order_by(articles.c.seen_at, articles.c.id)
            .limit(BATCH)
        )
        with self._database.read() as connection:
            return [_old_article(row) for row in connection.execute(query)]

    def drop_articles(self, batch: Sequence[Record], now: datetime) -> None:
        """Only the bare ids stay, with what tells an edit."""
        revisions = {old.data["article"].id: old.data["article"].revision for old in batch}
        with self._database.write() as connection:
            same = among(articles.c.id, "ids"), articles.c.state != "new"
            kept = sa.select(articles.c.id, articles.c.feed, articles.c.content_hash, articles.c.revision)
            found = connection.execute(kept.where(*same).with_for_update(), {"ids": list(revisions)})
            rows = [row._asdict() | {"listed_at": now} for row in found if row.revision == revisions[row.id]]
            if rows:
                forget = sa.delete(articles).where(among(articles.c.id, "ids"))
                connection.execute(forget, {"ids": [row["id"] for row in rows]})
                engine.insert_new(connection, seen, rows)

    def old_claims(self, batch: Sequence[Record], before: datetime) -> list[Record]:
        """The claims that may go of all places that a batch of articles speaks of."""
        spoken_of = sa.select(claims.c.place).distinct().where(among(claims.c.article, "ids"))
        with self._database.read() as connection:
            places = list(connection.scalars(spoken_of, {"ids": [old.data["article"].id for old in batch]}))
            return [_old_claim(place, claim) for place in places for claim in _ground(connection, place, before).old]

    def drop_claims(self, batch: Sequence[Record], before: datetime) -> None:
        """What they left is kept as the base of their place."""
        archived = {old.data["claim"].id for old in batch}
        with self._database.write(LEDGER_LOCK) as connection:
            for place in dict.fromkeys(old.data["place"] for old in batch):
                ground = _ground(connection, place, before)
                if archived.issuperset(claim.id for claim in ground.old):
                    _rebase(connection, place, ground)

    def old_incidents(self, before: datetime) -> Iterator[list[Record]]:
        """Batch by batch the incidents that ended before and were not told of since, each with its reports, and the
        alerts about them."""
        place = incidents.c.last_day, incidents.c.id
        query = sa.select(*place, incidents.c.document).where(incidents.c.last_day < before.date())
        query = query.order_by(*place).limit(BATCH)
        passed: sa.ColumnElement[bool] = sa.true()
        while True:
            with self._database.read() as connection:
                rows = connection.execute(query.where(passed)).all()
                old = [row.document for row in rows if row.document.seen_at is None or row.document.seen_at < before]
                batch = _with_what_hangs_on_them(connection, old)
            if batch:
                yield batch
            if not rows:
                return
            passed = sa.tuple_(*place) > sa.tuple_(sa.literal(rows[-1].last_day, sa.Date), rows[-1].id)

    def drop_incidents(self, batch: Sequence[Record]) -> None:
        """With their reports and alerts; one that changed meanwhile stays."""
        then = {old.key: old.data for old in batch if old.kind == "incident"}
        archived = [int(old.key) for old in batch if old.kind == "alert"]
        by_id = sa.select(incidents.c.document).where(among(incidents.c.id, "ids"))
        with self._database.write(LEDGER_LOCK) as connection:
            found = list(connection.scalars(by_id, {"ids": list(then)}))
            fresh = [now for now in _with_what_hangs_on_them(connection, found) if now.kind == "incident"]
            same = [now.data["incident"] for now in fresh if now.data == then[now.key]]
            gone = sa.delete(alerts).where(among(alerts.c.subject, "subjects"), among(alerts.c.seq, "seqs"))
            subjects = [name for incident in same for name in _subjects(incident)]
            connection.execute(gone, {"subjects": subjects, "seqs": archived})
            ids = {"ids": [incident.id for incident in same]}
            connection.execute(sa.delete(reports).where(among(reports.c.incident, "ids")), ids)
            connection.execute(sa.delete(incidents).where(among(incidents.c.id, "ids")), ids)

    def old_alerts(self, before: datetime) -> list[Record]:
        """Alerts that were raised before, but for those about incidents, which go with them, and the last of each rule
        about each place, country, actor or feed, by which the next one is judged. An article comes but once."""
        later = alerts.alias("later")
        newest = sa.select(later.c.id).where(later.c.subject == alerts.c.subject, later.c.rule == alerts.c.rule)
        last = newest.order_by(later.c.seq.desc()).limit(1).correlate(alerts).scalar_subquery()
        query = (
            sa.select(alerts.c.seq, alerts.c.at, alerts.c.document)
            .where(alerts.c.at < before, ~alerts.c.subject.startswith("incident:"))
            .where(sa.or_(alerts.c.subject.startswith("article:"), alerts.c.id != last))
            .order_by(alerts.c.at, alerts.c.seq)
            .limit(BATCH)
        )
        with self._database.read() as connection:
            return [Record("alert", str(row.seq), row.at, row.document) for row in connection.execute(query)]

    def drop_alerts(self, batch: Sequence[Record]) -> None:
        """A log is never changed, so they are as they were."""
        with self._database.write() as connection:
            gone = sa.delete(alerts).where(among(alerts.c.seq, "seqs"))
            connection.execute(gone, {"seqs": [int(old.key) for old in batch]})

    def old_deliveries(self, before: datetime) -> list[Record]:
        """Deliveries that were planned before, and are done with."""
        query = (
            sa.select(deliveries)
            .where(deliveries.c.created < before, deliveries.c.status != "pending")
            .order_by(deliveries.c.created, deliveries.c.id)
            .limit(BATCH)
        )
        with self._database.read() as connection:
            found = delivered.load(connection, query)
            return [Record("delivery", delivery.id, delivery.created, delivery) for delivery in found]

    def drop_deliveries(self, batch: Sequence[Record]) -> None:
        """With their alerts and attempts."""
        with self._database.write() as connection:
            gone = sa.delete(deliveries).where(among(deliveries.c.id, "ids"), deliveries.c.status != "pending")
            connection.execute(gone, {"ids": [old.key for old in batch]})

    def forget_seen(self, before: datetime) -> None:
        """Drop the bare ids of articles that no feed lists any more: those that a feed has long left out, and those of
        feeds that left the configuration `before`. A feed that has not changed since still lists what it listed."""
        active = sa.select(feeds.c.feed, feeds.c.read_at).where(feeds.c.active)
        with self._database.write() as connection:
            read = {row.feed: row.read_at for row in connection.execute(active)}
            for feed, read_at in read.items():
                if read_at is not None:
                    left_out = seen.c.feed == feed, seen.c.listed_at < read_at - NO_LONGER_LISTED
                    connection.execute(sa.delete(seen).where(*left_out))
            nobodys = sa.or_(seen.c.feed.is_(None), seen.c.feed.not_in(list(read)))
            connection.execute(sa.delete(seen).where(nobodys, seen.c.listed_at < before))


class Kept:
    """All articles of one moment."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def has(self, ids: Sequence[str]) -> dict[str, int]:
        """Which of these articles are there, each with its revision."""
        query = sa.select(articles.c.id, articles.c.revision).where(among(articles.c.id, "ids"))
        return {row.id: row.revision for row in self._connection.execute(query, {"ids": ids})}

    def articles(self, since: datetime | None, until: datetime | None) -> Iterator[Article]:
        """Those that came at `since` or later and before `until`, in the order in which they came."""
        place = articles.c.seen_at, articles.c.id
        query = sa.select(*NOUN, articles.c.seen_at).order_by(*place).limit(BATCH)
        if since is not None:
            query = query.where(articles.c.seen_at >= since)
        if until is not None:
            query = query.where(articles.c.seen_at < until)
        rows = self._connection.execute(query).all()
        while rows:
            yield from (Article(*row[: len(NOUN)]) for row in rows)
            last = sa.tuple_(sa.literal(rows[-1].seen_at, articles.c.seen_at.type), rows[-1].id)
            rows = self._connection.execute(query.where(sa.tuple_(*place) > last)).all()


class _Ground(Struct, frozen=True):
    """A place's claims in order, cut in two, and what still older ones left."""

    base: Base | None
    old: tuple[Claim, ...]
    kept: tuple[Claim, ...]


def _ground(connection: Connection, place: str, before: datetime) -> _Ground:
    told = claims_in_order(connection.scalars(sa.select(claims.c.document).where(claims.c.place == place)))
    held = connection.execute(sa.select(holdings.c.base).where(holdings.c.place == place)).one_or_none()
    cut = 0
    while cut < len(told) - KEPT and told[cut].article.at < before and told[cut].on < before.date():
        cut += 1
    return _Ground(held.base if held else None, told[:cut], told[cut:])


def _rebase(connection: Connection, place: str, ground: _Ground) -> None:
    base = base_of(ground.old, ground.base)
    values = {"base": base, "document": fold_claims(ground.kept, base)}
    if values["document"] is not None:
        connection.execute(sa.update(holdings).where(holdings.c.place == place).values(values))
    gone = sa.delete(claims).where(among(claims.c.id, "ids"))
    connection.execute(gone, {"ids": [claim.id for claim in ground.old]})


def _old_article(row: Any) -> Record:
    article = Article(*row[: len(NOUN)])
    data = {"article": article, "state": row.state}
    return Record("article", f"{article.id}:{article.revision}", row.seen_at, data)


def _old_claim(place: str, claim: Claim) -> Record:
    return Record("claim", f"{claim.id}:{claim.article.revision}", claim.article.at, {"place": place, "claim": claim})


def _with_what_hangs_on_them(connection: Connection, old: Sequence[Incident]) -> list[Record]:
    """The incidents with their reports, and all alerts about them."""
    ids = [incident.id for incident in old]
    told: dict[str, list[Report]] = defaultdict(list)
    rows = sa.select(reports.c.incident, reports.c.document).where(among(reports.c.incident, "ids"))
    for row in connection.execute(rows, {"ids": ids}):
        told[row.incident].append(row.document)
    subjects = [name for incident in old for name in _subjects(incident)]
    raised = sa.select(alerts.c.seq, alerts.c.at, alerts.c.document).where(among(alerts.c.subject, "subjects"))
    found = connection.execute(raised, {"subjects": subjects})
    about = [Record("alert", str(row.seq), row.at, row.document) for row in found]
    return [*(_old_incident(incident, in_told_order(told[incident.id])) for incident in old), *about]


def _old_incident(incident: Incident, told: tuple[Report, ...]) -> Record:
    ended = datetime.combine(incident.date_end, time(), UTC)
    return Record("incident", incident.id, ended, {"incident": incident, "reports": told})


def _subjects(incident: Incident) -> list[str]:
    """What alerts about an incident are about: it, and those that turned out to be it."""
    return [subject.incident(id) for id in (incident.id, *incident.aliases)]
