"""The embedded Redis starts anywhere, listens to its user only, and can lose everything without a complaint."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from monitor import embedded_redis
from monitor.errors import QueueError
from monitor.queue import Queue


def test_listens_on_a_socket_of_its_user_only(server):
    socket = embedded_redis.socket_path(server.data_dir)
    assert stat.S_IMODE(socket.stat().st_mode) == 0o700
    assert stat.S_IMODE(socket.parent.stat().st_mode) == 0o700
    assert embedded_redis.answers(server.data_dir)


def test_a_data_folder_too_deep_for_a_socket_gets_one_elsewhere(new_server: Callable, tmp_path: Path):
    deep = tmp_path / ("d" * 120) / "with space & hash#"
    server = new_server(deep)
    server.start()
    socket = embedded_redis.socket_path(deep)
    assert len(str(socket)) <= embedded_redis.PATH_LIMIT
    assert stat.S_IMODE(socket.parent.stat().st_mode) == 0o700
    assert Queue.connect(server.url).ping()
    server.kill()
    socket.unlink()
    socket.parent.rmdir()


def test_a_path_with_odd_characters_survives_the_url(new_server: Callable, tmp_path: Path):
    server = new_server(tmp_path / "a b?c#d%20")
    server.start()
    assert Queue.connect(server.url).ping()


def test_somebody_elses_folder_is_refused(tmp_path: Path):
    real = tmp_path / "real"
    real.mkdir()
    (tmp_path / "redis").symlink_to(real)
    with pytest.raises(QueueError, match="belongs to somebody else"):
        embedded_redis.prepare(tmp_path)


def test_a_server_that_an_earlier_run_left_is_ended(server, new_server: Callable):
    successor = new_server(server.data_dir)
    successor.start()
    assert server.process.wait(timeout=10) == 0
    assert embedded_redis.answers(server.data_dir)


def test_files_that_it_cannot_read_are_dropped(server, new_server: Callable):
    Queue.connect(server.url).enqueue_read(["a"])
    server.kill()
    manifest = next((server.data_dir / "redis" / "appendonlydir").glob("*.manifest"))
    manifest.write_text("nonsense")
    with pytest.raises(AssertionError, match="ended at once"):
        server.start()
    server.start(afresh=True)
    assert Queue.connect(server.url).lengths() == {"read": 0, "notify": 0}


def test_nobody_answers_where_nothing_runs(tmp_path: Path):
    assert not embedded_redis.answers(tmp_path)
