"""What a sentence offers to judge its figures by, and the judgement: context, scope, and what decided them."""

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from monitor.extract.context.background import Background
from monitor.extract.context.lasting import Lasting
from monitor.extract.context.scopes import Apart, Cue, Ground, Scopes, by_tag, cues
from monitor.extract.grammar.chunk import Chunk
from monitor.extract.words.lexicon import Lexicon
from monitor.extract.words.tokens import Document, Sentence, Token
from monitor.extract.words.units import Unit
from monitor.model import Context, Scope

SCORE = 3
"""Tokens of the result of a game: "5-1"."""
DASHES = frozenset("-–")


class Judgement(Struct):
    """Context and scope, and what decided them."""

    context: Context = "reported"
    scope: Scope = "incident"
    cue: Ground | None = None
    """What decided the context, or that the happening is `apart`."""
    stretch: Ground | None = None
    """What decided the scope."""
    separate: bool = False
    """Another happening than the one told before."""
    later: bool = False
    """Another happening, where it tells a deed and not how an earlier one ended."""
    mixed: bool = False
    """The dead and the hurt are told in one number."""
    present: bool = False
    """Told in the present, as stories are."""
    generic: bool = False
    """What is done again and again, to nobody in particular."""
    rate: bool = False
    """How often something befalls people."""
    older: bool = False
    """A count that a later one has replaced."""
    outdated: bool = False
    """What somebody "had said earlier"."""
    sport: Ground | None = None
    """A game or a market is told: what has no number is a figure of speech."""
    natural: Ground | None = None
    """A death of age or illness is told."""
    fiction: Ground | None = None
    """An invented story is told."""
    apart: Apart = ""
    """A happening that only dates the one told."""


class Setting(Struct, frozen=True, gc=False):
    """What a sentence offers to judge its figures by: its cues, and the tokens where clauses begin."""

    cues: tuple[Cue, ...]
    clauses: tuple[int, ...]
    breaths: tuple[int, ...]
    """The tokens where a stretch of its own begins, for dates that count over all before them."""
    units: list[Unit]
    chunks: list[Chunk]
    starts: list[int]
    """The first token of each chunk."""
    sport: Ground | None
    """What says that a game or a market is told."""
    scopes: Scopes
    background: Background
    lasting: Lasting
    year: int
    """That of the telling."""

    def bearing(self, tag: str) -> Sequence[Cue]:
        """The cues that bear a tag."""
        return self.scopes.bearing(tag)


def setting(
    document: Document, sentence: Sentence, lexicon: Lexicon, units: list[Unit], chunks: list[Chunk], year: int
) -> Setting:
    """The cues and clause starts of a sentence told in a year."""
    found, tokens = cues(document, sentence, lexicon), document.tokens
    starts = [units[chunk.first].first for chunk in chunks]
    clauses = tuple([at for n, at in enumerate(starts) if _new_clause(chunks, n)])
    breaths = tuple([at for n, at in enumerate(starts) if _breath(chunks, n)])
    scopes = Scopes(tokens, units, chunks, found, by_tag(found))
    games = scopes.bearing("cue:sport")
    sport = Ground.of(games[0]) if games else _score(tokens, units)
    background, lasting = Background(units, chunks, found), Lasting(units, chunks, found)
    return Setting(found, clauses, breaths, units, chunks, starts, sport, scopes, background, lasting, year)


def _breath(chunks: list[Chunk], n: int) -> bool:
    """Whether a stretch of its own begins at chunk n: behind "but" or "as", or with ", bringing ..."."""
    if chunks[n].kind in ("stop", "but", "sub"):
        return True
    return chunks[n].kind == "verb" and chunks[n].has("ing") and n > 0 and chunks[n - 1].kind == "comma"


def _new_clause(chunks: list[Chunk], i: int) -> bool:
    """Whether a clause of its own begins at chunk i: "; ...", "but ...", "and two men were killed"."""
    chunk = chunks[i]
    if chunk.kind in ("stop", "but"):
        return True
    if chunk.kind != "conj" or i + 2 >= len(chunks):
        return False
    return chunks[i + 1].kind == "noun" and chunks[i + 2].kind == "verb" and not chunks[i + 2].has("ing")


def _score(tokens: list[Token], units: list[Unit]) -> Ground | None:
    """The result of a game: "5-1"."""
    for before, unit in pairwise(units):
        joined = unit.last - unit.first == SCORE and tokens[unit.first + 1].text in DASHES
        joined = joined and len(tokens[unit.first].text) < len("100")
        if joined and "label-number" in unit.tags and "label" not in before.tags:
            return Ground("score", unit.first, unit.last)
    return None


def tagged(place: Setting, tag: str) -> Ground | None:
    """The sentence's first cue that bears a tag."""
    found = place.bearing(tag)
    return Ground.of(found[0]) if found else None


def ground(place: Setting, chunk: Chunk, name: str) -> Ground:
    return Ground(name, *span(place, chunk))


def span(place: Setting, chunk: Chunk) -> tuple[int, int]:
    """The document's tokens of a chunk, the last exclusive."""
    return place.units[chunk.first].first, place.units[chunk.last - 1].last
