"""The measure itself: a perfect reader scores everything, and each kind of mistake is counted where it belongs."""

import datetime as dt
from dataclasses import dataclass

from monitor.model import (
    TOLL_KINDS,
    Actor,
    ActorKind,
    Article,
    Attribution,
    Control,
    Estimate,
    Event,
    Extraction,
    Place,
    Span,
    Toll,
)
from tests.golden.gold import Expected, Gold, load
from tests.golden.runner import FOLDER, measure

DAY = dt.date(2024, 5, 6)
ARMY, REBELS = (Actor(id, id, id, "rebel") for id in ("army", "rebels"))
TOWN = Place("Goma", 1, "CD", None, -1.67, 29.22, 1, 5.0)


@dataclass(frozen=True)
class Said:
    """A reader that always answers the same."""

    events: tuple[Event, ...]

    def read(self, article: Article) -> Extraction:
        return Extraction(article.id, "en", article.published, (), self.events)


def happening(*, killed: int | None = None, control: Control | None = None, place: Place | None = TOWN) -> Event:
    toll = Toll() if killed is None else Toll(killed=Estimate(killed, killed, killed, "exact", str(killed)))
    span = Span(None, DAY, DAY, 1)
    return Event("e1", "Battles", "Armed clash", "reported", "incident", span, place=place, toll=toll, control=control)


def shares(wanted: tuple[Expected, ...], *found: Event) -> dict[str, float]:
    gold = Gold("one", DAY, "Paper", "Text.", wanted)
    return {field: tally.share for field, tally in measure([gold], Said(found).read).fields.items()}


WANTED = Expected(killed=7, control="controlled", gained_by="rebels", place=("Goma", -1.67, 29.22))
TAKEN = Control("controlled", REBELS, ARMY)


def test_a_right_answer_is_right_in_every_field() -> None:
    assert set(shares((WANTED,), happening(killed=7, control=TAKEN)).values()) == {1.0}


def test_a_capture_and_its_toll_may_be_told_as_two_events() -> None:
    assert set(shares((WANTED,), happening(killed=7), happening(control=TAKEN)).values()) == {1.0}


def test_a_wrong_figure_costs_the_figure_and_the_sum_of_the_article() -> None:
    result = shares((WANTED,), happening(killed=8, control=TAKEN))
    assert (result["killed"], result["killed of the article"], result["control"]) == (0.0, 0.0, 1.0)


def test_a_place_far_off_is_wrong() -> None:
    far = Place("Goma", 2, "NG", None, 9.0, 7.0, 1, 5.0)
    assert shares((WANTED,), happening(killed=7, control=TAKEN, place=far))["place"] == 0.0


def test_an_event_that_is_not_in_the_gold_is_spurious() -> None:
    assert shares((), happening(killed=3)) == {
        "killed of the article": 0.0,
        "wounded of the article": 1.0,
        "events not spurious": 0.0,
    }


def test_an_optional_event_is_no_miss_and_not_spurious() -> None:
    optional = Expected(captured=5, optional=True)
    assert set(shares((WANTED, optional), happening(killed=7, control=TAKEN)).values()) == {1.0}


def test_the_gold_answers_itself() -> None:
    cases = [*load(FOLDER / "open"), *load(FOLDER / "unread")]
    assert [
        miss for gold in cases for miss in measure([gold], Said(tuple(map(perfect, gold.events))).read).misses
    ] == []


def perfect(wanted: Expected) -> Event:
    """The event that answers all that is asked."""
    kinds = [kind for kind in TOLL_KINDS if wanted.figure(kind) is not None]
    control = None
    if wanted.control:
        status = "controlled" if wanted.control == "any" else wanted.control
        control = Control(status, _somebody(wanted.gained_by), _somebody(wanted.lost_by))
    says = wanted.says if isinstance(wanted.says, tuple) else ()
    return Event(
        "e1",
        wanted.type or "Battles",
        wanted.sub or "Armed clash",
        "historical" if wanted.context == "any" else wanted.context,
        "incident" if wanted.scope == "any" else wanted.scope,
        Span(None, wanted.date or DAY, wanted.date or DAY, 1),
        _somebody(wanted.actor1, wanted.actor1_kind),
        _somebody(wanted.actor2, wanted.actor2_kind),
        _somewhere(wanted),
        Toll(**{kind: _estimate(wanted, kind) for kind in kinds}),
        control,
        tuple(Attribution(kind, None, kind) for kind in says),
    )


def _somebody(id: str | None, kind: ActorKind | None = None) -> Actor | None:
    return Actor(id or "", id or "", id, kind or "unidentified") if id or kind else None


def _somewhere(wanted: Expected) -> Place | None:
    if not isinstance(wanted.place, tuple):
        return None
    lat, lon = (float(value) for value in wanted.place[1:3])
    return Place("", None, None, None, lat, lon, 1, 0.0)


def _estimate(wanted: Expected, kind: str) -> Estimate:
    told, high = getattr(wanted, kind), getattr(wanted, f"{kind}_high", None)
    best = 1 if told == "any" else int(told)
    qualifier = getattr(wanted, f"{kind}_q")
    return Estimate(
        best, best, high if isinstance(high, int) else None, "exact" if qualifier == "any" else qualifier, ""
    )
