"""Which reports are one happening, and which are not."""

from datetime import date, timedelta

import pytest

from monitor.model import Actor, Event, Toll
from tests.incidents.support import (
    ARMY,
    ARMY_SAYS,
    BAIDOA,
    DAY,
    LOWER_SHABELLE,
    MERKA,
    SHABAAB,
    SHABAAB_SAYS,
    SOMALIA,
    Told,
    book,
    count,
    event,
    place,
    toll_rule,
)

MARKET = "A suicide bomber killed 12 people in a crowded market in Merka."


def test_one_bombing_told_by_many_over_three_days_is_one() -> None:
    outlets = [
        Told(f"a{n}", [event(12, when=DAY.date())], hours=6 * n, source=f"Outlet {n}", text=f"{MARKET} Told by {n}.")
        for n in range(12)
    ]
    told = book().tell(outlets)
    assert told.deaths() == [12]
    assert len(told.incidents[0].articles) == 12
    assert len(told.incidents[0].sources) == 12


def test_a_rescue_hours_after_the_quake_is_no_second_quake() -> None:
    quake = {"event_type": "Disaster", "sub_event_type": "Earthquake"}
    told = book().tell(
        [
            Told("a", [event(16, when=DAY.date(), **quake)], text="A quake killed 16 people in Merka."),
            Told(
                "b",
                [event(51, when=DAY.date() + timedelta(days=1), **quake)],
                hours=30,
                text="The toll rose to 51 as a boy was saved 23 hours after the quake in Merka.",
            ),
        ]
    )
    assert told.deaths() == [51]


def test_every_link_keeps_its_score_and_its_reason() -> None:
    told = book().tell(
        [
            Told("a", [event(12, when=DAY.date())]),
            Told("b", [event(12, when=DAY.date())], hours=2, source="Hill Post"),
        ]
    )
    first, second = told.reports
    assert first.link.reason == "the first report of it"
    assert second.link.incident == first.link.incident
    assert 0.5 < second.link.score < 1
    assert "same place (Merka)" in second.link.reason
    assert "same figure (12)" in second.link.reason


def test_two_attacks_of_one_day_and_town_stay_two_when_other_things_were_hit() -> None:
    told = book().tell(
        [
            Told("a", [event(12, when=DAY.date())], text=MARKET),
            Told(
                "b",
                [event(8, when=DAY.date())],
                hours=3,
                text="Hours later a suicide bomber killed 8 worshippers at a mosque in Merka.",
            ),
        ]
    )
    assert sorted(told.deaths()) == [8, 12]


def test_a_second_bombing_of_the_bazaar_on_the_next_day_is_another_one() -> None:
    tomorrow = DAY.date() + timedelta(days=1)
    text = "Six people died in the market of Merka, a day after a similar bombing killed 12."
    told = book().tell(
        [Told("a", [event(12, when=DAY.date())], text=MARKET), Told("b", [event(14, when=tomorrow)], 20, text=text)]
    )
    assert len(told.incidents) == 2


def test_a_burst_dam_is_told_as_a_flood_and_as_a_collapse() -> None:
    flood = event(12, event_type="Disaster", sub_event_type="Flood")
    collapse = event(12, event_type="Accident", sub_event_type="Industrial")
    assert len(book().tell([Told("a", [flood]), Told("b", [collapse], 3)]).incidents) == 1


def test_who_counts_the_bodies_on_the_next_morning_tells_of_no_second_accident() -> None:
    crash = {"event_type": "Accident", "sub_event_type": "Transport"}
    first = Told("a", [event(25, when=DAY.date(), **crash)], text="Two trains collided near Merka, killing 25 people.")
    morning = event(31, when=DAY.date() + timedelta(days=1), **crash)
    second = Told("b", [morning], hours=24, source="Hill Post", text="A nurse counted 31 bodies beside the track.")
    assert book().tell([first, second]).deaths() == [31]


def test_a_visit_to_the_bereaved_is_no_second_accident() -> None:
    crush = {"event_type": "Accident", "sub_event_type": "Industrial"}
    first = Told("a", [event(30, when=DAY.date(), **crush)])
    visit, other = (event(n, when=DAY.date() + timedelta(days=3), **crush) for n in (30, 31))
    assert len(book().tell([first, Told("b", [visit], 70)]).incidents) == 1
    assert len(book().tell([first, Told("b", [other], 70)]).incidents) == 2


def test_what_comes_after_a_happening_does_not_make_a_second_of_it() -> None:
    first = Told("a", [event(17, when=DAY.date())])
    later = event(17, when=DAY.date() + timedelta(days=7))
    visit = Told("b", [later], 170, text="The minister visited survivors of the attack in Merka that killed 17.")
    again = Told("b", [later], 170, text="A bomber killed 17 in Merka.")
    assert len(book().tell([first, visit]).incidents) == 1
    assert len(book().tell([first, again]).incidents) == 2


def test_who_is_held_over_it_days_later_makes_no_second_attack() -> None:
    told = book().tell(
        [
            Told("a", [event(49, when=DAY.date())], text="A bomb killed 49 people in Merka."),
            Told("b", [event(49)], hours=130, text="Two men were held over the bombing that killed 49 in Merka."),
        ]
    )
    assert told.deaths() == [49]


def test_two_strikes_of_one_day_on_neighbouring_towns_are_known_by_their_figures() -> None:
    near_town = place("Qoryooley", 1.88, 44.53, geo_precision=2, radius_km=30.0)
    strike = {"when": DAY.date(), "sub_event_type": "Air/drone strike", "actor1": ARMY}
    first, again = Told("a", [event(8, near_town, **strike)]), Told("b", [event(8, **strike)], 5)
    assert len(book().tell([first, Told("b", [event(4, **strike)], 5)]).incidents) == 2
    assert len(book().tell([first, again]).incidents) == 1


def test_a_flood_is_one_in_all_the_towns_of_its_district() -> None:
    near_town = place("Qoryooley", 1.88, 44.53, geo_precision=2, radius_km=30.0)
    flood = {"event_type": "Disaster", "sub_event_type": "Flood"}
    told = [Told("a", [event(51, near_town, **flood)]), Told("b", [event(205, **flood)], 20)]
    assert book().tell(told).deaths() == [205]


def test_shortly_before_midnight_is_no_second_attack() -> None:
    first = Told("a", [event(12, when=DAY.date())])
    over = "The siege ended shortly before midnight. It killed 7 in Merka."
    assert len(book().tell([first, Told("b", [event(7, when=DAY.date())], 3, text=over)]).incidents) == 1


def test_an_air_strike_is_not_a_suicide_bombing() -> None:
    told = book().tell(
        [
            Told("a", [event(12, when=DAY.date())]),
            Told("b", [event(5, when=DAY.date(), sub_event_type="Air/drone strike")], hours=3),
        ]
    )
    assert sorted(told.deaths()) == [5, 12]


def test_each_side_of_one_attack_may_tell_of_other_weapons() -> None:
    day = DAY.date()
    sides = {"actor1": SHABAAB, "actor2": ARMY}
    lorries = event(40, when=day, attribution=(SHABAAB_SAYS,), **sides)
    guns = event(6, when=day, sub_event_type="Shelling/artillery/missile attack", attribution=(ARMY_SAYS,), **sides)
    reports = [
        Told("a", [lorries], text="A lorry of explosives opened the army base in Merka and 40 soldiers died."),
        Told("b", [guns], hours=6, source="Hill Post", text="Six soldiers fell at the army base in Merka."),
    ]
    told = book().tell(reports)
    toll = told.incidents[0].toll["killed"]
    assert len(told.incidents) == 1
    assert (toll.low, toll.best, toll.high) == (6, 6, 40)


def test_a_vague_later_report_joins_the_definite_one() -> None:
    attack = event(15, when=DAY.date(), event_type="Violence against civilians", sub_event_type="Attack")
    told = book().tell([Told("a", [event(12, when=DAY.date())]), Told("b", [attack], hours=20, source="Hill Post")])
    assert told.deaths() == [15]
    assert told.incidents[0].sub_event_type == "Suicide bomb"


def test_towns_days_countries_and_floods_rule_each_other_out() -> None:
    elsewhere = place("Merka", 30.0, 70.0, country="PK")
    told = book().tell(
        [
            Told("a", [event(12, when=DAY.date())]),
            Told("b", [event(12, BAIDOA, when=DAY.date())], hours=1),
            Told("c", [event(12, when=DAY.date() + timedelta(days=9))], hours=9 * 24),
            Told("d", [event(12, elsewhere, when=DAY.date())], hours=1),
            Told("e", [event(12, when=DAY.date(), event_type="Disaster", sub_event_type="Flood")], hours=1),
        ]
    )
    assert told.deaths() == [12] * 5


def test_a_headline_that_names_only_the_country_joins_by_its_figure() -> None:
    told = book().tell(
        [
            Told("a", [event(23, when=DAY.date())]),
            Told("b", [event(23, SOMALIA, when=DAY.date())], hours=2, source="Hill Post"),
        ]
    )
    assert told.deaths() == [23]
    assert told.incidents[0].place == MERKA


def test_the_finest_place_is_the_incidents() -> None:
    told = book().tell(
        [
            Told("a", [event(23, LOWER_SHABELLE, when=DAY.date())]),
            Told("b", [event(23, when=DAY.date())], hours=2, source="Hill Post"),
        ]
    )
    assert told.incidents[0].place == MERKA


def test_a_province_is_finer_than_its_country() -> None:
    told = book().tell([Told("a", [event(12, SOMALIA)]), Told("b", [event(12, LOWER_SHABELLE)], hours=2)])
    assert [each.place for each in told.incidents] == [LOWER_SHABELLE]


def test_an_undated_bombing_two_days_later_with_fewer_dead_is_a_new_one() -> None:
    told = book().tell([Told("a", [event(40)]), Told("b", [event(6)], hours=50)])
    assert sorted(told.deaths()) == [6, 40]


def test_a_toll_that_has_risen_reaches_back_to_its_happening() -> None:
    told = book().tell(
        [
            Told("a", [event(40, when=DAY.date())]),
            Told("b", [event(46)], hours=90, text="The death toll from the Merka bombing has risen to 46."),
        ]
    )
    assert told.deaths() == [46]


def test_days_after_the_quake_its_region_counts_its_dead() -> None:
    quake = {"event_type": "Disaster", "sub_event_type": "Earthquake"}
    first = Told("a", [event(55, when=DAY.date(), **quake)], text="A quake killed 55 people in Merka.")
    later = event(161, LOWER_SHABELLE, when=DAY.date() + timedelta(days=6), **quake)
    told = book().tell([first, Told("b", [later], hours=168, text="One week after the earthquake, 161 are dead.")])
    assert told.deaths() == [161]


def test_one_quake_shakes_several_towns() -> None:
    quake = {"event_type": "Disaster", "sub_event_type": "Earthquake", "when": DAY.date()}
    flood = {**quake, "sub_event_type": "Flood"}
    there = place("Barawe", 1.45, 44.5)
    for kind, happenings in ((quake, 1), (flood, 2)):
        told = [Told("a", [event(4, **kind)]), Told("b", [event(55, there, **kind)], hours=20)]
        assert len(book().tell(told).incidents) == happenings


def test_a_quake_is_followed_for_weeks() -> None:
    def quake(killed: int) -> list[Event]:
        return [event(killed, event_type="Disaster", sub_event_type="Earthquake")]

    told = book().tell([Told(f"q{n}", quake(100 + 50 * n), hours=72 * n) for n in range(5)])
    assert told.deaths() == [300]


def test_other_actors_are_another_happening() -> None:
    other = SHABAAB.__class__("Daesh", "Islamic State in Somalia", "islamic-state-somalia", "rebel", "SO")
    clash = {"event_type": "Battles", "sub_event_type": "Armed clash", "when": DAY.date()}
    told = book().tell(
        [
            Told("a", [event(12, actor1=SHABAAB, **clash)]),
            Told("b", [event(7, actor1=other, **clash)], hours=3),
        ]
    )
    assert sorted(told.deaths()) == [7, 12]


def test_soldiers_and_police_of_one_state_may_be_told_for_each_other() -> None:
    police = Actor("police", "Police Forces of Somalia", "police-forces-of-somalia", "state_force", "SO")
    shot = {"event_type": "Protests", "sub_event_type": "Excessive force against protesters", "when": DAY.date()}
    told = book().tell(
        [
            Told("a", [event(13, actor1=ARMY, **shot)], text="The army shot dead 13 protesters on a bridge."),
            Told("b", [event(32, actor1=police, **shot)], hours=9, text="In all, 32 people died on the bridge."),
        ]
    )
    assert told.deaths() == [32]


def test_a_toll_that_has_risen_finds_the_first_one_in_its_province() -> None:
    clash = {"event_type": "Battles", "sub_event_type": "Armed clash"}
    attack = {"event_type": "Violence against civilians", "sub_event_type": "Attack"}
    told = book().tell(
        [
            Told("a", [event(26, LOWER_SHABELLE, **attack)], text="At least 26 were killed in an ambush."),
            Told("b", [event(49, SOMALIA, **clash)], hours=3, text="Somali ambush: death toll climbs to 49"),
        ]
    )
    assert told.deaths() == [49]


def test_the_dead_of_either_side_of_a_fight_are_counted_apart() -> None:
    fight = {"when": DAY.date(), "event_type": "Battles", "sub_event_type": "Armed clash"}
    rebels = Told("a", [event(11, actor1=ARMY, actor2=SHABAAB, **fight)])
    soldiers = Told("b", [event(2, actor1=SHABAAB, actor2=ARMY, **fight)], hours=8)
    assert sorted(book().tell([rebels, soldiers]).deaths()) == [2, 11]


def test_two_events_of_one_article_are_two() -> None:
    told = book().tell([Told("a", [event(12, when=DAY.date()), event(9, when=DAY.date())])])
    assert sorted(told.deaths()) == [9, 12]


def test_twin_bombings_told_as_one_sum_are_no_third() -> None:
    told = book(toll_rule(10, 20)).tell(
        [
            Told("a", [event(12, when=DAY.date())], text=MARKET),
            Told("b", [event(8, when=DAY.date())], hours=3, text="A bomber killed 8 at a mosque in Merka."),
            Told("c", [event(20, when=DAY.date())], hours=9, text="Twin bombings killed 20 people in Merka."),
        ]
    )
    kinds = {incident.scope: incident.toll["killed"].best for incident in told.incidents}
    assert kinds["period"] == 20
    assert sorted(told.deaths()) == [8, 12, 20]
    assert told.fired() == [("firing", 10)]


def test_what_is_background_future_or_a_running_total_never_enters() -> None:
    told = book(toll_rule(10, 20)).tell(
        [
            Told("a", [event(300, context="historical")]),
            Told("b", [event(300, context="future")]),
            Told("c", [event(300, context="hypothetical")]),
            Told("d", [event(30_000, scope="cumulative")]),
            Told("e", [event(300, when=date(2023, 3, 5))]),
        ]
    )
    assert told.incidents == []
    assert told.fired() == []


def test_an_edited_article_replaces_what_it_said() -> None:
    told = book().tell(
        [
            Told("a", [event(12, when=DAY.date()), event(30, BAIDOA, when=DAY.date())]),
            Told("a", [event(9, when=DAY.date())], revision=2),
        ]
    )
    assert told.deaths() == [9]


def test_the_same_link_with_a_new_text_is_an_edit() -> None:
    told = book().tell(
        [
            Told("a", [event(12, when=DAY.date())], url="https://coast.example/1"),
            Told("b", [event(9, when=DAY.date())], hours=1, url="https://coast.example/1"),
        ]
    )
    assert told.deaths() == [9]
    assert told.incidents[0].articles == ("b",)


def test_the_wounded_alone_can_be_the_same_happening() -> None:
    hurt = Toll(wounded=count(31))
    told = book().tell(
        [
            Told("a", [event(toll=hurt, when=DAY.date())]),
            Told("b", [event(toll=hurt, when=DAY.date())], hours=1, source="Hill Post"),
        ]
    )
    assert len(told.incidents) == 1


def test_a_figure_that_is_only_recalled_founds_no_happening() -> None:
    recalled = Told("a", [event(14)], text="The group had spoken of 14 dead in Merka in the morning.")
    assert book(toll_rule(10)).tell([recalled]).incidents == []


def test_a_week_of_attacks_that_is_dated_to_its_last_day_covers_the_week() -> None:
    total = event(90, scope="period", when=DAY.date())
    told = book(toll_rule(50)).tell(
        [Told("a", [total], text="More than 90 people were killed in a week of attacks in Merka.")]
    )
    assert told.incidents[0].date_start == DAY.date() - timedelta(days=7)
    assert told.alerts == []


def test_a_crush_that_is_told_as_an_attack_is_known_by_its_figure() -> None:
    crush = {"event_type": "Accident", "sub_event_type": "Industrial"}
    vague = {"event_type": "Violence against civilians", "sub_event_type": "Attack"}
    same = book().tell([Told("a", [event(121, **crush)]), Told("b", [event(121, **vague)], hours=3)])
    raid = Told("b", [event(20, **vague)], hours=3, text="An attack in Merka killed 20.")
    other = book().tell([Told("a", [event(5, **crush)]), raid])
    assert (len(same.incidents), len(other.incidents)) == (1, 2)


def test_a_report_that_names_no_cause_is_of_the_disaster_that_is_known() -> None:
    flood = event(30, when=DAY.date(), event_type="Disaster", sub_event_type="Flood")
    vague = {"event_type": "Violence against civilians", "sub_event_type": "Attack"}
    toll = event(24, **vague)
    told = [Told("a", [flood]), Told("b", [toll], hours=20, text="The United Nations puts the dead of Merka at 24.")]
    assert len(book().tell(told).incidents) == 1
    shot = Told("b", [toll], hours=20, text="Gunfire in Merka has killed 24.")
    assert len(book().tell([told[0], shot]).incidents) == 2


def test_many_dead_of_an_unnamed_cause_are_those_of_the_day_whose_cause_is_known() -> None:
    crush = {"event_type": "Accident", "sub_event_type": "Industrial"}
    vague = {"event_type": "Violence against civilians", "sub_event_type": "Attack"}
    first = Told("a", [event(59, **crush)])
    assert book().tell([first, Told("b", [event(149, **vague)], hours=3)]).deaths() == [149]
    assert len(book().tell([first, Told("b", [event(149, actor1=SHABAAB, **vague)], hours=3)]).incidents) == 2


def test_the_dead_of_a_month_of_fighting_died_in_no_single_fight() -> None:
    told = book(toll_rule(50)).tell([Told("a", [event(900)], text="A month of fighting has killed 900 in Merka.")])
    (total,) = told.incidents
    assert (total.scope, total.date_start) == ("period", DAY.date() - timedelta(days=30))
    assert told.alerts == []


def test_an_explosion_that_proves_to_have_been_a_missile_is_one() -> None:
    blast = event(22, when=DAY.date(), sub_event_type="Remote explosive/landmine/IED")
    missile = event(26, when=DAY.date(), sub_event_type="Shelling/artillery/missile attack")
    told = [
        Told("a", [blast], text="Explosions shook the airport of Merka and killed 22 people."),
        Told("b", [missile], hours=17, text="The missiles that hit the airport of Merka killed 26."),
    ]
    assert book().tell(told).deaths() == [26]


def test_who_dies_of_an_accident_in_a_far_hospital_days_later_is_of_it() -> None:
    accident = event(41, when=DAY.date(), event_type="Accident", sub_event_type="Industrial")
    died = event(42, when=DAY.date() + timedelta(days=9), sub_event_type="Remote explosive/landmine/IED")
    text = "One of those hurt in the mine at Merka died in an Asmara hospital, which raised the number of dead to 42."
    told = [Told("a", [accident], text="A blast in a mine killed 41."), Told("b", [died], hours=216, text=text)]
    assert book().tell(told).deaths() == [42]


def test_the_dead_of_a_month_of_protests_died_in_no_single_one() -> None:
    riot = event(59, SOMALIA, event_type="Riots", sub_event_type="Violent demonstration")
    told = book().tell([Told("a", [riot], text="At least 59 killed in a month of Somali protests")])
    assert [incident.scope for incident in told.incidents] == ["period"]


def test_thousands_may_flee_days_of_fighting_in_one_flight() -> None:
    fled = event(toll=Toll(displaced=count(138_000)), event_type="Battles", sub_event_type="Armed clash")
    told = book().tell([Told("a", [fled], text="Two days of fighting have driven out 138,000 people.")])
    assert [incident.scope for incident in told.incidents] == ["incident"]


def test_two_attacks_of_one_day_and_town_stay_two_when_other_means_killed() -> None:
    shot = event(5, when=DAY.date(), event_type="Violence against civilians", sub_event_type="Attack")
    told = book().tell(
        [
            Told("a", [event(12, when=DAY.date())], text="A bomb exploded in Merka on Tuesday, killing 12."),
            Told("b", [shot], hours=3, text="Gunmen shot dead 5 labourers in Merka on Tuesday."),
        ]
    )
    assert sorted(told.deaths()) == [5, 12]


def test_a_place_that_the_gazetteer_does_not_know_is_known_by_its_name() -> None:
    first = Told("a", [event(12, when=DAY.date())], text="A bomb killed 12 in Merka on Tuesday.")
    known = Told("b", [event(19, None)], hours=20, text="The bombing in Merka has left 19 dead.")
    assert book().tell([first, known]).deaths() == [19]


def test_one_blow_told_of_two_neighbouring_towns_is_one() -> None:
    next_town = place("Shalanbood", 1.95, 44.9)
    first = Told("a", [event(35, when=DAY.date())], text="An ambush killed 35 on the road to Merka.")
    again = Told("b", [event(35, next_town, when=DAY.date())], hours=12, text="The bodies of 35 were found.")
    few = Told("c", [event(4, next_town, when=DAY.date())], hours=13, text="A blast killed 4 at Shalanbood.")
    assert sorted(book().tell([first, again]).deaths()) == [35]
    assert sorted(book().tell([first, few]).deaths()) == [4, 35]


def test_a_fight_on_a_border_is_one_from_both_sides() -> None:
    kenya = place("Kenya", 0.5, 38.0, country="KE", admin1=None, geo_precision=3, radius_km=430.0, feature="country")
    kenyans = Actor("Kenyan soldiers", "Kenyan army", "kenyan-army", "state_force", "KE")
    fight = {"when": DAY.date(), "event_type": "Battles", "sub_event_type": "Armed clash"}
    ours = event(14, kenya, actor1=kenyans, actor2=ARMY, **fight)
    theirs = event(3, MERKA, actor1=kenyans, actor2=ARMY, **fight)
    stranger = event(3, MERKA, actor1=SHABAAB, actor2=ARMY, **fight)
    assert len(book().tell([Told("a", [ours]), Told("b", [theirs], hours=3)]).incidents) == 1
    assert len(book().tell([Told("a", [event(14, kenya, **fight)]), Told("b", [stranger], hours=3)]).incidents) == 2


def test_a_toll_that_rises_at_a_spot_known_by_name_is_one_wherever_the_two_were_put() -> None:
    crash = {"event_type": "Accident", "sub_event_type": "Transport", "when": DAY.date()}
    first = Told("a", [event(16, MERKA, **crash)], text="Trains collided near the town of Qwzat, killing 16.")
    known = Told("b", [event(16, MERKA, **crash)], hours=1, text="The collision in Qwzat killed 16.")
    risen = "The number of people killed in the collision near Qwzat has risen to 31."
    told = book(toll_rule(10)).tell([first, known, Told("c", [event(31, BAIDOA, **crash)], hours=5, text=risen)])
    assert told.deaths() == [31]
    assert told.fired() == [("firing", 10)]
    (incident,) = told.incidents
    assert incident.place == MERKA


@pytest.mark.parametrize(
    "words",
    [
        "A bus overturned near Qwzat, killing 31.",
        "The number of people killed in the crash at Baidoa has risen to 31.",
        "The number of people killed in Somalia by the crash has risen to 31.",
        "The number of people killed in Bay region by the crash has risen to 31.",
        "The death toll of two bombings, one of them near Qwzat, has risen to 31.",
    ],
)
def test_places_apart_are_two_happenings(words: str) -> None:
    crash = {"event_type": "Accident", "sub_event_type": "Transport", "when": DAY.date()}
    text = "Trains collided near Qwzat, in Bay region, in Somalia, killing 16."
    told = book().tell(
        [Told("a", [event(16, **crash)], text=text), Told("b", [event(31, BAIDOA, **crash)], 5, text=words)]
    )
    assert sorted(told.deaths()) == [16, 31]


def test_a_spot_that_both_name_joins_what_was_told_without_a_place() -> None:
    first = Told("a", [event(10, None, when=DAY.date())], text="A bomb killed 10 at Qwzat on Tuesday.")
    again = Told("b", [event(12, when=DAY.date())], hours=20, text="The bombing at Qwzat has left 12 dead.")
    assert book().tell([first, again]).deaths() == [12]


def test_a_town_that_is_only_mentioned_joins_no_two_attacks() -> None:
    first = Told(
        "a", [event(3, when=DAY.date())], text="A drone killed 3 in Merka on Tuesday, a doctor in Baidoa said."
    )
    died = "A man died in Baidoa of his wounds, which brings the death toll of the strike to 5."
    assert len(book().tell([first, Told("b", [event(5, BAIDOA, when=DAY.date())], 5, text=died)]).incidents) == 2
