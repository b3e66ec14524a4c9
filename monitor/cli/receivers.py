"""`tocsin receivers`: who can be told by which channels, which are switched off, and a marked test of them."""

import contextlib
import hashlib
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli.common import ConfigOption, Exit, JsonOption, examples, fail, group, load_config, print_json
from monitor.cli.forms import print_table, speaks_unicode

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.config import Config
    from monitor.model import Attempt, Delivery
    from monitor.model.pace import Escalation
    from monitor.model.route import Matcher, Route

app = group()
ChannelOption = Annotated[
    str | None, typer.Option("--channel", "-C", metavar="CHANNEL", help="Only this channel. [default: all]")
]
LONGEST_ANSWER = 200
"""Characters; the conversation above it has the whole."""
TEST = "This is a test of Tocsin; nothing happened"
QUOTE = "This sentence was written by `tocsin receivers test`. It comes from no article, and nothing happened."


@app.callback(epilog=examples("tocsin receivers", "tocsin receivers test desk", "tocsin receivers test desk -C email"))
def receivers(context: typer.Context, config: ConfigOption = None, json: JsonOption = False) -> None:
    """List the receivers with their channels and the routes that lead to them; test one, or switch it on again."""
    if context.invoked_subcommand is not None:
        context.obj = config
        return
    settings = load_config(config)
    branches = [*_branches(settings.route, ()), *_called_by_rules(settings)]
    off = _off(settings)
    found = [
        {
            "name": each.name,
            "channels": list(each.channels),
            "routes": [told for name, told in branches if name == each.name],
            "switched_off": {channel: why for (name, channel), why in off.items() if name == each.name},
        }
        for each in settings.receivers
    ]
    if json:
        print_json(found)
        return
    speaks_unicode()
    print_table("Receivers", ("name", "channels", "is told of"), map(_row, found), ("name",))


def _row(receiver: dict[str, Any]) -> tuple[str, ...]:
    off = receiver["switched_off"]
    channels = (f"{each}: off, {off[each]}" if each in off else each for each in receiver["channels"])
    return receiver["name"], "\n".join(channels), "\n".join(receiver["routes"]) or "no route"


def _off(settings: "Config") -> dict[tuple[str, str], str]:
    """The channels that are switched off as they are set now, and why. None where nothing has run yet."""
    from monitor.attempt import fingerprint
    from monitor.errors import StoreError
    from monitor.status import open_store

    with contextlib.suppress(StoreError), open_store(settings) as store:
        return {
            (off.receiver, off.channel): off.reason
            for off in store.channels.off()
            if off.settings == fingerprint(settings, off.receiver, off.channel)
        }
    return {}


@app.command(epilog=examples("tocsin receivers enable desk", "tocsin receivers enable desk --channel webhook"))
def enable(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A receiver of the configuration.")],
    channel: ChannelOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Switch on what was switched off because its receiver said that it is gone for good (410).

    What it missed meanwhile is listed by `tocsin deliveries --status failed --receiver NAME`, and sent by `retry`."""
    from monitor.cli import lookup
    from monitor.status import open_store

    settings = load_config(config or context.obj)
    lookup.receiver(name, [each.name for each in settings.receivers])
    with open_store(settings) as store:
        on = store.channels.switch_on(name, channel)
    if json:
        print_json({"receiver": name, "switched_on": on})
    else:
        print(f"Switched on: {', '.join(on)}." if on else f"Nothing of {name} was switched off.")


def _branches(route: "Route", above: "tuple[Matcher, ...]") -> Iterator[tuple[str, str]]:
    """The receiver of each branch of the tree, and what goes there in words."""
    matchers = (*above, *route.matchers)
    told = " and ".join(map(str, matchers)) or "every alert"
    yield route.receiver, f"{told}, unless a route below takes it" if route.routes else told
    for step in route.escalate:
        yield step.receiver or route.receiver, f"{told}, {_unanswered(step)}"
    for child in route.routes:
        yield from _branches(child, matchers)


def _called_by_rules(settings: "Config") -> Iterator[tuple[str, str]]:
    """The receivers that rules call when nobody answers, and what they call them for."""
    for rule in settings.rules:
        for step in (step for step in rule.escalate if step.receiver):
            yield step.receiver, f"rule={rule.name}, {_unanswered(step)}"


def _unanswered(step: "Escalation") -> str:
    from monitor.model.settings import format_duration

    return f"once nobody has acknowledged it for {format_duration(step.after)}"


@app.command("test", epilog=examples("tocsin receivers test desk", "tocsin receivers test desk --channel email --json"))
def send_test(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A receiver of the configuration.")],
    channel: ChannelOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Send a marked test through the channels of a receiver, now, and show the conversation with each.

    It is sent from here, with the secrets of this shell, and neither kept nor counted. Exit code 1: a channel did not
    take it."""
    import os

    from monitor import logs
    from monitor.cli import lookup

    settings = load_config(config or context.obj, sends=True)
    lookup.receiver(name, [each.name for each in settings.receivers])
    channels = [by for each in settings.receivers if each.name == name for by in each.channels]
    secrets = settings.secrets(os.environ)
    logs.configure("receivers", secrets=secrets)
    mask = logs.Masker(secrets).mask
    speaks_unicode()
    tried = [_try(settings, name, each, mask, quiet=json) for each in _wanted(channels, channel, name)]
    if json:
        print_json(tried)
    raise typer.Exit(Exit.OK if all(each["outcome"] == "delivered" for each in tried) else Exit.FAILED)


def _wanted(channels: Sequence[str], wanted: str | None, name: str) -> Sequence[str]:
    """The channels to try: the one that is asked for, else all of them."""
    from monitor.config.problems import nearest

    if wanted is None:
        return channels
    if wanted not in channels:
        fail(f"{name} has no channel {wanted!r}{nearest(wanted, channels)}", Exit.USAGE)
    return [wanted]


def _try(settings: "Config", receiver: str, channel: str, mask: Callable[[str], str], *, quiet: bool) -> dict[str, Any]:
    """Sends the test by one channel; the conversation is shown while it goes on, unless `quiet`."""
    from monitor import clock
    from monitor.attempt import attempted
    from monitor.notify.links import Links
    from monitor.notify.message import one_line

    conversation: list[str] = []

    def hear(line: str) -> None:
        conversation.append(one_line(mask(line)))
        if not quiet:
            print(f"  {conversation[-1]}", flush=True)

    if not quiet:
        print(f"{receiver}, {channel}")
    with Links() as links, contextlib.redirect_stdout(sys.stderr) if quiet else contextlib.nullcontext():
        attempt, _ = attempted(settings, marked(receiver, channel, clock.now()), links, hear)
    answer = one_line(mask(attempt.answer))
    if not quiet:
        print(*_outcome(attempt, answer, channel), sep="\n", end="\n\n", flush=True)
    return {
        "receiver": receiver,
        "channel": channel,
        "outcome": attempt.outcome,
        "answer": answer,
        "seconds": attempt.seconds,
        "conversation": conversation,
    }


def marked(receiver: str, channel: str, now: "datetime") -> "Delivery":
    """A delivery that nobody can take for news. Each has an id of its own, so that no receiver takes it for a retry."""
    from monitor.model import Alert, Delivery, Quote

    id = "test-" + hashlib.sha256("\0".join((receiver, channel, now.isoformat())).encode()).hexdigest()[:16]
    alert = Alert(
        id=id,
        rule="test",
        status="firing",
        severity="info",
        at=now,
        threshold=None,
        value=None,
        incident=None,
        place=None,
        summary=TEST,
        evidence=(Quote("test", "Tocsin", None, QUOTE, "text", 0, len(QUOTE)),),
        receivers=(receiver,),
        notify_reason="a test that somebody asked for",
        subject="test",
        labels={"rule": "test", "severity": "info", "subject": "test", "status": "firing"},
    )
    return Delivery(id, receiver, channel, "test", (alert,), created=now, not_before=now)


def _outcome(attempt: "Attempt", answer: str, channel: str) -> Iterator[str]:
    from monitor.config.problems import shortened
    from monitor.notify import NOTIFIERS

    took = f"{attempt.seconds:.3f} s"
    if attempt.outcome == "delivered":
        yield f"  Accepted in {took}: {shortened(answer, LONGEST_ANSWER)}"
        return
    yield f"  Not accepted, after {took}: {answer}"
    again = "An alert would be tried again for about three days."
    never = "An alert would not be tried again: the receiver said that it never takes it."
    yield f"  {again if attempt.outcome == 'failed' else never}"
    yield f"  What to do: {NOTIFIERS[channel].remedy}"
