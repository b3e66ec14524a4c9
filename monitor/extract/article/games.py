"""Reports of games, in which sides are massacred and nobody dies."""

from collections.abc import Iterable

from monitor.extract.article.happenings import HARM
from monitor.extract.article.told import Lost, Told
from monitor.extract.context.scopes import cues
from monitor.extract.words.lexicon import Lexicon
from monitor.extract.words.tokens import Document

LEAD = 6
"""Sentences that tell what an article is about."""
CLEAR = 3
"""Words of games, each another one, that make an article one about sport."""
GAMES = frozenset({"cue:sport", "cue:game"})
REASON = "a game, in which it is a figure of speech"


def without_sport(told: list[Told], document: Document, lexicon: Lexicon) -> tuple[list[Told], list[Lost]]:
    """The figures of an article, and those that are none because it reports a game: whoever fell without a number, the
    one who was taken or besieged, and players who were hurt."""
    certain: list[Told] = []
    doubtful: list[Told] = []
    for one in told:
        (doubtful if _figurative(one, lexicon) else certain).append(one)
    if not doubtful or not _reports_game(document, lexicon):
        return told, []
    return certain, [Lost(one.sentence, one.mention, REASON, one.judgement) for one in doubtful]


def _figurative(one: Told, lexicon: Lexicon) -> bool:
    """Whether a figure may be a figure of speech in a game, or tell whom a side lost to an injury."""
    players = all("player" in lexicon.word(part.lemma).tags for part in one.parts)
    single = one.figure.best == 1 and one.toll not in HARM
    return one.figure.quote is None or single or one.mention.frame.own or (players and one.toll != "killed")


def _reports_game(document: Document, lexicon: Lexicon) -> bool:
    lead = document.sentences[:LEAD]
    found = (cue for sentence in lead for cue in cues(document, sentence, lexicon))
    return _several(cue.words for cue in found if not GAMES.isdisjoint(cue.tags))


def _several(words: Iterable[str]) -> bool:
    return len(set(words)) >= CLEAR
