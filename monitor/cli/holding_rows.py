"""Territory in words: rows of a table and of CSV, and one place's history as a page."""

from collections.abc import Iterable, Iterator, Sequence

from monitor.cli.forms import Cell
from monitor.cli.incident_rows import spot
from monitor.cli.sheet import Page
from monitor.cli.view import where
from monitor.model import Claim, Holding, HoldingChange
from monitor.rules.toll import name_of
from monitor.store.views import Held
from monitor.times import stamp

HEAD = ("place", "status", "held by", "since", "who says so", "held before")
KEEP = ("status", "since")
CSV_HEAD = (
    "key", "place", "admin1", "country", "lat", "lon", "geo_precision", "radius_km", "status", "claimed",
    "controller", "controller_id", "since", "previous", "says", "sources", "articles",
)  # fmt: skip
LONGEST_QUOTE = 400


def rows(found: Iterable[Held]) -> Iterator[tuple[str, ...]]:
    """The rows of a table."""
    for each in found:
        holding = each.holding
        since = holding.since.isoformat() if holding.since else ""
        before = holding.previous.name if holding.previous else ""
        yield (
            where(holding.place),
            status(holding).replace(" ", "\n"),
            holder(holding),
            since,
            ", ".join(says(each)),
            before,
        )


def csv_rows(found: Iterable[Held]) -> Iterator[list[Cell]]:
    """The rows of CSV."""
    for each in found:
        holding = each.holding
        controller, previous = holding.controller, holding.previous
        yield [
            each.key, *spot(holding.place), holding.status, "claimed" if holding.claimed else "confirmed",
            controller.name if controller else None, controller.id if controller else None,
            holding.since.isoformat() if holding.since else None, previous.name if previous else None,
            "; ".join(says(each)), "; ".join(holding.sources), "; ".join(holding.articles),
        ]  # fmt: skip


def status(holding: Holding) -> str:
    """`controlled (claimed)` while one side alone says so, else `controlled (confirmed)`; the others as they are."""
    if holding.status != "controlled":
        return holding.status
    return "controlled (claimed)" if holding.claimed else "controlled (confirmed)"


def holder(holding: Holding) -> str:
    """Who holds it."""
    if holding.controller is not None:
        return holding.controller.name
    return {"contested": "nobody beyond doubt", "besieged": "not told"}.get(holding.status, "nobody known")


def says(held: Held) -> tuple[str, ...]:
    """Who says what is so now, in the words of the text; the publishers where they say it in their own name."""
    if not held.holding.history:
        return held.holding.sources
    article = held.holding.history[-1].article
    quoted = (source.text for claim in held.claims if claim.article.id == article for source in claim.attribution)
    return tuple(dict.fromkeys(quoted)) or _publishers(held, article) or held.holding.sources


def _publishers(held: Held, article: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(claim.article.source for claim in held.claims if claim.article.id == article))


def page(found: Sequence[Held]) -> Page:
    """Some places, each with its history and the sentences behind it."""
    made = Page()
    for each in found:
        _place(made, each)
    return made


def _place(made: Page, held: Held) -> None:
    holding = held.holding
    place = holding.place
    made.heading(f"{name_of(place)} · {status(holding)}")
    made.field("held by", holder(holding) + (f" since {holding.since}" if holding.since else ""))
    made.field("before", holding.previous.name if holding.previous else "")
    what = "a town or village" if place.feature == "populated" else f"a {place.feature}"
    made.field("where", f"{place.lat:.2f}, {place.lon:.2f}, within {place.radius_km:g} km ({what})")
    made.field("says", ", ".join(says(held)))
    made.field("sources", f"{', '.join(holding.sources)} ({len(holding.sources)} independent)")
    made.heading("What happened to it, as it was told")
    for step in holding.history:
        _step(made, step, [claim for claim in held.claims if claim.article.id == step.article])
    unused = [claim for claim in held.claims if all(step.article != claim.article.id for step in holding.history)]
    if unused:
        made.heading("Said as well, and changing nothing")
    for claim in unused:
        _claim(made, claim)


def _step(made: Page, step: HoldingChange, claims: Sequence[Claim]) -> None:
    made.say("")
    who = f" by {step.controller.name}" if step.controller else ""
    made.say(f"{stamp(step.at)}  {step.cause}: {step.status}{who}", 2)
    for claim in claims:
        _quoted(made, claim)
    if not claims:
        made.say(f"its article, {step.article}, is in the archive", 4)


def _claim(made: Page, claim: Claim) -> None:
    made.say("")
    made.say(f"{stamp(claim.article.at)}  {'denied: ' if claim.denied else ''}{claim.status}", 2)
    _quoted(made, claim)


def _quoted(made: Page, claim: Claim) -> None:
    if claim.quotes:
        text = claim.quotes[0].quote
        made.say(f"“{text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + '…'}”", 4)
    said = ", ".join(source.text for source in claim.attribution)
    made.say(f"— {claim.article.source}" + (f", quoting {said}" if said else ", in its own name"), 4)
    if claim.article.url:
        made.say(claim.article.url, 4)
