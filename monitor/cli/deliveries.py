"""`tocsin deliveries`: what was sent to whom, how every attempt ended, and sending again what did not arrive."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from monitor.cli.common import (
    ConfigOption,
    Exit,
    JsonOption,
    counted,
    examples,
    fail,
    group,
    moment,
    opened,
    print_json,
    say,
)
from monitor.cli.forms import print_table, speaks_unicode

if TYPE_CHECKING:
    from pathlib import Path

    from monitor.config import Config
    from monitor.model import Delivery
    from monitor.store import Store

app = group()
Id = Annotated[str, typer.Argument(metavar="ID", help="A delivery's id, or enough of its beginning.")]
ReceiverOption = Annotated[str | None, typer.Option("--receiver", metavar="NAME", help="Only those to this receiver.")]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
LIST = examples(
    "tocsin deliveries --status failed --since 24h",
    "tocsin deliveries show 3f2a",
    "tocsin deliveries retry --failed --receiver desk",
    "tocsin deliveries replay --since 6h --receiver desk",
)


@app.callback(epilog=LIST)
@app.command("list", epilog=examples("tocsin deliveries list --status failed", "tocsin deliveries list --json"))
def deliveries(
    context: typer.Context,
    config: ConfigOption = None,
    receiver: ReceiverOption = None,
    status: Annotated[
        Literal["pending", "delivered", "failed"] | None,
        typer.Option(help="pending: still to be sent · failed: refused, or given up after the last attempt."),
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="24h|DATE", help="Only those planned then or later.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="At most so many, the latest first.")] = 20,
    json: JsonOption = False,
) -> None:
    """List what was sent or is still to be sent, the latest first; show one, or send it again."""
    if context.invoked_subcommand is not None:
        context.obj = config
        return
    from monitor import clock
    from monitor.cli import delivery_page as shown

    start = moment(since, clock.now())
    with opened(config or context.obj) as (settings, store):
        who = _receiver(receiver, settings, store)
        found = store.deliveries.recent(limit + 1, status, who, start)
    if len(found) > limit:
        say(f"Only the latest {limit}; --limit shows more.")
    if json:
        print_json([shown.plain(each) for each in found[:limit]])
    elif found:
        speaks_unicode()
        print_table("Deliveries", shown.HEAD, shown.rows(found[:limit]), shown.KEEP)
    else:
        print("None.")


@app.command(epilog=examples("tocsin deliveries show 3f2a", "tocsin deliveries show 3f2a --json | jq .attempts"))
def show(context: typer.Context, id: Id, config: ConfigOption = None, json: JsonOption = False) -> None:
    """Show one delivery: its alerts, every attempt with its answer, and when the next one is due and why."""
    from monitor import clock
    from monitor.cli import delivery_page as shown

    with opened(config or context.obj) as (_, store):
        delivery = _found(store, id)
        ahead = store.deliveries.ahead(delivery.id)
    now = clock.now()
    if json:
        print_json(shown.plain(delivery) | {"waits_for": ahead, "next": shown.coming(delivery, ahead, now)})
    else:
        speaks_unicode()
        shown.page(delivery, ahead, now).print()


@app.command(epilog=examples("tocsin deliveries retry 3f2a", "tocsin deliveries retry --failed --receiver desk"))
def retry(
    context: typer.Context,
    id: Annotated[str | None, typer.Argument(metavar="[ID]", help="A delivery's id, or its beginning.")] = None,
    failed: Annotated[bool, typer.Option("--failed", help="All that failed, or wait because they did.")] = False,
    receiver: ReceiverOption = None,
    since: Annotated[str | None, typer.Option(metavar="24h|DATE", help="Only those planned then or later.")] = None,
    yes: YesOption = False,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Make a delivery that failed, or waits for its next attempt, due now; or all that failed.

    Each keeps its id, by which a receiver knows what it has already, and its attempts: where all of them are used up it
    gets one more."""
    if (id is None) != failed or (id is not None and (receiver or since)):
        fail(
            "say which: `retry ID` for one, or `retry --failed`, with --receiver and --since where you like", Exit.USAGE
        )
    if id is not None:
        _retry_one(config or context.obj, id, json=json)
    else:
        _retry_failed(config or context.obj, receiver, since, yes=yes, json=json)


def _retry_failed(config: "Path | None", receiver: str | None, since: str | None, *, yes: bool, json: bool) -> None:
    from monitor import clock
    from monitor.attempt import LEASE

    now = clock.now()
    start = moment(since, now)
    with opened(config) as (settings, store):
        who = _receiver(receiver, settings, store)
        number = store.deliveries.failed(now + LEASE, who, start)
        asked = f"Try {counted(number, 'message')} to {who or 'all receivers'} once more?"
        done = store.deliveries.retry_failed(now, LEASE, who, start) if number and (yes or _agreed(asked)) else 0
    if json:
        print_json({"receiver": who, "failed": number, "due_again": done})
    else:
        _say_how_many(done, "Nothing was changed." if number else "Nothing failed.")


def _retry_one(config: "Path | None", id: str, *, json: bool) -> None:
    from monitor import clock
    from monitor.attempt import LEASE
    from monitor.cli import delivery_page as shown

    now = clock.now()
    with opened(config) as (_, store):
        delivery = _found(store, id)
        changed = store.deliveries.retry(delivery.id, now, LEASE)
        delivery = store.deliveries.get(delivery.id) or delivery
        ahead = store.deliveries.ahead(delivery.id)
    if delivery.status == "delivered":
        told = "`tocsin deliveries replay` sends again what was accepted"
        fail(f"{delivery.receiver} has accepted the delivery {delivery.id} already; {told}", Exit.USAGE)
    if json:
        print_json(shown.plain(delivery) | {"changed": changed})
        return
    print(f"{delivery.id} is due now." if changed else f"{delivery.id} is due, or being sent; nothing was changed.")
    print(shown.coming(delivery, ahead, now))


@app.command(epilog=examples("tocsin deliveries replay --since 6h", "tocsin deliveries replay --since 6h -y"))
def replay(
    context: typer.Context,
    since: Annotated[str, typer.Option(metavar="24h|DATE", help="What was accepted then or later.")],
    receiver: ReceiverOption = None,
    yes: YesOption = False,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Send again what receivers accepted, for those that lost it; each under the same id as before.

    A receiver that kept it knows it by its id: a webhook by `webhook-id`, a mail program by `Message-ID`."""
    from monitor import clock

    now = clock.now()
    start = moment(since, now) or now
    with opened(config or context.obj) as (settings, store):
        who = _receiver(receiver, settings, store)
        number = store.deliveries.told(start, who)
        asked = f"Send {counted(number, 'message')} again to {who or 'all receivers'}?"
        done = store.deliveries.replay(start, now, who) if number and (yes or _agreed(asked)) else 0
    if json:
        print_json({"since": start.isoformat(), "receiver": who, "accepted": number, "due_again": done})
    else:
        _say_how_many(done, "Nothing was changed." if number else "Nothing was accepted since then.")


def _agreed(asked: str) -> bool:
    return typer.confirm(asked, err=True)


def _say_how_many(done: int, otherwise: str) -> None:
    print(f"{done} due again. A running Tocsin sends what is due within seconds." if done else otherwise)


def _receiver(name: str | None, settings: "Config", store: "Store") -> str | None:
    """A receiver of the configuration, or of an earlier one that something was sent to; None where none is named."""
    from monitor.cli import lookup

    known = {each.name for each in settings.receivers} | set(store.deliveries.counts())
    return lookup.receiver(name, known) if name is not None else None


def _found(store: "Store", prefix: str) -> "Delivery":
    from monitor.cli import lookup

    id = lookup.delivery(store, prefix)
    found = store.deliveries.get(id)
    if found is None:
        fail(f"the delivery {id} has just gone into the archive", Exit.FAILED)
    return found
