"""The whole configuration, frozen. The defaults make a file of one feed and one rule work."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from monitor.config.feeds import SECOND, WEEK, FeedField, folder_of, split_url
from monitor.config.receivers import Receiver, ReceiverField
from monitor.config.rules import RuleField
from monitor.config.sources import Sources
from monitor.model import Feed
from monitor.model.route import Route
from monitor.model.settings import Duration, Settings
from monitor.model.silence import Inhibition, SilenceSettings
from monitor.notify import NOTIFIERS

DEFAULT_CHANNELS = ("console", "mail_folder")
_BAD_SERVICE = "{value} is no address: {reason}"


class Web(Settings):
    """Where the pages are served. `hosts` are names besides its own under which a proxy may ask for them."""

    host: str = Field(default="127.0.0.1", min_length=1, max_length=255, pattern=r"^[A-Za-z0-9.:_-]+$")
    port: int = Field(default=8710, ge=0, le=65535)
    hosts: tuple[str, ...] = ()


class Network(Settings):
    """`allow_private` lets feeds and webhooks live on private and loopback addresses."""

    allow_private: bool = False


def _service(value: str, info: ValidationInfo, plain: str, schemes: tuple[str, ...]) -> str:
    """`plain`, an address with one of `schemes`, or `env:NAME` for such an address in the environment."""
    if value.startswith("env:"):
        context: Mapping[str, Any] = info.context or {}
        value = context.get("env", {}).get(value.removeprefix("env:"), plain)
    elif value != plain and urlsplit(value).password:
        reason = "a password does not belong in this file; write env:NAME and put the address into that variable"
        raise PydanticCustomError("service", "{reason}", {"reason": reason})
    if value != plain and split_url(value, _BAD_SERVICE).scheme not in schemes:
        known = ", ".join(f"{scheme}://…" for scheme in schemes)
        raise PydanticCustomError(
            "service", "must be {plain}, env:NAME or one of {known}", {"plain": plain, "known": known}
        )
    return value


def _enabled(feeds: tuple[Feed | None, ...]) -> tuple[Feed, ...]:
    return tuple(feed for feed in feeds if feed is not None)


def _variables(value: Any) -> Iterator[str]:
    for key, item in value.items() if isinstance(value, dict) else ():
        if key.endswith("_env"):
            yield from [item] if isinstance(item, str) else item or ()
        else:
            yield from _variables(item)
    for item in value if isinstance(value, (list, tuple)) else ():
        yield from _variables(item)


class Config(Settings):
    """One deployment. `feeds` are those switched on; in `route` every branch has all its values from the top."""

    data_dir: Path = Field(default=Path("var"), validate_default=True)
    database: str = Field(default="sqlite", repr=False)
    redis: str = Field(default="embedded", repr=False)
    workers: int = Field(default=2, ge=1, le=64)
    web: Web = Web()
    network: Network = Network()
    max_age: Duration = Field(default=WEEK, ge=SECOND)
    retention: Duration = timedelta(days=180)
    feeds: Annotated[tuple[FeedField, ...], AfterValidator(_enabled)] = ()
    sources: Sources = Sources()
    rules: tuple[RuleField, ...] = ()
    receivers: tuple[ReceiverField, ...] = Field(default=(), validate_default=True)
    route: Route = Field(default=Route(), validate_default=True)
    silences: tuple[SilenceSettings, ...] = ()
    inhibit: tuple[Inhibition, ...] = ()

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, value: Path, info: ValidationInfo) -> Path:
        return (folder_of(info) / value.expanduser()).resolve()

    @field_validator("database")
    @classmethod
    def _database(cls, value: str, info: ValidationInfo) -> str:
        return _service(value, info, "sqlite", ("sqlite", "postgresql+psycopg", "postgresql"))

    @field_validator("redis")
    @classmethod
    def _redis(cls, value: str, info: ValidationInfo) -> str:
        return _service(value, info, "embedded", ("redis", "rediss", "unix"))

    @field_validator("receivers")
    @classmethod
    def _somebody(cls, value: tuple[Receiver, ...]) -> tuple[Receiver, ...]:
        if value:
            return value
        channels = {name: NOTIFIERS[name].Settings() for name in DEFAULT_CHANNELS if name in NOTIFIERS}
        return (Receiver(name="default", channels=channels),)

    @field_validator("route")
    @classmethod
    def _filled(cls, value: Route, info: ValidationInfo) -> Route:
        receivers = info.data.get("receivers", ())
        if not value.receiver and len(receivers) == 1:
            value = value.model_copy(update={"receiver": receivers[0].name})
        return value.spread()

    def secrets(self, env: Mapping[str, str]) -> tuple[str, ...]:
        """The secrets that the receivers name, for whoever must keep them out of sight."""
        channels = [settings.model_dump() for receiver in self.receivers for settings in receiver.channels.values()]
        return tuple(env[name] for name in _variables(channels) if env.get(name))

    @property
    def demonstration(self) -> frozenset[str]:
        """The publishers whose articles were written for the demonstration."""
        return frozenset(feed.source for feed in self.feeds if feed.kind == "demonstration")

    def receiver(self, name: str) -> Receiver | None:
        """The receiver of that name."""
        return next((receiver for receiver in self.receivers if receiver.name == name), None)
