"""`tocsin deliveries`: the log, one delivery, and sending again."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor import clock
from monitor.cli.delivery_page import coming
from monitor.model import Attempt, Delivery, DeliveryStatus, Outcome
from monitor.notify.retry import DELAYS
from monitor.store import Store
from monitor.store.deliveries import add
from tests.cli.conftest import Tocsin
from tests.notify.support import alert, delivery

CONFIG = "receivers: [{name: desk, console: }, {name: chief, mail_folder: }]\nroute: {receiver: desk}\n"
HOUR = timedelta(hours=1)
IDS = {"told": "aa11", "waits": "ab22", "failed": "cc33", "later": "dd44", "fresh": "ee55"}
OUTCOMES: dict[DeliveryStatus, Outcome] = {"delivered": "delivered", "pending": "failed", "failed": "refused"}
HOSTILE = "no \x1b[31mred\nat all"


def planned(name: str, at: datetime, **fields: object) -> Delivery:
    return delivery(alert(at=at), **{"id": IDS[name], "created": at, "not_before": at, "group": name} | fields)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """One accepted, one to be tried again, one given up, one that waits for its turn, one that is due."""
    (tmp_path / "config.yaml").write_text(CONFIG)
    now = clock.now()
    all_ = (
        planned("told", now - 3 * HOUR),
        planned("waits", now - 2 * HOUR, receiver="chief", channel="mail_folder"),
        planned("failed", now - 1.5 * HOUR),
        planned("later", now - HOUR, receiver="chief", channel="mail_folder", group="waits"),
        planned("fresh", now),
    )
    with Store.open("sqlite", tmp_path / "var") as opened:
        opened.migrate()
        with opened.database.write() as connection:
            add(connection, all_)
        record(opened, "told", "delivered", "200 OK", now - 2 * HOUR, None)
        record(opened, "waits", "pending", "503 down", now - HOUR, now + 4 * HOUR)
        record(opened, "failed", "failed", HOSTILE, now - HOUR, None)
        yield opened


def record(
    store: Store, name: str, status: DeliveryStatus, answer: str, at: datetime, next_at: datetime | None
) -> None:
    store.deliveries.record(IDS[name], Attempt(at, OUTCOMES[status], answer, 0.25), next_at, status)


@pytest.fixture
def path(store: Store, tmp_path: Path) -> Path:
    return tmp_path / "config.yaml"


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ((), ["fresh", "later", "failed", "waits", "told"]),
        (("--status", "failed"), ["failed"]),
        (("--status", "pending"), ["fresh", "later", "waits"]),
        (("--receiver", "chief"), ["later", "waits"]),
        (("--receiver", "chief", "--since", "90m"), ["later"]),
        (("--status", "delivered", "--since", "90m"), []),
        (("--limit", "1"), ["fresh"]),
    ],
)
def test_the_list_is_newest_first_and_filters_combine(
    tocsin: Tocsin, path: Path, options: tuple[str, ...], found: list[str]
) -> None:
    for command in (("deliveries", "--config", path), ("deliveries", "--config", path, "list")):
        ran = tocsin(*command, *options, "--json")
        assert ran.code == 0, ran.err
        ids = [each["id"] for each in json.loads(ran.out)]
        assert ids == [IDS[name] for name in found]


def test_the_table_says_what_to_whom_and_how_it_ended(tocsin: Tocsin, path: Path) -> None:
    text = tocsin("deliveries", "--config", path).out
    for part in ("mail_folder", "Aleppo: more than 50 killed", "503 down", "not tried yet", "aa11"):
        assert part in text
    assert "no [31mred at all" in text
    assert "\x1b" not in text
    ran = tocsin("deliveries", "--config", path, "--since", "2100-01-01")
    assert (ran.code, ran.out) == (0, "None.\n")


def test_a_narrow_terminal_gets_paragraphs(tocsin: Tocsin, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    text = tocsin("deliveries", "--config", path).out
    assert "to        desk, console" in text
    assert max(map(len, text.splitlines())) <= 50


def test_show_has_every_attempt_and_why_the_next_comes_when(tocsin: Tocsin, path: Path) -> None:
    text = " ".join(tocsin("deliveries", "show", "ab", "--config", path).out.split())
    assert "failed after 0.250 s: 503 down" in text
    assert "(in 3h59m" in text or "(in 4h" in text
    assert f"attempt 2 of {len(DELAYS)}; the waits between them are 5s, 5m, 30m, 2h" in text
    assert "critical firing, mass casualties: Aleppo: more than 50 killed" in text
    later = json.loads(tocsin("deliveries", "--config", path, "show", "dd44", "--json").out)
    assert later["waits_for"] == [IDS["waits"]]
    assert later["next"].startswith("after ab22, told to the same group before it")
    assert later["alerts"][0]["evidence"][0]["in"] == "text"


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"status": "delivered"}, "none: the receiver accepted it"),
        ({"status": "failed", "attempts": 1}, "none: the receiver refused it for good; `tocsin deliveries retry d1`"),
        ({"status": "failed", "attempts": 10}, "none: it was given up after 10 attempts"),
        ({}, "now: a running Tocsin sends what is due within seconds"),
        ({"wait": HOUR}, "2026-03-01 13:00 UTC (in 1h): it waits for more of its group, or is being sent"),
        ({"wait": HOUR, "attempts": 4}, "2026-03-01 13:00 UTC (in 1h): attempt 5 of 10"),
    ],
)
def test_when_the_next_attempt_comes(fields: dict[str, object], says: str) -> None:
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    number, wait = int(str(fields.get("attempts", 0))), fields.get("wait", timedelta(0))
    assert isinstance(wait, timedelta)
    tried = Attempt(now, "refused" if number == 1 else "failed", "no", 0.1)
    owed = delivery(not_before=now + wait, status=fields.get("status", "pending"), attempts=(tried,) * number)
    assert coming(owed, (), now).startswith(says)


@pytest.mark.parametrize("name", ["failed", "waits"])
def test_retry_makes_it_due_under_the_same_id_with_its_attempts(
    tocsin: Tocsin, path: Path, store: Store, name: str
) -> None:
    assert IDS[name] not in store.deliveries.due(clock.now(), 10)
    ran = tocsin("deliveries", "retry", IDS[name], "--config", path)
    assert ran.code == 0, ran.err
    assert f"{IDS[name]} is due now." in ran.out
    assert IDS[name] in store.deliveries.due(clock.now(), 10)
    found = store.deliveries.get(IDS[name])
    assert found is not None
    assert (found.status, len(found.attempts)) == ("pending", 1)


@pytest.mark.parametrize(
    ("options", "due"),
    [
        ((), ["waits", "failed"]),
        (("--receiver", "desk"), ["failed"]),
        (("--since", "100m"), ["failed"]),
        (("--receiver", "chief", "--since", "1h"), []),
    ],
)
def test_all_that_failed_is_retried(
    tocsin: Tocsin, path: Path, store: Store, options: tuple[str, ...], due: list[str]
) -> None:
    before = store.deliveries.due(clock.now(), 10)
    ran = tocsin("deliveries", "retry", "--failed", *options, "--yes", "--config", path)
    assert ran.code == 0, ran.err
    assert ran.out.startswith(f"{len(due)} due again." if due else "Nothing failed.")
    assert set(store.deliveries.due(clock.now(), 10)) - set(before) == {IDS[name] for name in due}


@pytest.mark.parametrize("arguments", [(), ("aa11", "--failed"), ("aa11", "--receiver", "desk")])
def test_retry_wants_to_know_which(tocsin: Tocsin, path: Path, arguments: tuple[str, ...]) -> None:
    ran = tocsin("deliveries", "retry", *arguments, "--config", path)
    assert ran.code == 2
    assert "`retry ID` for one, or `retry --failed`" in ran.err


def test_what_a_worker_may_be_sending_is_left_to_it(tocsin: Tocsin, path: Path, store: Store) -> None:
    claimed = store.deliveries.claim(IDS["fresh"], clock.now(), timedelta(minutes=1))
    ran = tocsin("deliveries", "retry", IDS["fresh"], "--config", path)
    assert ran.code == 0
    assert "nothing was changed" in ran.out
    assert store.deliveries.get(IDS["fresh"]) == claimed


def test_what_was_accepted_is_replayed_and_not_retried(tocsin: Tocsin, path: Path, store: Store) -> None:
    ran = tocsin("deliveries", "retry", IDS["told"], "--config", path)
    assert ran.code == 2
    assert "desk has accepted the delivery aa11 already" in ran.err
    ran = tocsin("deliveries", "replay", "--since", "1h", "--yes", "--config", path)
    assert (ran.code, ran.out) == (0, "Nothing was accepted since then.\n")
    ran = tocsin("deliveries", "replay", "--since", "1d", "--receiver", "chief", "--yes", "--config", path)
    assert ran.out == "Nothing was accepted since then.\n"
    ran = tocsin("deliveries", "replay", "--since", "1d", "--yes", "--config", path)
    assert ran.out.startswith("1 due again.")
    again = store.deliveries.get(IDS["told"])
    assert again is not None
    assert (again.status, len(again.attempts)) == ("pending", 1)
    assert IDS["told"] in store.deliveries.due(clock.now(), 10)
    assert [each.receiver for each in store.deliveries.struggles()] == ["chief"], "an acceptance is no struggle"


def test_replay_asks_first(tocsin: Tocsin, path: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def no(text: str, **_: object) -> bool:
        asked.append(text)
        return False

    monkeypatch.setattr("typer.confirm", no)
    ran = tocsin("deliveries", "replay", "--since", "1d", "--config", path)
    assert (ran.code, ran.out) == (0, "Nothing was changed.\n")
    assert asked == ["Send 1 message again to all receivers?"]
    assert [each.id for each in store.deliveries.recent(status="delivered")] == [IDS["told"]]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("show", "zz"), "there is no delivery 'zz'"),
        (("show", "ab2f"), "there is no delivery 'ab2f'; did you mean `ab22`?"),
        (("retry", "a"), "2 deliveries have an id that begins with a: "),
        (("list", "--receiver", "dsk"), "there is no receiver 'dsk'; did you mean `desk`?"),
        (("replay", "--since", "1d", "--receiver", "nobody"), "there is no receiver 'nobody'; known: chief, desk"),
    ],
)
def test_what_nobody_knows_is_wrong_use(tocsin: Tocsin, path: Path, arguments: tuple[str, ...], says: str) -> None:
    ran = tocsin("deliveries", *arguments, "--config", path)
    assert ran.code == 2
    assert says in ran.err


def test_whoever_looks_needs_no_secrets_of_receivers(tocsin: Tocsin, path: Path) -> None:
    path.write_text(CONFIG.replace("[{name", "[{name: more, apprise: {url_env: TOCSIN_NO_SUCH}}, {name", 1))
    assert tocsin("deliveries", "--config", path).code == 0
    assert tocsin("check", "--config", path).code == 2


def test_nothing_has_run_yet(tocsin: Tocsin, tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(CONFIG)
    for command in ((), ("show", "a"), ("retry", "a"), ("replay", "--since", "1h", "--yes")):
        ran = tocsin("deliveries", *command, "--config", path)
        assert ran.code == 3
        assert "nothing has run here yet" in ran.err
