"""`sources:` says whose word weighs more."""

from pathlib import Path

import pytest

from monitor.config import SHIPPED, load
from monitor.config.sources import TIERS, Sources
from monitor.errors import ConfigError
from monitor.incidents.voices import KINDS
from monitor.model import Attribution

FEEDS = """\
feeds:
  - {name: A, url: "https://a.example.org/", source: Coast Radio, tier: 1}
  - {name: B, url: "https://b.example.org/", source: Observatory, tier: 4, kind: monitor}
  - {name: C, url: "https://c.example.org/", source: Wire, kind: agency}
rules: [{name: x, type: toll, thresholds: [10]}]
"""


def written(folder: Path, sources: str = "") -> Path:
    path = folder / "config.yaml"
    path.write_text(f"{FEEDS}{sources}\n", encoding="utf-8")
    return path


def test_the_shipped_file_shows_the_usual_weights() -> None:
    shipped = load(SHIPPED).sources
    assert (shipped.kinds, shipped.tiers, shipped.names) == (KINDS, TIERS, {})


def test_a_feeds_publisher_weighs_by_kind_else_by_tier(tmp_path: Path) -> None:
    config = load(written(tmp_path))
    weights = config.sources.weights(config.feeds)
    assert [weights.own(name).value for name in ("Coast Radio", "Observatory", "Wire", "Nobody")] == [4, 4, 3, 3]
    assert weights.own("Coast Radio").reason == "its publisher's own word, tier 1"


def test_what_is_written_goes_before_what_is_usual(tmp_path: Path) -> None:
    config = load(written(tmp_path, "sources: {kinds: {police: 2}, tiers: {1: 9}, names: {Wire: 6}}"))
    weights = config.sources.weights(config.feeds)
    assert weights.quoted(Attribution("police", None, "police")).value == 2
    assert weights.quoted(Attribution("doctors", None, "medical")).value == KINDS["medical"]
    assert (weights.own("coast radio").value, weights.own("WIRE").value) == (9, 6)


@pytest.mark.parametrize(
    ("sources", "says"),
    [
        ("sources: {kinds: {polise: 2}}", "sources.kinds.polise"),
        ("sources: {kinds: {police: 0}}", "0 must be at least 1"),
        ("sources: {tiers: {5: 2}}", "must be at most 4"),
        ("sources: {names: {Wire: much}}", "'much' is no whole number"),
        ("sources: {publishers: {}}", "unknown key 'publishers'"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, sources: str, says: str) -> None:
    with pytest.raises(ConfigError) as refused:
        load(written(tmp_path, sources))
    assert says in str(refused.value)


def test_without_a_word_the_usual_weights_hold() -> None:
    assert Sources().weights(()).kinds == KINDS
