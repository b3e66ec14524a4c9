"""One tree of errors. An error knows whether a retry can help.

TocsinError
├── ConfigError            the configuration cannot be used; `problems` holds all of it
├── FeedError              a feed could not be read this time
│   ├── FetchError         no complete answer (network, status, deadline, size)      may pass
│   ├── AddressRefused     the address is private or not allowed                     permanent
│   └── ParseError         an answer that is no feed, or one that breaks the parser  may pass
├── ReadError              an article or a line of input cannot be read              permanent
├── StoreError             the database refuses or is too old/new                    may pass
├── ArchiveError           a file of the archive cannot be written or read          may pass
├── QueueError             Redis does not answer                                     may pass
└── DeliveryError          a receiver did not accept
    ├── DeliveryFailed     it may accept later (timeout, 4xx mail, 5xx web, 429)     may pass
    └── DeliveryRefused    it never will (5xx mail, 4xx web, bad address)            permanent
        └── ReceiverGone   nor will it accept anything else (410 web)                permanent
"""

from datetime import timedelta


class TocsinError(Exception):
    """The root. `retryable` says whether doing the same again later can help."""

    retryable = False


class ConfigError(TocsinError):
    """The configuration cannot be used. `problems` are whole lines for a person, each with path and line."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class FeedError(TocsinError):
    """A feed could not be read this time."""

    retryable = True


class FetchError(FeedError):
    """No complete answer came. `retry_after` is the server's own wish, where it gave one."""

    def __init__(self, message: str, *, status: int | None = None, retry_after: timedelta | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after


class AddressRefused(FeedError):
    """The address is private, or otherwise not one that this deployment talks to."""

    retryable = False


class ParseError(FeedError):
    """The answer is not a feed, or one made to break its reader."""


class ReadError(TocsinError):
    """An article, file or line of input cannot be read."""


class StoreError(TocsinError):
    """The database refuses, is locked, or has a schema this program does not know."""

    retryable = True


class ArchiveError(TocsinError):
    """A file of the archive cannot be written or read; the message says which, and why."""

    retryable = True


class QueueError(TocsinError):
    """Redis does not answer."""

    retryable = True


class DeliveryError(TocsinError):
    """A receiver did not accept. `answer` is what it said, capped."""

    def __init__(self, message: str, *, answer: str = "", retry_after: timedelta | None = None) -> None:
        super().__init__(message)
        self.answer = answer
        self.retry_after = retry_after


class DeliveryFailed(DeliveryError):
    """Not accepted now; a later attempt may be."""

    retryable = True


class DeliveryRefused(DeliveryError):
    """Not accepted, and it never will be."""


class ReceiverGone(DeliveryRefused):
    """Neither this nor anything else will be accepted there again."""
