"""An article is read by one worker at a time, has its effect once, and is never lost."""

from datetime import datetime, timedelta

import pytest

from monitor.model import Article, FeedState
from monitor.store import Store
from monitor.store.articles import BACKOFF, MAX_TRIES, is_unread, mark_read

LEASE = timedelta(minutes=1)


def article(id: str, published: datetime, text: str = "A quiet day.") -> Article:
    return Article(id=id, text=text, title="Title", published=published, fetched=published, feed="wire", source="wire")


@pytest.fixture
def three(store: Store, now: datetime) -> list[Article]:
    """Three unread articles, the oldest first."""
    articles = [article(name, now - timedelta(hours=age)) for name, age in (("old", 3), ("middle", 2), ("young", 1))]
    store.feeds.save_poll(FeedState("wire", now), reversed(articles), now)
    return articles


def ids(articles: list[Article]) -> list[str]:
    return [article.id for article in articles]


def test_unread_gives_the_oldest_first(store: Store, three: list[Article], now: datetime) -> None:
    assert store.articles.unread(now, 10) == ["old", "middle", "young"]
    assert store.articles.unread(now, 2) == ["old", "middle"]


def test_an_article_comes_back_as_it_was_given(store: Store, three: list[Article]) -> None:
    assert store.articles.get("middle") == three[1]
    assert store.articles.get("nobody") is None


def test_an_article_without_any_date_is_ordered_by_its_arrival(
    store: Store, three: list[Article], now: datetime
) -> None:
    store.feeds.save_poll(FeedState("wire", now), [Article("undated", "Text")], now)
    assert store.articles.unread(now, 10)[-1] == "undated"


def test_a_claimed_article_is_nobody_elses(store: Store, three: list[Article], now: datetime) -> None:
    assert ids(store.articles.claim(["young", "old"], now, LEASE)) == ["old", "young"]
    assert ids(store.articles.claim(["young", "old", "middle"], now, LEASE)) == ["middle"]
    assert store.articles.unread(now, 10) == []


def test_a_lease_that_ran_out_makes_the_article_readable_again(
    store: Store, three: list[Article], now: datetime
) -> None:
    store.articles.claim(["old"], now, LEASE)
    assert "old" not in store.articles.unread(now + LEASE - timedelta(seconds=1), 10)
    assert "old" in store.articles.unread(now + LEASE, 10)
    assert ids(store.articles.claim(["old"], now + LEASE, LEASE)) == ["old"]


def test_articles_that_were_tried_before_come_one_by_one_after_the_others(
    store: Store, three: list[Article], now: datetime
) -> None:
    store.articles.claim(["old", "middle"], now, LEASE)
    later = now + LEASE
    calls = [ids(store.articles.claim(["old", "middle", "young"], later, LEASE)) for _ in range(4)]
    assert calls == [["young"], ["old"], ["middle"], []]


def test_an_article_that_kills_its_workers_is_set_aside_and_its_neighbours_are_not(
    store: Store, three: list[Article], now: datetime
) -> None:
    """A worker that is killed says nothing: only leases run out."""
    for _ in range(MAX_TRIES + 1):
        while claimed := store.articles.claim(["old", "middle", "young"], now, LEASE):
            if "middle" in ids(claimed):
                break
            for survivor in claimed:
                with store.database.write() as connection:
                    assert mark_read(connection, survivor)
        now += LEASE
    assert store.articles.counts() == {"new": 0, "read": 2, "set_aside": 1}
    [aside] = store.articles.set_aside()
    assert (aside.article.id, aside.tries) == ("middle", MAX_TRIES)
    assert "ended without a word" in aside.traceback


def test_a_failing_article_rests_longer_each_time_and_is_set_aside_with_its_traceback(
    store: Store, three: list[Article], now: datetime
) -> None:
    for number, rest in enumerate(BACKOFF):
        assert ids(store.articles.claim(["old"], now, LEASE)) == ["old"]
        store.articles.fail("old", f"Traceback {number}", now)
        assert store.articles.claim(["old"], now + rest - timedelta(seconds=1), LEASE) == []
        now += rest
    store.articles.claim(["old"], now, LEASE)
    store.articles.fail("old", "Traceback, the last", now)
    [aside] = store.articles.set_aside()
    assert (aside.article.id, aside.tries, aside.traceback) == ("old", MAX_TRIES, "Traceback, the last")
    assert store.articles.unread(now + timedelta(days=1), 10) == ["middle", "young"]


def test_a_released_article_is_readable_at_once_and_keeps_its_tries(
    store: Store, three: list[Article], now: datetime
) -> None:
    for _ in range(MAX_TRIES + 2):
        assert ids(store.articles.claim(["old"], now, LEASE)) == ["old"]
        store.articles.release(["old"])
    assert store.articles.counts()["set_aside"] == 0


def test_an_article_is_marked_read_once(store: Store, three: list[Article], now: datetime) -> None:
    with store.database.write() as connection:
        assert is_unread(connection, three[0])
        assert mark_read(connection, three[0])
        assert not is_unread(connection, three[0])
        assert not mark_read(connection, three[0])
    assert store.articles.claim(["old"], now, LEASE) == []


def test_what_rolled_back_leaves_the_article_unread(store: Store, three: list[Article], now: datetime) -> None:
    def read_and_fail() -> None:
        with store.database.write() as connection:
            mark_read(connection, three[0])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        read_and_fail()
    assert store.articles.unread(now, 1) == ["old"]


def test_the_reading_of_a_text_that_was_edited_meanwhile_has_no_effect(
    store: Store, three: list[Article], now: datetime
) -> None:
    [first] = store.articles.claim(["old"], now, LEASE)
    edited = article("old", now - timedelta(hours=3), "The toll rose.")
    assert store.feeds.save_poll(FeedState("wire", now), [edited], now) == ["old"]
    with store.database.write() as connection:
        assert not mark_read(connection, first)
    [second] = store.articles.claim(["old"], now, LEASE)
    assert (second.revision, second.text) == (2, "The toll rose.")
    with store.database.write() as connection:
        assert mark_read(connection, second)


def test_an_edit_readmits_what_was_read_or_set_aside(store: Store, three: list[Article], now: datetime) -> None:
    with store.database.write() as connection:
        mark_read(connection, three[0])
    for _ in range(MAX_TRIES):
        store.articles.claim(["middle"], now, LEASE)
        store.articles.fail("middle", "Traceback", now)
        now += LEASE
    edits = [article(id, now - timedelta(hours=4), "Another text.") for id in ("old", "middle")]
    assert store.feeds.save_poll(FeedState("wire", now), edits, now) == ["old", "middle"]
    assert store.articles.counts() == {"new": 3, "read": 0, "set_aside": 0}
    assert len(store.articles.claim(["old", "middle"], now, LEASE)) == 2


def test_failing_an_article_that_was_read_changes_nothing(store: Store, three: list[Article], now: datetime) -> None:
    with store.database.write() as connection:
        mark_read(connection, three[0])
    store.articles.fail("old", "Traceback of a slower worker", now)
    assert store.articles.counts() == {"new": 2, "read": 1, "set_aside": 0}


def test_recent_gives_the_latest_arrival_first(store: Store, three: list[Article], now: datetime) -> None:
    later = now + timedelta(minutes=5)
    store.feeds.save_poll(FeedState("wire", later), [article("late", now - timedelta(days=9))], later)
    assert ids(store.articles.recent(2))[0] == "late"


def test_what_a_database_cannot_hold_is_replaced_one_for_one(store: Store, now: datetime) -> None:
    hostile = Article("bad", "a\0b\ud800c😀", title="\udfff\0", published=now, url="https://example.org/\0")
    store.feeds.save_poll(FeedState("wire", now), [hostile], now)
    kept = store.articles.get("bad")
    assert kept is not None
    assert (kept.text, kept.title) == ("a�b�c😀", "��")
    assert store.feeds.save_poll(FeedState("wire", now), [hostile], now) == []
