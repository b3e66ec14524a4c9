"""Finding an article's neighbourhood in the ledger. Every search goes by an index and costs what it finds.

The statements are built once: SQLAlchemy needs longer to build one than the database to answer it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Connection, bindparam

from monitor.incidents import Ground, Known, Neighbourhood, Print, Queries, Story, in_told_order
from monitor.incidents.known import CANDIDATES, Area, Stretch
from monitor.model import Alert, Claim, Incident, Report, subject
from monitor.store.alerts import of_subjects
from monitor.store.tables_ledger import bands, claims, incidents, prints, reports

LONGEST = timedelta(days=31)
"""No happening or total lasts longer, as far as a search goes."""

MOST_COPIES = 16
"""A text is compared with no more than those that share the most bands with it."""

Query = sa.Select[tuple[str, Incident]]


def _latest(*conditions: ColumnElement[bool]) -> Query:
    order = incidents.c.last_day.desc(), incidents.c.id
    return sa.select(incidents.c.id, incidents.c.document).where(*conditions).order_by(*order)


def _within(*conditions: ColumnElement[bool]) -> Query:
    days = (
        incidents.c.last_day >= bindparam("first"),
        incidents.c.last_day <= bindparam("longest"),
        incidents.c.first_day <= bindparam("last"),
    )
    return _latest(*conditions, *days).limit(CANDIDATES)


def _many(name: str) -> Any:
    return bindparam(name, expanding=True)


CELL, COUNTRY = incidents.c.cell, incidents.c.country
IN_CELLS = _within(CELL.in_(_many("cells")))
WIDE_IN_COUNTRY = _within(bindparam("country") == COUNTRY, CELL.is_(None))
WITHOUT_PLACE = _within(COUNTRY.is_(None), CELL.is_(None))
IN_COUNTRY = _within(bindparam("country") == COUNTRY)
ANYWHERE = _within()
OF_ARTICLE = _latest(
    incidents.c.id.in_(
        sa.union_all(
            sa.select(reports.c.incident).where(reports.c.article == bindparam("article")),
            sa.select(reports.c.incident).where(reports.c.url == bindparam("url")),
        ).scalar_subquery()
    )
)
SINCE_IN_COUNTRY = _latest(bindparam("country") == COUNTRY, incidents.c.last_day >= bindparam("since"))
SINCE_BY = tuple(
    _latest(column == bindparam("actor"), incidents.c.last_day >= bindparam("since"))
    for column in (incidents.c.actor1, incidents.c.actor2)
)
REPORTS = sa.select(reports.c.incident, reports.c.document).where(reports.c.incident.in_(_many("ids")))
PLACES_MEANT = sa.union_all(
    sa.select(claims.c.place).where(claims.c.name.in_(_many("names"))),
    sa.select(claims.c.place).where(claims.c.article == bindparam("article")),
    sa.select(claims.c.place).where(claims.c.url == bindparam("url")),
)
CLAIMS = sa.select(claims.c.place, claims.c.document).where(claims.c.place.in_(_many("keys")))
LIKEST = (
    sa.select(bands.c.article)
    .where(bands.c.band.in_(_many("bands")))
    .group_by(bands.c.article)
    .order_by(sa.func.count().desc(), bands.c.article)
    .limit(MOST_COPIES)
)
PRINTS = sa.select(prints.c.document).where(prints.c.article.in_(_many("articles")), prints.c.at >= bindparam("since"))


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
    known = Known(
        stories=stories,
        grounds=grounds,
        stretch=_stretch(connection, asked.stretches),
        alerts=_alerts(connection, asked, stories, grounds),
    )
    return Found(
        known,
        {report.id: report for story in stories for report in story.reports},
        {claim.id: (ground.key, claim) for ground in grounds for claim in ground.claims},
    )


def near_prints(connection: Connection, near: Neighbourhood) -> list[Print]:
    """The fingerprints that share the most bands and are young enough, in a settled order."""
    likest = list(connection.scalars(LIKEST, {"bands": near.bands}))
    if not likest:
        return []
    found: Iterable[Print] = connection.scalars(PRINTS, {"articles": likest, "since": near.since})
    return sorted(found, key=lambda mark: (mark.at, mark.article))


def _stories(connection: Connection, asked: Queries) -> tuple[Story, ...]:
    found = _run(connection, OF_ARTICLE, {"article": asked.article, "url": asked.url})
    for area in asked.areas:
        days = {"first": area.first, "last": area.last, "longest": area.last + LONGEST}
        for query in _queries(area):
            found |= _run(connection, query, {"cells": area.cells, "country": area.country, **days})
    return _with_reports(connection, found)


def _queries(area: Area) -> Iterator[Query]:
    """One search for each index that helps."""
    if not area.cells:
        yield IN_COUNTRY if area.country is not None else ANYWHERE
        return
    yield IN_CELLS
    yield WITHOUT_PLACE
    if area.country is not None:
        yield WIDE_IN_COUNTRY


def _run(connection: Connection, query: Query, values: dict[str, Any]) -> dict[str, Incident]:
    return {row.id: row.document for row in connection.execute(query, values)}


def _with_reports(connection: Connection, found: dict[str, Incident]) -> tuple[Story, ...]:
    told: dict[str, list[Report]] = defaultdict(list)
    for row in connection.execute(REPORTS, {"ids": tuple(found)}) if found else ():
        told[row.incident].append(row.document)
    return tuple(Story(found[id], in_told_order(told[id])) for id in sorted(found))


def _grounds(connection: Connection, asked: Queries) -> tuple[Ground, ...]:
    meant = {"names": asked.names, "article": asked.article, "url": asked.url}
    keys = {*asked.places, *connection.scalars(PLACES_MEANT, meant)}
    held: dict[str, list[Claim]] = defaultdict(list)
    for row in connection.execute(CLAIMS, {"keys": sorted(keys)}) if keys else ():
        held[row.place].append(row.document)
    return tuple(Ground(key, tuple(held[key])) for key in sorted(keys))


def _stretch(connection: Connection, stretches: Iterable[Stretch]) -> tuple[Incident, ...]:
    found: dict[str, Incident] = {}
    for stretch in stretches:
        if stretch.country is not None:
            found |= _run(connection, SINCE_IN_COUNTRY, {"country": stretch.country, "since": stretch.since})
        for query in SINCE_BY if stretch.actor is not None else ():
            found |= _run(connection, query, {"actor": stretch.actor, "since": stretch.since})
    return tuple(found[id] for id in sorted(found))


def _alerts(
    connection: Connection, asked: Queries, stories: Sequence[Story], grounds: Sequence[Ground]
) -> tuple[Alert, ...]:
    subjects = dict.fromkeys(asked.subjects)
    for story in stories:
        for id in (story.incident.id, *story.incident.aliases):
            subjects[subject.incident(id)] = None
        subjects.update(dict.fromkeys(subject.totals(story.incident)))
    subjects.update(dict.fromkeys(subject.holding(ground.key) for ground in grounds))
    return tuple(of_subjects(connection, tuple(subjects))) if subjects else ()
