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
        # sentences behind a time of day
        ("A quake struck off the coast at 9:59 p.m. The tremor killed 72 people.", {"killed": 72}),
        # long ago
        ("On March 1 last year two buses collided near Uyuni, killing 37.", {}),
        ("Gunmen killed 40 people in the village in March of last year.", {}),
        ("On 3 February this year a gas main blew up, killing 12 people.", {}),
        ("On the night of December 2, 1984, gas drifted over the slums and killed at least 3,500 people.", {}),
        ("On the evening of 13 November 2015, gunmen burst into a hall in Paris and killed 90 people.", {}),
        ("It is the eleventh on the field since 2023; four workers died in one of them, in April 2023.", {}),
        # untrue or invented
        ("The force rubbished a viral post that claimed its men had shot dead four villagers.", {}),
        ("A post falsely claimed that 12 children had been killed in Goma.", {}),
        ("The plan rests on a scenario of the Survey in which a tremor kills 1,800 people, injures 50,000.", {}),
        # who did it was somewhere else for long
        (
            "Rebels, who had held the town since 6 August last year, fled and left behind 14 dead bodies.",
            {"killed": 14},
        ),
    ],
)
def test_figures_are_read(text: str, figures: Figures) -> None:
    found = read(text)
    assert {kind: best for kind in TOLL_KINDS if (best := reported(found, kind)) is not None} == figures
