"""`tocsin ack`: somebody takes an alert on, so that nobody else is called for it."""

from typing import Annotated

import typer

from monitor.cli.common import (
    AuthorOption,
    CommentOption,
    ConfigOption,
    Exit,
    JsonOption,
    counted,
    fail,
    load_config,
    login,
    print_json,
)


def ack(
    id: Annotated[str, typer.Argument(metavar="ALERT", help="An alert's id, or enough of its beginning.")],
    author: AuthorOption = None,
    comment: CommentOption = "",
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Acknowledge an alert: it is neither repeated nor escalated any more, until it comes anew.

    Corrections still come, and what grows worse rings as before."""
    import msgspec

    from monitor import clock
    from monitor.cli import lookup
    from monitor.model.pace import Acknowledgement
    from monitor.notify.message import one_line
    from monitor.status import open_store

    given = Acknowledgement(id, clock.now(), author or login(), comment)
    with open_store(load_config(config)) as store:
        given = msgspec.structs.replace(given, alert=lookup.alert(store, id))
        alert = store.alerts.get(given.alert)
        if alert is None or alert.status != "firing":
            fail(
                f"the alert {given.alert} is {alert.status if alert else 'gone'} already, and rings no more", Exit.USAGE
            )
        ended = store.acknowledgements.add(given)
    if json:
        print_json(msgspec.to_builtins(given) | {"ended": ended})
        return
    print(f"{given.alert} is acknowledged by {given.by}: {one_line(alert.summary)}")
    print(f"{counted(ended, 'repeat or step of escalation')} will not come." if ended else "Nothing was to come.")
