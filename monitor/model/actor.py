"""Who: an armed actor, a force, a crowd, or the civilians it meets."""

from typing import Literal

from msgspec import Struct

ActorKind = Literal[
    "state_force", "rebel", "militia", "communal", "protesters", "civilians", "external", "unidentified"
]


class Actor(Struct, frozen=True):
    """Somebody who does or suffers. `text` as the article says it, `name` the usual English name,
    `id` its kebab-case where it is known (islamic-state, m23), `country` ISO 3166-1 alpha-2."""

    text: str
    name: str
    id: str | None
    kind: ActorKind
    country: str | None = None
