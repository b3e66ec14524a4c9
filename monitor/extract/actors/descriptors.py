"""Descriptors resolved: whom "these militants", "the group" or "the army" stand for in this article."""

from monitor.extract.actors.index import ActorIndex, Listed, Noun, slug
from monitor.extract.actors.scan import Mention
from monitor.model import Actor, ActorKind

FORCES_OF = "-forces-of-"
"""What the id of a state's forces has between the force and the state."""


class Resolver:
    """Turns mentions into actors, in the order of the text, remembering the last one named of each kind."""

    def __init__(self, index: ActorIndex, home: str | None, found: list[Mention]) -> None:
        self._index = index
        self._home = home
        self._kinds: dict[ActorKind, Actor] = {}
        self._forces: dict[str, Actor] = {}
        self._only = _only(found)
        self._speaker: tuple[int, Actor | None] = (-1, None)

    def actor(self, mention: Mention, text: str) -> Actor | None:
        """The actor that a mention stands for; its id is None where the article does not tell."""
        actor = self._known(mention, text) or self._described(mention, text)
        bare = mention.listed is None and mention.noun is None
        if actor and actor.id is not None and self._speaker[0] != mention.sentence:
            self._speaker = (mention.sentence, actor)
        if actor and not bare and actor.id is not None:
            self._remember(actor)
        return actor

    def _remember(self, actor: Actor) -> None:
        """Keep an actor as the last one named of his kind and force."""
        self._kinds.pop(actor.kind, None)
        self._kinds[actor.kind] = actor
        force, found, _ = (actor.id or "").partition(FORCES_OF)
        if found:
            self._forces[force] = actor

    def _known(self, mention: Mention, text: str) -> Actor | None:
        """A name, or a state's forces."""
        if mention.listed:
            return self._listed(mention.listed, text)
        if mention.nation and (mention.noun is None or mention.noun.force):
            return self._index.force(mention.nation, mention.noun.force if mention.noun else "military", text)
        return None

    def _listed(self, listed: Listed, text: str) -> Actor:
        countries = listed.countries
        country = self._home if self._home in countries and len(countries) > 1 else None
        if country is None and len(countries) == 1:
            country = countries[0]
        return Actor(text, listed.name, listed.id or slug(listed.name), listed.kind, country)

    def _described(self, mention: Mention, text: str) -> Actor | None:
        noun = mention.noun
        if noun is None:
            return Actor(text, text, None, "unidentified", mention.nation)
        meant = self._countryman(mention.nation, noun, text) if mention.nation else self._meant(mention, noun)
        if meant:
            return Actor(text, meant.name, meant.id, meant.kind, meant.country)
        if noun.force and not noun.pronoun and self._home in self._index.countries:
            return self._index.force(self._home or "", noun.force, text)
        if noun.pronoun:
            return None
        return Actor(text, text, None, noun.kind, mention.nation or (self._home if noun.force else None))

    def _countryman(self, nation: str, noun: Noun, text: str) -> Actor | None:
        """The article's only named actor of a kind, for "Syrian rebels", if he is at home there."""
        only = self._only.get(noun.kind) if noun.refers and not noun.pronoun else None
        return self._listed(only, text) if only and nation in only.countries else None

    def _meant(self, mention: Mention, noun: Noun) -> Actor | None:
        """The last named actor that a noun can stand for, else the only one of its kind that the article will name."""
        if noun.force and noun.pronoun and not mention.definite:
            return None
        if noun.force:
            owner = self._speaker[1] if mention.owned and self._speaker[0] == mention.sentence else None
            known = self._forces.get(noun.force)
            abroad = noun.home and known is not None and known.country != self._home in self._index.countries
            return owner or (None if abroad else known)
        if mention.definite:
            able = [kind for kind in self._kinds if kind in noun.refers]
            if able:
                return self._kinds[noun.kind if noun.kind in able else able[-1]]
        only = self._only.get(noun.kind) if noun.bare else None
        return self._listed(only, "") if only else None


def _only(found: list[Mention]) -> dict[ActorKind, Listed]:
    """For each kind the one listed actor that the article names, if it names just one and sets no other beside it."""
    seen: dict[ActorKind, dict[str, Listed]] = {}
    for mention in found:
        if mention.listed:
            seen.setdefault(mention.listed.kind, {})[mention.listed.name] = mention.listed
    beside = _beside(found)
    return {
        kind: next(iter(actors.values())) for kind, actors in seen.items() if len(actors) == 1 and kind not in beside
    }


def _beside(found: list[Mention]) -> set[ActorKind]:
    """The kinds of which a sentence has a named actor and others known by their country ("Syrian rebels")."""
    listed = {(mention.sentence, mention.listed.kind) for mention in found if mention.listed}
    others = {(mention.sentence, mention.noun.kind) for mention in found if mention.noun and mention.nation}
    return {kind for _, kind in listed & others}
