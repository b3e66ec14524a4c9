"""Named actors, the forces of states and descriptors, on the real seeds."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.extract.actors import finder as actors
from monitor.extract.found import FoundActor
from monitor.extract.words.text import document
from monitor.model import Article
from monitor.resources import load_actors, load_place_finder, load_yaml
from monitor.seeds import SEEDS

INDEX = load_actors()


def found(text: str, title: str = "") -> tuple[FoundActor, ...]:
    doc = document(Article(id="a", text=text, title=title))
    return tuple(actor for actor in actors.find(INDEX, doc) if not actor.bare)


def ids(text: str, title: str = "") -> list[str | None]:
    return [actor.actor.id for actor in found(text, title)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Daesh fighters fled.", ["islamic-state"]),
        ("The Islamic State (IS) group said so.", ["islamic-state"]),
        ("BREAKING NEWS: IT IS SO, he said, and then he went home again.", []),
        ("Al-Shabab gunmen met Al Shabaab militants.", ["al-shabaab", "al-shabaab"]),
        ("Kyiv's troops pulled back.", ["military-forces-of-ukraine"]),
        ("Syrian government forces shelled the town.", ["military-forces-of-syria"]),
        ("The army of Sudan advanced.", ["military-forces-of-sudan"]),
        ("Kenyan police officers arrived.", ["police-forces-of-kenya"]),
        ("Russian and Syrian jets bombed Idlib.", ["military-forces-of-russia", "military-forces-of-syria"]),
        ("Rwandan-backed M23 rebels took the hill.", ["m23"]),
        ("Pro-Russian separatists opened fire.", ["russian-backed-separatists"]),
        ("Fighters of the Islamic State group attacked.", ["islamic-state"]),
        ("Forces loyal to Khalifa Haftar moved west.", ["libyan-national-army"]),
        ("FARDC soldiers met the CODECO militia.", ["military-forces-of-democratic-republic-of-the-congo", "codeco"]),
        ("They told us so, he said.", []),
    ],
)
def test_names_and_forces(text: str, expected: list[str]) -> None:
    assert ids(text) == expected


def test_descriptor_stands_for_the_last_named_actor() -> None:
    text = "Boko Haram raided a village in Nigeria. The militants fled when the army came. The group said nothing."
    assert ids(text) == ["boko-haram", "boko-haram", "military-forces-of-nigeria", "boko-haram"]


def test_group_without_a_named_actor_is_nobody() -> None:
    assert ids("A rights group said so.") == []


def test_title_learns_from_the_body() -> None:
    assert ids("M23 fighters entered Kibumba.", title="Rebels seize a town")[0] == "m23"


def test_unresolved_descriptors_keep_their_kind() -> None:
    kinds = [(mention.actor.kind, mention.actor.id) for mention in found("Gunmen shot at protesters and villagers.")]
    assert kinds == [("unidentified", None), ("protesters", None), ("civilians", None)]


def test_all_capitals() -> None:
    text = "THE FMLN ATTACKED A POST OF THE SALVADORAN ARMY, AND SHINING PATH GUERRILLAS KILLED A MAYOR."
    assert ids(text) == ["farabundo-marti-national-liberation-front", "military-forces-of-el-salvador", "shining-path"]


def test_bare_country_stands_in_for_its_forces() -> None:
    doc = document(Article(id="a", text="Moscow seized the M23-held town."))
    bare = [(actor.actor.id, actor.bare) for actor in actors.find(INDEX, doc)]
    assert bare == [("military-forces-of-russia", True), ("m23", True)]


def test_offsets_quote_the_text() -> None:
    text = "Yesterday the Karenni Nationalities Defence Force (KNDF) took it."
    doc = document(Article(id="a", text=text))
    (actor,) = actors.find(INDEX, doc)
    assert text[doc.tokens[actor.first].start : doc.tokens[actor.last - 1].end] == actor.actor.text


@given(st.text(alphabet="M23 RSF()-'s.’ the army of Syrian", max_size=300))
def test_any_text_gives_ordered_spans(text: str) -> None:
    spans = [(actor.first, actor.last) for actor in found(text)]
    assert all(first < last for first, last in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))


def test_no_two_actors_of_one_country_are_called_alike() -> None:
    owners: dict[tuple[str, str], set[str]] = {}
    for path in sorted((SEEDS / "actors").glob("*.yaml")):
        for row in load_yaml(path) if path.stem not in {"countries", "sources"} else ():
            for alias in (row["name"], *row.get("aliases", ()), *row.get("ambiguous", ())):
                for country in row.get("countries") or ("",):
                    owners.setdefault((alias.casefold(), country), set()).add(row["name"])
    assert {alias: names for alias, names in owners.items() if len(names) > 1} == {}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("SNA troops killed 12 al-Shabaab fighters near Afgoye in Somalia.", "Somali National Army"),
        ("SNA fighters captured a village near Afrin in Syria from the YPG.", "Syrian National Army"),
        ("SNA fighters clashed with the Kachin Independence Army near Mohnyin, Myanmar.", "Shanni Nationalities Army"),
    ],
)
def test_an_acronym_means_whoever_is_at_home_in_the_articles_country(text: str, name: str) -> None:
    assert name in [one.actor.name for one in found(text)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Lowland Revolutionary Army captured a post near Tedim in Myanmar.", "Lowland Revolutionary Army"),
        ("Fighters of the Popular Salvation Front (PSF) seized Ber in northern Mali.", "Popular Salvation Front"),
        ("KPRQ militiamen took the village of Ndoluma in Congo.", "KPRQ"),
    ],
)
def test_a_group_that_no_list_has_goes_by_its_own_name(text: str, name: str) -> None:
    assert name in [one.actor.name for one in found(text)]


@pytest.mark.parametrize(
    "text",
    ["The National Army killed two rebels in Chad.", "The Army said so.", "EU diplomats met rebels in Bamako."],
)
def test_ordinary_words_make_no_group(text: str) -> None:
    assert all(one.actor.kind != "rebel" or one.actor.id is None for one in found(text))


@pytest.mark.parametrize(
    ("country", "branch"),
    [
        ("Kabul, Afghanistan", "islamic-state-khorasan-province"),
        ("Macomia, Mozambique", "islamic-state-mozambique"),
        ("Maiduguri, Nigeria", "islamic-state-west-africa-province"),
        ("Raqqa, Syria", "islamic-state"),
        ("Niamey, Niger", None),  # two branches fight there
        ("Lima, Peru", None),
    ],
)
@pytest.mark.parametrize("words", ["Militants linked to the Islamic State", "Islamic State-affiliated militants"])
def test_those_linked_to_a_movement_are_its_one_branch_in_the_country(
    words: str, country: str, branch: str | None
) -> None:
    doc = document(Article(id="a", text=f"{words} attacked a market in {country}."))
    named = actors.find(INDEX, doc, load_place_finder()(doc))
    assert [one.actor.id for one in named if not one.bare] == [branch]


def test_a_movement_without_a_country_is_not_those_who_are_only_linked_to_it() -> None:
    assert ids("An armed group linked to al-Qaeda said so.") == [None]
    assert ids("Fighters of al-Qaeda said so.") == ["al-qaeda"]
    assert ids("The Islamic State's Khorasan branch said so.") == ["islamic-state-khorasan-province"]
