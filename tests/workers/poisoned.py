"""A worker process whose reader falls over certain articles, as a mistake of ours would make it: raises, hangs where no
signal reaches it, or ends its process. Everything else is the real thing, with less patience."""

import ctypes
import os
import signal
from datetime import timedelta

from monitor.extract.reader import Reader
from monitor.model import Article, Extraction
from monitor.store import articles
from workers import jobs, worker
from workers.station import Station


class Poisoned:
    """The real reader, but for three titles."""

    language = "en"

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def read(self, article: Article) -> Extraction:
        if article.title == "RAISES":
            raise ZeroDivisionError("a mistake of ours")
        if article.title == "HANGS":
            ctypes.PyDLL(None).sleep(3600)
        if article.title == "KILLS":
            os.kill(os.getpid(), signal.SIGKILL)
        return self._reader.read(article)


def main() -> None:
    """The worker's own entry, with the poisoned reader in its station."""
    real = Station.reader.fget
    Station.reader = property(lambda station: Poisoned(real(station)))
    jobs.ARTICLE_AT_MOST_S = 1.0
    articles.BACKOFF = (timedelta(milliseconds=10),) * 2
    worker.main()


if __name__ == "__main__":
    main()
