"""People's names, so far as they tell places from people: "Jordan Smith", "Sgt. Houston", then "Smith"."""

from monitor.extract.places.cues import PlaceCues
from monitor.extract.words.tokens import Document, Sentence, Token


def people(document: Document, cues: PlaceCues) -> dict[int, int]:
    """The tokens that name a person, by index; 1 where the name stands in full, 0 where only a surname recurs."""
    if document.persons is None:
        document.persons = _persons(document, cues)
    return document.persons


def _persons(document: Document, cues: PlaceCues) -> dict[int, int]:
    named: dict[int, int] = {}
    surnames: set[str] = set()
    if document.capitals:
        return named
    openers = cues.name_openers
    for sentence in document.sentences:
        behind = sentence.first
        for i in document.openings(sentence, openers):
            if i >= behind:
                last = _name(document, sentence, i, cues)
                if last > i:
                    named.update(dict.fromkeys(range(i, last), 1))
                    surnames.add(document.tokens[last - 1].norm)
                    behind = last
    if not surnames:
        return named
    for i, norm in enumerate(document.norms):
        if norm in surnames and document.tokens[i].text[0].isupper():
            named.setdefault(i, 0)
    return named


def _name(document: Document, sentence: Sentence, i: int, cues: PlaceCues) -> int:
    """Where the person's name that begins with token i ends; i if none does."""
    tokens = document.tokens
    token = tokens[i]
    if token.kind != "word":
        return i
    start = i
    titled = token.norm in cues.titles
    while titled and i < sentence.last and (tokens[i].norm in cues.titles or tokens[i].text == "."):
        i += 1
    if not titled and not (token.norm in cues.given_names and token.text[0].isupper()):
        return start
    if not titled and token.norm in cues.place_names and not _surname(document, sentence, i + 1, cues):
        return start
    end, words = i, 0
    while end < sentence.last and words < 4:
        here = tokens[end]
        if here.text == "." and tokens[end - 1].norm in cues.initials:
            end += 1
        elif _part(here, tokens[end - 1] if end > i else None, cues):
            words += 1
            end += 1
        else:
            break
    return end if words >= (1 if titled else 2) else start


def _surname(document: Document, sentence: Sentence, i: int, cues: PlaceCues) -> bool:
    """Whether a frequent surname stands at token i, or behind the initial there."""
    tokens = document.tokens
    while i < sentence.last and (tokens[i].norm in cues.initials or tokens[i].text == "."):
        i += 1
    return i < sentence.last and tokens[i].norm in cues.surnames


def _part(token: Token, before: Token | None, cues: PlaceCues) -> bool:
    """Whether the token can go on a person's name."""
    if token.kind != "word" or not token.text[0].isupper():
        return False
    if before is not None and before.text == "-":
        return True
    return (
        token.norm not in cues.ordinary
        and token.norm not in cues.kinds
        and token.norm not in cues.organisation
        and token.norm not in cues.titles
        and token.norm not in cues.not_places
    )
