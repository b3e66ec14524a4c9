"""Active hours, escalation, digests, limits, silences and inhibition: what is taken, and what is refused and why."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from monitor.alerts.timing import flush_at, next_digest, span_of
from monitor.config import examine, load
from monitor.desk import desk_of
from monitor.model.pace import Limit
from monitor.model.route import Route
from monitor.model.schedule import Active
from tests.alerts.board import route

GOOD = """\
rules:
  - name: r
    type: toll
    thresholds: [1]
    for: 30m
    cooldown: 1h
    active: {hours: 20:00-06:00, days: [fri-sun], zone: Asia/Kolkata}
    escalate: [{after: 15m, receiver: night}]
silences:
  - {matchers: [place=Homs], author: A, comment: b, start: 2026-01-01T08:00, end: "2026-01-01T12:00:00+03:00"}
inhibit: [{source: [severity=critical], target: [severity=warning], equal: [place]}]
route: {receiver: desk, digest: daily, at: "06:30", zone: Africa/Nairobi, routes: [{matchers: [rule=r], digest: null}]}
receivers: [{name: desk, console: {}, limit: {alerts: 30, per: 10m}}, {name: night, console: {}}]
"""
RULE = "rules: [{{name: r, type: toll, thresholds: [1], {}}}]\n"
BAD = {
    RULE.format("for: 5"): "rules[0].for: a duration needs its unit",
    RULE.format("cooldown: 400d"): "rules[0].cooldown: 400d must be at most 366",
    RULE.format("active: {zone: UTC}"): "rules[0].active: active hours need `hours`",
    RULE.format("active: {hours: 8-20}"): "rules[0].active.hours: '8' is no time of day",
    RULE.format("active: {hours: 08:00}"): "write them like 08:00-20:00",
    RULE.format("active: {hours: 08:00-08:00}"): "never begins",
    RULE.format("active: {hours: 24:00-08:00}"): "never begins",
    RULE.format("active: {hours: 08:00-24:30}"): "hours go from 00:00 to 24:00",
    RULE.format("active: {days: [mo-fry]}"): "'mo-fry' are no days of the week",
    RULE.format("active: {days: []}"): "days are a list",
    RULE.format("active: {hours: 08:00-20:00, zone: Afrika/Nairobi}"): "did you mean Africa/Nairobi?",
    RULE.format("active: {hours: 08:00-20:00, zone: ../../etc/passwd}"): "is no time zone",
    RULE.format("escalate: [{after: 0s}]"): "rules[0].escalate[0].after: 0s must be at least 1",
    RULE.format("escalate: [{after: 5m, receiver: nihgt}]"): "rules[0].escalate[0].receiver: no receiver is called",
    RULE.format("escalate: [{severity: critical}]"): "`after` is missing",
    "route: {digest: weekly}\n": "'weekly' is not one of 'hourly' or 'daily'",
    "route: {digest: daily, at: noon}\n": "'noon' is no time of day",
    "route: {zone: UTC}\n": "route.zone: it has no effect without `digest: daily` or `hourly` (warning)",
    "route: {repeat_interval: 0s}\n": "0s must be at least 1",
    "receivers: [{name: desk, console: {}, limit: {alerts: 0, per: 5m}}]\n": "0 must be at least 1",
    "silences: [{matchers: [place=x], author: a, comment: b, start: 2026-02-02, end: 2026-02-01}]\n": "before it s",
    "silences: [{matchers: [], author: a, comment: b, start: 2026-02-02, end: 2026-03-01}]\n": "needs at least 1",
    "silences: [{matchers: [plaec=x], author: a, comment: b, start: 2026-02-02, end: 2026-03-01}]\n": (
        "silences[0].matchers[0]: no alert has the label 'plaec'; did you mean `place`?"
    ),
    "inhibit: [{source: [a=b], target: [a = b]}]\n": "inhibit[0].target: the same alerts as `source`",
    "inhibit: [{source: [rule=a], target: [rule=b], equal: [plaec]}]\n": "inhibit[0].equal[0]: no alert has the label",
}


def configured(folder: Path, text: str) -> Path:
    path = folder / "config.yaml"
    path.write_text(text)
    return path


def test_what_is_written_is_what_is_meant(tmp_path: Path) -> None:
    config = load(configured(tmp_path, GOOD))
    desk = desk_of(config)
    [rule], [silence] = config.rules, desk.silences
    assert (rule.for_, rule.cooldown) == (timedelta(minutes=30), timedelta(hours=1))
    assert str(rule.active) == "20:00-06:00 fri,sat,sun Asia/Kolkata"
    assert (silence.start, silence.end) == (datetime(2026, 1, 1, 8, tzinfo=UTC), datetime(2026, 1, 1, 9, tzinfo=UTC))
    assert desk.limits == {"desk": Limit(alerts=30, per="10m")}
    assert desk.inhibit[0].within == timedelta(hours=24)
    assert (config.route.digest, config.route.at, config.route.zone) == (
        "daily",
        time(6, 30),
        ZoneInfo("Africa/Nairobi"),
    )
    assert config.route.routes[0].digest is None
    assert desk.policy.rules == {"r": rule}
    assert examine(configured(tmp_path, GOOD)).of("error") == []


@pytest.mark.parametrize("text", BAD)
def test_what_cannot_be_meant_is_named(tmp_path: Path, text: str) -> None:
    found = examine(configured(tmp_path, text))
    assert any(BAD[text] in f"{each.path}: {each.message} ({each.level})" for each in found.findings), found.findings


def active(**settings: object) -> Active:
    return Active.model_validate(settings)


MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))
ZONES = st.sampled_from(["UTC", "Africa/Nairobi", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])
CLOCK = st.integers(0, 1439)


def clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


@given(MOMENTS, ZONES, CLOCK, CLOCK.map(lambda n: n + 1), st.sets(st.integers(0, 6), min_size=1))
def test_active_hours_begin_when_the_clocks_of_their_zone_say_so(now, zone, first, last, days) -> None:
    if first == last:
        return
    hours = active(hours=f"{clock(first)}-{clock(last)}", days=list(days), zone=zone)
    begins = hours.begins(now)
    assert now <= begins <= now + timedelta(days=8)
    assert hours.begins(begins) == begins, "they last when they begin"
    if begins > now:
        assert hours.begins(begins - timedelta(microseconds=1)) == begins, "and not a moment before"
        local = begins.astimezone(ZoneInfo(zone))
        assert local.weekday() in days
        assert abs(local.hour * 60 + local.minute - first) in (0, 30, 60), "but for hours that the clocks leap over"


def test_hours_go_on_into_the_next_day() -> None:
    night = active(hours="20:00-06:00", days=["fri"])
    friday = datetime(2024, 3, 8, tzinfo=UTC)
    assert night.begins(friday) == friday + timedelta(hours=20)
    assert night.begins(friday + timedelta(hours=29)) == friday + timedelta(hours=29)
    assert night.begins(friday + timedelta(hours=30)) == friday + timedelta(days=7, hours=20)
    assert active(days=["sat"]).begins(friday) == friday + timedelta(days=1)


def test_what_a_person_would_write_is_understood() -> None:
    assert str(active(days="mon-fri")) == "00:00-24:00 mon,tue,wed,thu,fri UTC"
    assert str(active(days=["Saturday", "sun-mon"], hours="8:00 - 24:00")) == "08:00-24:00 mon,sat,sun UTC"
    with pytest.raises(ValidationError):
        active(days=["mon-tue-wed"])


@given(MOMENTS, ZONES, CLOCK, st.sampled_from(["hourly", "daily"]))
def test_a_digest_goes_out_at_its_time_and_soon_enough(now, zone, minutes, digest) -> None:
    branch = route(digest=digest, at=clock(minutes), zone=zone)
    due = next_digest(branch, now)
    assert now < due <= now + (timedelta(hours=1) if digest == "hourly" else timedelta(hours=25))
    local = due.astimezone(ZoneInfo(zone))
    assert local.second == 0
    if zone != "Australia/Lord_Howe":
        assert local.minute == minutes % 60
        assert digest == "hourly" or abs(local.hour - minutes // 60) <= 1, "clocks may leap over the hour"


@given(MOMENTS, st.integers(1, 86400))
def test_spans_follow_one_another(now: datetime, seconds: int) -> None:
    limit = Limit(alerts=1, per=f"{seconds}s")
    start, end = span_of(limit, now)
    assert start <= now < end
    assert end - start == timedelta(seconds=seconds)
    assert span_of(limit, end)[0] == end


@given(MOMENTS, st.integers(0, 3600), st.integers(0, 3600), st.one_of(st.none(), st.integers(0, 7200)))
def test_a_group_waits_for_company_and_keeps_its_distance(now, wait, interval, ago) -> None:
    branch: Route = route(group_wait=f"{wait}s", group_interval=f"{interval}s")
    flushed = None if ago is None else now - timedelta(seconds=ago)
    due = flush_at(branch, now, flushed)
    assert due >= now + branch.group_wait
    assert flushed is None or due >= flushed + branch.group_interval
    assert due in (now + branch.group_wait, (flushed or now) + branch.group_interval)
    assert flush_at(branch, now, flushed, urgent=True) == now + branch.group_wait
