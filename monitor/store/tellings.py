"""What articles put into the ledger, in the order in which they told it: for whoever looks back.

The order is that of all; the nouns themselves are fetched a few at a time, so that a year needs little memory."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

import msgspec
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy import Connection

from monitor.incidents import Base, Telling
from monitor.model import Article, ArticleRef, Claim, Report
from monitor.store.articles import NOUN
from monitor.store.engine import Database
from monitor.store.many import among
from monitor.store.tables import articles
from monitor.store.tables_ledger import claims, holdings, incidents, reports

AT_ONCE = 500


class _Told(Struct, frozen=True):
    """So much of an article as orders it."""

    id: str
    at: datetime


class _Head(Struct, frozen=True):
    """So much of a report or claim as orders it."""

    article: _Told


Key = tuple[datetime, str, str, str]
"""When an article told something, which article, and the id of what it told, empty for the article itself; for a report
also its incident."""
Retold = tuple[Telling, Article | None]
"""What an article told, and the article, where it is not in the archive yet."""

HEAD = msgspec.json.Decoder(_Head)
REPORT_HEADS = sa.select(reports.c.id, reports.c.incident, sa.type_coerce(reports.c.document, sa.Text))
CLAIM_HEADS = sa.select(claims.c.id, sa.literal(""), sa.type_coerce(claims.c.document, sa.Text))
REPORTS = sa.select(reports.c.document).where(among(reports.c.id, "ids"))
CLAIMS = sa.select(claims.c.place, claims.c.document).where(among(claims.c.id, "ids"))
ARTICLES = sa.select(*NOUN).where(among(articles.c.id, "ids"))
BASES = sa.select(holdings.c.place, holdings.c.base).where(holdings.c.base.is_not(None))


class Tellings:
    """What articles told, each article once, in order."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def since(self, day: date, *, silent: bool = False) -> Iterator[Retold]:
        """All that was told of incidents that lasted until `day` or longer, and every claim to a place. `silent`: also
        the articles of then and later that told of nothing."""
        lasting = sa.select(incidents.c.id).where(incidents.c.last_day >= day)
        begin = datetime.combine(day, time.min, UTC)
        with self._database.read() as connection:
            keys = list(_keys(connection, REPORT_HEADS.where(reports.c.incident.in_(lasting)), CLAIM_HEADS))
            if silent:
                heard = sa.select(articles.c.told_at, articles.c.id, sa.literal(""), sa.literal(""))
                heard = heard.where(articles.c.told_at >= begin)
                known = {key[1] for key in keys}
                keys += [tuple(row) for row in connection.execute(heard) if row.id not in known]
            yield from _in_order(connection, keys)

    def about(self, incident_ids: Sequence[str], places: Sequence[str]) -> Iterator[Retold]:
        """All that was told of some incidents, and the claims to some places, by their keys."""
        told = REPORT_HEADS.where(reports.c.incident.in_(incident_ids))
        with self._database.read() as connection:
            yield from _in_order(connection, _keys(connection, told, CLAIM_HEADS.where(claims.c.place.in_(places))))

    def of(self, article: str) -> Telling | None:
        """What one article put into the ledger; None where that was nothing."""
        told, claimed = reports.c.article == article, claims.c.article == article
        with self._database.read() as connection:
            keys = _keys(connection, REPORT_HEADS.where(told), CLAIM_HEADS.where(claimed))
            return next((telling for telling, _ in _in_order(connection, keys)), None)

    def bases(self) -> dict[str, Base]:
        """What claims left that went into the archive, by the keys of their holdings."""
        with self._database.read() as connection:
            return {row.place: row.base for row in connection.execute(BASES)}


def _keys(connection: Connection, *heads: sa.Select[Any]) -> Iterator[Key]:
    for query in heads:
        for id, incident, document in connection.execute(query, execution_options={"yield_per": AT_ONCE}):
            told = HEAD.decode(document).article
            yield told.at, told.id, id, incident


def _in_order(connection: Connection, keys: Iterator[Key] | Sequence[Key]) -> Iterator[Retold]:
    ordered = sorted(keys)
    last = {incident: article for _, article, _, incident in ordered}
    by_article = (list(group) for _, group in groupby(ordered, key=itemgetter(0, 1)))
    while some := list(islice(by_article, AT_ONCE)):
        yield from _retold(connection, some, last)


def _retold(connection: Connection, some: Sequence[Sequence[Key]], last: Mapping[str, str]) -> Iterator[Retold]:
    """`last` is the last article that tells of each incident."""
    ids = {"ids": [id for group in some for _, _, id, _ in group if id]}
    told: dict[str, list[Report]] = defaultdict(list)
    claimed: dict[str, list[tuple[str, Claim]]] = defaultdict(list)
    refs: dict[str, ArticleRef] = {}
    for report in connection.scalars(REPORTS, ids):
        told[report.article.id].append(report)
        refs[report.article.id] = report.article
    for key, claim in connection.execute(CLAIMS, ids):
        claimed[claim.article.id].append((key, claim))
        refs[claim.article.id] = claim.article
    found = connection.execute(ARTICLES, {"ids": [group[0][1] for group in some]})
    kept = {article.id: article for article in (Article(*row) for row in found)}
    for group in some:
        at, id, *_ = group[0]
        article = kept.get(id)
        if id in refs:
            over = frozenset(incident for _, _, _, incident in group if incident and last[incident] == id)
            yield Telling(refs[id], tuple(told[id]), tuple(claimed[id]), over), article
        elif article is not None:
            yield silent(article, at), article


def silent(article: Article, at: datetime) -> Telling:
    """An article that told of nothing, at `at`."""
    source = article.source or ""
    return Telling(ArticleRef(article.id, at, source, source, article.url, article.title, article.revision))
