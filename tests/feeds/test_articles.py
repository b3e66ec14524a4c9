"""Entries to articles."""

import hashlib
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.feeds.articles import ENTRIES_A_POLL, LONGEST_TEXT, article_id, to_articles
from monitor.model import Entry
from tests.feeds.support import NOW, feed

MOMENTS = st.datetimes(timezones=st.just(UTC))
STORIES = st.datetimes(datetime(1981, 1, 1), datetime(2026, 1, 1), timezones=st.just(UTC))


def entry(id: str = "g1", title: str = "Title", text: str = "Text.", url: str | None = None, **fields) -> Entry:
    return Entry(id, title, text, url, **({"published": NOW - timedelta(hours=1)} | fields))


def test_an_article_takes_its_name_from_feed_and_entry() -> None:
    (article,) = to_articles([entry()], feed(), NOW).articles
    assert article.id == hashlib.sha256(b"wire\0g1").hexdigest()[:16]
    assert (article.source, article.feed, article.fetched) == ("example.org", "wire", NOW)


def test_an_entry_without_an_id_is_known_by_its_link_then_by_its_title_and_date() -> None:
    by_link, by_title = to_articles([entry("", url="https://a/1"), entry("")], feed(), NOW).articles
    assert by_link.id == article_id("wire", "https://a/1")
    assert by_title.id == to_articles([entry("", text="edited")], feed(), NOW).articles[0].id


def test_a_guid_that_all_entries_share_loses_none_of_them() -> None:
    many = [entry("same", title=f"T{n}", url=f"https://a/{n}") for n in range(5)]
    first = to_articles(many, feed(), NOW).articles
    assert len({article.id for article in first}) == 5
    assert {a.id for a in to_articles(many[2:], feed(), NOW).articles} <= {a.id for a in first}


def test_the_same_entry_twice_is_one_article() -> None:
    assert len(to_articles([entry(), entry(), entry()], feed(), NOW).articles) == 1


def test_articles_come_oldest_first() -> None:
    given_ = [entry(str(n), published=NOW - timedelta(hours=n)) for n in (1, 3, 2)]
    told = [article.published for article in to_articles(given_, feed(), NOW).articles]
    assert told == sorted(told)


@given(st.one_of(st.none(), MOMENTS), st.one_of(st.none(), MOMENTS), st.one_of(st.none(), STORIES))
def test_no_article_is_from_the_future(published, updated, story_now) -> None:
    told = feed(story_now=story_now)
    (article,) = to_articles([entry(published=published, updated=updated)], told, NOW).articles
    assert article.told_at is not None and article.told_at <= NOW
    assert article.published is None or published or updated


def test_a_demonstration_is_told_as_if_its_story_were_now() -> None:
    story_now = datetime(2017, 2, 26, 18, tzinfo=UTC)
    (article,) = to_articles([entry(published=story_now - timedelta(days=2))], feed(story_now=story_now), NOW).articles
    assert article.published == NOW - timedelta(days=2)


def test_what_is_left_out_is_said() -> None:
    batch = to_articles([entry(str(n)) for n in range(ENTRIES_A_POLL + 1)], feed(), NOW)
    long = to_articles([entry(text="x" * (LONGEST_TEXT + 1))], feed(), NOW)
    assert len(batch.articles) == ENTRIES_A_POLL and "only the first 2000" in batch.notes[0]
    assert len(long.articles[0].text) == LONGEST_TEXT and "1 texts are longer" in long.notes[0]
    assert to_articles([entry(title="", text="")], feed(), NOW).articles == ()


def test_huge_guids_make_short_ids_and_strange_ones_too() -> None:
    ids = [article_id("wire", guid) for guid in ("g" * 10_000_000, "\0\r\n", "\ud800", "")]
    assert all(len(each) == 16 for each in ids) and len(set(ids)) == 4


def test_languages_are_reduced_to_the_primary_tag_and_the_configuration_wins() -> None:
    tags = {
        tag: to_articles([entry(language=tag)], feed(), NOW).articles[0].language
        for tag in ("en-GB", "FR_fr", "x!", None)
    }
    assert tags == {"en-GB": "en", "FR_fr": "fr", "x!": None, None: None}
    assert to_articles([entry(language="en")], feed(language="ar"), NOW).articles[0].language == "ar"


def test_undated_entries_of_the_first_answer_are_backlog() -> None:
    entries = [entry("dated"), entry("undated", published=None)]
    first, later = (to_articles(entries, feed(), NOW, first).articles for first in (True, False))
    assert [article.backlog for article in first] == [False, True]
    assert not any(article.backlog for article in later)
