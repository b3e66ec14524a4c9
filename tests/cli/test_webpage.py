"""What stands around a story in a page adds no toll to it."""

import json

import pytest

from monitor.cli.source import article_of
from monitor.resources import load_reader

STORY = (
    "<p>Gunmen killed 12 farmers in a village near Jos on Tuesday, police said. The attackers came on motorcycles "
    "before dawn and burned a number of houses before they fled into the hills.</p><p>Residents said that soldiers "
    "arrived hours later. The governor promised help and asked people to stay calm while the search went on.</p>"
)
LINKS = "<a href='/a'>Bomb kills 30 in Kano</a> <a href='/b'>Ferry sinks, 80 dead</a>"
SAID = {"@type": "NewsArticle", "headline": "Raid", "datePublished": "2024-03-05T08:00:00Z", "articleBody": STORY[3:-4]}
PAGES = {
    "plain": f"<article><h1>Raid near Jos</h1>{STORY}</article>",
    "no tags but line ends": f"<div>{STORY.replace('<p>', '').replace('</p>', '<br><br>')}</div>",
    "cookie wall": f"<div class='cookie-consent'><p>30 people were killed by accepting.</p></div><main>{STORY}</main>",
    "paywall": f"<div class='paywall-overlay'>Subscribe now: 30 people were killed.</div><article>{STORY}</article>",
    "comments": f"<main>{STORY}</main><section class='comments'><p>I say 300 people were killed.</p></section>",
    "comment list": f"<div>{STORY}</div><ol class='commentlist'><li><p>300 people were killed.</p></li></ol>",
    "related list": f"<article>{STORY}<aside><h3>Related</h3><ul><li>{LINKS}</li></ul></aside></article>",
    "read also, linked": f"<div class='post'>{STORY}<p>Read also: {LINKS}</p><p>The search went on.</p></div>",
    "read also, plain": f"<div class='post'>{STORY}<p>READ ALSO: Bandits kill 30 people in Zamfara</p></div>",
    "promotion": f"<div>{STORY}<div class='inline-promo'><p>Quake kills 500</p><p>Army captures Goma</p></div></div>",
    "sidebar": f"<div><div>{STORY}</div><div class='sidebar'><h3>Most read</h3><ol><li>{LINKS}</li></ol></div></div>",
    "teasers": f"<article class='t'><p>A blast killed 30 people in Kano.</p></article><article>{STORY}</article>",
    "table layout": f"<table><tr><td>{LINKS}</td><td>{STORY}</td></tr></table>",
    "data table": f"<article>{STORY}<table><tr><td>2022</td><td>340 people killed</td></tr></table></article>",
    "caption": f"<article><figure><figcaption>Mourners of 60 killed</figcaption></figure>{STORY}</article>",
    "hidden": f"<article>{STORY}<div hidden>80 were killed.</div><noscript>90 were killed.</noscript></article>",
    "by script": f"<div id='app'></div><script type='application/ld+json'>{json.dumps(SAID)}</script>",
}


@pytest.mark.parametrize("name", PAGES)
def test_only_the_story_is_read(name: str) -> None:
    article = article_of(
        f"<!DOCTYPE html><html><head><title>Jos</title></head><body>{PAGES[name]}</body></html>".encode()
    )
    assert "Gunmen killed 12 farmers" in article.text
    assert "stay calm" in article.text
    tolls = [event.toll.killed for event in load_reader().read(article).events]
    assert [(toll.low, toll.best, toll.high) for toll in tolls if toll] == [(12, 12, 12)]


@pytest.mark.parametrize("before", ["", "\ufeff", "<?xml version='1.0'?>\n", "<!-- saved -->\n<!-- twice -->", "\n\n"])
def test_a_page_is_known_by_its_markup(before: str) -> None:
    article = article_of(f"{before}<!doctype html><title>Raid</title><body>{PAGES['plain']}".encode())
    assert (article.title, article.text[:6]) == ("Raid", "Raid n")


@pytest.mark.parametrize(
    "head",
    [
        "<meta property='article:published_time' content='2024-03-05T09:00:00+01:00'>",
        "<meta name='date' content='nonsense'><meta itemprop='datePublished' content='2024-03-05T08:00:00Z'>",
        f"<script type='application/ld+json'>{json.dumps({'@graph': [{'@type': 'WebSite'}, SAID]})}</script>",
    ],
)
def test_the_date_is_found(head: str) -> None:
    published = article_of(f"<html><head>{head}</head><body>{PAGES['plain']}</body></html>".encode()).published
    assert published is not None
    assert published.isoformat()[:10] == "2024-03-05"


@pytest.mark.parametrize("metadata", ["{broken", "[" * 50_000, "[1, 2]", '"text"', '{"@graph": 5}', '{"@type": ["A"]}'])
def test_metadata_may_be_anything(metadata: str) -> None:
    page = f"<html><script type='application/ld+json'>{metadata}</script><body>{PAGES['plain']}</body></html>"
    assert "Gunmen" in article_of(page.encode()).text


@pytest.mark.parametrize(
    "page", ["<p>{}</p>", "<article><p>{}</p></article>", "<div><a href='/x'>link</a></div>" * 2_000]
)
def test_a_large_page_is_no_trap(page: str) -> None:
    body = (page.format("Gunmen killed 12 farmers. ") * 3_000)[:2_000_000]
    assert article_of(f"<html><body>{body}{STORY}</body></html>".encode()).text
