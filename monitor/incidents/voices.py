"""Whose word a figure or a claim is: which publishers are independent, and how much each kind of source weighs."""

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType

from msgspec import Struct

from monitor.incidents.kinds import SIDELESS
from monitor.model import Actor, ArticleRef, Attribution, AttributionKind, Report

KINDS: Mapping[AttributionKind, int] = MappingProxyType({
    "un_ngo": 4, "monitor": 4, "medical": 4, "police": 4, "government": 4,
    "military": 3, "media": 3, "state_media": 2, "resident": 2, "armed_group": 1,
})  # fmt: skip
"""How much a kind of source weighs on figures, unless the configuration says otherwise."""
PARTIES = frozenset({"military", "state_media", "armed_group"})
"""Kinds of source that may speak for a side. Police, ministries and hospitals count the dead of both."""
OFFICIAL = frozenset({"military", "state_media", "government", "police"})
COMMON = frozenset({"armed", "forces", "force", "army", "military", "of", "the", "ministry", "government", "state"})
"""Words of ids that name no side."""
ARTICLES = ("the ", "a ", "an ")


class Weight(Struct, frozen=True):
    """How much somebody's word weighs, and by which line of the configuration."""

    value: int
    reason: str


class Weights(Struct, frozen=True):
    """How much each source's word weighs on figures: one falls by the word of the same source or of a weightier one.

    `names` are quoted sources and publishers, by id or folded name; they go before what else is known of them.
    `publishers`, by folded name, weigh so when an article names no source but itself."""

    kinds: Mapping[AttributionKind, int] = KINDS
    names: Mapping[str, int] = MappingProxyType({})
    publishers: Mapping[str, Weight] = MappingProxyType({})

    def quoted(self, source: Attribution, event_type: str = "") -> Weight:
        """The weight of a source that an article quotes on a happening."""
        for name in (source.id or "", source.text.casefold(), voice_name(source)):
            if name in self.names:
                return Weight(self.names[name], f"{name} is named in the configuration")
        if event_type in SIDELESS and source.kind in PARTIES:
            return Weight(self.kinds["government"], "an authority, where there are no sides")
        return Weight(self.kinds[source.kind], f"a source of the kind {source.kind}")

    def own(self, publisher: str) -> Weight:
        """The weight of what a publisher says in its own name."""
        name = publisher.casefold()
        if name in self.names:
            return Weight(self.names[name], "its publisher is named in the configuration")
        return self.publishers.get(name, Weight(self.kinds["media"], "its publisher's own word"))

    @property
    def settling(self) -> int:
        """From which weight on somebody who is no side settles what two sides dispute."""
        return self.kinds["monitor"]


USUAL = Weights()


class Voice(Struct, frozen=True):
    """Who gives a figure: a name that compares, its weight, its publisher, and the side that it speaks for, if any.
    `why` says where the weight comes from, `called` the name as the article has it.

    Only who did it is a side: what an army says of its own dead is no boast."""

    name: str
    weight: int
    publisher: str
    side: str | None = None
    why: str = ""
    called: str = ""


def publishers(refs: Iterable[ArticleRef]) -> dict[str, str]:
    """Article id -> independent publisher. Copies of one text all count as whoever told it first."""
    ordered = sorted(refs, key=lambda ref: (ref.at, ref.id))
    first: dict[str, str] = {}
    for ref in ordered:
        first.setdefault(ref.text_id, ref.origin)
    return {ref.id: first[ref.text_id] for ref in ordered}


def voice_of(
    report: Report, publisher: str, weights: Weights, doers: Collection[str] = (), *, owns_up: bool = False
) -> Voice:
    """The weightiest source that a report names for what it says, else its publisher. A group that only `owns_up` to a
    deed says nothing about its dead. `doers` are the ids of whom other reports name as those who did it."""
    silent = {"media", "armed_group"} if owns_up else {"media"}
    said = [each for each in report.event.attribution if each.kind not in silent]
    if not said:
        own = weights.own(publisher)
        return Voice(publisher.casefold(), own.value, publisher, why=own.reason, called=publisher)
    weighed = [(weights.quoted(each, report.event.event_type), each) for each in said]
    weight, best = max(weighed, key=lambda pair: pair[0].value)
    return Voice(voice_name(best), weight.value, publisher, _side(best, report, doers), weight.reason, best.text)


def _side(source: Attribution, report: Report, doers: Collection[str]) -> str | None:
    event = report.event
    if source.kind not in PARTIES or speaks_for(source, event.actor2):
        return None
    if event.actor1 is None and source.id in doers:
        return source.id
    if speaks_for(source, event.actor1):
        return event.actor1.id or event.actor1.kind if event.actor1 else None
    return source.id if source.kind == "armed_group" else None


def voice_name(attribution: Attribution) -> str:
    """A source's name for comparing: its id, else its words without the article. Of one happening there is one police,
    whoever speaks for it."""
    if attribution.kind == "police":
        return attribution.kind
    if attribution.id:
        return attribution.id
    name = attribution.text.casefold().strip()
    for article in ARTICLES:
        name = name.removeprefix(article)
    return name


def speaks_for(attribution: Attribution, actor: Actor | None) -> bool:
    """Whether a source is the actor's own mouth: the army or state media for the state, a group for itself."""
    if actor is None:
        return False
    if attribution.id and attribution.id == actor.id:
        return True
    if attribution.kind in OFFICIAL:
        return actor.kind == "state_force" and not _names_other(attribution, actor)
    if attribution.kind == "armed_group":
        return actor.kind in ("rebel", "militia", "communal") and not _names_other(attribution, actor)
    return False


def _names_other(attribution: Attribution, actor: Actor) -> bool:
    """Whether both are identified, and their ids have no word in common."""
    if attribution.id is None or actor.id is None:
        return False
    return not set(attribution.id.split("-")) & set(actor.id.split("-")) - COMMON
