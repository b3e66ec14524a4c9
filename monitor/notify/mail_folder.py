"""The mail folder: each delivery as an .eml file that any mail program opens. It needs no mail server."""

import os
from pathlib import Path, PurePath
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from monitor.errors import DeliveryFailed
from monitor.model import Delivery, settings
from monitor.notify.context import Context
from monitor.notify.mail_message import MailAddress, build
from monitor.notify.names import token

REMEDY = "look whether the data folder is there, has space, and may be written by the user who runs Tocsin."


def _inside(folder: str) -> str:
    """A folder below the data folder, where all is that the program writes."""
    if PurePath(folder).is_absolute() or ".." in PurePath(folder).parts:
        raise PydanticCustomError("folder", "it must lie in the data folder; write a name, like mail")
    return folder


class Settings(settings.Settings):
    """`folder` counts from the data folder; `to` and `from` stand in the messages."""

    folder: Annotated[str, AfterValidator(_inside)] = Field(
        default="mail", min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$"
    )
    to: tuple[MailAddress, ...] = Field(default=("desk@localhost",), min_length=1)
    from_: MailAddress = Field(default="Tocsin <tocsin@localhost>", alias="from")


def send(settings: Settings, delivery: Delivery, context: Context) -> str:
    """Writes the message whole or not at all. The name comes from the delivery, so that a retry overwrites its like."""
    folder = context.data_dir / settings.folder
    path = folder / f"{delivery.created:%Y%m%dT%H%M%S}-{token(delivery.id)}.eml"
    mail = build(delivery, context, settings.from_, settings.to)
    context.hear(f"> Subject: {mail['Subject']}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(path, mail.as_bytes())
    except OSError as error:
        raise DeliveryFailed(f"{path} cannot be written ({error.strerror})") from None
    return str(path)


def _write(path: Path, data: bytes) -> None:
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
