"""The statements that find an article's neighbourhood in the ledger. Each goes by an index and costs what it finds.

They are built once, for SQLAlchemy needs longer to build one than the database to answer it. There are few of them,
since each is a way there and back, and all of them stand inside the ledger's lock."""

from datetime import timedelta
from functools import cache
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy import ColumnElement, bindparam

from monitor.incidents.known import CANDIDATES
from monitor.store.many import among, found_in
from monitor.store.prepared import Prepared
from monitor.store.tables_ledger import bands, claims, holdings, incidents, prints, reports

LONGEST = timedelta(days=31)
"""No happening or total lasts longer, as far as a search goes."""
MOST_COPIES = 16
"""A text is compared with no more than those that share the most bands with it."""
MOST_COUNTED = 10_000
"""A rolling total counts no more than the latest so many incidents of a country or an actor."""
MOST_AREAS = 4
"""How many areas one statement searches; an article of more is served by several."""

Shape = Literal["around", "country", "anywhere", "named"]
"""How an area is searched: around a place · all of a country · all there is · incidents by their ids."""
Ids = sa.Select[tuple[str]]
Ranked = sa.Select[*tuple[Any, ...]]

CELL, COUNTRY = incidents.c.cell, incidents.c.country
NO_PLACE = COUNTRY.is_(None), CELL.is_(None)
OF_ARTICLE = (
    sa.select(reports.c.incident).where(reports.c.article == bindparam("article")),
    sa.select(reports.c.incident).where(reports.c.url == bindparam("url")),
)
MEANT = sa.union(
    sa.select(claims.c.place).where(among(claims.c.place, "places")),
    sa.select(claims.c.place).where(among(claims.c.name, "names")),
    sa.select(claims.c.place).where(claims.c.article == bindparam("article")),
    sa.select(claims.c.place).where(claims.c.url == bindparam("url")),
).cte("meant")
"""The places that an article speaks of, or spoke of before it was edited."""
LIKEST = (
    sa.select(bands.c.article)
    .where(among(bands.c.band, "bands"))
    .group_by(bands.c.article)
    .order_by(sa.func.count().desc(), bands.c.article)
    .limit(MOST_COPIES)
)
"""The articles whose texts share the most bands with the article's."""


@cache
def neighbourhood(shapes: tuple[Shape, ...], *, grounds: bool, copies: bool) -> Prepared:
    """Rows of rank, key and JSON: the incidents of some areas and of the article's earlier text (rank 0, by their id),
    all their reports (1, by their incident), for `grounds` what old claims left (2) and the claims (3), by their
    place, and for `copies` the fingerprints of texts that are alike (4, by their article).

    What is given for the area at position n ends in n: first0, last0, longest0, cells0, country0, ids0."""
    areas = (ids for position, shape in enumerate(shapes) for ids in _searched(shape, position))
    found = sa.select(sa.union(*OF_ARTICLE, *areas).cte("found").c.incident)
    own = _ranked(0, incidents.c.id, incidents.c.document).where(found_in(incidents.c.id, found))
    told = _ranked(1, reports.c.incident, reports.c.document).where(found_in(reports.c.incident, found))
    return Prepared(sa.union_all(own, told, *(_grounds() if grounds else ()), *([_alike()] if copies else ())))


def _searched(shape: Shape, position: int) -> tuple[Ids, ...]:
    """The ids of an area's incidents. Around a place: what lies in its cells, what is told of no place, and of its
    country as a whole."""
    if shape == "named":
        return (sa.select(incidents.c.id).where(among(incidents.c.id, f"ids{position}")),)
    if shape == "anywhere":
        return (_latest(position),)
    same_country = bindparam(f"country{position}") == COUNTRY
    if shape == "country":
        return (_latest(position, same_country),)
    cells = among(CELL, f"cells{position}")
    return _latest(position, cells), _latest(position, *NO_PLACE), _latest(position, same_country, CELL.is_(None))


def _latest(position: int, *conditions: ColumnElement[bool]) -> Ids:
    """The ids of an area's latest incidents. An index answers this alone; documents are fetched for those only."""
    latest = (
        sa.select(incidents.c.id)
        .where(
            *conditions,
            incidents.c.last_day >= bindparam(f"first{position}"),
            incidents.c.last_day <= bindparam(f"longest{position}"),
            incidents.c.first_day <= bindparam(f"last{position}"),
        )
        .order_by(incidents.c.last_day.desc(), incidents.c.id)
        .limit(CANDIDATES)
        .subquery()
    )
    return sa.select(latest.c.id)


def _grounds() -> tuple[Ranked, Ranked]:
    meant = sa.select(MEANT.c.place)
    left = _ranked(2, holdings.c.place, holdings.c.base).where(holdings.c.base.is_not(None))
    told = _ranked(3, claims.c.place, claims.c.document)
    return left.where(found_in(holdings.c.place, meant)), told.where(found_in(claims.c.place, meant))


def _alike() -> Ranked:
    """The fingerprints that share the most bands and are young enough."""
    alike = _ranked(4, prints.c.article, prints.c.document)
    return alike.where(found_in(prints.c.article, LIKEST), prints.c.at >= bindparam("young"))


def _ranked(rank: int, key: sa.Column[str], document: sa.Column[Any]) -> Ranked:
    return sa.select(sa.literal_column(str(rank)), key, sa.type_coerce(document, sa.Text))


def _since(condition: ColumnElement[bool]) -> Prepared:
    latest = sa.select(incidents.c.document).where(condition, incidents.c.last_day >= bindparam("since"))
    return Prepared(latest.order_by(incidents.c.last_day.desc()).limit(MOST_COUNTED))


SINCE_IN_COUNTRY = _since(bindparam("country") == COUNTRY)
SINCE_BY = tuple(_since(column == bindparam("actor")) for column in (incidents.c.actor1, incidents.c.actor2))
