"""What a newcomer gets: the shipped configuration, started as it is, rings soon, and rings once."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from monitor.config import SHIPPED, load
from monitor.model import Alert
from tests.e2e.house import House
from tests.e2e.test_demonstration_alerts import EXPECTED, fits, told
from tests.e2e.world import free_port

pytestmark = pytest.mark.process
DEMONSTRATION = [feed.name for feed in load(SHIPPED).feeds if feed.kind == "demonstration"]
IN_ANY_ORDER = [must for must in EXPECTED["must"] if must["order"] == "any"]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    text = SHIPPED.read_text(encoding="utf-8").replace("port: 8710", f"port: {free_port()}")
    with House(tmp_path, text) as made:
        yield made


def alerts(house: House) -> list[Alert]:
    with house.store() as store:
        return store.alerts.recent(1000)


def mails(house: House) -> list[str]:
    """The text of each e-mail, as a mail program shows it."""
    files = sorted((house.data_dir / "mail").glob("*.eml"))
    parsed = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]
    return [mail["Subject"] + "\n" + mail.get_body(("plain",)).get_content() for mail in parsed]


def test_the_shipped_configuration_rings_soon_and_once(house: House):
    house.start()
    house.until(lambda: "mass casualties" in house.log() and "new territory" in house.log())
    assert f"{house.data_dir / 'mail'}" in house.log()
    assert re.search(r"http://127\.0\.0\.1:\d+", house.log())
    house.until(house.paid)
    counts = {must["name"]: sum(fits(alert, must) for alert in alerts(house)) for must in IN_ANY_ORDER}
    assert counts == dict.fromkeys(counts, 1), told(alerts(house))
    post = mails(house)
    for kind in ("casualties", "territory"):
        assert any(kind in mail for mail in post)
    code, _, left = house.stop()
    assert (code, left) == (0, [])

    before, logged = told(alerts(house)), len(house.log())
    house.config.write_text(house.config.read_text().replace("every: 1m", "every: 1s"))
    house.start()
    house.until(lambda: all(f'"feed": "{name}"' in house.log()[logged:] for name in DEMONSTRATION))
    house.until(house.paid)
    house.stop()
    assert told(alerts(house)) == before
    assert mails(house) == post
