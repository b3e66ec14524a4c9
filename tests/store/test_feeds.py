"""What a poll brought is kept whole or not at all, and an unchanged article is not news."""

from datetime import UTC, datetime, timedelta, timezone
from itertools import count

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.model import Article, Feed, FeedState
from monitor.store import Store
from monitor.store.feeds import SPREAD

FIVE_MINUTES = timedelta(minutes=5)
EXAMPLES = count()


def feed(name: str, url: str = "https://example.org/rss", every: timedelta = FIVE_MINUTES) -> Feed:
    return Feed(name, url, every, source="example.org")


def test_new_feeds_are_due_at_once_a_little_apart(store: Store, now: datetime) -> None:
    store.feeds.sync([feed("b"), feed("a")], now)
    assert [state.feed for state in store.feeds.states()] == ["a", "b"]
    assert [state.feed for state in store.feeds.due(now, 10)] == ["b"]
    assert [state.feed for state in store.feeds.due(now + SPREAD, 10)] == ["b", "a"]
    assert [state.feed for state in store.feeds.due(now + SPREAD, 1)] == ["b"]


def test_a_long_list_of_feeds_is_spread_over_no_more_than_its_interval(store: Store, now: datetime) -> None:
    store.feeds.sync([feed(f"feed {n:03}", every=timedelta(seconds=1)) for n in range(100)], now)
    first = [state.next_poll_at for state in store.feeds.states()]
    assert min(first) == now
    assert max(first) < now + timedelta(seconds=1)
    assert len(set(first)) == 20


def test_syncing_again_keeps_what_is_known(store: Store, now: datetime) -> None:
    store.feeds.sync([feed("a")], now)
    state = FeedState("a", now + FIVE_MINUTES, "ok", etag='"x"', last_modified="Sat", body_hash="h", last_ok_at=now)
    store.feeds.save_poll(state, [], now)
    store.feeds.sync([feed("a")], now)
    assert store.feeds.states() == [state]
    assert store.feeds.counts() == {"ok": 1}


def test_a_feed_that_left_is_not_polled_and_one_that_returns_is_known(store: Store, now: datetime) -> None:
    store.feeds.sync([feed("a"), feed("b")], now)
    store.feeds.save_poll(FeedState("a", now, "ok", etag='"x"'), [], now)
    store.feeds.sync([feed("b")], now)
    assert [state.feed for state in store.feeds.due(now + FIVE_MINUTES, 10)] == ["b"]
    assert store.feeds.counts() == {"new": 1}
    store.feeds.sync([feed("a"), feed("b")], now)
    assert store.feeds.states()[0].etag == '"x"'


def test_a_poll_that_ends_after_its_feed_left_does_not_bring_the_feed_back(store: Store, now: datetime) -> None:
    store.feeds.sync([feed("a")], now)
    store.feeds.sync([], now)
    assert store.feeds.save_poll(FeedState("a", now), [Article("x", "Text")], now) == ["x"]
    assert store.feeds.states() == []


def test_a_feed_with_another_address_forgets_the_validators_of_the_old_one(store: Store, now: datetime) -> None:
    store.feeds.sync([feed("a")], now)
    polled = FeedState("a", now + FIVE_MINUTES, "failing", '"x"', "Sat", "h", now, "timeout", 3)
    store.feeds.save_poll(polled, [], now)
    store.feeds.sync([feed("a", url="https://example.org/other")], now)
    [state] = store.feeds.states()
    assert (state.etag, state.last_modified, state.body_hash, state.failures) == (None, None, None, 0)
    assert (state.next_poll_at, state.health) == (now, "new")


def test_a_shorter_interval_counts_at_once(store: Store, now: datetime) -> None:
    store.feeds.sync([feed("a")], now)
    store.feeds.save_poll(FeedState("a", now + timedelta(hours=9)), [], now)
    store.feeds.sync([feed("a")], now)
    assert store.feeds.states()[0].next_poll_at == now + FIVE_MINUTES


def test_new_and_edited_articles_are_told_in_the_feeds_order(store: Store, now: datetime) -> None:
    state = FeedState("a", now)
    assert store.feeds.save_poll(state, [Article("2", "two"), Article("1", "one")], now) == ["2", "1"]
    again = [Article("3", "three"), Article("1", "one, corrected"), Article("2", "two"), Article("3", "a twin")]
    assert store.feeds.save_poll(state, again, now) == ["3", "1"]
    third = store.articles.get("3")
    assert third is not None
    assert third.text == "three"


def test_dates_and_links_alone_make_no_edit(store: Store, now: datetime) -> None:
    store.feeds.save_poll(FeedState("a", now), [Article("1", "one", url="https://example.org/1", published=now)], now)
    moved = Article("1", "one", url="https://example.org/1?utm=2", published=now + FIVE_MINUTES)
    assert store.feeds.save_poll(FeedState("a", now), [moved], now) == []


def test_articles_and_validators_are_kept_together_or_not_at_all(store: Store, now: datetime) -> None:
    store.feeds.save_poll(FeedState("a", now, etag='"old"'), [], now)
    naive = Article("2", "two", published=datetime(2026, 3, 14))
    with pytest.raises(sa.exc.StatementError, match="no time zone"):
        store.feeds.save_poll(FeedState("a", now, etag='"new"'), [Article("1", "one"), naive], now)
    assert store.articles.get("1") is None
    assert store.feeds.states()[0].etag == '"old"'


def test_times_come_back_in_utc(store: Store, now: datetime) -> None:
    east = now.astimezone(timezone(timedelta(hours=5, minutes=45)))
    store.feeds.save_poll(FeedState("a", east), [Article("1", "one", published=east)], now)
    article = store.articles.get("1")
    assert article is not None
    assert article.published == now
    assert article.published.tzinfo is UTC


def test_more_articles_than_one_statement_asks_for(store: Store, now: datetime) -> None:
    articles = [Article(f"{n:05}", f"text {n}") for n in range(1201)]
    assert len(store.feeds.save_poll(FeedState("a", now), articles, now)) == 1201
    assert store.feeds.save_poll(FeedState("a", now), articles, now) == []


polls = st.lists(st.lists(st.tuples(st.sampled_from("abcde"), st.text(max_size=3)), max_size=6), max_size=4)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(polls)
def test_a_poll_told_twice_is_told_once(store: Store, polls: list[list[tuple[str, str]]]) -> None:
    """Against a plain dict: what is unread after any polls, and that repeating one changes nothing."""
    now = datetime(2026, 3, 14, tzinfo=UTC)
    example = next(EXAMPLES)
    model: dict[str, tuple[str, int]] = {}
    for poll in polls:
        articles = [Article(f"{example}-{id}", text) for id, text in poll]
        expected = []
        for article in {article.id: article for article in reversed(articles)}.values():
            text, revision = model.get(article.id, (None, 0))
            if text != article.text:
                model[article.id] = (article.text, revision + 1)
                expected.append(article.id)
        state = FeedState(f"feed {example}", now)
        assert sorted(store.feeds.save_poll(state, articles, now)) == sorted(expected)
        assert store.feeds.save_poll(state, articles, now) == []
    for id, (_, revision) in model.items():
        kept = store.articles.get(id)
        assert kept is not None
        assert kept.revision == revision


def test_what_was_there_first_stays_backlog_when_it_is_edited(store: Store, now: datetime) -> None:
    state = FeedState("a", now)
    store.feeds.save_poll(state, [Article("a1", "Twelve killed.", fetched=now, feed="a", backlog=True)], now)
    store.feeds.save_poll(state, [Article("a1", "Thirteen killed.", fetched=now, feed="a")], now)
    kept = store.articles.get("a1")
    assert kept is not None
    assert (kept.revision, kept.backlog) == (2, True)
