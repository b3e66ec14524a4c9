"""Who holds a place: a pure fold over the claims about it, in the order of the days that they speak of.

A claim by one side alone marks the holding claimed until somebody independent or the loser confirms it; a denial
contests it; an advance never changes the holder, but one that ends a siege tells who it is."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from msgspec import Struct

from monitor.incidents.voices import PARTIES, publishers, speaks_for
from monitor.model import Actor, Claim, Holding, HoldingChange, HoldingStatus, Place

LINES = frozenset({"road", "river", "water", "mountain"})
"""What is taken in parts: a part of it taken is a part held; a part of a town taken is a town fought over."""

IRREGULAR = frozenset({"rebel", "militia", "unidentified"})
FRESH = 7
"""Days in which news of a place is answered."""


@dataclass(slots=True)
class _Hold:
    status: HoldingStatus = "unknown"
    controller: Actor | None = None
    previous: Actor | None = None
    since: date | None = None
    claimed: bool = False
    rival: Actor | None = None
    """The besieger, or the other side while it is contested."""
    denied: Actor | None = None
    """Whose claim was denied last: its own word alone does not take the place again."""
    settled: Actor | None = None
    """Who held it last beyond dispute."""
    history: list[HoldingChange] = field(default_factory=list)
    articles: dict[str, None] = field(default_factory=dict)


class Base(Struct, frozen=True):
    """A place as old claims left it that are no longer at hand. What is told later goes on from here."""

    place: Place
    status: HoldingStatus
    controller: Actor | None
    previous: Actor | None
    since: date | None
    claimed: bool
    rival: Actor | None
    denied: Actor | None
    settled: Actor | None
    history: tuple[HoldingChange, ...]
    sources: tuple[str, ...]

    @property
    def articles(self) -> tuple[str, ...]:
        """Those that changed something; of those that only said it again none is named."""
        return tuple(dict.fromkeys(step.article for step in self.history))


CARRIED = ("status", "controller", "previous", "since", "claimed", "rival", "denied", "settled")
"""What a Base and a hold have in common."""


def in_order(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Claims by the day they speak of, then as they were told."""
    return tuple(sorted(claims, key=_order))


def _order(claim: Claim) -> tuple[date, datetime, str, str]:
    return claim.on, claim.article.at, claim.article.id, claim.id


def ground_of(claim: Claim, known: Mapping[str, tuple[Claim, ...]]) -> str:
    """The key of the holding that a claim is about: its own place's, or that of a known place of the same name, where
    one of the two was only placed roughly."""
    if known.get(claim.ground):
        return claim.ground
    meant = sorted(key for key, claims in known.items() if any(_same_place(claim, other) for other in claims))
    return meant[0] if meant else claim.ground


def _same_place(claim: Claim, other: Claim) -> bool:
    here, there = claim.place, other.place
    if here.country != there.country:
        return False
    if here.feature == there.feature == "road":
        return len(_words(here.name) & _words(there.name)) > 1
    if here.name.casefold() != there.name.casefold():
        return False
    unlisted = here.geonameid is None and there.geonameid is None
    rough = 3 in (here.geo_precision, there.geo_precision) or unlisted
    part = claim.ground.endswith("~") == other.ground.endswith("~")
    alike = unlisted or (part and here.feature == there.feature)
    return rough and alike and here.distance_km(there) <= max(here.radius_km, there.radius_km)


def _words(name: str) -> set[str]:
    """The longer names in a road's name, which are the towns that it joins, however its stretches are told."""
    return {word.casefold() for word in re.findall(r"[^\W\d_]{4,}", name) if word[0].isupper()}


def fold_claims(claims: tuple[Claim, ...], base: Base | None = None) -> Holding | None:
    """The holding that these claims, in the order of `in_order`, amount to, after those of which only a base is left;
    None where nobody is said to hold or fight for the place."""
    hold = _folded(claims, base)
    if not hold.history:
        return None
    return Holding(
        place=_place(hold, claims, base),
        status=hold.status,
        controller=hold.controller,
        since=hold.since,
        previous=hold.previous,
        articles=tuple(hold.articles),
        sources=_sources(hold, claims, base),
        history=tuple(hold.history),
        claimed=hold.claimed,
    )


def known_at(claims: Iterable[Claim], base: Base | None, at: datetime) -> Holding | None:
    """The holding as it was known at a moment: from what had been told by then. None where nobody had said anything, or
    where what was said then is no longer at hand."""
    told = in_order(claim for claim in claims if claim.article.at <= at)
    earlier = base if base is not None and all(step.at <= at for step in base.history) else None
    return fold_claims(told, earlier)


def base_of(claims: tuple[Claim, ...], base: Base | None) -> Base | None:
    """What is left of claims that go, a place's oldest in the order of `in_order`; None where they said nothing."""
    hold = _folded(claims, base)
    if not hold.history:
        return None
    carried: dict[str, Any] = {name: getattr(hold, name) for name in CARRIED}
    place, sources = _place(hold, claims, base), _sources(hold, claims, base)
    return Base(place=place, history=tuple(hold.history), sources=sources, **carried)


def _folded(claims: tuple[Claim, ...], base: Base | None) -> _Hold:
    hold = _Hold()
    if base is not None:
        carried: dict[str, Any] = {name: getattr(base, name) for name in CARRIED}
        hold = _Hold(**carried, history=list(base.history), articles=dict.fromkeys(base.articles))
    for claim in claims:
        _judge(hold, claim)
    return hold


def _place(hold: _Hold, claims: tuple[Claim, ...], base: Base | None) -> Place:
    told = [claim.place for claim in claims if claim.article.id in hold.articles]
    return min([base.place, *told] if base else told, key=_fineness)


def _sources(hold: _Hold, claims: tuple[Claim, ...], base: Base | None) -> tuple[str, ...]:
    origins = publishers(claim.article for claim in claims if claim.article.id in hold.articles)
    return tuple(dict.fromkeys((*(base.sources if base else ()), *origins.values())))


def _fineness(place: Place) -> int:
    return place.geo_precision


def _judge(hold: _Hold, claim: Claim) -> None:
    if claim.denied:
        _deny(hold, claim)
    elif claim.status == "controlled" and claim.gained_by is not None:
        _gain(hold, claim, _meant(hold, claim.gained_by))
    elif claim.status == "abandoned":
        _leave(hold, claim)
    elif claim.status == "contested":
        _contest(hold, claim, "contested")
    elif claim.status == "besieged":
        _besiege(hold, claim)
    elif claim.relieves:
        _relieve(hold, claim)


def _gain(hold: _Hold, claim: Claim, gainer: Actor) -> None:
    left_by_other = hold.status == "unknown" and hold.previous is not None and not same(hold.previous, gainer)
    alone = _only_side(claim, gainer) and not left_by_other
    if hold.status in ("controlled", "besieged") and may_be(gainer, hold.controller) and not _loses(hold, claim):
        _confirm(hold, claim, gainer, alone)
    elif claim.partial and claim.place.feature not in LINES:
        _contest(hold, claim, "partly taken")
    elif hold.status == "contested" and alone and same(hold.denied, gainer):
        hold.articles[claim.article.id] = None
    else:
        _hand_over(hold, claim, gainer, alone)


def _meant(hold: _Hold, gainer: Actor) -> Actor:
    """Who took a place that is fought over: the known rival, where irregulars are only described ("the rebels")."""
    rival = hold.rival if hold.status == "contested" and gainer.id is None else None
    return rival if rival is not None and rival.id is not None and may_be(gainer, rival) else gainer


def _loses(hold: _Hold, claim: Claim) -> bool:
    """Whether a claim says that whoever holds the place has lost it."""
    return claim.lost_by is not None and claim.lost_by.id is not None and same(claim.lost_by, hold.controller)


def _confirm(hold: _Hold, claim: Claim, gainer: Actor, alone: bool) -> None:
    """The same holder again: independent word, or the loser's, makes the claim true; a siege that it survived ends."""
    hold.articles[claim.article.id] = None
    if gainer.id and hold.controller and not hold.controller.id:
        hold.controller = gainer
        _note(hold, claim, hold.status, gainer, "identified")
    if hold.status == "besieged":
        hold.rival = None
        _note(hold, claim, "controlled", hold.controller, "siege lifted")
    elif hold.claimed and not alone:
        hold.claimed = False
        hold.settled = hold.controller
        _note(hold, claim, "controlled", hold.controller, "confirmed")


def _hand_over(hold: _Hold, claim: Claim, gainer: Actor, alone: bool) -> None:
    loser = hold.controller or hold.settled or hold.previous or claim.lost_by
    if loser is not None and not same(loser, gainer):
        hold.previous = loser
    elif same(hold.previous, gainer):
        hold.previous = None
    hold.since, hold.claimed, hold.rival, hold.denied = claim.on, alone, None, None
    cause = "claimed" if alone else "confirmed" if hold.status == "contested" else "captured"
    if not alone:
        hold.settled = gainer
    hold.controller = gainer
    _note(hold, claim, "controlled", gainer, cause)


def _deny(hold: _Hold, claim: Claim) -> None:
    """A denial contests what was claimed, and lifts a siege. Denying what nobody claimed changes nothing."""
    taken = claim.gained_by is None or may_be(claim.gained_by, hold.controller) or _answers(hold, claim)
    if claim.status == "besieged" and hold.status == "besieged":
        _note(hold, claim, "controlled" if hold.controller else "unknown", hold.controller, "siege lifted")
    elif claim.status == "controlled" and hold.status == "controlled" and taken:
        hold.denied = hold.controller
        _contest(hold, claim, "denied")


def _answers(hold: _Hold, claim: Claim) -> bool:
    """Whether another party denies fresh news of the holder's side under another name ("Russian forces" of a private
    army)."""
    holder, taker = hold.controller, claim.gained_by
    parties = [source for source in claim.attribution if source.kind in PARTIES]
    if holder is None or taker is None or hold.since is None or not parties:
        return False
    one_side = None in (holder.country, taker.country) or holder.country == taker.country
    own = any(speaks_for(source, actor) for source in claim.attribution for actor in (holder, taker))
    return one_side and not own and (claim.on - hold.since).days <= FRESH


def _contest(hold: _Hold, claim: Claim, cause: str) -> None:
    """Both sides say it is theirs: nobody holds it beyond doubt."""
    if hold.status == "contested":
        hold.articles[claim.article.id] = None
        return
    if hold.status == "controlled" and not hold.claimed:
        hold.settled = hold.controller
    hold.rival = hold.controller if cause == "denied" else claim.gained_by
    if hold.controller is not None and not hold.claimed:
        hold.previous = hold.controller
    hold.since, hold.claimed, hold.controller = claim.on, False, None
    _note(hold, claim, "contested", None, cause)


def _leave(hold: _Hold, claim: Claim) -> None:
    """Somebody withdrew. Who held it leaves it to nobody known; a besieger or a rival leaves it to who was inside."""
    leaver = claim.lost_by
    if claim.gained_by is not None:
        _gain(hold, claim, claim.gained_by)
    elif hold.status == "besieged" and leaver is not None and not same(leaver, hold.controller):
        _note(hold, claim, "controlled" if hold.controller else "unknown", hold.controller, "siege lifted")
    elif hold.status == "contested" and same(leaver, hold.rival) and hold.settled is not None:
        _hand_over(hold, claim, hold.settled, alone=False)
    elif hold.status == "contested" and hold.rival is not None and _yields(hold, leaver):
        _hand_over(hold, claim, hold.rival, alone=False)
    elif hold.status == "controlled" and leaver is not None and not same(leaver, hold.controller):
        _admit(hold, claim)
    elif hold.controller is None or leaver is None or same(leaver, hold.controller):
        if hold.status == "unknown" and hold.history:
            hold.articles[claim.article.id] = None
            return
        hold.previous = leaver or hold.controller or hold.previous
        hold.controller, hold.settled, hold.rival = None, None, None
        hold.since, hold.claimed = claim.on, False
        _note(hold, claim, "unknown", None, "abandoned")


def _yields(hold: _Hold, leaver: Actor | None) -> bool:
    """Whether who leaves a place that is fought over is the side that had denied its loss or held it before."""
    defends = hold.denied is not None or same(leaver, hold.settled) or same(leaver, hold.previous)
    return leaver is not None and not same(leaver, hold.rival) and defends


def _admit(hold: _Hold, claim: Claim) -> None:
    """The loser says that it has gone: what the other side claimed is so."""
    hold.articles[claim.article.id] = None
    if hold.claimed:
        hold.claimed, hold.settled = False, hold.controller
        _note(hold, claim, "controlled", hold.controller, "confirmed")


def _relieve(hold: _Hold, claim: Claim) -> None:
    """Somebody broke through to a besieged place: it is still held by who was inside, or by who came."""
    came = claim.gained_by
    if hold.status == "besieged" and came is not None and not same(came, hold.rival):
        hold.controller, hold.rival = hold.controller or came, None
        _note(hold, claim, "controlled", hold.controller, "siege lifted")


def _besiege(hold: _Hold, claim: Claim) -> None:
    """Who is inside still holds it."""
    inside = hold.controller if hold.controller and not same(hold.controller, claim.gained_by) else claim.lost_by
    if hold.status == "besieged":
        hold.articles[claim.article.id] = None
        hold.controller = hold.controller or inside
        return
    hold.controller, hold.rival = inside or hold.controller, claim.gained_by
    hold.since = claim.on
    _note(hold, claim, "besieged", hold.controller, "besieged")


def _note(hold: _Hold, claim: Claim, status: HoldingStatus, controller: Actor | None, cause: str) -> None:
    hold.status = status
    hold.articles[claim.article.id] = None
    hold.history.append(HoldingChange(claim.article.at, claim.article.id, status, controller, cause))


def _only_side(claim: Claim, gainer: Actor) -> bool:
    """Whether nobody but the gainer's own side says so. A publisher's plain statement is independent."""
    return bool(claim.attribution) and all(speaks_for(source, gainer) for source in claim.attribution)


def same(one: Actor | None, other: Actor | None) -> bool:
    """Whether two mentions are one actor: by id where both have one, else by name."""
    if one is None or other is None:
        return False
    if one.id and other.id:
        return one.id == other.id
    return one.name.casefold() == other.name.casefold()


def may_be(one: Actor | None, other: Actor | None) -> bool:
    """Whether two mentions may be one actor: the same, or irregulars of whom one is only described ("the rebels")."""
    if one is None or other is None:
        return False
    described = not (one.id and other.id) and {one.kind, other.kind} <= IRREGULAR
    return described or same(one, other)
