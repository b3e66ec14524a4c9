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
    load_config,
    moment,
    print_json,
    say,
)
from monitor.cli.forms import print_table, speaks_unicode

if TYPE_CHECKING:
    from monitor.config import Config
    from monitor.model import Delivery
    from monitor.store import Store

app = typer.Typer(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
Id = Annotated[str, typer.Argument(metavar="ID", help="A delivery's id, or enough of its beginning.")]
ReceiverOption = Annotated[str | None, typer.Option("--receiver", metavar="NAME", help="Only those to this receiver.")]
LIST = examples(
    "tocsin deliveries --status failed --since 24h",
    "tocsin deliveries show 3f2a",
    "tocsin deliveries retry 3f2a",
    "tocsin deliveries replay --since 6h --receiver desk",
)
SENT_SOON = "A running Tocsin sends what is due within seconds."


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
    from monitor.cli import lookup
    from monitor.status import open_store

    settings = load_config(config or context.obj)
    start = moment(since, clock.now())
    with open_store(settings) as store:
        who = lookup.receiver(receiver, _known(settings, store)) if receiver is not None else None
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
    from monitor.status import open_store

    with open_store(load_config(config or context.obj)) as store:
        delivery = _found(store, id)
        ahead = store.deliveries.ahead(delivery.id)
    now = clock.now()
    if json:
        print_json(shown.plain(delivery) | {"waits_for": ahead, "next": shown.coming(delivery, ahead, now)})
    else:
        speaks_unicode()
        shown.page(delivery, ahead, now).print()


@app.command(epilog=examples("tocsin deliveries retry 3f2a"))
def retry(context: typer.Context, id: Id, config: ConfigOption = None, json: JsonOption = False) -> None:
    """Make a delivery that failed, or waits for its next attempt, due now.

    It keeps its id, by which a receiver knows what it has already, and its attempts: where all of them are used up it
    gets one more."""
    from monitor import clock
    from monitor.attempt import LEASE
    from monitor.cli import delivery_page as shown
    from monitor.status import open_store

    now = clock.now()
    with open_store(load_config(config or context.obj)) as store:
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
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Send again what receivers accepted, for those that lost it; each under the same id as before.

    A receiver that kept it knows it by its id: a webhook by `webhook-id`, a mail program by `Message-ID`."""
    from monitor import clock
    from monitor.cli import lookup
    from monitor.status import open_store

    settings, now = load_config(config or context.obj), clock.now()
    start = moment(since, now) or now
    with open_store(settings) as store:
        who = lookup.receiver(receiver, _known(settings, store)) if receiver is not None else None
        number = store.deliveries.told(start, who)
        asked = f"Send {counted(number, 'message')} again to {who or 'all receivers'}?"
        done = store.deliveries.replay(start, now, who) if number and (yes or typer.confirm(asked, err=True)) else 0
    if json:
        print_json({"since": start.isoformat(), "receiver": who, "accepted": number, "due_again": done})
    elif done:
        print(f"{done} due again. {SENT_SOON}")
    else:
        print("Nothing was changed." if number else "Nothing was accepted since then.")


def _known(settings: "Config", store: "Store") -> set[str]:
    """The receivers of the configuration, and those of earlier ones that something was sent to."""
    return {each.name for each in settings.receivers} | set(store.deliveries.counts())


def _found(store: "Store", prefix: str) -> "Delivery":
    from monitor.cli import lookup

    id = lookup.delivery(store, prefix)
    found = store.deliveries.get(id)
    if found is None:
        fail(f"the delivery {id} has just gone into the archive", Exit.FAILED)
    return found
