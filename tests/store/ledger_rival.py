"""One of several workers of `test_ledger_rivals`: waits for a line, takes in its articles about as many bombings as
there are towns, and says in JSON which alerts it raised. With `stay` it says `saved` within its first transaction, and
stays there until it is killed.

python ledger_rival.py URL NUMBER ARTICLES TOWNS [stay]"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from monitor import pipeline
from monitor.store import Store
from tests.incidents.support import DAY, Told, desk, event, place, toll_rule


def main() -> None:
    """Take in the articles, as fast as it goes."""
    url, number, articles, towns = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    judges, raised = desk(toll_rule(10)), []
    where = [place(f"Town {n}", lat=3.0 * n) for n in range(towns)]
    told = [
        Told(f"{number}-{n}", [event(12, where[n % towns], when=DAY.date())], n / towns, f"Outlet {number}")
        for n in range(articles)
    ]
    sys.stdin.readline()
    with Store.open(url, Path()) as store:
        for one in told:
            with store.ledger.write() as tx:
                decision = pipeline.decide(one.article, one.extraction, judges, tx, DAY)
                tx.save(decision)
                if sys.argv[5:] == ["stay"]:
                    print("saved", flush=True)
                    sys.stdin.read()
            raised += [alert.id for alert in decision.plan.alerts]
    print(json.dumps(raised))


if __name__ == "__main__":
    main()
