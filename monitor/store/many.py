"""Many values in one parameter, so that a statement's text is the same however many they are: SQLAlchemy compiles it
once, and PostgreSQL plans it once."""

from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy import ColumnElement, Dialect, TypeDecorator
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine


class Listed(TypeDecorator[Sequence[Any]]):
    """A row of texts or whole numbers: an array, or its JSON where there are none."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, item: TypeEngine[Any]) -> None:
        super().__init__()
        self.item = item

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(ARRAY(self.item) if dialect.name == "postgresql" else sa.Text())

    def process_bind_param(self, value: Sequence[Any] | None, dialect: Dialect) -> Any:
        given = list(value or ())
        return given if dialect.name == "postgresql" else msgspec.json.encode(given).decode()


class Among(FunctionElement[bool]):
    """What `among` gives."""

    type = sa.Boolean()
    inherit_cache = True


def among(column: ColumnElement[Any], name: str) -> Among:
    """Whether a column has one of the values that are given as the parameter `name`."""
    item = sa.BigInteger() if isinstance(column.type, sa.Integer) else sa.Text()
    return Among(column, sa.bindparam(name, type_=Listed(item)))


@compiles(Among, "sqlite")
def _on_sqlite(element: Among, compiler: SQLCompiler, **options: Any) -> str:
    column, values = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"


@compiles(Among, "postgresql")
def _on_postgresql(element: Among, compiler: SQLCompiler, **options: Any) -> str:
    column, values = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} = ANY({values})"
