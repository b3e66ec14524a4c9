"""A second opinion: the reader beside what else reads deaths out of news and can be had freely, on the same texts.

No free program reads tolls; coders of events (PETRARCH and its kin) give actors and a verb's code, and need another
program's parse trees. So beside the reader stands the regular expression that a newsroom would write in an afternoon,
and for speed alone spaCy, where it is installed (`uv run --group rivals python -m tests.bench rivals`): its tokenizer
with sentences, and its small English pipeline where somebody has that too."""

import importlib.util
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import process_time

from monitor.model import Article
from monitor.resources import load_reader
from tests.bench.calibration import Labelled, golden, labelled, total
from tests.bench.figures import Figure

SMALL = (
    "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
WORDS = {word: n for n, word in enumerate(SMALL.split())} | {"a": 1, "an": 1, "thirty": 30, "dozen": 12, "dozens": 12}
NUMBER = rf"(\d{{1,3}}(?:,\d{{3}})+|\d+|(?:{'|'.join(WORDS)})\b)"
GAP = r"(?:\s+(?!killed|dead|wounded|injured|hurt)[\w'-]+){0,6}?\s+"
DYING = r"(?:were|was|are|have been|has been|being)?\s*(?:reportedly\s+)?(?:killed|dead|died|murdered)\b"
KILLING = (
    r"\b(?:killed|killing|kills|kill|shot dead|left|leaving|claimed)\s+(?:at least|more than|about|some|up to)?\s*"
)
PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\bdeath toll\b[^.]{{0,60}}?\b(?:to|at|is)\s+(?:at least\s+)?{NUMBER}",
        rf"\b{NUMBER}{GAP}{DYING}",
        rf"{KILLING}{NUMBER}",
        rf"\b(?:deaths?|bodies|murder) of\s+(?:at least\s+)?{NUMBER}",
    )
)
Count = Callable[[Article], int]


def expression(article: Article) -> int:
    """The deaths that an article tells, by its first number beside a word of death."""
    text = f"{article.title}\n{article.text}"
    found = [match for pattern in PATTERNS if (match := pattern.search(text))]
    if not found:
        return 0
    number = min(found, key=lambda match: match.start())[1].lower()
    return WORDS[number] if number in WORDS else int(number.replace(",", ""))


def reader(article: Article) -> int:
    """The same by the reader."""
    events = load_reader().read(article).events
    return total((one for one in events if one.context == "reported" and one.scope != "cumulative"), "killed")


def measure(folder: Path | None) -> Iterator[Figure]:
    """How often each gives exactly the deaths of a text, how often it gives some where there are none, and how fast, in
    seconds of one processor: other work on the machine slows nobody."""
    rows = [row for row in (labelled(folder) if folder else golden()) if row.killed is not None]
    texts = [f"{row.article.title}\n{row.article.text}" for row in rows]
    rivals: dict[str, Count] = {"reader": reader, "regular expression": expression}
    for name, count in rivals.items():
        count(rows[0].article)
        begun = process_time()
        found = [count(row.article) for row in rows]
        took = process_time() - begun
        yield from _compared(name, rows, found)
        yield _speed(name, texts, took)
    yield from _spacy(texts)


def _compared(name: str, rows: Sequence[Labelled], found: Sequence[int]) -> Iterator[Figure]:
    pairs = [(row.killed or 0, number) for row, number in zip(rows, found, strict=True)]
    deadly = [wanted == got for wanted, got in pairs if wanted]
    quiet = [got > 0 for wanted, got in pairs if not wanted]
    yield Figure(
        f"{name}: killed, exact", sum(deadly) / max(1, len(deadly)), "share", f"{len(deadly)} texts with deaths"
    )
    yield Figure(f"{name}: false alarms", sum(quiet) / max(1, len(quiet)), "share", f"{len(quiet)} texts without")


def _speed(name: str, texts: Sequence[str], took: float) -> Figure:
    words = sum(len(text.split()) for text in texts)
    return Figure(f"{name}: speed", words / took, "words/s", f"{len(texts) / took:,.0f} such texts a second, one core")


def _spacy(texts: Sequence[str]) -> Iterator[Figure]:
    """How fast spaCy cuts and, with its small English pipeline, parses the same texts; nothing where it is missing."""
    if importlib.util.find_spec("spacy") is None:
        return
    import spacy

    blank = spacy.blank("en")
    blank.add_pipe("sentencizer")
    pipelines = {"spaCy, tokens and sentences": blank}
    if spacy.util.is_package("en_core_web_sm"):
        pipelines["spaCy, en_core_web_sm"] = spacy.load("en_core_web_sm")
    for name, pipeline in pipelines.items():
        pipeline(texts[0])
        begun = process_time()
        for _ in pipeline.pipe(texts):
            pass
        yield _speed(name, texts, process_time() - begun)
