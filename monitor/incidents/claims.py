"""From an extraction to claims: what an article says about who holds which place."""

import msgspec

from monitor.incidents.reports import left_out, quotes_of
from monitor.incidents.totals import lies_in
from monitor.model import Article, ArticleRef, Claim, Control, Extraction, Place

WIDE = frozenset({"country", "region"})


def claims_of(article: Article, ref: ArticleRef, extraction: Extraction) -> tuple[Claim, ...]:
    """What an article says about who holds which place. Ground that nobody can name again makes no claim."""
    told = _told(article, ref, extraction)
    return tuple(claim for claim in told if not any(_told_finer(claim, other) for other in told))


def _told_finer(claim: Claim, other: Claim) -> bool:
    """Whether a title says of a whole area what the article's text then tells of a place in it."""
    return (
        claim.status == other.status
        and claim.place.geo_precision == 3
        and other.place.geo_precision < 3
        and {quote.in_ for quote in claim.quotes} == {"title"}
        and lies_in(other.place, claim.place)
    )


def _told(article: Article, ref: ArticleRef, extraction: Extraction) -> tuple[Claim, ...]:
    return tuple(
        Claim(
            id=f"{ref.id}:{event.id}",
            article=ref,
            place=_whole(event.control, event.place),
            status=event.control.status,
            on=min(event.time.end, ref.at.date()),
            gained_by=event.control.gained_by,
            lost_by=event.control.lost_by,
            partial=event.control.extent == "partial",
            denied=event.context == "negated",
            attribution=event.attribution,
            quotes=quotes_of(article, ref, event),
        )
        for event in extraction.events
        if event.control is not None and event.place is not None and left_out(event, ref) is None
        if _is_ground(event.control, event.place)
    )


def _whole(control: Control, place: Place) -> Place:
    """A town of which a part is held is fought over itself: parts without a name are no places of their own."""
    part = control.extent == "partial" and place.geo_precision == 2 and place.geonameid is not None
    return msgspec.structs.replace(place, geo_precision=1) if part else place


def _is_ground(control: Control, place: Place) -> bool:
    """Whether a claim says which place it is about: of a few villages near a town, or in a province, nobody can say
    later whether they were lost again."""
    return control.named and not (control.extent == "partial" and place.feature in WIDE)
