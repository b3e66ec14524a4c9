"""The index page in a real browser: on a phone, in the dark, without scripts."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.livedin import SENTENCE
from tests.web.browser import Browser
from tests.web.conftest import Pages

pytestmark = pytest.mark.process
CHROMIUM = shutil.which("chromium") or "chromium"
LUMINANCE = """
(() => {
  const parts = color => color.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const light = color => parts(color).map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const paper = element => {
    for (; element; element = element.parentElement) {
      const color = getComputedStyle(element).backgroundColor;
      if (!color.endsWith(', 0)')) return light(color);
    }
    return light('rgb(255, 255, 255)');
  };
  const worst = [...document.querySelectorAll('body *')].filter(e => e.innerText && !e.children.length).map(e => {
    const [a, b] = [light(getComputedStyle(e).color), paper(e)];
    return [(Math.max(a, b) + .05) / (Math.min(a, b) + .05), e.className, e.innerText];
  }).sort((x, y) => x[0] - y[0])[0];
  return {paper: paper(document.body), worst};
})()
"""


def browse(pages: Pages, visit: Callable[[Browser], Awaitable[Any]]) -> tuple[Any, list[str]]:
    async def session() -> tuple[Any, list[str]]:
        async with Browser(CHROMIUM) as browser:
            return await visit(browser), browser.console

    return asyncio.run(session())


@pytest.mark.parametrize("width", [320, 390, 1200])
def test_nothing_hangs_over_the_edge(pages: Pages, width: int) -> None:
    async def visit(browser: Browser) -> Any:
        await browser.open(pages.url, width=width)
        return await browser.ask("[document.documentElement.scrollWidth, innerWidth, document.body.innerText]")

    (needed, there, text), console = browse(pages, visit)
    assert needed <= there == width
    assert SENTENCE in text
    assert console == []


@pytest.mark.parametrize("dark", [False, True])
def test_everything_can_be_read_in_light_and_dark(pages: Pages, dark: bool) -> None:
    async def visit(browser: Browser) -> Any:
        await browser.open(pages.url, dark=dark)
        return await browser.ask(LUMINANCE)

    seen, console = browse(pages, visit)
    assert (seen["paper"] < 0.05) is dark
    assert seen["worst"][0] >= 4.5, seen["worst"]
    assert console == []


def test_it_needs_no_scripts_and_a_hostile_feed_runs_none(pages: Pages) -> None:
    async def visit(browser: Browser) -> Any:
        await browser.open(pages.url, scripts=False)
        await browser.call("Emulation.setScriptExecutionDisabled", value=False)
        return await browser.ask(
            "[document.scripts.length, document.querySelectorAll('article').length, document.body.innerText]"
        )

    (scripts, articles, text), console = browse(pages, visit)
    assert (scripts, articles) == (0, 1)
    assert "<script>alert(1)</script>" in text
    assert console == []


def test_what_a_page_may_load_is_bounded(pages: Pages) -> None:
    async def visit(browser: Browser) -> Any:
        await browser.open(pages.url)
        await browser.ask("document.body.append(document.createElement('script'))")
        return await browser.ask("document.scripts[0].append('window.hit = 1'), window.hit")

    hit, console = browse(pages, visit)
    assert hit is None
    assert any("Content Security Policy" in message for message in console)
