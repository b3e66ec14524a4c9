"""How alike two kinds of happening are: 1 the same, 0 they rule each other out, between: one may be told as the other.

"Attack" and "Armed clash" are what a later report calls nearly anything, and "an explosion" may have been a shell, a
bomb or an accident; an air strike and a suicide bombing of one day are two happenings."""

from monitor.model import Event

VIOLENCE = frozenset({"Battles", "Explosions/Remote violence", "Violence against civilians"})
SIDELESS = frozenset({"Disaster", "Accident"})
"""What nobody did to anybody: whoever rules there counts the dead as any authority does."""
UNREST = frozenset({"Protests", "Riots"})
GENERIC = frozenset({"Attack", "Armed clash", ""})
HARDLY = 0.1
"""A report that says only that people were attacked may be of an accident or a disaster, if much else speaks for it."""
UNTOLD = 0.6
"""A report that does not say what people died of may be of anything."""

_PAIRS = {
    frozenset({"Suicide bomb", "Remote explosive/landmine/IED"}): 0.7,
    frozenset({"Grenade", "Remote explosive/landmine/IED"}): 0.6,
    frozenset({"Air/drone strike", "Shelling/artillery/missile attack"}): 0.6,
    frozenset({"Air/drone strike", "Remote explosive/landmine/IED"}): 0.35,
    frozenset({"Shelling/artillery/missile attack", "Remote explosive/landmine/IED"}): 0.35,
    frozenset({"Attack", "Armed clash"}): 0.7,
    frozenset({"Abduction/forced disappearance", "Attack"}): 0.5,
    frozenset({"Abduction/forced disappearance", "Armed clash"}): 0.3,
    frozenset({"Armed clash", "Air/drone strike"}): 0.3,
    frozenset({"Armed clash", "Suicide bomb"}): 0.3,
    frozenset({"Mob violence", "Attack"}): 0.7,
    frozenset({"Violent demonstration", "Excessive force against protesters"}): 0.7,
    frozenset({"Protest with intervention", "Excessive force against protesters"}): 0.7,
}
_CALAMITIES = {
    frozenset({"Storm", "Flood"}): 0.6,
    frozenset({"Flood", "Landslide"}): 0.6,
    frozenset({"Storm", "Landslide"}): 0.4,
    frozenset({"Earthquake", "Landslide"}): 0.4,
    frozenset({"Earthquake", "Flood"}): 0.4,
    frozenset({"Fire", "Industrial"}): 0.5,
    frozenset({"Fire", "Transport"}): 0.4,
}
"""Disasters and accidents that come of each other: a storm brings floods, and a blast fire."""
_TAKES = frozenset({"Non-state actor overtakes territory", "Government regains territory"})


def alike(one: Event, other: Event) -> float:
    """How alike two events are in kind, 0 to 1."""
    ours, theirs = one.sub_event_type, other.sub_event_type
    if (one.event_type, ours) == (other.event_type, theirs):
        return 1.0
    if one.event_type == other.event_type and one.event_type in ("Disaster", "Accident"):
        return _CALAMITIES.get(frozenset({ours, theirs}), 0.0) if ours and theirs else 0.7
    types = {one.event_type, other.event_type}
    if types == {"Disaster", "Accident"}:
        return 0.5
    if types <= VIOLENCE:
        return _violence(ours, theirs)
    if types <= UNREST or types <= UNREST | VIOLENCE:
        return _PAIRS.get(frozenset({ours, theirs}), 0.4)
    if types == {"Accident", "Explosions/Remote violence"}:
        return 0.6
    return HARDLY if unspecific(one) or unspecific(other) else 0.0


def unspecific(event: Event) -> bool:
    """Whether an event says no more than that people were killed, and by nobody who is known."""
    vague = (event.event_type, event.sub_event_type) == ("Violence against civilians", "Attack")
    return vague and (event.actor1 is None or event.actor1.id is None)


def _violence(ours: str, theirs: str) -> float:
    if ours == theirs:
        return 0.9
    pair = frozenset({ours, theirs})
    if pair in _PAIRS:
        return _PAIRS[pair]
    if pair & _TAKES:
        return 0.7 if pair & GENERIC else 0.3
    if pair & GENERIC:
        return 0.6
    return 0.0
