"""Why a number or a word of fate became a figure of an event, or why it did not."""

from typing import Literal

from msgspec import Struct

from monitor.model.event import Context, Scope, TollKind
from monitor.model.place import Field


class Words(Struct, frozen=True):
    """Words of an article: code point offsets into its text, or into its title."""

    text: str
    start: int
    end: int
    in_: Field = "text"


class Account(Struct, frozen=True):
    """What became of one number, or of one word that could tell a toll or a change of hands (`trigger`).

    `text` to `in_` are the figure's words, or the trigger's where no figure was found. `event` names the event that it
    belongs to. An empty `reason` says that it counts there; else it says why not. `cue` decided the context, `stretch`
    the scope; both None where nothing but the plain telling speaks. `frame` is the lexicon's name for the wording."""

    text: str
    start: int
    end: int
    in_: Field
    reason: str
    kind: TollKind | Literal["control"] | None = None
    figure: int | None = None
    event: str | None = None
    trigger: Words | None = None
    frame: str | None = None
    context: Context | None = None
    scope: Scope | None = None
    cue: Words | None = None
    stretch: Words | None = None
