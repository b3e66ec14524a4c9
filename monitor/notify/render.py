"""A delivery in words: subject, plain text and HTML. Pure."""

from collections.abc import Iterable, Iterator

from jinja2 import Environment, PackageLoader, StrictUndefined
from msgspec import Struct

from monitor.charts import Chart, letters, picture
from monitor.model import Delivery
from monitor.notify.context import Context
from monitor.notify.message import Story, shortened, story
from monitor.notify.names import token
from monitor.notify.table import GRAVITY, Table, tabled

LONGEST_SUBJECT = 150
DEMONSTRATION = "Demonstration: the articles were written for this program and are told as if their story happened now."
CHART = 60, 7
"""Columns and rows of a chart in plain text."""

SHOWN_HEIGHT = picture.HEIGHT // 2
"""Pixels that a picture of a chart has in a mail."""

_PAGES = Environment(
    loader=PackageLoader("monitor.notify"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class Message(Struct, frozen=True):
    """A whole delivery in words. `stories` tell each alert in full; a digest or summary has a `table` in their place.
    `html` shows the `pictures` (PNG) by their Content-IDs."""

    subject: str
    text: str
    html: str
    stories: tuple[Story, ...] = ()
    table: Table | None = None
    pictures: tuple[tuple[str, bytes], ...] = ()


def render(delivery: Delivery, context: Context) -> Message:
    """The message of a delivery."""
    if delivery.form != "alerts":
        return _as_table(delivery, context)
    stories = tuple(story(alert, context) for alert in delivery.alerts)
    named = tuple((each, f"toll{number}.{token(delivery.id)}@tocsin") for number, each in enumerate(stories, 1))
    page = _page("mail.html.j2", delivery, context, stories=named, height=SHOWN_HEIGHT)
    pictures = tuple((name, picture.drawn(each.course)) for each, name in named if each.course)
    return Message(subject(stories), text(stories, delivery, context), page, stories, pictures=pictures)


def _as_table(delivery: Delivery, context: Context) -> Message:
    told = tabled(delivery, context)
    page = _page("table.html.j2", delivery, context, table=told)
    words = "\n".join(_rows(told)) + _foot(delivery, context, demonstration=told.demonstration)
    return Message(shortened(f"[{delivery.form}] {told.title}", LONGEST_SUBJECT), words, page, table=told)


def _page(name: str, delivery: Delivery, context: Context, **values: object) -> str:
    shown = {"delivery": delivery, "web": context.web, "demonstration": DEMONSTRATION}
    return _PAGES.get_template(name).render(shown, **values)


def subject(stories: tuple[Story, ...]) -> str:
    """One line: the gravest story, of several as grave that with the highest figure, and how many more there are."""
    if not stories:
        return "[Tocsin] nothing to tell"
    first = min(stories, key=lambda story: (GRAVITY[story.severity], -story.value))
    more = f" (and {len(stories) - 1} more)" if len(stories) > 1 else ""
    return shortened(f"[{first.kicker}] {first.headline}", LONGEST_SUBJECT - len(more)) + more


def text(stories: Iterable[Story], delivery: Delivery, context: Context) -> str:
    """The plain text: readable in a terminal, one block a story."""
    told = tuple(stories)
    demonstration = any(story.demonstration for story in told)
    blocks = "\n\n".join("\n".join(_lines(story)) for story in told)
    return blocks + _foot(delivery, context, demonstration=demonstration)


def _foot(delivery: Delivery, context: Context, *, demonstration: bool) -> str:
    note = f"\n\n{DEMONSTRATION}" if demonstration else ""
    web = f" · {context.web}" if context.web else ""
    return f"{note}\n\n-- \nTocsin · {delivery.receiver} · {delivery.id}{web}\n"


def _lines(story: Story) -> Iterator[str]:
    yield f"{story.kicker.upper()} · {story.rule}"
    yield story.headline
    if story.summary != story.headline:
        yield story.summary
    if story.says:
        yield f"Says: {story.says}"
    yield from (f"{name}: {said}" for name, said in story.notes)
    if story.course:
        yield from ("", *_drawn(story.course))
    for evidence in story.evidence:
        yield f"\n  “{evidence.quote}”"
        yield f"  — {evidence.publisher}" + (f"\n  {evidence.link}" if evidence.link else "")
    yield f"\n{story.at:%Y-%m-%d %H:%M} UTC" + (f" · {story.reason}" if story.reason else "")


def _drawn(course: Chart) -> Iterator[str]:
    return (f"  {line}" for line in letters.drawn(course, *CHART))


def _rows(table: Table) -> Iterator[str]:
    yield table.title
    for count in table.counts:
        yield f"{count.of}: {count.words}"
    for row in table.rows:
        yield f"\n{row.at:%m-%d %H:%M}  {row.story.kicker.upper()}  {row.story.headline}"
        yield f"             {row.story.rule}" + (f" · {row.publisher}" if row.publisher else "")
        if row.link:
            yield f"             {row.link}"
    if table.left_out:
        yield f"\nand {table.left_out} more; `tocsin alerts` lists them all."
