"""Finding an article's neighbourhood in the ledger. Every search goes by an index and costs what it finds.

The statements are built once: SQLAlchemy needs longer to build one than the database to answer it. There are few of
them, since on PostgreSQL each is a way there and back."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Connection, bindparam

from monitor.incidents import Base, Ground, Known, Neighbourhood, Print, Queries, Story, in_told_order
from monitor.incidents.known import CANDIDATES, Area, Stretch
from monitor.model import Claim, Incident, Report
from monitor.store.many import among, found_in
from monitor.store.tables_ledger import (
    BASE,
    CLAIM,
    INCIDENT,
    REPORT,
    bands,
    claims,
    holdings,
    incidents,
    prints,
    reports,
)

LONGEST = timedelta(days=31)
"""No happening or total lasts longer, as far as a search goes."""

MOST_COPIES = 16
"""A text is compared with no more than those that share the most bands with it."""

Ids = sa.Select[tuple[str]]
CELL, COUNTRY = incidents.c.cell, incidents.c.country


def _within(*conditions: ColumnElement[bool]) -> Ids:
    """The ids of the latest incidents of an area. An index answers this alone; documents are fetched for those only."""
    latest = (
        sa.select(incidents.c.id)
        .where(
            *conditions,
            incidents.c.last_day >= bindparam("first"),
            incidents.c.last_day <= bindparam("longest"),
            incidents.c.first_day <= bindparam("last"),
        )
        .order_by(incidents.c.last_day.desc(), incidents.c.id)
        .limit(CANDIDATES)
        .subquery()
    )
    return sa.select(latest.c.id)


OF_ARTICLE = (
    sa.select(reports.c.incident).where(reports.c.article == bindparam("article")),
    sa.select(reports.c.incident).where(reports.c.url == bindparam("url")),
)


def _stories_of(*areas: Ids) -> sa.CompoundSelect[Any]:
    """The incidents of some areas and of the article's earlier text (rank 0), and all their reports (rank 1)."""
    found = sa.union(*OF_ARTICLE, *areas).cte("found")
    own = sa.select(sa.literal_column("0"), incidents.c.id, sa.type_coerce(incidents.c.document, sa.Text))
    told = sa.select(sa.literal_column("1"), reports.c.incident, sa.type_coerce(reports.c.document, sa.Text))
    ids = sa.select(found.c.incident)
    return sa.union_all(own.where(found_in(incidents.c.id, ids)), told.where(found_in(reports.c.incident, ids)))


NOWHERE = _stories_of()
BY_ID = _stories_of(sa.select(incidents.c.id).where(among(incidents.c.id, "ids")))
NEARBY = _stories_of(
    _within(among(CELL, "cells")),
    _within(COUNTRY.is_(None), CELL.is_(None)),
    _within(bindparam("country") == COUNTRY, CELL.is_(None)),
)
"""Around a place: what lies in its cells, what is told of no place, and of its country as a whole."""
IN_COUNTRY = _stories_of(_within(bindparam("country") == COUNTRY))
ANYWHERE = _stories_of(_within())


def _since(condition: ColumnElement[bool]) -> sa.Select[Any]:
    return sa.select(incidents.c.document).where(condition, incidents.c.last_day >= bindparam("since"))


SINCE_IN_COUNTRY = _since(bindparam("country") == COUNTRY)
SINCE_BY = tuple(_since(column == bindparam("actor")) for column in (incidents.c.actor1, incidents.c.actor2))
PLACES_MEANT = sa.union(
    sa.select(claims.c.place).where(among(claims.c.place, "keys")),
    sa.select(claims.c.place).where(among(claims.c.name, "names")),
    sa.select(claims.c.place).where(claims.c.article == bindparam("article")),
    sa.select(claims.c.place).where(claims.c.url == bindparam("url")),
).cte("meant")
GROUNDS = sa.union_all(
    sa.select(sa.literal_column("0"), holdings.c.place, sa.type_coerce(holdings.c.base, sa.Text)).where(
        found_in(holdings.c.place, sa.select(PLACES_MEANT.c.place)), holdings.c.base.is_not(None)
    ),
    sa.select(sa.literal_column("1"), claims.c.place, sa.type_coerce(claims.c.document, sa.Text)).where(
        found_in(claims.c.place, sa.select(PLACES_MEANT.c.place))
    ),
)
"""What old claims left (rank 0), and the claims (rank 1)."""
LIKEST = (
    sa.select(bands.c.article)
    .where(among(bands.c.band, "bands"))
    .group_by(bands.c.article)
    .order_by(sa.func.count().desc(), bands.c.article)
    .limit(MOST_COPIES)
)
PRINTS = sa.select(prints.c.document).where(found_in(prints.c.article, LIKEST), prints.c.at >= bindparam("since"))


@dataclass(slots=True)
class Found:
    """What was loaded: for the judges as Known, and by id so that only what changed is written."""

    known: Known = field(default_factory=Known)
    reports: dict[str, Report] = field(default_factory=dict)
    claims: dict[str, tuple[str, Claim]] = field(default_factory=dict)
    """Each with the key of its holding."""


def find(connection: Connection, asked: Queries) -> Found:
    """All that `asked` names."""
    stories = _stories(connection, asked)
    grounds = _grounds(connection, asked)
    known = Known(stories, grounds, _stretch(connection, asked.stretches))
    return Found(
        known,
        {report.id: report for story in stories for report in story.reports},
        {claim.id: (ground.key, claim) for ground in grounds for claim in ground.claims},
    )


def near_prints(connection: Connection, near: Neighbourhood) -> list[Print]:
    """The fingerprints that share the most bands and are young enough, in a settled order."""
    found: Iterable[Print] = connection.scalars(PRINTS, {"bands": near.bands, "since": near.since}).all()
    return sorted(found, key=lambda mark: (mark.at, mark.article))


def _stories(connection: Connection, asked: Queries) -> tuple[Story, ...]:
    found: dict[str, Incident] = {}
    told: dict[str, dict[str, Report]] = defaultdict(dict)
    for query, values in _searches(asked):
        for rank, id, document in connection.execute(query, values).all():
            if rank == 0:
                found[id] = INCIDENT.decode(document)
            else:
                report: Report = REPORT.decode(document)
                told[id][report.id] = report
    return tuple(Story(found[id], in_told_order(told[id].values())) for id in sorted(found))


def _searches(asked: Queries) -> Iterable[tuple[sa.CompoundSelect[Any], dict[str, Any]]]:
    """One search for each area; each finds what an earlier text of the article told as well."""
    own = {"article": asked.article, "url": asked.url}
    if asked.incidents:
        yield BY_ID, {"ids": asked.incidents, **own}
    elif not asked.areas:
        yield NOWHERE, own
    for area in asked.areas:
        days = {"first": area.first, "last": area.last, "longest": area.last + LONGEST}
        yield _search(area), {"cells": area.cells, "country": area.country, **days, **own}


def _search(area: Area) -> sa.CompoundSelect[Any]:
    if area.cells:
        return NEARBY
    return ANYWHERE if area.country is None else IN_COUNTRY


def _grounds(connection: Connection, asked: Queries) -> tuple[Ground, ...]:
    meant = {"keys": asked.places, "names": asked.names, "article": asked.article, "url": asked.url}
    held: dict[str, list[Claim]] = {key: [] for key in asked.places}
    bases: dict[str, Base] = {}
    for rank, key, document in connection.execute(GROUNDS, meant).all():
        if rank == 0:
            bases[key] = BASE.decode(document)
        else:
            held.setdefault(key, []).append(CLAIM.decode(document))
    return tuple(Ground(key, tuple(held.get(key, ())), bases.get(key)) for key in sorted({*held, *bases}))


def _stretch(connection: Connection, stretches: Iterable[Stretch]) -> tuple[Incident, ...]:
    found: dict[str, Incident] = {}
    for stretch in stretches:
        values = {"country": stretch.country, "actor": stretch.actor, "since": stretch.since}
        for query in (SINCE_IN_COUNTRY,) if stretch.country is not None else SINCE_BY:
            latest: Iterable[Incident] = connection.scalars(query, values).all()
            found |= {incident.id: incident for incident in latest}
    return tuple(found[id] for id in sorted(found))
