"""Where a change lies on the map; a place too small for any gazetteer lies near what the text names."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from monitor.extract.control.scene import Item, Phrase, Scene
from monitor.extract.found import FoundPlace
from monitor.model import Actor, GeoPrecision, Place

COARSE = {"country": 3, "area": 3, "region": 2, "district": 1, "water": 3, "river": 2, "mountain": 1}
"""How coarse a kind of place is; everything else is a point."""
AROUND = 60
"""How many places on each side are looked at."""
RADIUS = 20.0
"""What a large town costs against a village: its radius in km, over this."""
ELSEWHERE, LATER = 2.5, 0.3
"""What it costs to stand in another sentence, and in a later one."""
ASTRAY = 3.0
"""Degrees from its seat at which a group is not looked for."""
SEAT_KM = 60.0
"""How far from its seat a group fights, at least."""
BESIDE_KM, SOMEWHERE_KM = 15.0, 50.0
"""How far an unknown village may lie from what the text says it is in, and from what it is only told with."""
FOCUS = 2.0
"""What it is worth to be the place that the last change was about."""


@dataclass(frozen=True, slots=True)
class Located:
    """A place, and the words [start, end) of the field that name it (code points). `named`: it is the place itself, and
    not one of those near it or in it of which no name is told."""

    place: Place | None
    start: int
    end: int
    named: bool = True


@dataclass(slots=True)
class Map:
    """The places of an article, the `home` country where all must be when it names none, where groups have their seats,
    and the place that the last change was about, which an unnamed site most likely belongs to."""

    places: tuple[FoundPlace, ...]
    home: Place | None
    seat: Callable[[Actor], Place | None]
    capital: Callable[[Place], Place | None]
    """The capital of a country, where its palaces and barracks of guards are."""
    ruled: Callable[[Place], Place | None]
    """The country of which a place is the capital: a village told of beside it need not lie near it."""
    focus: FoundPlace | None = None


def locate(scene: Scene, phrase: Phrase, map_: Map, sides: tuple[Actor | None, Actor | None]) -> Located:
    """The place of a phrase, told of the `sides` who gained and lost. A place that stands for the winner himself
    ("Kyiv's troops") is not where it happened."""
    start, end = _span(scene, phrase)
    if phrase.place and phrase.other:
        return Located(_middle(scene, phrase, phrase.place.mention.place, phrase.other.mention.place), start, end)
    if phrase.where and phrase.other:
        return Located(_middle(scene, phrase, phrase.where.mention.place, phrase.other.mention.place), start, end)
    if phrase.place:
        return Located(_of(scene, phrase, phrase.place.mention.place), start, end)
    phrase.name = phrase.name or _antecedent(scene, phrase)
    anchor = phrase.where or _anchor(scene, phrase, map_, sides[0].text if sides[0] else "")
    near = _country(scene, phrase, anchor, map_) or (anchor.mention.place if anchor else map_.home)
    near = map_.home if near and not near.country and map_.home else near
    seat = _seat(map_, sides)
    if seat and (near is None or near.feature == "country" or _astray(scene, phrase, anchor, seat)):
        near = seat
    if near and near.feature == "country" and _of_state(scene, phrase):
        near = map_.capital(near) or near
    beside = None if near is None or (anchor and _headed(scene, phrase, anchor)) else _near(scene, phrase, near)
    return Located(beside, start, end, _tells_which(scene, phrase, beside))


def _of_state(scene: Scene, phrase: Phrase) -> bool:
    """Whether a site is one of those that a state has in its capital ("the presidential palace")."""
    site = phrase.site
    return site is not None and " ".join(scene.words[site.k : site.end]) in scene.index.words.state_seats


def _tells_which(scene: Scene, phrase: Phrase, place: Place | None) -> bool:
    """Whether a phrase without a known place tells which one it means, by a name or as the only one there ("the port",
    "the village"): not "two villages", "a hill", "several positions"."""
    site = phrase.site.site if phrase.site else ""
    only = site == "facility" or (site in ("populated", "military") and "definite" in scene.tags(phrase.k))
    return phrase.name is not None or only or place is None or place.geo_precision == 1


def _country(scene: Scene, phrase: Phrase, anchor: FoundPlace | None, map_: Map) -> Place | None:
    """The country in which an unknown village lies, where the text names no place but the capital, and elsewhere."""
    if anchor is None or phrase.name is None or anchor == phrase.where or _here(scene, anchor):
        return None
    return map_.ruled(anchor.mention.place)


def _here(scene: Scene, place: FoundPlace) -> bool:
    """Whether a place is named in the sentence itself."""
    sentence = scene.document.sentences[scene.number]
    return sentence.first <= place.first < sentence.last


def _seat(map_: Map, sides: tuple[Actor | None, Actor | None]) -> Place | None:
    """Where one of the sides is at home, the loser first: better than a whole country, and no better than a region."""
    known = (map_.seat(actor) for actor in reversed(sides) if actor)
    place = next((place for place in known if place), None)
    return msgspec.structs.replace(place, geo_precision=3, radius_km=max(place.radius_km, SEAT_KM)) if place else None


def _astray(scene: Scene, phrase: Phrase, anchor: FoundPlace | None, seat: Place) -> bool:
    """Whether an anchor in another sentence lies so far from where the group fights that it is another story's."""
    if anchor is None or phrase.where or _here(scene, anchor):
        return False
    place = anchor.mention.place
    return max(abs(place.lat - seat.lat), abs(place.lon - seat.lon)) > ASTRAY


def _headed(scene: Scene, phrase: Phrase, anchor: FoundPlace) -> bool:
    """Whether a title's "town" could be any that the body names: the body's own telling says which."""
    titled = scene.document.sentences[scene.number].in_ == "title"
    return titled and phrase.name is None and not _here(scene, anchor)


def _antecedent(scene: Scene, phrase: Phrase) -> Item | None:
    """The unknown name that "the town" or "the camp" takes up in its own sentence, where it names no known place."""
    site = phrase.site
    if site is None or site.site not in ("populated", "military") or phrase.where or "det" not in scene.tags(phrase.k):
        return None
    able = (item for item in scene.before(phrase.k) if item.kind == "name" or (item.place and _town(scene, item.place)))
    before = next(able, None)
    if before is None or before.kind != "name" or not before.k:
        return None
    governed = not {"verb", "prep"}.isdisjoint(scene.tags(before.k - 1))
    return before if governed else None


def _span(scene: Scene, phrase: Phrase) -> tuple[int, int]:
    item = phrase.name or phrase.site
    first, last = (phrase.place.first, phrase.place.last) if phrase.place else (0, 0)
    if phrase.joined:
        last = max(last, phrase.joined.last)
    if not phrase.place and item:
        first, last = scene.line.at[item.k], scene.line.end(item.end)
    elif not phrase.place:
        first, last = scene.line.at[phrase.k], scene.line.end(phrase.end)
    tokens = scene.document.tokens
    return tokens[first].start, tokens[last - 1].end


def _of(scene: Scene, phrase: Phrase, place: Place) -> Place:
    """A named place, or a site of it ("Goma airport"): then the site's own name at the place's coordinates."""
    site = phrase.site
    if site is None or place.feature in ("country", _feature(site.site)) or site.site in ("populated", "terrain"):
        return _part(place) if phrase.partial and place.geo_precision == 1 else place
    name = _name(scene, phrase)
    return msgspec.structs.replace(
        place, name=name, geonameid=None, geo_precision=max(2, place.geo_precision), feature=_feature(site.site)
    )


def _part(place: Place) -> Place:
    return msgspec.structs.replace(place, geo_precision=2)


def _feature(site: str | None) -> str:
    return {"military": "base", "line": "road"}.get(site or "", "site")


def _name(scene: Scene, phrase: Phrase) -> str:
    """The words from the name to the kind of site, whichever comes first."""
    spans = [(item.k, item.end) for item in (phrase.name, phrase.site) if item]
    if phrase.place:
        spans += [_words(scene, phrase.place)]
    first, last = min(k for k, _ in spans), max(end for _, end in spans)
    return _quote(scene, first, last)


def _quote(scene: Scene, k: int, end: int) -> str:
    """Words [k, end) as the text has them."""
    tokens = scene.document.tokens
    first, last = tokens[scene.line.at[k]], tokens[scene.line.end(end) - 1]
    return scene.document.quote(scene.document.sentences[scene.number].in_, first.start, last.end)


def _words(scene: Scene, place: FoundPlace) -> tuple[int, int]:
    inside = [k for k, token in enumerate(scene.line.at[:-1]) if place.first <= token < place.last]
    return (inside[0], inside[-1] + 1) if inside else (0, 1)


def _near(scene: Scene, phrase: Phrase, anchor: Place) -> Place:
    """An unnamed site ("the village"), or a name that no map knows, where the anchor is."""
    if phrase.name:
        name = _name(scene, phrase) if _beside(phrase) else _quote(scene, phrase.name.k, phrase.name.end)
        precision: GeoPrecision = 3 if anchor.feature in ("region", "country", "area") else 2
        radius = max(anchor.radius_km, BESIDE_KM if phrase.where else SOMEWHERE_KM)
        feature = "populated" if phrase.site is None or phrase.site.site == "populated" else _feature(phrase.site.site)
        return msgspec.structs.replace(
            anchor, name=name, geonameid=None, geo_precision=precision, radius_km=radius, feature=feature
        )
    unlike = phrase.beside or phrase.partial or (phrase.site and phrase.site.site != "populated")
    if unlike or one_of_many(scene, phrase):
        return msgspec.structs.replace(anchor, geo_precision=max(2, anchor.geo_precision))
    return anchor


def one_of_many(scene: Scene, phrase: Phrase) -> bool:
    """Whether a phrase tells of towns that nobody names ("a dozen villages", "towns along the road to X"): what becomes
    of them does not become of the place that they lie near. "The town" takes up one that was named."""
    site = phrase.site
    unnamed = site is not None and site.site == "populated" and not phrase.named
    return unnamed and "definite" not in scene.tags(phrase.k)


def unnamed_site(scene: Scene, phrase: Phrase) -> bool:
    """Whether a base, a hill or a road without a name of its own is meant, in the place that is given; "the area" takes
    up the place itself."""
    site = phrase.site
    if site is None or site.site in ("populated", "facility") or phrase.own:
        return False
    return "definite" not in scene.tags(phrase.k) or scene.index.words.wide.isdisjoint(scene.words[site.k : site.end])


def _beside(phrase: Phrase) -> bool:
    """Whether a name goes on with the kind of site that it is ("the Republican Palace"), no kind of town."""
    site, name = phrase.site, phrase.name
    return site is not None and name is not None and site.site not in ("populated", "terrain") and name.end == site.k


def _middle(scene: Scene, phrase: Phrase, one: Place, other: Place) -> Place:
    """A road between two places, the same from either end."""
    one, other = sorted((one, other), key=lambda place: place.name)
    lat, lon = (one.lat + other.lat) / 2, (one.lon + other.lon) / 2
    radius = max(111.0 * ((one.lat - other.lat) ** 2 + (one.lon - other.lon) ** 2) ** 0.5 / 2, one.radius_km)
    name = f"{one.name}–{other.name}"
    if phrase.site:
        name = _way(scene, phrase, phrase.site, name)
    return msgspec.structs.replace(
        one, name=name, geonameid=None, lat=lat, lon=lon, geo_precision=2, radius_km=round(radius, 1), feature="road"
    )


def _way(scene: Scene, phrase: Phrase, site: Item, ends: str) -> str:
    """What leads from one end to the other: all roads are called alike, however they are told."""
    if site.site != "line":
        return f"{_quote(scene, phrase.k, phrase.end)} {ends}"
    kind, ways = " ".join(scene.words[site.k : site.end]), scene.index.words.ways
    return f"{ends} {ways[0] if kind in ways else kind}"


def _anchor(scene: Scene, phrase: Phrase, map_: Map, agent: str) -> FoundPlace | None:
    """The place of the article that says best where an unnamed or unknown one lies: in the sentence, else near it."""
    here = bisect_left(map_.places, scene.line.at[phrase.k], key=lambda place: place.first)
    near = [*map_.places[max(0, here - AROUND) : here + AROUND], *([map_.focus] if map_.focus else [])]
    near = [place for place in near if not _attribute(scene, place)]
    near = [place for place in near if not _goal(scene, place)] or near
    able = [place for place in near if place.mention.text != agent] or near
    if phrase.name:
        able = [place for place in able if _here(scene, place) or not map_.ruled(place.mention.place)] or able
    return min(able, key=lambda place: _distance(scene, phrase, place, map_), default=None)


def _town(scene: Scene, place: FoundPlace) -> bool:
    """Whether "the town" could take a place up: no region or country, and no place that somebody only makes for."""
    return place.mention.place.feature not in ("region", "country") and not _goal(scene, place)


def _goal(scene: Scene, place: FoundPlace) -> bool:
    """Whether somebody only makes for a place ("left the town and moved towards X", "withdrew from the town to X")."""
    before, words = scene.document.tokens[place.first - 1 : place.first], scene.index.words
    if not before or before[0].norm not in words.to:
        return bool(before) and before[0].norm in words.heading
    told = (scene.index.triggers.longest(scene.words, k) for k, at in enumerate(scene.line.at) if at < place.first)
    return _here(scene, place) and any(one.frame.shape == "leave" for found in told if found for one in found[1])


def _attribute(scene: Scene, place: FoundPlace) -> bool:
    """Whether a country only says whose what follows is ("a US air strike")."""
    if place.mention.place.feature != "country":
        return False
    behind = scene.document.tokens[place.last : place.last + 1]
    tags = scene.lexicon.word(behind[0].norm).tags if behind and behind[0].kind == "word" else frozenset[str]()
    return "noun" in tags and "verb" not in tags


def _distance(scene: Scene, phrase: Phrase, place: FoundPlace, map_: Map) -> float:
    """How little a place has to do with a phrase: another sentence, a coarse or large place and words between cost."""
    sentence = scene.document.sentences[scene.number]
    found, here = place.mention.place, scene.line.at[phrase.k]
    cost = (
        2.0 * COARSE.get(found.feature, 0)
        + min(found.radius_km, 20.0) / RADIUS
        + min(abs(place.first - here), 400) / 100
    )
    if sentence.first <= place.first < sentence.last:
        return cost
    focused = map_.focus is not None and phrase.name is None and found.key == map_.focus.mention.place.key
    return cost + ELSEWHERE + (LATER if place.first > here else 0.0) - (FOCUS if focused else 0.0)
