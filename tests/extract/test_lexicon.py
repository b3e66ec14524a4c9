"""Every frame of the lexicon carries its own examples; each of them is a test."""

import pytest

from monitor.extract.grammar.patterns import PATTERNS
from monitor.extract.words.lexicon import Frame
from monitor.resources import load_lexicon
from tests.extract.reading import read, reported

FRAMES = sorted(load_lexicon().frames.values(), key=lambda frame: frame.name)
MATCHES = [(frame, text, figure) for frame in FRAMES for text, figure in frame.match.items()]
REJECTS = [(frame, text) for frame in FRAMES for text in frame.reject]


@pytest.mark.parametrize(
    ("frame", "text", "figure"), MATCHES, ids=[f"{frame.name}: {text}" for frame, text, _ in MATCHES]
)
def test_example_is_read(frame: Frame, text: str, figure: int) -> None:
    extraction = read(text)
    if figure:
        assert reported(extraction, frame.toll) == figure
    else:
        estimates = [event.toll.get(frame.toll) for event in extraction.events if event.context == "negated"]
        assert [estimate.best for estimate in estimates if estimate] == [0]


@pytest.mark.parametrize(("frame", "text"), REJECTS, ids=[f"{frame.name}: {text}" for frame, text in REJECTS])
def test_counterexample_tells_nothing(frame: Frame, text: str) -> None:
    assert reported(read(text), frame.toll) is None


@pytest.mark.parametrize("frame", FRAMES, ids=[frame.name for frame in FRAMES])
def test_every_frame_has_an_example_and_a_known_pattern(frame: Frame) -> None:
    assert frame.match
    assert frame.pattern in PATTERNS
