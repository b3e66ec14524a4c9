"""Coders' notes, blotters and lists of incidents, of our own: the dead and the wounded that a coder would enter."""

import pytest

from tests.extract.reading import read, reported

NOTES: dict[str, tuple[int, int]] = {
    # both sides of a note
    "Clashes near Zurmat. 7 militants were killed, 2 wounded; 2 soldiers were killed, 4 wounded.": (9, 6),
    'Xinhua: "4 militants, 2 soldiers killed in Khost clash"': (6, 0),
    "A bomber struck at a gate in Cizre. In addition to the assailant, six officers were killed.": (7, 0),
    "A gang leader was shot dead with three of his men in San Salvador.": (4, 0),
    "Rebels attacked a base at Kulbiyow. Around 40 fatalities. The group claims that 57 soldiers were killed.": (40, 0),
    "Militants ambushed a convoy near Tongo. The mayor was killed and two guards wounded. A force sent to the site was "
    "also ambushed, leaving six soldiers and three volunteers dead.": (10, 2),
    # how many a group are, and who is told by "another"
    "The five-member family was found dead in Kandhamal.": (5, 0),
    "A three-man crew was killed when their armoured car hit a mine.": (3, 0),
    "A five-member gang killed three traders in Jos.": (3, 0),
    "In two separate incidents, one man was killed in Zamboanga and another in Jolo.": (2, 0),
    "On 12 May, clashes continued in Kpandai, with a resident was killed by a stray bullet.": (1, 0),
    "A group took out a march against shelling and killing innocent Kashmiris.": (0, 0),
    "Three members of one family died and another two were badly hurt when a shell hit a flat in Kherson.": (3, 2),
    # all of those told
    "A light aircraft with four people on board crashed near Lagos, killing all of them.": (4, 0),
    "Soldiers shot four boys on suspicion of being rebels; all of them died.": (4, 0),
    "Twelve people, all of them women, were killed in Idlib.": (12, 0),
    # whose kin is told of
    "Three sons of an elder died when gunmen burst into his house in Muqdadiyah and shot them.": (3, 0),
    "Army chief visits family of slain soldier; three militants killed in Kupwara.": (3, 0),
    # bulletins in capitals, remains, falls
    "EVENT: Avalanche, Gulmarg. DEAD: 2. RESCUED: 5.": (2, 0),
    "The charred remains of five people were found in a van near Nuevo Laredo.": (5, 0),
    "Three climbers fell to their deaths on Mont Blanc.": (3, 0),
    # "both" counts only where it is no "both ... and"
    "Both soldiers were killed in Idlib.": (2, 0),
    "Both Ali Haidar and his son were killed in Idlib.": (2, 0),
    "Both men and women were killed in Idlib.": (0, 0),
    # an earlier day, told only to say who or what is meant
    "On 10 May, the army destroyed two camps used by the rebels who killed 12 rangers in April.": (0, 0),
    "On 10 May, a curfew was imposed in Jos after the killing of two men on 8 May.": (0, 0),
    "On 10 May, a device was found at the spot in Jos where a bomb killed two on 8 May.": (0, 0),
    "On Sunday relatives of a miner who had been killed in a shaft blocked the road at Kilembe.": (0, 0),
    "On 12 May the group buried Omar Haidar, who was among 45 people killed on Friday in Beirut.": (45, 0),
    "On 10 May, gunmen shot dead three herders who had fled Wase on 8 May.": (3, 0),
    # what only says who is meant
    "The army will find those who killed twelve people in Jos, a colonel said.": (0, 0),
    # days before
    "An elder was shot dead in Garissa on Sunday, just 24 hours after one person was killed there.": (1, 0),
    # some of those told
    "A bomb wounded nine people, three critically, in Narathiwat.": (0, 9),
    "Gunmen killed nine people, six instantly.": (9, 0),
    "Two of the eight victims died.": (2, 0),
    "Among the six dead were two pregnant women after shelling in Idlib.": (6, 0),
    "A blast injured 32 people; nine are in serious condition.": (0, 32),
    # people beside cattle and things
    "No fewer than forty herders and 300 cows were killed in Mambilla.": (40, 0),
    "Five people were killed, three others injured and several camels killed near Mandera.": (5, 3),
    "The group burned two dump trucks and a backhoe in Davao Oriental.": (0, 0),
    "Fighters burned three orchards in Buhriz. There were no casualties.": (0, 0),
    # what was meant, and what had to be
    "A bomb that had been planted to kill the commissioner failed to go off.": (0, 0),
    "A man who had tried to kill three officers was arrested in Metz.": (0, 0),
    "Five people had to be treated for smoke inhalation in Lyon.": (0, 5),
    "All 40 passengers escaped injury when a bomb derailed a train.": (0, 0),
    # first taken, then found
    "A community leader who had been abducted two days before was found dead.": (1, 0),
    # coded figures
    "Clashes between Houthi forces and army troops in At Tuhayta. Fatalities unknown coded as 10.": (10, 0),
}


@pytest.mark.parametrize(("note", "figures"), NOTES.items(), ids=NOTES)
def test_a_note_gives_the_coders_figures(note: str, figures: tuple[int, int]) -> None:
    found = read(note)
    assert (reported(found, "killed") or 0, reported(found, "wounded") or 0) == figures
