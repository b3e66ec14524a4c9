"""The words that tell who holds a place: the `control` part of a language's lexicon, ready for look-ups.

Shapes of frames, by who stands where:
    take     AGENT captured PLACE (from LOSER); PLACE was captured by AGENT
    fall     PLACE fell to AGENT                       under    PLACE is under the control of AGENT
    beneath  PLACE is under AGENT's control            rule     AGENT is in full control of PLACE
    hold     AGENT now controls PLACE                  flag     AGENT raised the flag over PLACE
    yield    LOSER abandoned PLACE (to AGENT)          leave    LOSER withdrew from PLACE
    expel    AGENT drove LOSER out of PLACE            leaving  the withdrawal of LOSER from PLACE
    noun     the capture of PLACE by AGENT, PLACE's fall to AGENT
    swap     PLACE changed hands                       siege    AGENT besieged PLACE
    beset    PLACE is under siege (by AGENT)           relieve  AGENT broke the siege of PLACE
    relent   AGENT lifted its siege of PLACE           contest  battle for control of PLACE
    toward   AGENT is advancing on PLACE"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from monitor.extract.languages.base import Language
from monitor.extract.words.phrases import Phrases
from monitor.model import ControlStatus

Shape = Literal[
    "take", "fall", "under", "yield", "leave", "expel", "flag", "noun", "leaving", "hold", "siege", "beset", "relieve",
    "relent", "toward", "contest", "beneath", "rule", "swap",
]  # fmt: skip
SiteClass = Literal["populated", "military", "facility", "terrain", "line"]


class Frame(msgspec.Struct, frozen=True):
    """One way to tell it. `weak`: the words mean other things too, so that agent and place must both be clear;
    `controlling`: only with a word for control between ("gained control of"); `particle`: only with such a word
    behind the object; `regular`: only of towns and bases and of those who hold ground; `towns`: of no base;
    `transitive`: without an object it is passive ("ousted from"). `match` maps example sentences to the status
    that must be read; nothing may be read from those in `reject`."""

    name: str
    shape: Shape
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    status: ControlStatus = "controlled"
    weak: bool = False
    controlling: bool = False
    particle: frozenset[str] = frozenset()
    regular: bool = False
    towns: bool = False
    transitive: bool = False
    match: dict[str, ControlStatus] = {}
    reject: tuple[str, ...] = ()


class ControlWords(msgspec.Struct, frozen=True):
    """The `control` part of a language's lexicon; see the comments there."""

    frames: tuple[Frame, ...]
    sites: dict[SiteClass, tuple[str, ...]]
    ways: tuple[str, ...]
    parts: frozenset[str]
    wholes: frozenset[str]
    control: frozenset[str]
    over: frozenset[str]
    of: frozenset[str]
    holding: frozenset[str]
    hands: tuple[str, ...]
    by: frozenset[str]
    leading: frozenset[str]
    from_: frozenset[str] = msgspec.field(name="from")
    out: tuple[str, ...]
    flags: frozenset[str]
    banner: frozenset[str]
    announcing: frozenset[str]
    organs: frozenset[str]
    ceding: frozenset[str]
    theirs: frozenset[str]
    becoming: frozenset[str]
    afterwards: frozenset[str]
    meanwhile: frozenset[str]
    onto: frozenset[str]
    into: tuple[str, ...]
    heading: frozenset[str]
    begun: tuple[str, ...]
    beginning: frozenset[str]
    helping: frozenset[str]
    siege: frozenset[str]
    inside: tuple[str, ...]
    beside: tuple[str, ...]
    between: frozenset[str]
    located: frozenset[str]
    called: tuple[str, ...]
    describing: frozenset[str]
    lost: frozenset[str]
    particles: frozenset[str]
    stops: frozenset[str]
    amounts: frozenset[str]
    quantities: tuple[str, ...]
    still: frozenset[str]
    small: frozenset[str]
    holds: frozenset[str]
    ours: frozenset[str]
    none: frozenset[str]
    claims: frozenset[str]
    wide: frozenset[str]
    state_seats: frozenset[str]
    and_: tuple[str, ...] = msgspec.field(name="and")
    including: tuple[str, ...]
    that: frozenset[str]
    now: frozenset[str]
    establishing: frozenset[str]
    they: frozenset[str]
    here: frozenset[str]
    them: frozenset[str]
    outward: frozenset[str]
    backward: frozenset[str]
    changing: frozenset[str]
    heights: frozenset[str]
    fights: frozenset[str]
    against: frozenset[str]
    fleeting: tuple[str, ...]
    negations: tuple[str, ...]
    denials: frozenset[str]
    untrue: tuple[str, ...]
    denied: frozenset[str]
    change: frozenset[str]
    possible: tuple[str, ...]
    intended: tuple[str, ...]
    planned: tuple[str, ...]
    achieved: tuple[str, ...]
    past: tuple[str, ...]
    before: tuple[str, ...]
    relatives: frozenset[str]
    had: frozenset[str]
    saying: frozenset[str]
    peaceful: tuple[str, ...]
    modal: frozenset[str]
    to: frozenset[str]
    armed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Trigger:
    """A frame by one form of its words: `tags` are the form's (past, participle, ing, base, third), empty for nouns."""

    frame: Frame
    tags: frozenset[str]


class ControlIndex:
    """Triggers, kinds of site and cues, each ready for one look-up a word."""

    def __init__(self, words: ControlWords, language: Language) -> None:
        self.words = words
        self.triggers: Phrases[tuple[Trigger, ...]] = Phrases(_triggers(words.frames, language))
        self.sites: Phrases[SiteClass] = Phrases((word, kind) for kind, row in words.sites.items() for word in row)
        self.hands, self.out, self.into = _plain(words.hands), _plain(words.out), _plain(words.into)
        self.inside, self.beside, self.and_ = _plain(words.inside), _plain(words.beside), _plain(words.and_)
        self.negations, self.possible, self.intended = map(_plain, (words.negations, words.possible, words.intended))
        self.planned, self.achieved, self.past = map(_plain, (words.planned, words.achieved, words.past))
        self.untrue, self.including = _plain(words.untrue), _plain(words.including)
        self.before, self.quantities = _plain(words.before), _plain(words.quantities)
        self.fleeting, self.begun = _plain(words.fleeting), _plain(words.begun)
        self.peaceful, self.called = _plain(words.peaceful), _plain(words.called)


def _plain(words: Iterable[str]) -> Phrases[bool]:
    return Phrases((word, True) for word in words)


def _triggers(frames: tuple[Frame, ...], language: Language) -> list[tuple[str, tuple[Trigger, ...]]]:
    """Every form of every frame, forms that several frames share together."""
    forms: dict[str, dict[str, set[str]]] = {}
    by_name = {frame.name: frame for frame in frames}
    for frame in frames:
        for verb in frame.verbs:
            for form, tags in language.verbs(verb):
                forms.setdefault(form, {}).setdefault(frame.name, set()).update(tags)
        for noun in (*frame.nouns, *frame.phrases):
            forms.setdefault(noun, {}).setdefault(frame.name, set())
    return [
        (form, tuple(Trigger(by_name[name], frozenset(tags)) for name, tags in rows.items()))
        for form, rows in forms.items()
    ]


def build(words: dict[str, Any], language: Language) -> ControlIndex:
    """An index from parsed YAML. Raises msgspec.ValidationError naming the field that is wrong."""
    return ControlIndex(msgspec.convert(words, ControlWords), language)
