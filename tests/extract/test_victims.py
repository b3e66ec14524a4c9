"""Who is counted as a victim: rolls of names, lists, ordinals, verbs that stand apart, and the short forms of notes."""

import pytest

from tests.extract.reading import read, reported


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("The dead were identified as Musa Bello, 32, Omar Said, 40, and Sani Garba, 22.", 3),
        ("Two farmers were killed. The dead were identified as Musa Bello and Omar Said.", 2),
        ("The victims were identified as Ann Obi and Joy Eze. They were shot dead on the road to Bor.", 2),
        ("The victims were identified as Ann Obi and Joy Eze. They were freed by police.", None),
        ("A herder and teacher were killed near Karaga.", 2),
        ("A blogger and author was killed in Dhaka.", 1),
        ("Bandits killed the district head of Wanzamai, his driver and a police orderly.", 3),
        ("The troops executed a cook and his son; a third corpse was found nearby.", 3),
        ("Eleven villagers were in the early hours of the morning killed by raiders.", 11),
        ("Twin sisters were killed in the crash.", 2),
        ("A trio of gunmen was shot dead.", 3),
        ("Blast in Kabul claims seven lives", 7),
        ("A trader was stabbed, and his body beheaded.", 1),
        ("Clashes in Aweil. Fatalities: 3.", 3),
        ("The rebels claimed to have killed 60 soldiers. Unknown fatalities coded as 10.", 10),
        ("The mob seized a murder suspect, whom they lynched.", 1),
        ("The bodies of eight ranch hands were found near Celaya on Monday, all shot in the head.", 8),
    ],
)
def test_the_dead_are_counted_however_they_are_named(text: str, killed: int | None) -> None:
    assert reported(read(text), "killed") == killed


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("Four soldiers were killed at Menaka, three at Gao and two at Kidal.", 9),
        ("Ten people were killed in Borno, six in Gwoza and four in Bama.", 10),
        ("The siege ended after nine people and four attackers were killed.", 13),
        ("Gunmen killed a student leader, Nfiri Okoro, a student of the polytechnic.", 1),
        ("Gunmen killed the district head of Soro, Abdu Baba, and his brother in Ganjuwa.", 2),
        ("The blast killed a mayor, its likely target, and seven others.", 8),
        ("The rebels allegedly shot dead Osman Bali, a former member, and his daughter.", 2),
        ("Raiders killed 15 people, a commissioner and his bodyguards among them, on Tuesday.", 15),
        ("Raiders killed 22 herders, a chief, a nurse and two of her children among them, on Monday.", 22),
        ("Raiders killed two soldiers, a nurse and 15 herders, a chief and his wife among them.", 18),
        ("A missile hit an apartment block, killing an elderly couple.", 2),
        ("A couple and their grown-up son were shot dead in their kitchen.", 3),
        ("A lawyer was found dead, the 12th advocate killed in the province since 2015.", 1),
        ("The mob seized a murder suspect, whom they lynched.", 1),
        ("The bodies of eight ranch hands were found near Celaya on Monday, all shot in the head.", 8),
    ],
)
def test_lists_and_appositions_are_counted_once(text: str, killed: int) -> None:
    assert reported(read(text), "killed") == killed


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("Raiders entered the house of the imam and slit his throat.", 1),
        ("The throats of two men were slit.", 2),
        ("A shepherd had his throat slit.", 1),
        ("Two guards were shot by raiders. One of them died.", 1),
        ("Two robbers were burnt by a mob and died.", 2),
        ("5 soldiers, 3 militants killed in ambush.", 8),
        ("12 people, three soldiers among them, were killed.", 12),
        ("A stray bullet hit a girl, who died on arrival at hospital.", 1),
        ("The death toll from the violence has reached 18.", 18),
    ],
)
def test_fates_told_of_a_part_or_in_a_further_clause(text: str, killed: int) -> None:
    assert reported(read(text), "killed") == killed
