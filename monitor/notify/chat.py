"""Deliveries as messages of chat programs: Slack, Mattermost and their like, and Microsoft Teams. Pure."""

from collections.abc import Iterator
from typing import Any

from monitor.model import Delivery
from monitor.notify.context import Context
from monitor.notify.message import Story, one_line
from monitor.notify.render import render
from monitor.notify.table import Table

Json = dict[str, Any]
COLOURS = {"critical": "Attention", "warning": "Warning", "info": "Accent"}
"""Names of Adaptive Cards for red, amber and blue."""


def slack(delivery: Delivery, context: Context) -> Json:
    """A message in Slack's form, which Mattermost and others take too."""
    words = render(delivery, context)
    if words.table:
        return {"text": "\n".join(_slack_table(words.table))}
    return {"text": "\n\n".join("\n".join(_slack_story(story)) for story in words.stories) or words.subject}


def _slack_story(story: Story) -> Iterator[str]:
    yield f"*{_plain(story.kicker.upper())}* {_plain(story.headline)}"
    if story.summary != story.headline:
        yield _plain(story.summary)
    if story.says:
        yield f"Says: {_plain(story.says)}"
    yield from (f"{_plain(name)}: {_plain(said)}" for name, said in story.notes)
    for evidence in story.evidence:
        yield f"> {_plain(evidence.quote)} — {_source(evidence.publisher, evidence.link)}"


def _slack_table(table: Table) -> Iterator[str]:
    yield f"*{_plain(table.title)}*"
    for count in table.counts:
        yield f"{count.of}: {_plain(count.words)}"
    for row in table.rows:
        source = f" — {_source(row.publisher, row.link)}" if row.publisher else ""
        yield f"• {row.at:%m-%d %H:%M} *{_plain(row.story.kicker)}* {_plain(row.story.headline)}{source}"
    if table.left_out:
        yield f"and {table.left_out} more"


def _source(publisher: str, link: str | None) -> str:
    return f"<{_plain(link).replace('|', '%7C')}|{_plain(publisher)}>" if link else _plain(publisher)


def _plain(value: str) -> str:
    """Text in which Slack finds no links and no mentions."""
    return one_line(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def teams(delivery: Delivery, context: Context) -> Json:
    """An Adaptive Card, as a workflow of Microsoft Teams takes it. Its rich text knows no markup, so that nothing in an
    article can become a link or a mention."""
    words = render(delivery, context)
    blocks = _card_table(words.table) if words.table else (block for each in words.stories for block in _card(each))
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": list(blocks) or [_text(words.subject)],
        "msteams": {"width": "Full"},
    }
    return {
        "type": "message",
        "summary": words.subject,
        "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": card}],
    }


def _card(story: Story) -> Iterator[Json]:
    yield _text(story.kicker.upper(), color=COLOURS[story.severity], weight="Bolder", separator=True)
    yield _text(story.headline, size="Large", weight="Bolder")
    if story.summary != story.headline:
        yield _text(story.summary)
    if story.says:
        yield _text(f"Says: {story.says}")
    yield from (_text(f"{name}: {said}") for name, said in story.notes)
    for evidence in story.evidence:
        yield _text(f"“{evidence.quote}” — ", then=_run(evidence.publisher, evidence.link))


def _card_table(table: Table) -> Iterator[Json]:
    yield _text(table.title, size="Large", weight="Bolder")
    for count in table.counts:
        yield _text(f"{count.of}: {count.words}")
    for row in table.rows:
        words = f"{row.at:%m-%d %H:%M} {row.story.kicker.upper()} {row.story.headline} — "
        yield _text(words, color=COLOURS[row.story.severity], then=_run(row.publisher, row.link))
    if table.left_out:
        yield _text(f"and {table.left_out} more")


def _text(words: str, *, separator: bool = False, then: Json | None = None, **style: str) -> Json:
    runs = [_run(words, None) | style, *([then] if then else [])]
    return {"type": "RichTextBlock", "separator": separator, "inlines": runs}


def _run(words: str, link: str | None) -> Json:
    run: Json = {"type": "TextRun", "text": words}
    return run | {"selectAction": {"type": "Action.OpenUrl", "url": link}} if link else run
