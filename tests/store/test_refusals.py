"""What a database refuses is told with what, where and what to do, and without any password."""

import os
import sqlite3
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from monitor.errors import StoreError
from monitor.model import Article, FeedState
from monitor.store import Store

BLOCK_PSYCOPG = """
import sys
from pathlib import Path
sys.modules["psycopg"] = None
from monitor.errors import StoreError
from monitor.store import Store
try:
    Store.open("postgresql://somebody:hunter2@localhost/news", Path())
except StoreError as error:
    print(error)
"""


def refusal(url: str, data_dir: Path) -> str:
    with pytest.raises(StoreError) as caught, Store.open(url, data_dir) as store:
        store.feeds.states()
    assert caught.value.retryable
    return str(caught.value)


def test_a_database_that_was_never_set_up(empty_url: str, tmp_path: Path) -> None:
    assert "`tocsin run` does that" in refusal(empty_url, tmp_path)


def test_a_database_of_an_older_version(url: str, tmp_path: Path) -> None:
    with Store.open(url, tmp_path) as store:
        store.migrate()
        with store.database.bare() as connection:
            connection.exec_driver_sql("ALTER TABLE deliveries DROP COLUMN form")
            connection.commit()
        with pytest.raises(StoreError, match="not been set up for this version; `tocsin run` does that"):
            store.deliveries.recent(1)


def test_sqlite_is_a_file_in_the_data_folder_which_is_made(tmp_path: Path) -> None:
    with Store.open("sqlite", tmp_path / "var" / "data") as store:
        store.migrate()
    assert (tmp_path / "var" / "data" / "tocsin.db").exists()


@pytest.mark.parametrize("address", ["sqlite:///{}", "sqlite:///file:{}?uri=true", "sqlite:///file://{}?uri=true"])
def test_the_folder_of_a_file_is_made_however_it_is_named(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "new" / "tocsin.db"
    with Store.open(address.format(file), tmp_path) as store:
        store.migrate()
        assert store.database.file == file
    assert file.exists()
    assert [each.name for each in tmp_path.iterdir()] == ["new"]


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file is in the way")
    with pytest.raises(StoreError, match="its folder cannot be made"):
        Store.open("sqlite", tmp_path / "var")


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "tocsin.db").write_text("Dear diary, today nothing happened. " * 100)
    assert "no SQLite database" in refusal("sqlite", tmp_path)


def test_a_folder_in_place_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "tocsin.db").mkdir()
    assert "check that its folder exists" in refusal("sqlite", tmp_path)


def test_a_database_that_another_process_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.store.engine.BUSY_TIMEOUT", 0.01)
    with Store.open("sqlite", tmp_path) as store:
        store.migrate()
        holder = sqlite3.connect(tmp_path / "tocsin.db", isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another process held it for too long"):
            store.leases.release("scheduler", "me")
        holder.close()
        store.leases.release("scheduler", "me")


def test_a_disk_that_is_full(tmp_path: Path, now: datetime) -> None:
    """SQLite's own limit on the file's pages refuses as a full disk does."""
    with Store.open("sqlite", tmp_path) as store:
        store.migrate()
        with store.database.bare() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 1")
        articles = [Article(f"{n}", "A long text. " * 1000) for n in range(100)]
        with pytest.raises(StoreError, match="nothing that was saved is lost"):
            store.feeds.save_poll(FeedState("wire", now), articles, now)
        assert store.feeds.states() == []


def test_a_file_that_may_not_be_written(tmp_path: Path) -> None:
    with Store.open("sqlite", tmp_path) as store:
        store.migrate()
    address = f"sqlite:///file:{tmp_path / 'tocsin.db'}?mode=ro&uri=true"
    with Store.open(address, tmp_path) as store, pytest.raises(StoreError, match="check the rights"):
        store.leases.release("scheduler", "me")


def test_a_server_that_does_not_answer(tmp_path: Path) -> None:
    told = refusal("postgresql+psycopg://somebody:hunter2@127.0.0.1:1/news", tmp_path)
    assert "no PostgreSQL server answers there" in told
    assert "hunter2" not in told


def test_a_database_that_the_server_does_not_have(tmp_path: Path, pg_url: str) -> None:
    nowhere = pg_url.replace("/tocsin_", "/nowhere_", 1)
    assert "create the database" in refusal(nowhere, tmp_path)


def test_a_server_that_went_away_is_found_again(tmp_path: Path, pg_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that was cut while idle is replaced before its next use."""
    monkeypatch.setattr("monitor.store.engine.RESTED", 0.0)
    with Store.open(pg_url, tmp_path) as store, Store.open(pg_url, tmp_path) as axe:
        store.migrate()
        with axe.database.write() as connection:
            connection.exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        assert store.feeds.states() == []


@pytest.mark.parametrize("url", ["mysql://host/news", "oracle://host/news"])
def test_another_kind_of_database(url: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="use `sqlite` or postgresql"):
        Store.open(url, tmp_path)


def test_what_is_no_address_at_all(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="neither `sqlite` nor an address"):
        Store.open("my database", tmp_path)


def test_a_missing_driver_is_named_with_the_extra_that_brings_it() -> None:
    told = subprocess.run([sys.executable, "-c", BLOCK_PSYCOPG], capture_output=True, text=True, check=True).stdout
    assert "pip install 'tocsin[postgresql]'" in told
    assert "hunter2" not in told


def test_a_forked_child_must_open_its_own(store: Store) -> None:
    store.feeds.states()
    child = os.fork()
    if child == 0:
        try:
            store.feeds.states()
        except StoreError as error:
            os._exit(7 if "open a new one in the child" in str(error) else 8)
        os._exit(9)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
    assert store.feeds.states() == []
