"""Who: named actors, the forces of states and words for those who fight and flee, each with the tokens that say so.

First every sentence is scanned for mentions, then descriptors ("these militants", "the army") are resolved to the named
actor or the state that they stand for in this article."""

from collections import defaultdict

from msgspec.structs import replace

from monitor.extract.actors.descriptors import Resolver
from monitor.extract.actors.index import ActorIndex
from monitor.extract.actors.scan import Mention, mentions, words
from monitor.extract.found import FoundActor, FoundPlace
from monitor.extract.words.tokens import Document

PLACE_VOTE = 2.0
"""A place tells more of where an article is at home than a nationality does."""


def home(found: list[Mention], places: tuple[FoundPlace, ...], known: frozenset[str]) -> str | None:
    """The country that an article is about: the one named most, among those where its armed groups are at home."""
    votes: dict[str, float] = defaultdict(float)
    fronts: set[str] = set()
    for place in places:
        code = place.mention.place.country
        if code in known:
            votes[code or ""] += PLACE_VOTE
    for mention in found:
        if mention.nation:
            votes[mention.nation] += 0 if mention.holder else 1
        elif mention.listed and not mention.others:
            countries = mention.listed.countries
            for code in countries:
                votes[code] += 1 / len(countries)
            fronts.update(countries if mention.listed.kind != "state_force" else ())
    likely = {code: count for code, count in votes.items() if code in fronts and not places} or votes
    best = sorted(likely, key=lambda code: -likely[code])[:2]
    clear = len(best) == 1 or (len(best) == 2 and likely[best[0]] > likely[best[1]])
    return best[0] if best and (clear or places) and likely[best[0]] else None


def _likely(found: list[Mention], places: tuple[FoundPlace, ...]) -> list[Mention]:
    """The mentions without acronyms of two or three letters that the article's countries do not bear out."""
    named = {place.mention.place.country for place in places} | {
        mention.nation for mention in found if not mention.holder
    }
    named |= {code for mention in found if mention.listed and not mention.short for code in mention.listed.countries}
    named.discard(None)
    return [mention for mention in found if not (mention.short and named) or _at_home(mention, named)]


def _at_home(mention: Mention, named: set[str | None]) -> bool:
    """Whether an actor's countries are among those named; actors of no one country are at home anywhere."""
    able = (mention.listed, *mention.others) if mention.listed else ()
    return not able or any(len(one.countries) != 1 or not named.isdisjoint(one.countries) for one in able)


def _namesake(mention: Mention, home: str | None) -> Mention:
    """A mention of a name that several actors bear: the one who is at home in the article's country."""
    able = (one for one in mention.others if home in one.countries)
    if mention.listed is None or home in mention.listed.countries:
        return mention
    return replace(mention, listed=next(able, mention.listed))


def _branch(mention: Mention, home: str | None, index: ActorIndex) -> Mention:
    """Those linked to a movement, where it is not at home itself: its one branch in the article's country, else only
    what they are called."""
    branches = index.branches.get(mention.listed.name) if mention.listed and mention.linked else None
    if mention.listed is None or branches is None or home in mention.listed.countries:
        return mention
    able = [branch for branch in branches if home in branch.countries]
    return replace(mention, listed=able[0] if len(able) == 1 else None, others=())


def country(index: ActorIndex, document: Document, places: tuple[FoundPlace, ...] = ()) -> str | None:
    """The code of the country that an article is about, None where it names none."""
    return home(mentions(document, index), places, frozenset(index.countries))


def find(index: ActorIndex, document: Document, places: tuple[FoundPlace, ...] = ()) -> tuple[FoundActor, ...]:
    """Everybody whom the article names or describes, in order; countries and holders are marked bare."""
    found = _likely(mentions(document, index), places)
    at_home = home(found, places, frozenset(index.countries))
    found = [_namesake(mention, at_home) if mention.others else mention for mention in found]
    found = [_branch(mention, at_home, index) if mention.linked else mention for mention in found]
    resolver = Resolver(index, at_home, found)
    actors: list[FoundActor] = []
    for mention in found:
        actor = resolver.actor(mention, words(document, mention))
        if actor:
            bare = mention.holder or (mention.listed is None and mention.noun is None)
            actors.append(FoundActor(mention.first, mention.last, actor, bare, mention.deed))
    return tuple(actors)
