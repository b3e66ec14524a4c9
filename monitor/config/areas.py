"""The files that draw areas: GeoJSON beside the configuration."""

import json
from pathlib import Path

from monitor.rules.area import Area, NoArea, area

LARGEST = 5_000_000
"""Bytes."""


def read_area(folder: Path, name: str) -> Area:
    """The area that a file draws; its path counts from `folder`.

    Raises:
        NoArea: the file cannot be read, is too large, or draws no area.
    """
    path = folder / Path(name).expanduser()
    try:
        with path.open("rb") as file:
            body = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise NoArea(f"there is no file {name}; paths count from {folder}") from None
    except (OSError, ValueError) as error:
        raise NoArea(f"{name} cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if len(body) > LARGEST:
        raise NoArea(f"{name} is larger than {LARGEST:,} bytes; simplify it")
    return area(_parsed(body, name), Path(name).stem)


def _parsed(body: bytes, name: str) -> object:
    try:
        return json.loads(body.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise NoArea(f"{name} is not UTF-8 text") from None
    except json.JSONDecodeError as error:
        raise NoArea(f"{name} is no JSON: line {error.lineno}: {error.msg}") from None
    except (RecursionError, ValueError):
        raise NoArea(f"{name} is no JSON that can be read") from None
