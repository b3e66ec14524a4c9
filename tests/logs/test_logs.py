"""One line an event, with ids and without secrets, readable by a program or by a person."""

import io
import json
import logging

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from monitor import logs

pytestmark = pytest.mark.usefixtures("restored_logs")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def lines(stream: io.StringIO) -> list[dict]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_program_reads_json_with_the_ids_that_are_bound():
    out = io.StringIO()
    logs.configure("worker", stream=out)
    with structlog.contextvars.bound_contextvars(article="a1"):
        structlog.get_logger().info("article read", events=3, where={"place": "Ras al-Amud"})
    (line,) = lines(out)
    assert (line["event"], line["article"], line["events"], line["process"]) == ("article read", "a1", 3, "worker")
    assert line["level"] == "info"
    assert line["timestamp"].endswith("Z")
    assert line["where"] == {"place": "Ras al-Amud"}


def test_a_person_sees_warnings_only_unless_more_is_wished(monkeypatch: pytest.MonkeyPatch):
    out = Terminal()
    logs.configure("scheduler", stream=out)
    structlog.get_logger().info("feed polled")
    structlog.get_logger().warning("feed unreachable", feed="Example")
    assert "feed polled" not in out.getvalue()
    assert "feed unreachable" in out.getvalue()
    monkeypatch.setenv(logs.LEVEL_ENV, "info")
    logs.configure("scheduler", stream=out)
    structlog.get_logger().info("feed polled")
    assert "feed polled" in out.getvalue()


def test_secrets_of_the_configuration_and_of_urls_never_appear():
    out = io.StringIO()
    logs.configure("worker", secrets=["hunter2-hook", ""], stream=out)
    log = structlog.get_logger()
    log.error("refused by https://desk:p4ss@example.org/x", answer=["token hunter2-hook", {"hunter2-hook": 1}])
    logging.getLogger("smtplib").error("login with %s failed", "hunter2-hook")
    try:
        raise ValueError("postgresql://u:s3cret@db/x and hunter2-hook")
    except ValueError:
        log.exception("broken")
    text = out.getvalue()
    assert len(lines(out)) == 3
    assert not any(secret in text for secret in ("hunter2-hook", "p4ss", "s3cret"))
    assert "https://desk:***@example.org/x" in text
    assert "ValueError" in text


def test_libraries_are_quiet_below_a_warning():
    out = io.StringIO()
    logs.configure("worker", stream=out)
    logging.getLogger("rq.worker").info("job done")
    logging.getLogger("rq.worker").warning("redis away")
    assert [line["event"] for line in lines(out)] == ["redis away"]


@given(st.text())
def test_a_feed_cannot_draw_on_the_terminal_nor_forge_a_line(text: str):
    record = logs.Masker()(None, "info", {"event": text, "title": [text]})
    assert not any((ord(char) < 32 and char != "\t") or 127 <= ord(char) < 160 for char in record["event"])
    assert record["title"] == [record["event"]]
