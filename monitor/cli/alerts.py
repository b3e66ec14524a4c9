"""`tocsin alerts`: the last alerts, each with the sentences that say so."""

from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.common import ConfigOption, JsonOption, clean, console, load_config, moment, print_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.model import Alert


def alerts(
    config: ConfigOption = None,
    since: Annotated[str | None, typer.Option(metavar="24h|DATE", help="Only alerts of this time or later.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10000, help="At most so many, the latest first.")] = 20,
    json: JsonOption = False,
) -> None:
    """List the last alerts, each with its evidence."""
    from monitor import clock
    from monitor.model import contract
    from monitor.status import open_store

    start = moment(since, clock.now())
    with open_store(load_config(config)) as store:
        found = store.alerts.recent(limit, start)
    if json:
        print_json([contract.alert(alert) for alert in found])
        return
    out = console()
    for alert in found:
        out.print(*_lines(alert), sep="\n", end="\n\n")
    if not found:
        print("No alerts yet." if start is None else f"No alerts since {start:%Y-%m-%d %H:%M}Z.")


def _lines(alert: "Alert") -> "Iterator[str]":
    yield f"{alert.at:%Y-%m-%d %H:%M}Z  {alert.severity.upper()}  {alert.status}  {clean(alert.rule)}"
    yield f"  {clean(alert.summary)}"
    for quote in alert.evidence:
        yield f"  “{clean(quote.quote)}”"
        yield f"    {clean(quote.source)}{f'  {clean(quote.url)}' if quote.url else ''}"
    told = ", ".join(alert.receivers) or "nobody"
    yield f"  told: {clean(alert.muted or told)}  ({clean(alert.notify_reason or alert.id)})"
