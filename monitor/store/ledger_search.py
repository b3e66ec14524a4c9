"""Finding an article's neighbourhood in the ledger. Every search goes by an index and costs what it finds."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Connection

from monitor.incidents import Ground, Known, Neighbourhood, Print, Queries, Story, in_told_order
from monitor.incidents.known import CANDIDATES, Area, Stretch
from monitor.model import Alert, Claim, Incident, Report, subject
from monitor.store.alerts import of_subjects
from monitor.store.tables_ledger import bands, claims, incidents, prints, reports

LONGEST = timedelta(days=31)
"""No happening or total lasts longer, as far as a search goes."""


@dataclass(slots=True)
class Found:
    """What was loaded: for the judges as Known, and by id so that only what changed is written."""

    known: Known = field(default_factory=Known)
    reports: dict[str, Report] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)


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
        {claim.id: claim for ground in grounds for claim in ground.claims},
    )


def near_prints(connection: Connection, near: Neighbourhood) -> list[Print]:
    """The fingerprints that share a band and are young enough, in a settled order."""
    sharing = sa.select(bands.c.article).where(bands.c.band.in_(near.bands)).distinct()
    query = sa.select(prints.c.document).where(prints.c.article.in_(sharing), prints.c.at >= near.since)
    return list(connection.scalars(query.order_by(prints.c.at, prints.c.article)))


def _stories(connection: Connection, asked: Queries) -> tuple[Story, ...]:
    found = _in_areas(connection, asked.areas)
    of_article = sa.select(reports.c.incident).where(_of_article(reports, asked))
    found |= _where(connection, incidents.c.id.in_(of_article))
    return _with_reports(connection, found)


def _of_article(table: sa.Table, asked: Queries) -> ColumnElement[bool]:
    same = table.c.article == asked.article
    return same if asked.url is None else sa.or_(same, table.c.url == asked.url)


def _in_areas(connection: Connection, areas: Iterable[Area]) -> dict[str, Incident]:
    found: dict[str, Incident] = {}
    for area in areas:
        days = (
            incidents.c.last_day >= area.first,
            incidents.c.last_day <= area.last + LONGEST,
            incidents.c.first_day <= area.last,
        )
        for where in _conditions(area):
            found |= _where(connection, *where, *days, limit=CANDIDATES)
    return found


def _conditions(area: Area) -> Iterator[tuple[ColumnElement[bool], ...]]:
    """One search for each index that helps."""
    cell, country = incidents.c.cell, incidents.c.country
    if not area.cells:
        yield (country == area.country,) if area.country is not None else ()
        return
    yield (cell.in_(area.cells),)
    yield country.is_(None), cell.is_(None)
    if area.country is not None:
        yield country == area.country, cell.is_(None)


def _where(connection: Connection, *conditions: ColumnElement[bool], limit: int | None = None) -> dict[str, Incident]:
    latest = incidents.c.last_day.desc(), incidents.c.id
    query = sa.select(incidents.c.id, incidents.c.document).where(*conditions).order_by(*latest).limit(limit)
    return {row.id: row.document for row in connection.execute(query)}


def _with_reports(connection: Connection, found: dict[str, Incident]) -> tuple[Story, ...]:
    told: dict[str, list[Report]] = defaultdict(list)
    if found:
        query = sa.select(reports.c.incident, reports.c.document).where(reports.c.incident.in_(found))
        for row in connection.execute(query):
            told[row.incident].append(row.document)
    return tuple(Story(found[id], in_told_order(told[id])) for id in sorted(found))


def _grounds(connection: Connection, asked: Queries) -> tuple[Ground, ...]:
    keys = {*asked.places, *connection.scalars(sa.select(claims.c.place).where(_of_article(claims, asked)))}
    if not keys:
        return ()
    held: dict[str, list[Claim]] = defaultdict(list)
    query = sa.select(claims.c.place, claims.c.document).where(claims.c.place.in_(sorted(keys)))
    for row in connection.execute(query):
        held[row.place].append(row.document)
    return tuple(Ground(key, tuple(held[key])) for key in sorted(keys))


def _stretch(connection: Connection, stretches: Iterable[Stretch]) -> tuple[Incident, ...]:
    found: dict[str, Incident] = {}
    for stretch in stretches:
        since = incidents.c.last_day >= stretch.since
        if stretch.country is not None:
            found |= _where(connection, incidents.c.country == stretch.country, since)
        for column in (incidents.c.actor1, incidents.c.actor2) if stretch.actor is not None else ():
            found |= _where(connection, column == stretch.actor, since)
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
