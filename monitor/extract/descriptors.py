"""Descriptors resolved: whom "these militants", "the group" or "the army" stand for in this article."""

from monitor.extract.actor_index import ActorIndex, Listed, Noun, slug
from monitor.extract.mentions import Mention
from monitor.model import Actor, ActorKind


class Resolver:
    """Turns mentions into actors, in the order of the text, remembering the last one named of each kind."""

    def __init__(self, index: ActorIndex, home: str | None, found: list[Mention]) -> None:
        self._index = index
        self._home = home
        self._named: list[Actor] = []
        self._only = _only(found)
        self._speaker: tuple[int, Actor | None] = (-1, None)

    def actor(self, mention: Mention, text: str) -> Actor | None:
        """The actor that a mention stands for; its id is None where the article does not tell."""
        actor = self._known(mention, text) or self._described(mention, text)
        bare = mention.listed is None and mention.noun is None
        if actor and actor.id is not None and self._speaker[0] != mention.sentence:
            self._speaker = (mention.sentence, actor)
        if actor and not bare and actor.id is not None and actor not in self._named[-1:]:
            self._named.append(actor)
        return actor

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
        meant = None if mention.nation else self._meant(mention, noun)
        if meant:
            return Actor(text, meant.name, meant.id, meant.kind, meant.country)
        if noun.force and self._home in self._index.countries:
            return self._index.force(self._home or "", noun.force, text)
        if noun.pronoun:
            return None
        return Actor(text, text, None, noun.kind, mention.nation or (self._home if noun.force else None))

    def _meant(self, mention: Mention, noun: Noun) -> Actor | None:
        """The last named actor that a noun can stand for, else the only one of its kind that the article will name."""
        if noun.force:
            owner = self._speaker[1] if mention.owned and self._speaker[0] == mention.sentence else None
            return owner or self._force(noun)
        if mention.definite:
            able = [actor for actor in self._named if actor.kind in noun.refers]
            same = [actor for actor in able if actor.kind == noun.kind]
            if able:
                return (same or able)[-1]
        only = self._only.get(noun.kind) if noun.bare else None
        return self._listed(only, "") if only else None

    def _force(self, noun: Noun) -> Actor | None:
        """The state's force of this kind that was named last."""
        prefix = f"{noun.force}-forces-of-"
        for actor in reversed(self._named):
            if actor.id and actor.id.startswith(prefix):
                return actor
        return None


def _only(found: list[Mention]) -> dict[ActorKind, Listed]:
    """For each kind the one listed actor that the article names, where it names just one."""
    seen: dict[ActorKind, dict[str, Listed]] = {}
    for mention in found:
        if mention.listed:
            seen.setdefault(mention.listed.kind, {})[mention.listed.name] = mention.listed
    return {kind: next(iter(actors.values())) for kind, actors in seen.items() if len(actors) == 1}
