"""What the articles of an incident tell beside it: running totals of a war or a campaign, which no ledger counts."""

from msgspec import Struct

from monitor.incidents import Story
from monitor.incidents.reports import quotes_of
from monitor.model import TOLL_KINDS, ArticleRef, Event
from monitor.resources import load_reader
from monitor.store import Store


class Apart(Struct, frozen=True):
    """A running total, and the sentence that tells it."""

    article: ArticleRef
    event: Event
    quote: str

    @property
    def figures(self) -> str:
        """The figures in the words of the text."""
        told = ((kind, self.event.toll.get(kind)) for kind in TOLL_KINDS)
        return ", ".join(f"{estimate.text} {kind}" for kind, estimate in told if estimate is not None)


def told_apart(store: Store, story: Story) -> list[Apart]:
    """The running totals in the articles of an incident, which are read again for it; archived ones are passed over."""
    found: dict[tuple[str, str], Apart] = {}
    for ref in {report.article.id: report.article for report in story.reports}.values():
        article = store.articles.get(ref.id)
        for event in load_reader().read(article).events if article is not None else ():
            if event.scope == "cumulative" and article is not None:
                quotes = quotes_of(article, ref, event)
                apart = Apart(ref, event, quotes[0].quote if quotes else "")
                found.setdefault((ref.id, apart.quote), apart)
    return [apart for apart in found.values() if apart.figures]
