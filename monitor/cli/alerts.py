"""`tocsin alerts`: the last alerts, each with the sentences that say so."""

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.common import ConfigOption, JsonOption, load_config, moment, print_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.model import Alert
    from monitor.model.pace import Acknowledgement
    from monitor.notify.message import Story


def alerts(
    config: ConfigOption = None,
    since: Annotated[str | None, typer.Option(metavar="24h|DATE", help="Only alerts of this time or later.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10000, help="At most so many, the latest first.")] = 20,
    muted: Annotated[bool, typer.Option("--muted", help="Only those that nobody was told of.")] = False,
    json: JsonOption = False,
) -> None:
    """List the last alerts, each with its evidence."""
    from monitor import clock
    from monitor.model import contract
    from monitor.notify.context import Context
    from monitor.notify.message import story
    from monitor.status import open_store

    now = clock.now()
    start, settings = moment(since, now), load_config(config)
    with open_store(settings) as store:
        found = store.alerts.recent(limit, start, muted=muted or None)
        taken = store.acknowledgements.of([alert.id for alert in found])
        counts = store.alerts.muted(start or now - timedelta(days=1))
    if json:
        print_json([contract.alert(alert) for alert in found])
        return
    context = Context(settings.data_dir, now, demonstration=settings.demonstration)
    for alert in found:
        print(*_lines(alert, story(alert, context), taken.get(alert.id)), sep="\n", end="\n\n")
    if not found:
        print("No alerts yet." if start is None else f"No alerts since {start:%Y-%m-%d %H:%M} UTC.")
    if counts:
        told = ", ".join(f"{number} by {by}" for by, number in counts.items())
        print(f"Muted since {start or now - timedelta(days=1):%Y-%m-%d %H:%M} UTC: {told}.")


def _lines(alert: "Alert", story: "Story", taken: "Acknowledgement | None") -> "Iterator[str]":
    from monitor.notify.message import one_line
    from monitor.times import stamp

    yield f"{stamp(alert.at)}  {story.kicker.upper()}  {story.rule}  {alert.id}"
    yield f"  {story.summary}"
    if story.says:
        yield f"  Says: {story.says}"
    for evidence in story.evidence:
        yield f"    “{evidence.quote}”"
        yield f"    — {evidence.publisher}" + (f"  {evidence.link}" if evidence.link else "")
    if story.demonstration:
        yield "  Demonstration: written for this program and told as if it happened now."
    told = "kept from" if alert.muted and alert.receivers else "told"
    yield f"  {told}: {', '.join(alert.receivers) or 'nobody'}" + (f" ({story.reason})" if story.reason else "")
    if taken is not None and taken.at >= alert.at:
        comment = f": {one_line(taken.comment)}" if taken.comment else ""
        yield f"  acknowledged by {one_line(taken.by)} at {stamp(taken.at)}{comment}"
