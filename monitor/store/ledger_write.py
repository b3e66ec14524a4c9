"""Writing what an article changed, and only that: rows that are as they were are left alone."""

from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

from monitor.incidents import Print, cell_of
from monitor.model import ArticleRef, Changes, Claim, Holding, Incident, Report
from monitor.store.ledger_search import Found
from monitor.store.many import among, each
from monitor.store.prepared import Prepared
from monitor.store.tables_ledger import bands, claims, holdings, incidents, prints, reports


def save_incidents(connection: Connection, changes: Changes, found: Found) -> None:
    """Incidents with their reports; reports that an edit took back and incidents that nobody reports any more go."""
    kept = {report.id: report for change in changes.incidents for report in change.reports}
    touched = {change.id for change in changes.incidents}
    gone = [id for id, report in found.reports.items() if report.link.incident in touched and id not in kept]
    _delete(connection, reports.c.id, gone)
    _delete(connection, incidents.c.id, [change.id for change in changes.incidents if change.after is None])
    for change in changes.incidents:
        if change.after is not None:
            _save_incident(connection, change.before, change.after)
    fresh = [report for id, report in kept.items() if found.reports.get(id) != report]
    _upsert(connection, reports, [_report(report) for report in fresh])


def _save_incident(connection: Connection, before: Incident | None, after: Incident) -> None:
    """Of an incident that was known, what changed: most of its columns stay, and so do the indexes over them."""
    row, known = _incident(after), _incident(before) if before is not None else {}
    changed = tuple(name for name, value in row.items() if name not in known or value != known[name])
    if changed:
        _upserting(connection.dialect.name, incidents, tuple(row), changed).change(connection, row)


def save_holdings(connection: Connection, changes: Changes, found: Found) -> None:
    """Holdings with their claims."""
    kept = {claim.id: (shift.key, claim) for shift in changes.holdings for claim in shift.claims}
    touched = {shift.key for shift in changes.holdings}
    gone = [id for id, (key, _) in found.claims.items() if key in touched and id not in kept]
    _delete(connection, claims.c.id, gone)
    _delete(connection, holdings.c.place, [shift.key for shift in changes.holdings if shift.after is None])
    _upsert(connection, holdings, [_holding(shift.key, shift.after) for shift in changes.holdings if shift.after])
    fresh = [pair for id, pair in kept.items() if found.claims.get(id) != pair]
    _upsert(connection, claims, [_claim(key, claim) for key, claim in fresh])


def save_print(connection: Connection, mark: Print, *, edited: bool = False) -> None:
    """An article's fingerprint; where its text was `edited`, instead of the one that it had."""
    if edited:
        _delete(connection, prints.c.article, [mark.article])
    _upsert(connection, prints, [{"article": mark.article, "at": mark.at, "document": mark}])
    _adding_bands(connection.dialect.name).change(connection, {"given": mark.bands, "of": mark.article})


def _incident(incident: Incident) -> dict[str, Any]:
    place = incident.place
    return {
        "id": incident.id,
        "cell": cell_of(place),
        "country": place.country if place else None,
        "actor1": incident.actor1.id if incident.actor1 else None,
        "actor2": incident.actor2.id if incident.actor2 else None,
        "first_day": incident.date_start,
        "last_day": incident.date_end,
        "document": incident,
        "admin1": place.admin1 if place else None,
        "kind": incident.sub_event_type if incident.scope == "incident" and incident.sources else None,
        "killed": incident.toll["killed"].best if "killed" in incident.toll else None,
    }


def _report(report: Report) -> dict[str, Any]:
    return {"id": report.id, "incident": report.link.incident, **_told(report.article), "document": report}


def _claim(key: str, claim: Claim) -> dict[str, Any]:
    name = claim.place.name.casefold()
    return {"id": claim.id, "place": key, "name": name, **_told(claim.article), "document": claim}


def _told(article: ArticleRef) -> dict[str, Any]:
    return {"article": article.id, "url": article.url}


def _holding(key: str, holding: Holding) -> dict[str, Any]:
    return {"place": key, "country": holding.place.country, "document": holding}


def _delete(connection: Connection, column: sa.Column[str], ids: list[str]) -> None:
    if ids:
        _deleting(column).change(connection, {"ids": ids})


@cache
def _deleting(column: sa.Column[str]) -> Prepared:
    return Prepared(sa.delete(column.table).where(among(column, "ids")))


def _upsert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Insert rows, or give those that are there already their new values."""
    for row in rows:
        _upserting(connection.dialect.name, table, tuple(row), tuple(row)).change(connection, row)


@cache
def _adding_bands(dialect: str) -> Prepared:
    """All bands in one statement: a row by itself is a message to PostgreSQL, and a round through SQLite's driver."""
    given = sa.select(each("given", sa.BigInteger()).c.value, sa.bindparam("of", type_=sa.Text)).where(sa.true())
    insert = sqlite.insert(bands) if dialect == "sqlite" else postgresql.insert(bands)
    return Prepared(insert.from_select(["band", "article"], given).on_conflict_do_nothing())


@cache
def _upserting(dialect: str, table: Table, given: tuple[str, ...], changed: tuple[str, ...]) -> Prepared:
    """Insert what is given; of a row that is there already, change some columns."""
    values = {name: sa.bindparam(name, type_=table.c[name].type) for name in given}
    insert = (sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)).values(values)
    (key,) = table.primary_key.columns
    new = {name: insert.excluded[name] for name in changed if name != key.name}
    return Prepared(insert.on_conflict_do_update(index_elements=[key], set_=new))
