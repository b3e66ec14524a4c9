"""How much each source's word weighs on figures: by its kind, its feed's tier, or its name."""

from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import Field

from monitor.incidents import Weight, Weights
from monitor.incidents.voices import KINDS
from monitor.model import AttributionKind, Feed
from monitor.model.settings import Settings

TIERS: Mapping[int, int] = {1: 4, 2: 3, 3: 3, 4: 2}
Heaviness = Annotated[int, Field(ge=1, le=9)]
Tier = Annotated[int, Field(ge=1, le=4)]
SPEAKS_FOR_ITSELF = frozenset({"state_media", "monitor", "un_ngo", "government", "armed_group"})
"""Kinds of feed whose own word weighs as if they were quoted; agencies, papers and stations go by their tier."""


class Sources(Settings):
    """Weights, 1 least to 9 most: a figure falls by the word of the same source or of a weightier one.

    kinds  by what a quoted source is, and a feed's publisher where it is a monitor, a government and the like
    tiers  by the tier of a feed, for what its publisher says in its own name
    names  of publishers and quoted sources; they go before kinds and tiers"""

    kinds: dict[AttributionKind, Heaviness] = Field(default_factory=dict)
    tiers: dict[Tier, Heaviness] = Field(default_factory=dict)
    names: dict[str, Heaviness] = Field(default_factory=dict)

    def weights(self, feeds: Iterable[Feed]) -> Weights:
        """The weights of a deployment with these feeds. What is left out weighs as it usually does."""
        kinds = {**KINDS, **self.kinds}
        tiers = {**TIERS, **self.tiers}
        return Weights(
            kinds=kinds,
            names={name.casefold().strip(): weight for name, weight in self.names.items()},
            publishers={feed.source.casefold(): _of(feed, kinds, tiers) for feed in feeds},
        )


def _of(feed: Feed, kinds: Mapping[AttributionKind, int], tiers: Mapping[int, int]) -> Weight:
    for kind, weight in kinds.items():
        if kind == feed.kind and kind in SPEAKS_FOR_ITSELF:
            return Weight(weight, f"its publisher's own word, a source of the kind {kind}")
    return Weight(tiers[feed.tier], f"its publisher's own word, tier {feed.tier}")
