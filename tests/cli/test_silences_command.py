"""`tocsin silences`, `tocsin ack`, and how muted and acknowledged alerts are shown."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from monitor import clock
from monitor.alerts import Plan
from monitor.model.pace import Timer
from monitor.store import Store
from tests.alerts.board import alert
from tests.cli.conftest import Tocsin

CONFIG = """\
rules: [{name: deaths, type: toll, thresholds: [10], labels: {team: levant}}]
silences: [{matchers: [place=Merka], author: Amal, comment: exercise, start: 2020-01-01, end: 2100-01-01}]
route: {receiver: desk}
receivers: [{name: desk, console: {}}]
"""
ID = "a1b2c3d4e5f60718"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """One alert that somebody was told of, one that a silence muted."""
    (tmp_path / "config.yaml").write_text(CONFIG)
    now = clock.now()
    told = alert(ID, at=now - timedelta(hours=1), summary="12 killed in \x1b[31mMerka", receivers=("desk",))
    quiet = replace(
        told,
        id="ffff",
        muted="silence 3fa2 until tomorrow (Amal: exercise)",
        muted_by="silence",
        receivers=(),
        notify_reason="muted: silence 3fa2",
    )
    with Store.open("sqlite", tmp_path / "var") as opened:
        opened.migrate()
        with opened.ledger.write() as tx:
            tx.owe(Plan(alerts=(told, quiet), timers=(Timer("repeat", now, told), Timer("hold", now, quiet))))
        yield opened


@pytest.fixture
def path(store: Store, tmp_path: Path) -> Path:
    return tmp_path / "config.yaml"


def test_a_silence_is_added_shown_and_ended(tocsin: Tocsin, path: Path, store: Store) -> None:
    added = tocsin(
        "silences", "add", "place=Merka", "rule=~dea.*", "--for", "2h", "-m", "drill", "--by", "Noor", "-c", path
    )
    assert added.code == 0
    assert "It would have muted 1 of the 1 alert of the last day." in added.out
    assert "\x1b" not in added.out
    [silence] = store.silences.all()
    assert (silence.author, silence.comment, silence.end - silence.start) == ("Noor", "drill", timedelta(hours=2))
    listed = json.loads(tocsin("silences", "--json", "-c", path).out)
    assert [(each["from"], each["state"], each["matchers"]) for each in listed] == [
        ("configuration", "holds", ["place=Merka"]), ("added", "holds", ["place=Merka", "rule=~dea.*"]),
    ]  # fmt: skip
    assert "drill" in tocsin("silences", "list", "-c", path).out
    assert f"{silence.id} is over." in tocsin("silences", "end", silence.id[:4], "-c", path).out
    assert f"{silence.id} had ended already." in tocsin("silences", "end", silence.id, "-c", path).out
    assert "drill" not in tocsin("silences", "-c", path).out
    assert "drill" in tocsin("silences", "--all", "-c", path).out


def test_a_dry_run_adds_nothing(tocsin: Tocsin, path: Path, store: Store) -> None:
    shown = tocsin("silences", "add", "place=Baidoa", "--for", "1h", "-m", "x", "--dry-run", "--json", "-c", path)
    assert json.loads(shown.out)["would_have_muted"] == []
    assert store.silences.all() == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["place"], "a matcher is a label, an operator"),
        (["place=x"], "say how long"),
        (["place=x", "--for", "2h", "--until", "2100-01-01"], "say how long"),
        (["place=x", "--for", "2"], "'2' is no duration"),
        (["place=x", "--until", "soon"], "--until: 'soon' is no date"),
        (["place=x", "--until", "2020-01-01"], "before it is added"),
        (["place=x", "--start", "2100-01-02", "--until", "2100-01-01"], "before it starts"),
    ],
)
def test_what_is_no_silence(tocsin: Tocsin, path: Path, arguments: list[str], said: str) -> None:
    ran = tocsin("silences", "add", *arguments, "-m", "x", "-c", path)
    assert ran.code == 2
    assert said in ran.err


def test_labels_that_no_alert_has_are_named(tocsin: Tocsin, path: Path) -> None:
    ran = tocsin("silences", "add", "plaec=x", "team=levant", "--for", "1h", "-m", "x", "-c", path)
    assert ran.code == 0
    assert "No alert has the label 'plaec'; did you mean `place`?" in ran.err
    assert "team" not in ran.err.splitlines()[0].partition("known")[0]


def test_a_silence_of_the_configuration_is_ended_there(tocsin: Tocsin, path: Path) -> None:
    [fixed] = json.loads(tocsin("silences", "--json", "-c", path).out)
    ran = tocsin("silences", "end", fixed["id"], "-c", path)
    assert (ran.code, "take it out there" in ran.err) == (2, True)


def test_whoever_acknowledges_ends_repeats_and_escalation(tocsin: Tocsin, path: Path, store: Store) -> None:
    ran = tocsin("ack", ID[:4], "--by", "Noor", "--comment", "calling", "-c", path)
    assert ran.code == 0
    assert f"{ID} is acknowledged by Noor" in ran.out
    assert "1 repeat or step of escalation will not come." in ran.out
    assert store.timers.of(ID) == []
    assert "acknowledged by Noor at" in tocsin("alerts", "-c", path).out
    again = json.loads(tocsin("ack", ID, "--by", "Amal", "--json", "-c", path).out)
    assert (again["by"], again["ended"]) == ("Amal", 0)


def test_what_is_over_cannot_be_acknowledged(tocsin: Tocsin, path: Path, store: Store) -> None:
    with store.ledger.write() as tx:
        tx.owe(Plan(alerts=(alert(ID, status="revised", at=clock.now()),)))
    ran = tocsin("ack", ID, "-c", path)
    assert (ran.code, "is revised already" in ran.err) == (2, True)
    assert tocsin("ack", "0000", "-c", path).code == 2


def test_muted_alerts_are_listed_and_counted(tocsin: Tocsin, path: Path) -> None:
    ran = tocsin("alerts", "--muted", "-c", path)
    assert "told: nobody (muted: silence 3fa2)" in ran.out
    assert ID not in ran.out
    assert "UTC: 1 by silence." in ran.out
    assert json.loads(tocsin("status", "--json", "-c", path).out)["muted"] == {"silence": 1}
    assert "muted: silence" in tocsin("status", "-c", path).out
