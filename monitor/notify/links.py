"""What is kept open to a receiver from one delivery to the next: a webhook's session, a mail server's connection."""

from collections.abc import Callable, Hashable
from types import TracebackType
from typing import Protocol, Self, TypeVar


class Link(Protocol):
    """Something open that can be closed."""

    def close(self) -> None:
        """Ends it. Never raises."""


L = TypeVar("L", bound=Link)


class Links:
    """The links of one sender: a context manager that closes them. For one thread; opens nothing by itself."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, Link] = {}

    def get(self, key: Hashable, kind: type[L], opened: Callable[[], L]) -> L:
        """The link of that key, made by `opened` where there is none."""
        link = self._kept.get(key)
        if not isinstance(link, kind):
            link = self._kept[key] = opened()
        return link

    def drop(self, key: Hashable) -> None:
        """Closes a link that is worth nothing any more."""
        if (link := self._kept.pop(key, None)) is not None:
            link.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for key in tuple(self._kept):
            self.drop(key)
