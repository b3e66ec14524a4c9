"""`tocsin status`: feeds, queue, processes, articles, deliveries and the last alerts."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli.common import ConfigOption, Exit, JsonOption, console, load_config, print_json

if TYPE_CHECKING:
    from rich.table import Table

    from monitor.status import Reason, Status


LONGEST_WORDS = 100
"""Characters of what was told or answered; `tocsin alerts` and `tocsin deliveries` have the whole."""


def status(
    config: ConfigOption = None,
    json: JsonOption = False,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="So many of each list.")] = 10,
) -> None:
    """Show how everything is doing.

    Exit code 0: it is ready; 3: it is not running, or alerts cannot come."""
    from monitor import clock
    from monitor.keeping import archive_of
    from monitor.status import look, open_queue, open_store, readiness

    settings = load_config(config)
    with open_store(settings) as store:
        found = look(store, open_queue(settings), clock.now(), limit)
    reasons = readiness(found, settings.workers)
    archived = sum(volume.size for volume in archive_of(settings.data_dir).volumes())
    if json:
        print_json(_plain(found, reasons) | {"archive_bytes": archived})
    else:
        _show(found, reasons, archived)
    raise typer.Exit(Exit.OK if all(reason.ok for reason in reasons) else Exit.UNREACHABLE)


def _plain(found: "Status", reasons: "tuple[Reason, ...]") -> dict[str, Any]:
    import msgspec

    from monitor.model import contract

    return {
        "at": found.at.isoformat(),
        "ready": all(reason.ok for reason in reasons),
        "reasons": {reason.name: {"ok": reason.ok, "says": reason.says} for reason in reasons},
        "feeds": msgspec.to_builtins(found.feeds),
        "queue": found.lengths,
        "workers": msgspec.to_builtins(found.workers),
        "leader": found.leader,
        "articles": found.articles,
        "kept_since": found.kept_since.isoformat() if found.kept_since else None,
        "set_aside": [
            {"article": aside.article.id, "feed": aside.article.feed, "tries": aside.tries, "error": aside.reason}
            for aside in found.set_aside
        ],
        "deliveries": found.deliveries,
        "undelivered": [
            {"delivery": owed.id, "receiver": owed.receiver, "channel": owed.channel, "tries": len(owed.attempts)}
            for owed in found.undelivered
        ],
        "struggles": msgspec.to_builtins(found.struggles),
        "muted": found.muted,
        "alerts": [contract.alert(alert) for alert in found.alerts],
    }


def _show(found: "Status", reasons: "tuple[Reason, ...]", archived: int) -> None:
    from monitor.notify.message import one_line

    out = console()
    out.print(_table("Feeds", ("feed", "health", "last ok", "next poll", "error"), _feeds(found)))
    out.print(_table("Work", ("what", "state", "number"), _work(found, archived)))
    if found.set_aside:
        out.print(_table("Articles set aside", ("article", "title", "tries", "error"), _set_aside(found)))
    if found.undelivered:
        out.print(_table("Not delivered", ("delivery", "receiver", "channel", "last answer"), _undelivered(found)))
    if found.struggles:
        out.print(_table("Tried, and tried again", ("receiver", "waiting", "last try", "answer"), _struggles(found)))
    if found.alerts:
        out.print(_table("Last alerts", ("at", "severity", "rule", "summary"), _alerts(found)))
    for reason in reasons:
        out.print(f"{'ok ' if reason.ok else 'NOT'}  {reason.name}: {one_line(reason.says)}")


def _table(title: str, columns: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> "Table":
    """A table of texts; what came from a feed or a receiver loses whatever could disturb a terminal."""
    from rich import box
    from rich.table import Table

    from monitor.notify.message import one_line

    table = Table(*columns, title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for row in rows:
        table.add_row(*map(one_line, row))
    return table


def _feeds(found: "Status") -> Iterator[tuple[str, ...]]:
    from monitor.times import ago

    for feed in found.feeds:
        last, coming = ago(feed.last_ok_at, found.at), ago(feed.next_poll_at, found.at)
        yield feed.feed, feed.health, last, coming, feed.last_error or ""


def _work(found: "Status", archived: int) -> Iterator[tuple[str, ...]]:
    from monitor.times import size, stamp

    for queue, waiting in (found.lengths or {}).items():
        yield f"queue {queue}", "waiting jobs", str(waiting)
    for worker in found.workers:
        yield f"worker {worker.name}", worker.state, f"{worker.jobs_done} done, {worker.jobs_failed} failed"
    for state, number in found.articles.items():
        yield "articles", state.replace("_", " "), str(number)
    if found.kept_since:
        yield "database", "has everything since", stamp(found.kept_since)
    if archived:
        yield "archive", "compressed", size(archived)
    for receiver, counts in found.deliveries.items():
        for outcome, number in counts.items():
            yield f"deliveries to {receiver}", outcome, str(number)
    for by, number in found.muted.items():
        yield "alerts of the last day", f"muted: {by}", str(number)


def _set_aside(found: "Status") -> Iterator[tuple[str, ...]]:
    for aside in found.set_aside:
        yield aside.article.id, aside.article.title, str(aside.tries), aside.reason


def _undelivered(found: "Status") -> Iterator[tuple[str, ...]]:
    from monitor.notify.message import shortened

    for owed in found.undelivered:
        answer = owed.attempts[-1].answer if owed.attempts else "never tried"
        yield owed.id[:8], owed.receiver, owed.channel, shortened(answer, LONGEST_WORDS)


def _struggles(found: "Status") -> Iterator[tuple[str, ...]]:
    from monitor.notify.message import shortened
    from monitor.times import ago

    for each in found.struggles:
        yield each.receiver, str(each.waiting), ago(each.at, found.at), shortened(each.error, LONGEST_WORDS)


def _alerts(found: "Status") -> Iterator[tuple[str, ...]]:
    from monitor.notify.message import headline, shortened
    from monitor.times import stamp

    for alert in found.alerts:
        yield stamp(alert.at), f"{alert.severity} {alert.status}", alert.rule, shortened(headline(alert), LONGEST_WORDS)
