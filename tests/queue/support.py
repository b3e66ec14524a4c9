"""A real Redis for tests: the embedded one of a data folder, to be started, killed and started afresh."""

import subprocess
from pathlib import Path

from monitor import embedded_redis
from monitor.lifeline import die_with_parent


class RedisServer:
    """The embedded Redis of one data folder."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.url = embedded_redis.url(data_dir)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *, afresh: bool = False) -> "RedisServer":
        embedded_redis.prepare(self.data_dir, afresh=afresh)
        self.process = subprocess.Popen(embedded_redis.command(self.data_dir), preexec_fn=die_with_parent)
        while not embedded_redis.answers(self.data_dir):
            assert self.process.poll() is None, "the server ended at once"
        return self

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
