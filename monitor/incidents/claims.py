"""From an extraction to claims: what an article says about who holds which place."""

import msgspec

from monitor.incidents.holdings import same
from monitor.incidents.nearness import MISPLACED_KM
from monitor.incidents.reports import left_out, quotes_of
from monitor.incidents.totals import lies_in
from monitor.model import Article, ArticleRef, Claim, Control, Event, Extraction, Place

WIDE = frozenset({"country", "region"})


def claims_of(article: Article, ref: ArticleRef, extraction: Extraction) -> tuple[Claim, ...]:
    """What an article says about who holds which place. Ground that nobody can name again makes no claim."""
    told = [(event, claim) for event in extraction.events if (claim := _claim(article, ref, event)) is not None]
    finer = [claim for event, claim in told if not _in_title(event)]
    return tuple(
        claim for event, claim in told if not (_in_title(event) and any(_told_finer(claim, other) for other in finer))
    )


def _in_title(event: Event) -> bool:
    return {row.in_ for row in event.evidence if row.field == "control"} == {"title"}


def _told_finer(claim: Claim, other: Claim) -> bool:
    """Whether a title says roughly what the article's text then tells of a place: of the area that it lies in, or of "a
    village" near a town."""
    if claim.status != other.status:
        return False
    if claim.place.geo_precision == 3:
        return other.place.geo_precision < 3 and lies_in(other.place, claim.place)
    near = claim.place.distance_km(other.place) <= MISPLACED_KM
    return claim.partial and not other.partial and near and same(claim.gained_by, other.gained_by)


def _claim(article: Article, ref: ArticleRef, event: Event) -> Claim | None:
    """What an event says about who holds a place; None where it does not, or does not enter the ledger."""
    control, place = event.control, event.place
    if control is None or place is None or left_out(event, ref) is not None or not _is_ground(control, place):
        return None
    return Claim(
        id=f"{ref.id}:{event.id}",
        article=ref,
        place=_whole(control, place),
        status=control.status,
        on=min(event.time.end, ref.at.date()),
        gained_by=control.gained_by,
        lost_by=control.lost_by,
        partial=control.extent == "partial",
        denied=event.context == "negated",
        relieves=control.relieves,
        attribution=event.attribution,
        quotes=quotes_of(article, ref, event),
    )


def _whole(control: Control, place: Place) -> Place:
    """A town of which a part is held is fought over itself: parts without a name are no places of their own."""
    part = control.extent == "partial" and place.geo_precision == 2 and place.geonameid is not None
    return msgspec.structs.replace(place, geo_precision=1) if part else place


def _is_ground(control: Control, place: Place) -> bool:
    """Whether a claim says which place it is about: of a few villages near a town, or in a province, nobody can say
    later whether they were lost again."""
    return control.named and not (control.extent == "partial" and place.feature in WIDE)
