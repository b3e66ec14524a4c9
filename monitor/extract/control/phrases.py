"""What can change hands, read around a trigger: places after a verb or before a passive one, and whose they are."""

from msgspec import Struct, field

from monitor.extract.control.bounds import ASIDE
from monitor.extract.control.scene import COMMA, Phrase, Scene
from monitor.extract.found import FoundPlace
from monitor.model import Actor

BRACKET = "("
MOST = 12
"""Places in one list."""
HELPERS = frozenset({"be", "have", "adverb"})
"""What stands between "which" and "held"."""
ENDS = frozenset(".,;)")
OPENS = frozenset({"det", "number"})
"""What an explanation between commas begins with."""
ARMED = frozenset({"state_force", "rebel", "militia", "communal", "external", "unidentified"})


class Targets(Struct, gc=False):
    """The places of one change, from whom they were taken where the words say so, and the word after them."""

    phrases: list[Phrase] = field(default_factory=list)
    loser: Actor | None = None
    taker: Actor | None = None
    end: int = 0


def targets(scene: Scene, k: int, verb: int = -1) -> Targets:
    """The places listed from word k on ("the towns of A, B and C from the rebels"); those that end right before the
    word `verb` are its subject."""
    quantity = scene.index.quantities.longest(scene.words, k)
    k += quantity[0] if quantity else 0
    result = Targets(end=k)
    phrase = scene.phrase(k)
    while phrase and len(result.phrases) < MOST:
        if phrase.placelike:
            _owned(scene, phrase, result.phrases)
            result.phrases.append(phrase)
            result.end = _attached(scene, result, phrase)
        elif result.phrases or phrase.head != "other" or scene.index.and_.longest(scene.words, phrase.end) is None:
            return result
        else:
            result.end = phrase.end
        phrase = _next(scene, result, verb) or _included(scene, result)
    return result


def _included(scene: Scene, result: Targets) -> Phrase | None:
    """The first of those that a number of places is said to hold ("six villages, among them X"): it stands for the
    number, unless that is told of a place of its own."""
    words, k = scene.words, result.end
    if k >= len(words) or not result.phrases:
        return None
    k += words[k] in scene.index.words.them and words[k - 1] in scene.index.words.of
    j = k + (words[k : k + 1] == [COMMA])
    link = scene.index.including.longest(words, j)
    phrase = scene.phrase(j + link[0]) if link else None
    if not phrase or not phrase.placelike or not phrase.own:
        return None
    if not result.phrases[-1].own:
        result.phrases.pop()
    return phrase


def _owned(scene: Scene, phrase: Phrase, before: list[Phrase]) -> None:
    """Puts "its air base" where the place named before it in the list is."""
    if before and not phrase.named and scene.words[phrase.k] in scene.index.words.theirs:
        phrase.where, phrase.name = before[-1].place or before[-1].where, None if before[-1].place else before[-1].name


def _attached(scene: Scene, result: Targets, phrase: Phrase) -> int:
    """Reads what hangs on a phrase ("near X", "from the rebels", "held by Y"); the word after it."""
    k = phrase.end
    while k < len(scene.words):
        step = (
            _called(scene, phrase, k)
            or _leads(scene, phrase, k)
            or _from(scene, result, k)
            or _held(scene, phrase, k)
            or _where(scene, result, phrase, k)
            or _aside(scene, phrase, k)
        )
        if not step:
            return k
        k = step
    return k


def _from(scene: Scene, result: Targets, k: int) -> int:
    """ "from the rebels", "to the army": the other side. 0 where there is none."""
    words = scene.index.words
    to = scene.index.hands.longest(scene.words, k)
    if scene.words[k] not in words.from_ and not to:
        return 0
    start = k + (to[0] if to else 1)
    other, item = scene.phrase(start), scene.items.get(start)
    line = any(phrase.site and phrase.site.site == "line" for phrase in result.phrases)
    if to and item and item.kind == "place" and item.actor and not line:
        result.taker = result.taker or item.actor
        return item.end
    if not other or not other.actor or other.head != "actor" or other.actor.kind not in ARMED:
        return 0
    if to:
        result.taker = result.taker or other.actor
    else:
        result.loser = result.loser or other.actor
    return other.end


def _leads(scene: Scene, phrase: Phrase, k: int) -> int:
    """ "from X to Y", "that runs from X to Y" behind a road: its two ends."""
    words = scene.index.words
    if phrase.named or not phrase.site or phrase.site.site != "line":
        return 0
    k += 2 if scene.words[k] in words.relatives else 0
    one = scene.phrase(k + 1) if k < len(scene.words) and scene.words[k] in words.from_ else None
    if not one or not one.place or one.end >= len(scene.words) or scene.words[one.end] not in words.to:
        return 0
    far = scene.phrase(one.end + 1)
    if not far or not far.place:
        return 0
    phrase.where, phrase.other, phrase.partial = one.place, far.place, True
    return far.end


def _held(scene: Scene, phrase: Phrase, k: int) -> int:
    """ "held by Y" behind a place, up to the comma where it stands between two ("X, held by Y since May, was")."""
    holder = scene.phrase(_holder(scene, k))
    if not holder or not holder.actor:
        return 0
    phrase.actor = holder.actor
    behind = scene.words[holder.end : holder.end + ASIDE]
    return holder.end + behind.index(COMMA) if scene.words[k] == COMMA and COMMA in behind else holder.end


def _holder(scene: Scene, k: int) -> int:
    """The word that names the holder, behind "held by", "which had been controlled by" or "which was in the hands of";
    the sentence's end where there is none."""
    words, known = scene.words, scene.index.words
    j = k + (words[k] == COMMA)
    relative = words[j : j + 1] != [] and words[j] in known.relatives
    j += relative
    while relative and j < len(words) and not HELPERS.isdisjoint(scene.tags(j)):
        j += 1
    held = j == k and k > 0 and words[k - 1] in known.holding
    if words[j : j + 1] and words[j] in known.holding:
        held, j = True, j + 1
    if held:
        return j + 1 if words[j : j + 1] and words[j] in known.by else len(words)
    under = scene.index.hands.longest(words, j) if relative else None
    return j + under[0] if under and under[0] > 1 else len(words)


def _called(scene: Scene, phrase: Phrase, k: int) -> int:
    """ "a village known as X": the name behind its kind."""
    comma = k + 1 if scene.words[k] == COMMA else k
    called = scene.index.called.longest(scene.words, comma)
    if not called or phrase.named:
        return 0
    other = scene.phrase(comma + called[0])
    if not other or not other.named:
        return 0
    phrase.place, phrase.name = other.place, other.name
    return other.end


def _where(scene: Scene, result: Targets, phrase: Phrase, k: int) -> int:
    """ "near X", "between X and Y", "in the areas of X": where an unnamed site lies; more about a named one."""
    words = scene.words
    start = k + 1 if words[k] in scene.index.words.located else k
    inside = scene.index.inside.longest(words, start)
    if not inside:
        return 0
    other = scene.phrase(start + inside[0])
    if not other or not (other.named or other.site) or other.head == "actor":
        return 0
    between = words[start] in scene.index.words.between
    own = not phrase.named or start in (phrase.end, phrase.end + 1)
    if not phrase.named or (between and own and phrase.place is None):
        _locate(scene, phrase, other, start)
    elif phrase.place is None and start == phrase.end:
        phrase.where = phrase.where or other.place
    return _second(scene, phrase, other, own) if between else other.end


def _locate(scene: Scene, phrase: Phrase, other: Phrase, k: int) -> None:
    phrase.where = phrase.where or other.place or other.where
    phrase.beside = phrase.beside or scene.index.beside.longest(scene.words, k) is not None
    if other.name and not other.place:
        phrase.name = other.name
    if phrase.site and phrase.site.site == "line":
        phrase.listed = phrase.partial = True


def _second(scene: Scene, phrase: Phrase, other: Phrase, own: bool) -> int:
    """The other end of "between X and Y", which tells where the phrase lies if it is its `own`."""
    link = scene.index.and_.longest(scene.words, other.end) or scene.index.inside.longest(scene.words, other.end)
    far = scene.phrase(other.end + (link[0] if link else 1)) if other.end < len(scene.words) else None
    if far and far.named:
        phrase.other = far.place if own else phrase.other
        return far.end
    return other.end


def _aside(scene: Scene, phrase: Phrase, k: int) -> int:
    """What explains a named place between commas or brackets ("Goma, the provincial capital,")."""
    words = scene.words
    if words[k] == BRACKET and ")" in words[k : k + 12]:
        close = words.index(")", k)
        inner = scene.phrase(k + 1)
        if inner and inner.place and not phrase.place:
            phrase.where = phrase.where or inner.place
        return close + 1
    if words[k] != COMMA or not (phrase.named or phrase.where):
        return 0
    if beside := scene.index.beside.longest(words, k + 1):
        other = scene.phrase(k + 1 + beside[0])
        return _closed(scene, other.end) if other and other.named else 0
    if _distant(scene, k + 1):
        return _closed(scene, words.index(COMMA, k + 1)) if COMMA in words[k + 1 : k + ASIDE] else 0
    other = scene.phrase(k + 1)
    if other and other.site and _explains(scene, other):
        phrase.actor = phrase.actor or (other.actor if _describes(scene, other) else None)
        end = other.end
        while end < len(words) and words[end] != COMMA and end - k < MOST:
            end += 1
        return _closed(scene, end)
    return _closed(scene, _around(scene, phrase, other)) if other and other.head == "place" else 0


def _explains(scene: Scene, other: Phrase) -> bool:
    """Whether a phrase between commas says what the place before it is."""
    if OPENS.isdisjoint(scene.tags(other.k)):
        return False
    return not other.named or _describes(scene, other) or _one_of(scene, other)


def _around(scene: Scene, phrase: Phrase, other: Phrase) -> int:
    """The word after the region or country that a comma puts behind a place; 0 where it is another place."""
    held = phrase.place or phrase.where
    if other.place and held and _holds(other.place, held):
        return other.end
    follower = scene.words[other.end : other.end + 1]
    if other.place and phrase.name and not phrase.place and (not follower or follower[0] in ENDS):
        phrase.where = phrase.where or other.place
        return other.end
    return 0


def _closed(scene: Scene, k: int) -> int:
    """The word after an aside that ends at word k, past its comma where the sides of the change are told behind it."""
    words = scene.words
    behind = words[k + 1] if k and words[k : k + 1] == [COMMA] and k + 1 < len(words) else ""
    return k + 1 if behind in scene.index.words.from_ or behind in scene.index.words.to else k


def _holds(around: FoundPlace, inner: FoundPlace) -> bool:
    """Whether the one place is the region or country that holds the other ("Patikul, Sulu")."""
    wide, place = around.mention.place, inner.mention.place
    if wide.feature == "country":
        return place.feature != "country" and place.country == wide.country
    if wide.feature not in ("region", "district") or place.feature in ("region", "country"):
        return False
    within = wide.admin1 == place.admin1 and wide.feature == "region"
    return wide.country == place.country and (within or wide.distance_km(place) <= wide.radius_km)


def _distant(scene: Scene, k: int) -> bool:
    """Whether a distance begins with word k ("20 km north of Goma")."""
    if k + 1 >= len(scene.words):
        return False
    return scene.document.tokens[scene.line.at[k]].kind == "number" and "measure" in scene.tags(k + 1)


def _describes(scene: Scene, phrase: Phrase) -> bool:
    """Whether a phrase says what a place is, not which ("the capital of X")."""
    return not scene.index.words.describing.isdisjoint(scene.words[phrase.k : phrase.end])


def _one_of(scene: Scene, phrase: Phrase) -> bool:
    """Whether a phrase says what a place is as one of its kind ("a Red Sea port")."""
    site = phrase.site
    return site is not None and site.site in ("populated", "facility") and "indefinite" in scene.tags(phrase.k)


def _next(scene: Scene, result: Targets, verb: int) -> Phrase | None:
    """The next place of a list, None where the list has ended."""
    words, k = scene.words, result.end
    if k >= len(words):
        return None
    j = k + 1 if words[k] == COMMA else k
    link = scene.index.and_.longest(words, j)
    j += link[0] if link else 0
    if j == k:
        return None
    if (
        j + 1 < len(words)
        and "measure" in scene.tags(j + 1)
        and scene.document.tokens[scene.line.at[j]].kind == "number"
    ):
        return None
    prefix = scene.index.inside.longest(words, j)
    phrase = None if _changes(scene, j) else scene.phrase(j + (prefix[0] if prefix else 0))
    if not phrase or not phrase.placelike or (phrase.end != verb and _acts(scene, phrase.end)):
        return None
    if prefix and not (phrase.named and result.phrases and result.phrases[0].listed):
        return None
    return phrase if phrase.named or phrase.site else None


def _changes(scene: Scene, k: int) -> bool:
    """Whether word k is the verb of another change ("captured X and besieged Y")."""
    found = scene.index.triggers.longest(scene.words, k)
    return found is not None and any("past" in trigger.tags for trigger in found[1])


def _acts(scene: Scene, k: int) -> bool:
    """Whether a finite verb begins with word k, so that what stands before it is a subject."""
    if k >= len(scene.words):
        return False
    tags = scene.tags(k)
    return "modal" in tags or (
        "verb" in tags
        and not {"past", "third", "be", "have"}.isdisjoint(tags)
        and scene.words[k] not in scene.index.words.holding
    )
