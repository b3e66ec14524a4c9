"""`tocsin status`: feeds, queue, processes, articles, deliveries and the last alerts."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli.common import ConfigOption, Exit, JsonOption, clean, console, load_config, print_json

if TYPE_CHECKING:
    from rich.table import Table

    from monitor.model import Alert, FeedState
    from monitor.status import Status


def status(
    config: ConfigOption = None,
    json: JsonOption = False,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="So many of each list.")] = 10,
) -> None:
    """Show how everything is doing.

    Exit code 0: it is ready; 3: it is not running, or alerts cannot come."""
    from monitor import clock
    from monitor.status import look, open_queue, open_store, readiness

    settings = load_config(config)
    with open_store(settings) as store:
        found = look(store, open_queue(settings), clock.now(), limit)
    reasons = readiness(found, settings.workers)
    if json:
        print_json(
            _plain(found) | {"ready": {reason.name: {"ok": reason.ok, "says": reason.says} for reason in reasons}}
        )
    else:
        _show(found)
        for reason in reasons:
            print(f"{'ok ' if reason.ok else 'NOT'}  {reason.name}: {reason.says}")
    raise typer.Exit(Exit.OK if all(reason.ok for reason in reasons) else Exit.UNREACHABLE)


def _plain(found: "Status") -> dict[str, Any]:
    import msgspec

    from monitor.model import contract

    plain: dict[str, Any] = msgspec.to_builtins(found)
    plain["queue"] = plain.pop("lengths")
    plain["alerts"] = [contract.alert(alert) for alert in found.alerts]
    return plain


def _show(found: "Status") -> None:
    out = console()
    out.print(_feeds(found))
    out.print(_counts(found))
    for aside in found.set_aside:
        reason = aside.traceback.strip().rpartition("\n")[2]
        out.print(
            f"set aside after {aside.tries} tries: {aside.article.id} {clean(aside.article.title)}: {clean(reason)}"
        )
    for delivery in found.undelivered:
        answer = delivery.attempts[-1].answer if delivery.attempts else "never tried"
        out.print(f"not delivered: {delivery.id} to {delivery.receiver} by {delivery.channel}: {clean(answer)}")
    if found.alerts:
        out.print(alert_table(found.alerts))


def _table(title: str, *columns: str) -> "Table":
    from rich import box
    from rich.table import Table

    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _feeds(found: "Status") -> "Table":
    table = _table("Feeds", "feed", "health", "last ok", "next poll", "error")
    for feed in found.feeds:
        style = {"ok": "green", "new": ""}.get(feed.health, "red")
        table.add_row(
            clean(feed.feed), f"{feed.health}", *_times(feed, found), clean(feed.last_error or ""), style=style
        )
    return table


def _times(feed: "FeedState", found: "Status") -> tuple[str, str]:
    from monitor.times import ago

    return ago(feed.last_ok_at, found.at), ago(feed.next_poll_at, found.at)


def _counts(found: "Status") -> "Table":
    table = _table("Work", "what", "state", "number")
    for queue, waiting in (found.lengths or {"redis": -1}).items():
        table.add_row(f"queue {queue}", "waiting jobs" if waiting >= 0 else "does not answer", str(max(waiting, 0)))
    for state, number in found.articles.items():
        table.add_row("articles", state, str(number))
    for receiver, counts in found.deliveries.items():
        for outcome, number in counts.items():
            table.add_row(f"deliveries to {receiver}", outcome, str(number))
    for worker in found.workers:
        table.add_row(f"worker {worker.name}", worker.state, f"{worker.jobs_done} done, {worker.jobs_failed} failed")
    return table


def alert_table(alerts: "tuple[Alert, ...]") -> "Table":
    """The last alerts, a line each."""
    table = _table("Last alerts", "at", "severity", "rule", "summary")
    for alert in alerts:
        row = (
            f"{alert.at:%Y-%m-%d %H:%M}Z",
            f"{alert.severity} {alert.status}",
            clean(alert.rule),
            clean(alert.summary),
        )
        table.add_row(*row)
    return table
