"""Why an article did, or did not, cause an alert: its way through the house, each step with its reasons.

What was found is looked up; what the rules made of it is judged again by the rules of today, with the article's own
clock (see `monitor.backtest`)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from msgspec import Struct

from monitor.backtest import Hearing
from monitor.incidents import Telling, left_out
from monitor.model import Alert, Delivery, Event, Extraction, Verdict, subject
from monitor.model.settings import format_duration
from monitor.pipeline import Desk
from monitor.store import Store
from monitor.store.articles import Record
from monitor.store.tellings import silent
from monitor.times import stamp

NEIGHBOURHOOD = timedelta(days=2)


class Finding(Struct, frozen=True):
    """One thing that a step found or did, and why."""

    what: str
    reason: str


class Step(Struct, frozen=True):
    """One step of an article's way: fetched, copies, extracted, linked, compared, alerts or delivered."""

    name: str
    findings: tuple[Finding, ...]


class Explanation(Struct, frozen=True):
    """An article's way, as far as it came. `told` is None where nothing of it entered the ledger."""

    record: Record | None
    told: Telling | None
    steps: tuple[Step, ...]


def explain(store: Store, desk: Desk, id: str, extraction: Extraction | None) -> Explanation:
    """The way of one article, by its id. `extraction` is what the reader makes of its text; None where that is not at
    hand any more."""
    record, telling = store.articles.record(id), store.tellings.of(id)
    read = record is not None and record.state == "read"
    judged = telling or (silent(record.article, record.seen_at) if record and read else None)
    verdicts = judged_again(store, desk, judged, record) if judged else ()
    alerts = raised_by(store, judged) if judged else []
    steps = (
        Step("fetched", tuple(_fetched(record))),
        Step("copies", tuple(_copies(telling))),
        Step("extracted", tuple(_extracted(extraction, telling, record))),
        Step("linked", tuple(_linked(telling))),
        Step("compared", tuple(_compared(verdicts))),
        Step("alerts", tuple(map(_alert, alerts))),
        Step("delivered", tuple(_delivered(store.views.deliveries_of([alert.id for alert in alerts])))),
    )
    return Explanation(record, telling, steps)


def judged_again(store: Store, desk: Desk, telling: Telling, record: Record | None) -> Sequence[Verdict]:
    """What the rules of today decide about an article, after all that was told before it."""
    ids = sorted({report.link.incident for report in telling.reports})
    places = sorted({key for key, _ in telling.claims})
    windows = [window for rule in desk.rules if (window := rule.run_up())]
    since = _since(telling, max(windows)) if windows else None
    told = store.tellings.about(ids, places) if since is None else store.tellings.since(since)
    hearing = Hearing(desk, store.tellings.bases())
    for each, article in told:
        if (each.article.at, each.article.id) >= (telling.article.at, telling.article.id):
            break
        hearing.judge(each, article)
    return hearing.judge(telling, record.article if record else None)[1]


def raised_by(store: Store, telling: Telling) -> list[Alert]:
    """The alerts that quote an article, about what it told."""
    about = [subject.article(telling.article.id), subject.article(telling.article.text_id)]
    about += [subject.incident(report.link.incident) for report in telling.reports]
    about += [subject.holding(key) for key, _ in telling.claims]
    about += [total for report in telling.reports for total in subject.totals(report.event)]
    raised = store.alerts.about(list(dict.fromkeys(about)))
    return [alert for alert in raised if any(quote.article == telling.article.id for quote in alert.evidence)]


def _since(telling: Telling, window: timedelta) -> date:
    """From when on the ledger must be known to judge an article: a window before it, or what it tells of begins."""
    first = (report.event.time.start for report in telling.reports)
    return min(telling.article.at.date() - max(window, NEIGHBOURHOOD), *first, telling.article.at.date())


def _fetched(record: Record | None) -> Iterator[Finding]:
    if record is None:
        yield Finding("in the archive", "older than `retention`; `tocsin archive export` has its text")
        return
    article = record.article
    published = f"published {stamp(article.published)}" if article.published else "without a date of publication"
    revision = f"its text number {article.revision}" if article.revision > 1 else "its first text"
    feed = f"from the feed {article.feed}" if article.feed else "from no feed"
    yield Finding(f"{stamp(record.seen_at)} {feed}", f"{published}; {revision}")
    yield _state(record)


def _state(record: Record) -> Finding:
    if record.state == "set_aside":
        error = (record.traceback or "").strip().rpartition("\n")[2]
        return Finding("set aside", f"it could not be read in {record.tries} tries: {error}")
    if record.state == "new":
        waits = f"until {stamp(record.not_before)}" if record.not_before else "for a worker"
        return Finding("not read yet", f"it waits {waits}, after {record.tries} tries")
    return Finding("read", "its effect is in the ledger")


def _copies(telling: Telling | None) -> Iterator[Finding]:
    if telling is None:
        return
    article = telling.article
    if article.copy_of:
        yield Finding(f"nearly the text of article {article.copy_of}", f"both count as one source: {article.origin}")
    elif article.origin != article.source:
        yield Finding(f"the text of {article.origin}", "that agency is credited, so all who print it are one source")
    else:
        yield Finding("a text of its own", f"its publisher {article.source} counts as a source")


def _extracted(extraction: Extraction | None, telling: Telling | None, record: Record | None) -> Iterator[Finding]:
    if extraction is None:
        return
    if not extraction.events:
        yield Finding("nothing", "no figure of victims and no change of hands; `tocsin extract --explain` says why")
    entered = {each.event.id for each in telling.reports} if telling else set()
    entered |= {claim.id.rpartition(":")[2] for _, claim in telling.claims} if telling else set()
    for event in extraction.events:
        yield Finding(f"{event.id} {in_words(event)}", _entry(event, entered, telling))


def _entry(event: Event, entered: set[str], telling: Telling | None) -> str:
    """Why an event entered the ledger, or did not."""
    sure = f"{event.confidence:.0%} sure"
    if event.id in entered:
        return f"{sure}; it enters the ledger"
    why = left_out(event, telling.article) if telling else f"told as {event.context}, {event.scope}"
    why = why or "it tells nothing that is counted, or recalls what was told before"
    return f"{sure}; it does not enter the ledger: {why}"


def in_words(event: Event) -> str:
    """An event in a few words: what it was, its figures, where."""
    figures = [f"{estimate.best:,} {kind}" for kind in ("killed", "wounded", "captured", "missing", "displaced")
               if (estimate := event.toll.get(kind))]  # fmt: skip
    control = [f"{event.control.status}"] if event.control else []
    where = f" in {event.place.name}" if event.place else ""
    return f"{event.sub_event_type or event.event_type}: {', '.join([*control, *figures]) or 'no figure'}{where}"


def _linked(telling: Telling | None) -> Iterator[Finding]:
    if telling is None:
        return
    for report in telling.reports:
        by = " (by a person)" if report.link.by == "person" else ""
        yield Finding(f"{report.event.id} is of incident {report.link.incident}", f"{report.link.reason}{by}")
    for key, claim in telling.claims:
        who = claim.gained_by.name if claim.gained_by else "nobody named"
        denied = "denied: " if claim.denied else ""
        yield Finding(
            f"{claim.id.rpartition(':')[2]} is about who holds {claim.place.name}",
            f"{denied}{claim.status}, {who} ({key})",
        )


def _compared(verdicts: Iterable[Verdict]) -> Iterator[Finding]:
    for verdict in verdicts:
        yield Finding(f"{verdict.rule}, {verdict.subject}: {'rings' if verdict.fired else 'silent'}", verdict.reason)


def _alert(alert: Alert) -> Finding:
    return Finding(
        f"{stamp(alert.at)} {alert.id} {alert.severity}, {alert.status}: {alert.summary}", alert.notify_reason
    )


def _delivered(deliveries: Iterable[Delivery]) -> Iterator[Finding]:
    for delivery in deliveries:
        last = delivery.attempts[-1] if delivery.attempts else None
        waited = format_duration(delivery.not_before - delivery.created)
        why = (
            f"{last.outcome} at {stamp(last.at)}: {last.answer}"
            if last
            else f"not tried yet; it waits {waited} for its group"
        )
        yield Finding(f"{delivery.id[:8]} {delivery.receiver}, {delivery.channel}: {delivery.status}", why)
