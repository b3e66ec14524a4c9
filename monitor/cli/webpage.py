"""The article in a web page: its main text without what stands around it, its title and its date.

The main text is found by resiliparse. Before that, what only points to other articles is taken out of the page: small
blocks that are mostly links, teasers beside a longer article, captions, promotions and walls. A page whose text comes
by script often tells it in its metadata (JSON-LD), which is asked where the page itself tells next to nothing."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import DOMContext, ElementNode, HTMLTree, TextNode, traverse_dom

from monitor.errors import ReadError
from monitor.feeds.text import one_line, plain
from monitor.lines import when
from monitor.model import Article

DATES = (
    "meta[property='article:published_time'], meta[itemprop='datePublished'], meta[name='date'], "
    "meta[name='pubdate'], meta[name='dc.date'], meta[name='DC.date.issued'], meta[property='og:published_time']"
)
ASIDE = (
    "paywall", "promo", "related", "recommend", "trending", "most-read", "mostread", "newsletter", "caption",
    "read-more", "readmore", "read-also", "also-read", "cookie", "consent", "subscribe", "comment", "disqus", "teaser",
    "sponsor",
)  # fmt: skip
"""What classes and ids call the blocks around an article."""
BLOCKS = frozenset({"p", "li", "td", "h2", "h3", "h4", "h5", "h6", "div", "section", "ul", "ol", "aside"})
UNSEEN = frozenset({"script", "style", "noscript", "template"})
SHORT = 600
"""Letters of a block that may go whatever its class says; a longer one may be the article itself."""
LINKED = 0.5
"""The share of a small block's letters in links from which it only points elsewhere."""
DEEP = 300
"""Levels of nesting, far above any page's."""
THIN = 200
"""Letters below which a page tells next to nothing."""
FEW = 20
"""Metadata of one kind that are looked at; no page has more."""
NEWS = ("NewsArticle", "ReportageNewsArticle", "Article", "BlogPosting", "LiveBlogPosting")


def article_of_page(html: str, url: str | None = None) -> Article:
    """The article of a page.

    Raises:
        ReadError: its markup is a trap.
    """
    tree = HTMLTree.parse(html)
    facts = next(_facts(tree), {})
    title = one_line(tree.title or str(facts.get("headline") or ""))
    published = _date(tree, facts)
    return Article("", _text(tree, facts), title=title, url=url, published=published)


def _text(tree: HTMLTree, facts: dict[str, Any]) -> str:
    blocks = _blocks(tree.body) if tree.body else []
    whole = _main(tree)
    _prune(blocks)
    main = _main(tree)
    if len(main) >= THIN:
        return main
    told = facts.get("articleBody")
    return max(plain(told) if isinstance(told, str) else "", main or whole, key=len)


def _main(tree: HTMLTree) -> str:
    return plain(extract_plain_text(tree, main_content=True, list_bullets=False, alt_texts=False))


@dataclass(slots=True)
class _Block:
    """An element with the letters that stand in it, and how many of these are links; `first` to `last` number the
    elements that it holds, in the order of the page."""

    node: ElementNode
    first: int
    last: int = 0
    letters: int = 0
    linked: int = 0

    def holds(self, other: "_Block") -> bool:
        """Whether the other is inside this one."""
        return self.first <= other.first < self.last

    def aside(self) -> bool:
        """Whether it is a caption, a row of figures, or a small block that points elsewhere or is called so."""
        if self.node.tag == "figcaption" or (self.node.tag == "tr" and self.letters < THIN):
            return True
        if self.node.tag not in BLOCKS or not 0 < self.letters <= SHORT:
            return False
        name = f"{self.node.class_name or ''} {self.node.id or ''}".lower()
        return self.linked > LINKED * self.letters or any(word in name for word in ASIDE)


def _prune(found: list[_Block]) -> None:
    """Takes out the blocks that are no part of the article."""
    for block in (*_teasers(found), *filter(_Block.aside, found)):
        if block.node.parent is not None:
            block.node.parent.remove_child(block.node)


def _blocks(body: ElementNode) -> list[_Block]:
    """All elements of a page, in one pass.

    Raises:
        ReadError: they are nested so deep that finding the main text would take minutes.
    """
    found: list[_Block] = []
    open_: list[_Block] = [_Block(body, 0)]

    def enter(context: DOMContext) -> None:
        if isinstance(context.node, ElementNode):
            if len(open_) > DEEP:
                raise ReadError(f"its markup is nested deeper than {DEEP} levels; no article's is")
            found.append(_Block(context.node, len(found)))
            open_.append(found[-1])
        elif isinstance(context.node, TextNode) and open_[-1].node.tag not in UNSEEN:
            open_[-1].letters += len((context.node.text or "").strip())

    def leave(context: DOMContext) -> None:
        if isinstance(context.node, ElementNode):
            done = open_.pop()
            done.last = len(found)
            open_[-1].letters += done.letters
            open_[-1].linked += done.letters if done.node.tag == "a" else done.linked

    traverse_dom(body, enter, leave)
    return found


def _teasers(found: list[_Block]) -> list[_Block]:
    """All articles of a page but its longest, where that is twice as long as any other: the rest lead elsewhere."""
    articles = sorted((one for one in found if one.node.tag == "article"), key=lambda one: one.letters, reverse=True)
    others = [one for one in articles[1:] if not articles[0].holds(one) and not one.holds(articles[0])]
    return others if others and articles[0].letters >= 2 * others[0].letters else []


def _facts(tree: HTMLTree) -> Iterator[dict[str, Any]]:
    """What the page's metadata say of its article."""
    for script in islice(_all(tree, "script[type='application/ld+json']"), FEW):
        try:
            told = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        graph = told.get("@graph", [told]) if isinstance(told, dict) else told
        for item in graph if isinstance(graph, list) else []:
            if isinstance(item, dict) and str(item.get("@type")) in NEWS:
                yield item


def _all(tree: HTMLTree, selector: str) -> Iterable[ElementNode]:
    return tree.document.query_selector_all(selector) if tree.document else ()


def _date(tree: HTMLTree, facts: dict[str, Any]) -> datetime | None:
    for told in (*(meta.getattr("content") for meta in islice(_all(tree, DATES), FEW)), facts.get("datePublished")):
        try:
            if isinstance(told, str) and (date := when(told.strip())):
                return date
        except ReadError:
            continue
    return None
