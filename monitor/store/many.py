"""Many values in one parameter: as one array on PostgreSQL, as one JSON array on SQLite. So a statement is the same for
any number of them, and is built, compiled and planned once."""

from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy import ColumnElement, Dialect, Text, TypeDecorator
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine


class _JsonArray(TypeDecorator[Sequence[Any]]):
    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Sequence[Any] | None, dialect: Dialect) -> str | None:
        return None if value is None else msgspec.json.encode(value).decode()


class Among(FunctionElement[Any]):
    """What `among` gives."""

    inherit_cache = True


def among(column: ColumnElement[Any], name: str) -> Among:
    """Whether a column has one of the values that are given, as a list, for the parameter `name`."""
    return Among(column, sa.bindparam(name, type_=column.type))


@compiles(Among)
def _among_json(element: Among, compiler: SQLCompiler, **options: Any) -> str:
    column, given = element.clauses
    return compiler.process(column.in_(sa.select(each(str(given.key), given.type).c.value)), **options)


@compiles(Among, "postgresql")
def _among_an_array(element: Among, compiler: SQLCompiler, **options: Any) -> str:
    column, given = element.clauses
    return f"{compiler.process(column, **options)} = ANY({_array(given, compiler)})"


class Each(FunctionElement[Any]):
    """What `each` selects from."""

    inherit_cache = True


def each(name: str, type_: TypeEngine[Any]) -> sa.TableValuedAlias:
    """Rows of one column, `value`: the values that are given, as a list, for the parameter `name`."""
    return Each(sa.bindparam(name, type_=type_)).table_valued(sa.column("value", type_), name="value")


@compiles(Each)
def _each_of_json(element: Each, compiler: SQLCompiler, **options: Any) -> str:
    (given,) = element.clauses
    return f"json_each({_json(given, compiler)})"


@compiles(Each, "postgresql")
def _each_of_an_array(element: Each, compiler: SQLCompiler, **options: Any) -> str:
    (given,) = element.clauses
    return f"unnest({_array(given, compiler)})"


def _json(given: ColumnElement[Any], compiler: SQLCompiler) -> str:
    return compiler.process(sa.bindparam(given.key, type_=_JsonArray()))


def _array(given: ColumnElement[Any], compiler: SQLCompiler) -> str:
    item = sa.BigInteger() if isinstance(given.type, sa.Integer) else Text()
    return compiler.process(sa.bindparam(given.key, type_=ARRAY(item)))


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
