"""A person's decision about which reports tell of one happening: kept with who made it, when and why, to be undone."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from monitor.model.incident import Link

RulingKind = Literal["merge", "split", "undo"]


class Moved(Struct, frozen=True):
    """A report whose link a ruling set, and the link that it had before."""

    report: str
    before: Link
    after: Link


class Ruling(Struct, frozen=True):
    """One decision. `incident` is the one that stays, `other` the one that joined it or was parted from it; `undoes`
    is the id of the ruling that this one takes back."""

    id: str
    at: datetime
    kind: RulingKind
    incident: str
    other: str
    author: str
    comment: str
    moved: tuple[Moved, ...]
    undoes: str | None = None
