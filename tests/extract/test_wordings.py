"""Wordings of fresh articles: every figure of an article, and nothing beside them. Told on a Wednesday."""

import pytest

from monitor.model import TOLL_KINDS
from tests.extract.reading import read, reported

Figures = dict[str, int]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        # who is in hospital
        (
            "A bomb went off in Jos. Doctors counted three dead at Plateau hospital, where 22 others were admitted.",
            {"killed": 3, "wounded": 22},
        ),
        (
            "A lorry hit a crowd, killing two; the hospital said that nine more had been admitted.",
            {"killed": 2, "wounded": 9},
        ),
        ("A bomb killed three people in Jos. The wounded were taken to a hospital.", {"killed": 3}),
        ("Three people died when a bus overturned. Ambulances took the injured to hospital.", {"killed": 3}),
        ("A cook was shot dead at the hospital, where 200 patients were being treated.", {"killed": 1}),
        # one of a row
        ("A guard was killed, and the last of three attackers was shot dead on Tuesday.", {"killed": 2}),
        ("Troops shot dead the last of four attackers.", {"killed": 1}),
    ],
)
def test_figures_are_read(text: str, figures: Figures) -> None:
    found = read(text)
    assert {kind: best for kind in TOLL_KINDS if (best := reported(found, kind)) is not None} == figures
