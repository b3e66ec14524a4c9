"""Context and scope: what is denied, what is long ago, and what has been counted ever since."""

import pytest

from tests.extract.reading import read


@pytest.mark.parametrize(
    ("text", "context", "scope"),
    [
        ("The army denied that it had killed 12 villagers in Tera.", "negated", "incident"),
        ("Reports that 60 villagers had been killed in Tera were false, the mayor said.", "negated", "incident"),
        ("Twelve villagers died in Tera, and claims of an air strike were false, he said.", "reported", "incident"),
        ("Officials dismissed claims that 40 soldiers were killed.", "negated", "incident"),
        ("The militia denied responsibility after 30 people were shot dead in Tera.", "reported", "incident"),
        ("Kyiv denied shelling the market, in which 12 people died.", "reported", "incident"),
        ("In the past day the brigade beat back nine assaults and lost 15 men.", "reported", "period"),
        ("In the past, raiders killed 12 people in Tera.", "historical", "period"),
        ("The war, which began in 2014, has killed more than 14,000 people.", "reported", "cumulative"),
        ("The sect took up arms in 2009 in a revolt in which 40,000 people have died.", "reported", "cumulative"),
        ("Sunday's raid was the deadliest since 2017, when 587 people were killed.", "historical", "incident"),
        ("A similar attack in Homs killed 20 soldiers.", "historical", "incident"),
        ("The war was triggered when raiders attacked the coast, killing 900 people.", "historical", "incident"),
        ("The conflict began with a raid in which gunmen killed 70 guards.", "historical", "incident"),
        ("A man was convicted of attacking a church in Tera, killing nine people.", "historical", "incident"),
    ],
)
def test_how_a_figure_is_meant(text: str, context: str, scope: str) -> None:
    (event,) = [event for event in read(text).events if event.toll.killed]
    assert (event.context, event.scope) == (context, scope)


@pytest.mark.parametrize(
    ("text", "context", "scope"),
    [
        ("Last month, five soldiers were killed in an ambush in Diffa.", "historical", "incident"),
        ("In April, 120 people were killed in Haiti, the UN said.", "reported", "period"),
        ("In attacks last month, 60 people were killed.", "reported", "period"),
    ],
)
def test_a_past_month_is_a_total_or_dates_one_happening(text: str, context: str, scope: str) -> None:
    (event,) = read(text).events
    assert (event.context, event.scope) == (context, scope)


@pytest.mark.parametrize(
    "text",
    [
        "At least 90 people are believed to have died under the mud.",
        "Forty migrants are thought to have drowned off Lampedusa.",
        "Seven divers are presumed dead.",
    ],
)
def test_a_feared_toll_is_no_toll_yet(text: str) -> None:
    assert {event.context for event in read(text).events if event.toll.killed} == {"hypothetical"}


@pytest.mark.parametrize(
    "text",
    [
        "The pianist died peacefully at home in Lyon, his family said.",
        "The winger killed off the match and left the hosts dead and buried.",
        "Half the audience died laughing.",
        "The update killed nine features that users loved.",
    ],
)
def test_what_is_no_harm_is_no_event(text: str) -> None:
    assert read(text).events == ()


@pytest.mark.parametrize(
    "text",
    [
        "The group, who seized Goma in January, killed 12 people on Monday.",
        "M23, which took Bukavu last month, shot dead 12 traders in Walikale on Monday.",
        "The militants who stormed the prison in 2014 killed 12 people on Monday.",
        "Twelve people were killed on a boat which has since sunk.",
    ],
)
def test_the_date_of_a_relative_clause_says_nothing_of_the_deed(text: str) -> None:
    event = next(event for event in read(text).events if event.toll.killed)
    assert (event.context, event.scope) == ("reported", "incident")


def test_a_denied_deed_is_denied_in_any_form() -> None:
    assert {event.context for event in read("The army denied killing 25 civilians in Tera.").events} == {"negated"}


def test_what_goes_on_from_background_is_background() -> None:
    events = read("The cell was behind a 2014 bombing that killed four people and injured 50.").events
    assert {event.context for event in events} == {"historical"}


def test_an_article_that_remembers_tells_no_news() -> None:
    told = read(
        "Turkey on Tuesday remembered the 53,000 people who died in last year's earthquakes. "
        "The president visited Kahramanmaras, where 12,600 people were killed.",
        title="One year on, Turkey mourns",
    )
    assert {event.context for event in told.events} == {"historical"}
