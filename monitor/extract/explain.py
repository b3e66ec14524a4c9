"""Why a figure was read or left: which frame saw it, which cue judged it, and what became of it in its event."""

from dataclasses import dataclass

from monitor.extract.assemble import happenings, merged
from monitor.extract.reader import Reader
from monitor.extract.tokens import Document
from monitor.extract.told import Told
from monitor.model import Article, Context, Scope, TollKind


@dataclass(frozen=True, slots=True)
class Account:
    """One figure of one sentence: the words, the frame that saw it, how it was judged and by which cue, and whether
    it counts or why it does not."""

    event: int
    kind: TollKind
    figure: int
    words: str
    trigger: str
    frame: str
    context: Context
    scope: Scope
    cue: str
    counted: bool
    reason: str

    def __str__(self) -> str:
        judged = f"{self.context}, {self.scope}" + (f" (by “{self.cue}”)" if self.cue else "")
        fate = "counts" if self.counted else f"left: {self.reason}"
        seen = f"frame {self.frame} at “{self.trigger}”"
        return f"{self.event}. {self.kind} {self.figure} “{self.words}”: {seen}; {judged}; {fate}"


def explain(reader: Reader, article: Article) -> tuple[Account, ...]:
    """An account of every figure that the grammar saw in an article, in the order of the events."""
    text, findings = reader.look(article)
    rows: list[Account] = []
    for number, happening in enumerate(happenings(reader.tell(text, findings), reader.kinds.calamity(text)), 1):
        for made in merged(happening).values():
            rows += [_account(text, number, one, "") for one in made.used]
            rows += [_account(text, number, one, reason) for one, reason in made.left]
    return tuple(rows)


def _account(text: Document, number: int, one: Told, reason: str) -> Account:
    judged = one.judgement
    trigger = text.tokens[one.trigger].text
    return Account(
        number, one.toll, one.figure.best, one.text, trigger, one.mention.frame.name, judged.context, judged.scope,
        judged.cue, not reason, reason,
    )  # fmt: skip
