"""Many values in one parameter. On PostgreSQL they go as one array, so that it plans a statement once for any number of
them. SQLite gets them one by one, since it takes an index for a list only where it sees how long it is."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class Among(FunctionElement[Any]):
    """What `among` gives."""

    inherit_cache = True


def among(column: ColumnElement[Any], name: str) -> Among:
    """Whether a column has one of the values that are given, as a list, for the parameter `name`."""
    given: sa.BindParameter[Sequence[Any]] = sa.bindparam(name, expanding=True, type_=column.type)
    return Among(column, given)


@compiles(Among)
def _one_by_one(element: Among, compiler: SQLCompiler, **options: Any) -> str:
    column, given = element.clauses
    return compiler.process(column.in_(given), **options)


@compiles(Among, "postgresql")
def _as_an_array(element: Among, compiler: SQLCompiler, **options: Any) -> str:
    column, given = element.clauses
    item = sa.BigInteger() if isinstance(column.type, sa.Integer) else sa.Text()
    array = sa.bindparam(given.key, type_=ARRAY(item))
    return f"{compiler.process(column, **options)} = ANY({compiler.process(array, **options)})"


class Found(FunctionElement[Any]):
    """What `found_in` gives."""

    inherit_cache = True


def found_in(column: ColumnElement[Any], few: sa.Select[Any]) -> Found:
    """Whether a column has one of the few values that a query gives. PostgreSQL, which takes them for many where it
    knows no better, is given them as an array, and so takes the index."""
    return Found(column, few.scalar_subquery())


@compiles(Found)
def _one_of(element: Found, compiler: SQLCompiler, **options: Any) -> str:
    column, few = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} IN {few}"


@compiles(Found, "postgresql")
def _one_of_an_array(element: Found, compiler: SQLCompiler, **options: Any) -> str:
    column, few = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} = ANY(ARRAY{few})"
