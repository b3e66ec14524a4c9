"""Finding an article's neighbourhood in the ledger: what is asked, and what is made of the rows that come."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from monitor.incidents import Base, Ground, Known, Print, Queries, Story, Stretch, in_told_order
from monitor.incidents.known import Area
from monitor.model import Claim, Incident, Report
from monitor.store.ledger_statements import (
    LONGEST,
    MOST_AREAS,
    SINCE_BY,
    SINCE_IN_COUNTRY,
    Shape,
    neighbourhood,
)
from monitor.store.prepared import Prepared
from monitor.store.tables_ledger import BASE, CLAIM, INCIDENT, PRINT, REPORT


@dataclass(slots=True)
class Found:
    """What was loaded: for the judges as Known, and by id so that only what changed is written."""

    known: Known = field(default_factory=Known)
    reports: dict[str, Report] = field(default_factory=dict)
    claims: dict[str, tuple[str, Claim]] = field(default_factory=dict)
    """Each with the key of its holding."""


@dataclass(slots=True)
class _Rows:
    """The rows of a neighbourhood as nouns."""

    incidents: dict[str, Incident] = field(default_factory=dict)
    reports: dict[str, dict[str, Report]] = field(default_factory=lambda: defaultdict(dict))
    bases: dict[str, Base] = field(default_factory=dict)
    claims: dict[str, list[Claim]] = field(default_factory=lambda: defaultdict(list))
    prints: list[Print] = field(default_factory=list)

    def take(self, rows: Iterable[Any]) -> None:
        """Add rows of `neighbourhood`; one that came before is the same."""
        for rank, key, document in rows:
            if rank == 0:
                self.incidents[key] = INCIDENT.decode(document)
            elif rank == 1:
                report: Report = REPORT.decode(document)
                self.reports[key][report.id] = report
            elif rank == 2:
                self.bases[key] = BASE.decode(document)
            elif rank == 3:
                self.claims[key].append(CLAIM.decode(document))
            else:
                self.prints.append(PRINT.decode(document))

    def stories(self) -> tuple[Story, ...]:
        """The incidents with their reports."""
        return tuple(
            Story(self.incidents[id], in_told_order(self.reports[id].values())) for id in sorted(self.incidents)
        )

    def grounds(self, asked: Iterable[str]) -> tuple[Ground, ...]:
        """The places that are asked about, and all others that were found."""
        keys = sorted({*asked, *self.claims, *self.bases})
        return tuple(Ground(key, tuple(self.claims.get(key, ())), self.bases.get(key)) for key in keys)

    def likest(self) -> tuple[Print, ...]:
        """The fingerprints of the texts that the article may be a copy of, the oldest first."""
        return tuple(sorted(self.prints, key=lambda mark: (mark.at, mark.article)))


def find(connection: Connection, asked: Queries) -> Found:
    """All that `asked` names."""
    rows = _Rows()
    for statement, values in _searches(asked):
        rows.take(statement.rows(connection, values))
    stories, grounds = rows.stories(), rows.grounds(asked.places)
    return Found(
        Known(stories, grounds, _stretch(connection, asked.stretches), rows.likest()),
        {report.id: report for story in stories for report in story.reports},
        {claim.id: (ground.key, claim) for ground in grounds for claim in ground.claims},
    )


def _searches(asked: Queries) -> Iterator[tuple[Prepared, dict[str, Any]]]:
    """One statement for all, unless the article is about more areas than one statement searches: the first of several
    asks for all that is no incident."""
    areas = sorted(((_shape(area), _values(area)) for area in asked.areas), key=lambda area: area[0])
    if asked.incidents:
        areas = [("named", {"ids": asked.incidents})]
    meant: dict[str, Any] = {"article": asked.article, "url": asked.url, "places": asked.places, "names": asked.names}
    if asked.copies is not None:
        meant |= {"bands": asked.copies.bands, "young": asked.copies.since}
    for first in range(0, max(1, len(areas)), MOST_AREAS):
        some = areas[first : first + MOST_AREAS]
        given = {f"{name}{n}": value for n, (_, values) in enumerate(some) for name, value in values.items()}
        shapes = tuple(shape for shape, _ in some)
        statement = neighbourhood(shapes, grounds=not first, copies=not first and asked.copies is not None)
        yield statement, meant | given


def _shape(area: Area) -> Shape:
    if area.cells:
        return "around"
    return "anywhere" if area.country is None else "country"


def _values(area: Area) -> dict[str, Any]:
    longest = area.last + LONGEST
    return {"first": area.first, "last": area.last, "longest": longest, "cells": area.cells, "country": area.country}


def _stretch(connection: Connection, stretches: Iterable[Stretch]) -> tuple[Incident, ...]:
    found: dict[str, Incident] = {}
    for stretch in stretches:
        values = {"country": stretch.country, "actor": stretch.actor, "since": stretch.since}
        for query in (SINCE_IN_COUNTRY,) if stretch.country is not None else SINCE_BY:
            latest: Iterable[Incident] = (INCIDENT.decode(document) for (document,) in query.rows(connection, values))
            found |= {incident.id: incident for incident in latest}
    return tuple(found[id] for id in sorted(found))
