"""How sure an event is: as its frame, and never surer than the doubts that its telling gives."""

from typing import get_args

import pytest

from monitor.extract.article.confidence import Doubt
from monitor.resources import load_doubts, load_lexicon
from tests.extract.reading import read


def test_a_plain_figure_is_as_sure_as_its_frame() -> None:
    (event,) = read("Gunmen killed 12 farmers near Jos on Tuesday.").events
    assert (event.confidence, event.doubts) == (load_lexicon().frames["kill"].confidence, ())


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("A raid killed 12 farmers in Jos. In a separate attack in Kano, gunmen killed 4 men.", "several happenings"),
        ("Dozens were killed in Jos.", "no number"),
        ("Two men were killed in Jos. Three other men died of their wounds.", "figures added"),
        ("A bomb killed 12 people in Jos. Three people were killed in the market.", "figures differ"),
        ("Gunmen killed a teacher and his son in Jos.", "persons counted"),
        ("Ten others were killed in Jos.", "others counted"),
        ("Fighting killed 40 people in Jos over the past week.", "total over a stretch"),
        ("A bomb killed 12 people in Jos. In 2014 a bomb there killed 30 people.", "background beside"),
    ],
)
def test_a_doubt_lowers_it_to_its_share(text: str, doubt: Doubt) -> None:
    event = read(text).events[0]
    assert doubt in event.doubts
    assert event.confidence <= load_doubts()[doubt] < load_lexicon().frames["kill"].confidence


def test_every_doubt_has_its_share() -> None:
    assert set(load_doubts()) == set(get_args(Doubt))
    assert all(0 < share < 1 for share in load_doubts().values())
    assert all(0 < frame.confidence < 1 for frame in load_lexicon().frames.values())
