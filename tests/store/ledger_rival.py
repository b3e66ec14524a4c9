"""One of several workers of `test_ledger_rivals`: waits for a line, takes in its articles about one bombing, and says
in JSON which alerts it raised.

python ledger_rival.py URL NUMBER ARTICLES"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from monitor import pipeline
from monitor.store import Store
from tests.incidents.support import DAY, Told, desk, event, toll_rule


def main() -> None:
    """Take in the articles, as fast as it goes."""
    url, number, articles = sys.argv[1], sys.argv[2], int(sys.argv[3])
    judges, raised = desk(toll_rule(10)), []
    told = [
        Told(f"{number}-{n}", [event(12, when=DAY.date())], hours=n, source=f"Outlet {number}") for n in range(articles)
    ]
    sys.stdin.readline()
    with Store.open(url, Path()) as store:
        for one in told:
            with store.ledger.write() as tx:
                decision = pipeline.decide(one.article, one.extraction, judges, tx, DAY)
                tx.save(decision)
            raised += [alert.id for alert in decision.plan.alerts]
    print(json.dumps(raised))


if __name__ == "__main__":
    main()
