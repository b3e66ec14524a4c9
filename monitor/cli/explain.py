"""`tocsin explain`: why an article did, or did not, ring; why an alert did."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.common import ConfigOption, Exit, JsonOption, fail, load_config, print_json

if TYPE_CHECKING:
    from monitor.cli.sheet import Page
    from monitor.explanation import Explanation
    from monitor.model import Alert, Extraction
    from monitor.store import Store

NOTHING = {
    "copies": "not compared with others: nothing of it entered the ledger",
    "extracted": "its text is not at hand any more",
    "linked": "nothing to link",
    "compared": "no rule had anything to judge",
    "alerts": "none",
    "delivered": "nothing",
}
"""What is said of a step that found nothing."""


def explain(
    what: Annotated[str, typer.Argument(metavar="ALERT|ARTICLE|URL", help="An id, or its beginning, or a link.")],
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Tell why an article rang or did not: fetched, copies, extracted, linked, compared, alerts, delivered.

    What the rules decided is judged again by the rules of today, on the ledger as it is linked today, with the
    article's own clock. Of an alert, the article that raised it is explained."""
    import msgspec

    from monitor.cli.forms import speaks_unicode
    from monitor.desk import desk_of
    from monitor.explanation import explain as way_of
    from monitor.status import open_store

    settings = load_config(config)
    with open_store(settings) as store:
        ids = _articles(store, what.strip())
        desk = desk_of(settings)
        found = [way_of(store, desk, id, _read(store, id)) for id in ids]
    if json:
        print_json(
            [{"article": id, "steps": msgspec.to_builtins(each.steps)} for id, each in zip(ids, found, strict=True)]
        )
        return
    speaks_unicode()
    for id, each in zip(ids, found, strict=True):
        page(id, each).print()


def page(id: str, found: "Explanation") -> "Page":
    """An article's way, a heading for each step."""
    from monitor.cli.sheet import Page
    from monitor.notify.message import one_line

    article = found.record.article if found.record else None
    title = (article.title or article.text[:80]) if article else (found.told.article.title if found.told else "")
    made = Page()
    made.heading(f"article {id}: {one_line(title) or 'without a title'}")
    if article and article.url:
        made.say(one_line(article.url), 2)
    for step in found.steps:
        made.heading(step.name)
        for finding in step.findings:
            made.say(one_line(finding.what), 2)
            if finding.reason:
                made.say(one_line(finding.reason), 6)
        if not step.findings:
            made.say(NOTHING.get(step.name, "nothing"), 2)
    return made


def _articles(store: "Store", what: str) -> list[str]:
    """The ids of the articles that are meant; ends the command where there are none."""
    if what.lower().startswith(("http://", "https://")):
        found = store.articles.at(what)
        return found or fail(f"no article of the ledger has the link {what}", Exit.USAGE)
    if alerts := store.alerts.ids(what, 2) if what else []:
        if len(alerts) > 1:
            fail(f"several alerts have an id that begins with {what}; write more of it", Exit.USAGE)
        return _of_alert(store.alerts.history(alerts[0]))
    found = store.articles.ids(what, 6) if what else []
    if len(found) > 1 and what not in found:
        fail(f"{len(found)} articles or more have an id that begins with {what}; write more of it", Exit.USAGE)
    return found[:1] or fail(
        f"there is no alert, article or link {what!r}; `tocsin alerts` lists the alerts with their ids", Exit.USAGE
    )


def _of_alert(history: "list[Alert]") -> list[str]:
    """The articles that an alert's sayings rest on most: the first sentence of each."""
    first: Iterator[str] = (alert.evidence[0].article for alert in history if alert.evidence)
    return list(dict.fromkeys(first)) or fail("this alert quotes no article: time alone raised it", Exit.USAGE)


def _read(store: "Store", id: str) -> "Extraction | None":
    from monitor.resources import load_reader

    article = store.articles.get(id)
    return load_reader().read(article) if article else None
