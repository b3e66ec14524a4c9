"""Statements that every article needs, compiled once and handed straight to the database's driver.

SQLAlchemy's own way from a statement to the driver takes several times as long as SQLite takes to answer, and there are
a dozen of them inside the ledger's lock. What they ask is written in its language all the same, for both databases."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy import Connection, Dialect
from sqlalchemy.sql.elements import ClauseElement

Values = Mapping[str, Any]
Convert = Callable[[Any], Any]
Row = tuple[Any, ...]


class Prepared:
    """One statement. It answers what the driver gives: text, whole numbers and None, for it should ask for nothing
    else."""

    def __init__(self, statement: ClauseElement) -> None:
        self._statement = statement
        self._compiled: dict[str, Compiled] = {}

    def rows(self, connection: Connection, values: Values) -> Sequence[Row]:
        """All that it answers."""
        found: Sequence[Row] = self._executed(connection, values).fetchall()
        return found

    def change(self, connection: Connection, values: Values) -> int:
        """How many rows it made or changed; -1 in a pipeline, where nobody knows yet."""
        count: int = self._executed(connection, values).rowcount
        return count

    def compiled(self, dialect: Dialect) -> "Compiled":
        """What the driver of a database is given."""
        ready = self._compiled.get(dialect.name)
        if ready is None:
            ready = self._compiled[dialect.name] = _compiled(self._statement, dialect)
        return ready

    def _executed(self, connection: Connection, values: Values) -> Any:
        """The driver's cursor after it. What the driver refuses is raised as SQLAlchemy would raise it."""
        ready = self.compiled(connection.dialect)
        driver: Any = connection.connection.driver_connection
        refused: type[Exception] = connection.dialect.loaded_dbapi.Error
        try:
            return driver.execute(ready.sql, ready.given(values))
        except refused as error:
            raise sa.exc.DBAPIError.instance("", None, error, refused) from error


class Compiled(Struct, frozen=True):
    """A statement in the words of one database. `order` names its parameters by their positions, where those are what
    the driver goes by; `fixed` are the ones whose values it brings along, `converts` makes of the others what the
    driver takes."""

    sql: str
    order: tuple[str, ...] | None
    fixed: dict[str, Any]
    converts: dict[str, Convert]

    def given(self, values: Values) -> Row | dict[str, Any]:
        """What the driver is given for its parameters."""
        found = self.fixed | {name: convert(values[name]) for name, convert in self.converts.items()}
        return found if self.order is None else tuple(found[name] for name in self.order)


def _compiled(statement: ClauseElement, dialect: Dialect) -> Compiled:
    compiled: Any = statement.compile(dialect=dialect)
    binds: dict[sa.BindParameter[Any], str] = compiled.bind_names
    return Compiled(
        sql=str(compiled),
        order=tuple(compiled.positiontup) if compiled.positional else None,
        fixed={name: _convert(bind, dialect)(bind.value) for bind, name in binds.items() if not bind.required},
        converts={name: _convert(bind, dialect) for bind, name in binds.items() if bind.required},
    )


def _convert(bind: sa.BindParameter[Any], dialect: Dialect) -> Convert:
    """The conversion of the parameter's type."""
    return bind.type.dialect_impl(dialect).bind_processor(dialect) or _as_it_is


def _as_it_is(value: Any) -> Any:
    return value
