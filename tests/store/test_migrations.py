"""The revisions lead to exactly the tables that the program uses, however many processes start at once."""

import sqlite3
from datetime import date
from pathlib import Path

import msgspec
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from monitor.errors import StoreError
from monitor.model import Incident, Place, Range, TollKind
from monitor.store import Store, migrations
from monitor.store.tables import metadata


@pytest.fixture
def empty(empty_url: str, tmp_path: Path) -> Store:
    return Store.open(empty_url, tmp_path)


def test_from_nothing_to_the_tables_of_the_program(empty: Store) -> None:
    empty.migrate()
    with empty, empty.database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_head_is_the_last_revision() -> None:
    assert ScriptDirectory(str(migrations.SCRIPTS)).get_current_head() == migrations.HEAD


def test_migrating_again_changes_nothing(empty: Store) -> None:
    empty.migrate()
    empty.migrate()
    with empty, empty.database.read() as connection:
        assert migrations.current(connection) == migrations.HEAD


def test_a_database_in_memory_is_migrated_as_well(tmp_path: Path) -> None:
    with Store.open("sqlite://", tmp_path) as store:
        store.migrate()
        assert store.feeds.states() == []


def test_a_database_of_a_newer_program_is_refused_and_left_alone(empty: Store) -> None:
    empty.migrate()
    with empty.database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with empty, pytest.raises(StoreError, match=r"has schema 9999, .* made by a newer Tocsin"):
        empty.migrate()


def test_a_revision_that_breaks_off_leaves_nothing_behind(empty: Store) -> None:
    """A table in the way stops the first revision; what it had made by then is gone again."""
    with empty.database.write() as connection:
        connection.exec_driver_sql("CREATE TABLE leases (mine INTEGER)")
    with pytest.raises(StoreError, match="leases"):
        empty.migrate()
    with empty, empty.database.read() as connection:
        assert migrations.current(connection) is None
        assert not connection.dialect.has_table(connection, "articles")


@pytest.mark.parametrize(
    ("name", "value"), [("journal_mode", "wal"), ("synchronous", 1), ("foreign_keys", 1), ("busy_timeout", 30000)]
)
def test_how_sqlite_is_set(tmp_path: Path, name: str, value: object) -> None:
    with Store.open("sqlite", tmp_path) as store:
        store.migrate()
        with store.database.read() as connection:
            assert connection.exec_driver_sql(f"PRAGMA {name}").scalar() == value


def test_a_file_that_another_program_holds_is_waited_for_and_then_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("monitor.store.engine", "monitor.store.migrations"):
        monkeypatch.setattr(f"{module}.BUSY_TIMEOUT", 0.1)
    holder = sqlite3.connect(tmp_path / "tocsin.db", isolation_level=None)
    holder.execute("CREATE TABLE theirs (a)")
    holder.execute("BEGIN EXCLUSIVE")
    with Store.open("sqlite", tmp_path) as store:
        with pytest.raises(StoreError, match="another process held it"):
            store.migrate()
        holder.close()
        store.migrate()
        assert store.feeds.states() == []


def test_articles_of_the_first_schema_are_no_backlog(empty: Store) -> None:
    with empty.database.write() as connection:
        migrations._run(connection, "0001")
        values = "'a1', '', 'Twelve killed.', 1, '', '2026-03-01 12:00:00', '2026-03-01 12:00:00', 'read', 1"
        columns = "id, title, text, revision, content_hash, told_at, seen_at, state, tries"
        connection.exec_driver_sql(f"INSERT INTO articles ({columns}) VALUES ({values})")
    empty.migrate()
    with empty:
        kept = empty.articles.get("a1")
    assert kept is not None
    assert not kept.backlog


def test_incidents_of_the_fourth_schema_get_what_searches_of_the_past_ask_for(empty: Store) -> None:
    homs = Place("Homs", 169577, "SY", "Homs", 34.73, 36.71, 1, 5.0)
    toll: dict[TollKind, Range] = {"killed": Range(12, 14, None)}
    day = date(2026, 3, 1)
    told = Incident("i1", "Battles", "Armed clash", homs, day, day, "incident", toll, ("a1",), ("wire",), ())
    total = Incident("i2", "Battles", "Armed clash", None, day, day, "period", {}, ("a1",), ("wire",), ())
    retracted = Incident("i3", "Battles", "Armed clash", homs, day, day, "incident", {}, ("a1",), (), ())
    with empty.database.write() as connection:
        migrations._run(connection, "0004")
        row = sa.text("INSERT INTO incidents (id, first_day, last_day, document) VALUES (:id, :day, :day, :document)")
        for each in (told, total, retracted):
            document = msgspec.json.encode(each).decode()
            connection.execute(row, {"id": each.id, "day": day.isoformat(), "document": document})
    empty.migrate()
    with empty, empty.database.read() as connection:
        rows = connection.execute(sa.text("SELECT admin1, kind, killed FROM incidents ORDER BY id")).all()
    assert [tuple(row) for row in rows] == [("Homs", "Armed clash", 14), (None, None, None), ("Homs", None, None)]


def test_bands_of_the_seventh_schema_stay_with_their_fingerprints(empty: Store) -> None:
    with empty.database.write() as connection:
        migrations._run(connection, "0007")
        connection.exec_driver_sql("INSERT INTO prints (article, at, document) VALUES ('a1', '2026-03-01', '{}')")
        connection.exec_driver_sql("INSERT INTO bands (band, article) VALUES (7, 'a1'), (3, 'a1')")
    empty.migrate()
    with empty, empty.database.write() as connection:
        bands = sa.text("SELECT band FROM bands ORDER BY band")
        assert list(connection.scalars(bands)) == [3, 7]
        connection.exec_driver_sql("DELETE FROM prints")
        assert list(connection.scalars(bands)) == []
