"""How long a backtest takes: 100,000 stored articles, each of which changed the ledger, judged by one changed rule."""

from collections.abc import Iterator
from datetime import timedelta

from monitor import clock
from monitor.backtest import backtest
from monitor.rules.base import RuleBase
from tests.bench.figures import Figure
from tests.bench.linking import filled
from tests.incidents.support import desk, toll_rule

ARTICLES = 100_000
RULES: dict[str, RuleBase] = {
    "by incident": toll_rule(20, 40),
    "by country within a day": toll_rule(200, 400, of="country", window=timedelta(days=1)),
    "by country within a week": toll_rule(1_000, 2_000, of="country", window=timedelta(days=7)),
}


def measure(articles: int = ARTICLES) -> Iterator[Figure]:
    """Seconds for all of them."""
    with filled(articles) as store:
        now = clock.now()
        for name, rule in RULES.items():
            begun = clock.monotonic()
            found = backtest(store, desk(rule), now - timedelta(days=365), now)
            took = clock.monotonic() - begun
            note = f"{len(found.alerts):,} alerts; a toll rule {name}"
            yield Figure(f"backtest of {found.articles:,} articles", took, "s", note)
