"""RSS, Atom and JSON Feed to entries, whatever their makers did to them."""

import contextlib
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import ParseError
from monitor.feeds.formats import entries
from monitor.feeds.prescan import Limits, clean, decode
from monitor.feeds.text import from_html, plain, web_address
from monitor.model import Entry
from tests.feeds.support import item, rss

BASE = "https://example.org/feeds/all.xml"
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>t</title>
<entry><id>urn:1</id><title type="html">Deux &lt;i&gt;morts&lt;/i&gt;</title><link href="../a/1"/>
<published>2026-02-28T10:00:00+01:00</published><updated>2026-02-28T12:00:00Z</updated>
<author><name>A. B.</name></author><summary>Court.</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Premier.</p><p>Second.</p>
<script>bad()</script></div></content></entry></feed>"""


def read(body: str | bytes) -> list[Entry]:
    return entries(decode(body.encode() if isinstance(body, str) else body, None), BASE)


def test_rss_2_with_escaped_html_keeps_its_paragraphs() -> None:
    (entry,) = read(rss(item("g1", "Fire &amp;amp; flood", "&lt;p&gt;One &amp;lt;b.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;")))
    assert (entry.id, entry.title, entry.text) == ("g1", "Fire & flood", "One <b.\n\nTwo.")
    assert entry.url == "https://example.org/1"


def test_the_full_text_wins_over_the_teaser() -> None:
    spelled_out = 'content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    full = f"<{spelled_out}><![CDATA[<p>All of it.</p>]]></content:encoded>"
    assert read(rss(item("g", text="All…").replace("</item>", full + "</item>")))[0].text == "All of it."


def test_atom_with_xhtml() -> None:
    (entry,) = read(ATOM)
    assert entry == Entry(
        id="urn:1",
        title="Deux morts",
        text="Premier.\n\nSecond.",
        url="https://example.org/a/1",
        published=datetime(2026, 2, 28, 9, tzinfo=UTC),
        updated=datetime(2026, 2, 28, 12, tzinfo=UTC),
        language="fr",
        authors=("A. B.",),
    )


def test_rss_091_and_rss_10() -> None:
    doctype = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://example.org/rss-0.91.dtd">'
    old = rss(item("", "Old news"), head=doctype).replace('"2.0"', '"0.91"')
    rdf = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
    <item rdf:about="https://example.org/2"><title>Older</title><link>https://example.org/2</link></item></rdf:RDF>"""
    assert [entry.title for entry in read(old) + read(rdf)] == ["Old news", "Older"]


def test_json_feed_and_its_broken_items() -> None:
    good = {
        "id": 7,
        "url": "/a",
        "title": "T",
        "content_html": "<p>One</p><p>Two</p>",
        "date_published": "2026-02-28T10:00:00+02:00",
    }
    feed = {"version": "https://jsonfeed.org/version/1.1", "language": "en-GB", "items": [{"id": [1]}, good, 5]}
    (entry,) = read(json.dumps(feed))
    assert (entry.id, entry.url, entry.text, entry.language) == ("7", "https://example.org/a", "One\n\nTwo", "en-GB")
    assert entry.published == datetime(2026, 2, 28, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("", "neither RSS, Atom nor JSON Feed"),
        ("<html><body>Sign in</body></html>", "web page"),
        ("<note>hello</note>", "no feed"),
        ('{"hello": 1}', "JSON Feed"),
        ('{"version": "2", "items": []}', "its version is '2'"),
        ('{"version": "https://jsonfeed.org/version/1", "items": [1, 2]}', "not one item"),
        ("{" + '"a":[' * 100_000, "JSON Feed"),
    ],
)
def test_what_is_no_feed_is_said_to_be_none(body: str, words: str) -> None:
    with pytest.raises(ParseError, match=words):
        read(body)


@pytest.mark.parametrize(
    "hostile",
    [
        rss(item("1"), head='<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'),
        rss(item("1"), head='<!DOCTYPE r [ <!ENTITY x SYSTEM "file:///etc/passwd"> ]>'),
        rss("<x>" * 10_000),
        rss("<x " + " ".join(f'a{n}="1"' for n in range(100_000)) + "/>"),
        rss("<x " + " ".join(f"a{n}='>'" for n in range(100_000)) + "/>"),
        rss("<x/>" * 300_001),
    ],
    ids=["laughs", "external entity", "depth", "attributes", "attributes with >", "tags"],
)
def test_markup_made_to_break_parsers_is_refused(hostile: str) -> None:
    for body in (hostile.encode(), hostile.replace('encoding="utf-8"', "").encode("utf-16")):
        with pytest.raises(ParseError):
            read(body)


def test_entities_in_an_article_about_entities_are_only_text() -> None:
    assert "<!ENTITY a" in read(rss(item("1", text='<![CDATA[Write &lt;!ENTITY a "b"> in a DTD]]>')))[0].text


@pytest.mark.parametrize(
    "reference", ["&#xD800;", "&#55296;", "&#0;", "&#x110000;", "&#99999999999999999999;", "\x08", "\x1b[31m"]
)
def test_characters_that_are_none_cost_only_themselves(reference: str) -> None:
    (entry,) = read(rss(item("1", f"A{reference}B", f"&lt;p&gt;C{reference}D&lt;/p&gt;")))
    assert entry.title.startswith("A") and entry.title.endswith("B")
    assert entry.text.startswith("C") and entry.text.endswith("D")
    assert entry.title.isprintable()


def test_broken_xml_still_gives_the_entries_that_can_be_told() -> None:
    body = rss(item("1", "First"), item("2", "Fish & chips <b>"), item("3", "Last")).removesuffix("</channel></rss>")
    assert [entry.id for entry in read(body)] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("encoding", "declared", "text"),
    [
        ("utf-8", "utf-8", "Алеппо"),
        ("utf-8-sig", "iso-8859-1", "Мосул"),
        ("utf-16", "utf-16", "حلب"),
        ("utf-16-le", "utf-16", "Aleppo"),
        ("windows-1251", "windows-1251", "Донецк"),
        ("gb18030", "GB2312", "阿勒颇"),
        ("iso-2022-jp", "iso-2022-jp", "アレッポ"),
        ("utf-8", "iso-8859-1", "café à Alep"),
        ("windows-1252", "nonsense", "café “Alep”"),
        ("windows-1252", "utf-7", "café"),
    ],
)
def test_the_text_is_read_in_its_real_encoding(encoding: str, declared: str, text: str) -> None:
    body = rss(item("1", text)).replace('encoding="utf-8"', f'encoding="{declared}"').encode(encoding)
    assert read(body)[0].title == text


@given(st.text(max_size=200))
def test_any_text_survives_the_way_through_rss(text: str) -> None:
    escaped = text.replace("&", "&amp;amp;").replace("<", "&amp;lt;").replace(">", "&amp;gt;")
    body = rss(item("1", "t", f"&lt;p&gt;{escaped}&lt;/p&gt;")).encode(errors="replace")
    (entry,) = entries(decode(body, None), BASE)
    assert plain(entry.text) == entry.text
    assert not set(entry.text) & {chr(code) for code in range(32) if code != 10}


@given(st.text(alphabet="<>/&;!#?[]-='\" \nab:xD80ENTITYCAOP", max_size=300))
def test_the_scan_never_fails_in_another_way(text: str) -> None:
    with contextlib.suppress(ParseError):
        read = clean(text, Limits())
        assert "&#x0;" not in read
        assert "&#xD800;" not in read


@given(st.binary(max_size=300), st.one_of(st.none(), st.text(max_size=40)))
def test_any_bytes_decode(body: bytes, content_type: str | None) -> None:
    assert isinstance(decode(body, content_type), str)


def test_html_is_reduced_to_what_a_reader_sees() -> None:
    html = "<p>One<br>line</p><style>p{}</style><div hidden>no</div><ul><li>a</li><li>b</li></ul>\u202eevil <img alt=x>"
    assert from_html(html) == "One\nline\n\na\nb\nevil"
    assert from_html("No markup.\n\n3 < 4 & 5") == "No markup.\n\n3 < 4 & 5"


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "https://a/\r\nX-Evil: 1", "https://a/ b", "data:text/html,x", "https://a/'\"", "", None,
     "https://a/" + "x" * 3000, "https://a/\u0085b", "https://a/<b>"],
)  # fmt: skip
def test_links_that_could_break_out_are_dropped(url: str | None) -> None:
    assert web_address(url) is None


def test_an_entry_without_a_link_has_none() -> None:
    assert [entry.url for entry in read(rss(item("1", link=""), item("2", link="http://[")))] == [None, None]


@given(st.text())
def test_a_link_that_is_kept_fits_on_one_line(url: str) -> None:
    kept = web_address("https://example.org/" + url)
    assert kept is None or (len(kept.split()) == 1 and kept.splitlines() == [kept])
