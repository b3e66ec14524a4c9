"""The bench measures what it says: its news are the same at every run, and its loopback behaves as the world does."""

import urllib.error
import urllib.request
from datetime import datetime

import pytest

from monitor import rules
from monitor.feeds.formats import entries
from monitor.resources import load_reader
from monitor.rules import RULE_TYPES
from tests.bench import hostile, judging, ordinary, world
from tests.bench.figures import middle, p95
from tests.bench.loopback import Loopback


def test_the_news_are_the_same_at_every_run(now: datetime) -> None:
    assert [world.item(n, now) for n in range(20)] == [world.item(n, now) for n in range(20)]
    assert len({world.item(n, now).text for n in range(200)}) == 200


def test_of_ten_articles_four_tell_a_toll_and_one_a_captured_town(now: datetime) -> None:
    leads = [world.item(n, now).text for n in range(10)]
    assert ["captured" in lead or "retook" in lead for lead in leads].count(True) == 1


def test_a_feed_of_the_bench_is_read_as_it_was_written(now: datetime) -> None:
    items = [world.item(n, now) for n in range(3)]
    read = entries(world.rss("day", items, "http://127.0.0.1").decode(), "http://127.0.0.1/feeds/day")
    assert [(entry.title, entry.text) for entry in read] == [(item.title, item.text) for item in items]


def test_the_loopback_answers_conditionally_and_notes_what_the_webhook_was_told(now: datetime) -> None:
    with Loopback() as outside:
        outside.publish("day", [world.item(7, now)])
        with urllib.request.urlopen(f"{outside.url}/feeds/day") as answer:
            tag = answer.headers["ETag"]
        again = urllib.request.Request(f"{outside.url}/feeds/day", headers={"If-None-Match": tag})
        with pytest.raises(urllib.error.HTTPError, match="304"):
            urllib.request.urlopen(again)
        body = f'{{"url": "{outside.url}/items/7"}}'.encode()
        with urllib.request.urlopen(urllib.request.Request(f"{outside.url}/hook", body)) as answer:
            assert answer.status == 204
        assert outside.wait_for(7, 5) is not None
        assert outside.wait_for(8, 0) is None


def test_how_figures_are_told() -> None:
    assert middle([3, 1, 2]) == 2
    assert p95([1.0, 5.0]) == 5.0
    assert p95([float(n) for n in range(100)]) == pytest.approx(95, abs=1)


def test_a_hostile_text_is_as_long_as_it_is_wanted() -> None:
    assert hostile.text("Al-", 7) == "Al-Al-A"
    assert all(hostile.FAMILIES.values())


def test_ordinary_news_are_of_a_report_s_length_and_tell_of_no_harm() -> None:
    reports = [ordinary.report(n) for n in range(len(ordinary.SENTENCES))]
    assert len({one.text for one in reports}) == len(reports)
    assert all(300 <= len(one.text.split()) <= 500 for one in reports)
    assert not [event for one in reports for event in load_reader().read(one).events]


def test_the_rules_of_the_bench_are_of_every_type_that_articles_wake_and_all_judge() -> None:
    judges = tuple(judging.rule(number) for number in range(len(judging.KINDS)))
    _, verdicts = rules.evaluate(judges, judging.last_scene(judges))
    assert {kind for kind, _ in judging.KINDS} == RULE_TYPES.keys() - {"silence"}
    assert len({verdict.rule for verdict in verdicts}) == len(judges) - 1, "nothing changed hands"
