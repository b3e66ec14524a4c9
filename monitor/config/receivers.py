"""Who is told: a name and any number of channels, each with the settings that its own module defines."""

from functools import cache
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainValidator, ValidationInfo, create_model

from monitor.model.pace import Limit
from monitor.model.settings import Settings
from monitor.notify import NOTIFIERS


class Receiver(Settings):
    """A receiver of the route tree. `channels` maps a channel's name in NOTIFIERS to its settings; `limit` is how many
    alerts it is told one by one."""

    name: str
    channels: dict[str, Any]
    limit: Limit | None = None


class _Named(Settings):
    name: str = Field(min_length=1, max_length=100)
    limit: Limit | None = None


def _given(value: Any) -> Any:
    return {} if value is None else value


@cache
def written() -> type[_Named]:
    """The model of a receiver as it is written: its name, and one optional part for each channel there is."""
    channels: dict[str, Any] = {
        name: (Annotated[notifier.Settings, BeforeValidator(_given)], Field(default=None))
        for name, notifier in NOTIFIERS.items()
    }
    return create_model("Receiver", __base__=_Named, **channels)


def parse_receiver(value: Any, info: ValidationInfo) -> Receiver:
    """A Receiver from what is written."""
    if isinstance(value, Receiver):
        return value
    parts = written().model_validate(value, context=info.context)
    channels = {name: getattr(parts, name) for name in NOTIFIERS if name in parts.model_fields_set}
    return Receiver(name=parts.name, channels=channels, limit=parts.limit)


ReceiverField = Annotated[Receiver, PlainValidator(parse_receiver)]
