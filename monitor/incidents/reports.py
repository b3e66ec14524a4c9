"""From an extraction to the ledger's own records: reports of happenings, each with its quotes.

What does not enter is named with its reason: only what is told as having happened may ever alert."""

from datetime import date, timedelta
from itertools import islice

import msgspec

from monitor.incidents.areas import over_all
from monitor.incidents.cues import Cues
from monitor.incidents.kinds import UNREST, VIOLENCE, unspecific
from monitor.model import Article, ArticleRef, Event, Evidence, Extraction, Link, Quote, Report

PENDING = Link(incident="", score=0.0, reason="not yet compared")
BACKGROUND = timedelta(days=45)
"""What is older than this when it is told is background, whatever the tense."""
MEMORY = timedelta(days=10)
"""What is told as background within this confirms a happening that is known."""
AHEAD = timedelta(days=2)
WEEK, MONTH = timedelta(days=6), timedelta(days=27)
"""From the first day of a week or of a month to its last."""
MAX_QUOTES = 4
LONGEST_QUOTE = 1200
"""Code points. Of a longer sentence the part around the figure is quoted."""
MAX_REPORTS = 64
"""An article of more happenings is a list, made for something else."""
UNQUOTED = frozenset({"attribution", "event_type"})
QUOTED_FIELDS = ("toll.", "control", "place")
SILENT_TYPES = frozenset({"Protests", "Strategic developments"})
"""Happenings of these types are worth remembering only where they did something to people."""
LINGERING = frozenset({"Epidemic", "Drought"})
"""Disasters of months, whose running totals are no news of a day."""


def reports_of(article: Article, ref: ArticleRef, extraction: Extraction, cues: Cues) -> tuple[Report, ...]:
    """The happenings that an article reports or denies, not yet linked."""
    found = (
        Report(
            f"{ref.id}:{event.id}",
            ref,
            over_all(article, extraction, event, cues),
            PENDING,
            quotes_of(article, ref, event),
        )
        for event in extraction.events
        if (left_out(event, ref) is None or _is_memory(event, ref)) and _is_happening(event)
    )
    told = (_stretched(report, cues) for report in islice(found, MAX_REPORTS) if not cues.says("recalls", report))
    return tuple(report for report in told if report.event.scope != "period" or left_out(report.event, ref) is None)


def _stretched(report: Report, cues: Cues) -> Report:
    """A total over a week that was dated to its last day covers the week; a month of fighting, which may have driven
    out its thousands in one flight, has killed in no single fight."""
    event = report.event
    harmed = event.toll.killed is not None or event.toll.wounded is not None
    if event.event_type in VIOLENCE | UNREST and event.scope == "incident" and harmed and _is_total(report, cues):
        event = msgspec.structs.replace(event, scope="period")
        report = msgspec.structs.replace(report, event=event)
    told = timedelta(days=cues.days(report)) if event.scope == "period" else timedelta(0)
    if event.time.end - event.time.start >= told:
        return report
    time = msgspec.structs.replace(event.time, start=event.time.end - told)
    return msgspec.structs.replace(report, event=msgspec.structs.replace(event, time=time))


def _is_total(report: Report, cues: Cues) -> bool:
    """Whether violence is told of so long a time, or of so wide an area and a time, that it is no single happening."""
    event = report.event
    wide = event.time.text is not None and event.place is not None and event.place.geo_precision == 3
    length = event.time.end - event.time.start
    throughout = length >= WEEK and cues.says("throughout", report)
    return cues.says("spell", report) or (wide and (length >= MONTH or throughout))


def left_out(event: Event, ref: ArticleRef) -> str | None:
    """Why an event does not enter the ledger; None where it does."""
    told = ref.at.date()
    if event.context in ("historical", "future", "hypothetical"):
        return f"told as {event.context}"
    if event.time.start < told - BACKGROUND:
        return f"happened on {event.time.start}, long before it was told"
    if event.time.start > told + AHEAD:
        return f"dated {event.time.start}, after it was told"
    if event.scope == "cumulative" and not _may_climb(event):
        return "a running total, of which nothing is new"
    return None


def _is_memory(event: Event, ref: ArticleRef) -> bool:
    """Whether background tells the dead of a named day not long ago: one source more for a happening that is known."""
    recent = ref.at.date() - MEMORY <= event.time.start <= ref.at.date()
    dated = event.time.text is not None and event.time.time_precision == 1
    single = event.context == "historical" and event.scope == "incident" and event.control is None
    return single and dated and recent and event.toll.killed is not None


def is_recalled(report: Report) -> bool:
    """Whether a report only recalls a happening: it confirms what is known of it, and changes and founds nothing."""
    return report.event.context == "historical"


def names_no_kind(report: Report, cues: Cues) -> bool:
    """Whether a report does not say what people died of: by no words of its own, and no violence."""
    told = any(evidence.field == "event_type" for evidence in report.event.evidence)
    return not told and unspecific(report.event) and not cues.says("violent", report)


def _may_climb(event: Event) -> bool:
    """Whether a running total may be one happening's: a disaster's toll climbs for days, that of a disease for ever."""
    sudden = event.event_type in ("Disaster", "Accident") and event.sub_event_type not in LINGERING
    return sudden and event.control is None


def _is_happening(event: Event) -> bool:
    counted = any(event.toll.get(kind) for kind in ("killed", "wounded", "captured", "missing", "displaced"))
    if event.control is not None:
        return counted
    return counted or event.event_type not in SILENT_TYPES


def quotes_of(article: Article, ref: ArticleRef, event: Event) -> tuple[Quote, ...]:
    """The sentences that an event rests on: those of its figures first, each once, with their offsets. What kind
    it was and who says so may stand far from what is told, and is no quote."""
    found: dict[tuple[str, int], Quote] = {}
    for evidence in sorted((each for each in event.evidence if each.field not in UNQUOTED), key=_weight):
        text = article.title if evidence.in_ == "title" else article.text
        start, end = _trimmed(text, *_window(evidence))
        if start < end and (evidence.in_, start) not in found:
            quote = Quote(ref.id, ref.source, ref.url, text[start:end], evidence.in_, start, end)
            found[evidence.in_, start] = quote
    return tuple(found.values())[:MAX_QUOTES]


def _weight(evidence: Evidence) -> tuple[int, bool, int]:
    rank = next((n for n, name in enumerate(QUOTED_FIELDS) if evidence.field.startswith(name)), len(QUOTED_FIELDS))
    return rank, evidence.in_ == "title", evidence.start


def _window(evidence: Evidence) -> tuple[int, int]:
    """The sentence, or of a very long one what stands around the words."""
    start, end = evidence.sentence_start, evidence.sentence_end
    if end - start <= LONGEST_QUOTE:
        return start, end
    first = max(start, evidence.start - LONGEST_QUOTE // 2)
    return first, min(end, first + LONGEST_QUOTE)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    raw = text[start:end]
    return start + len(raw) - len(raw.lstrip()), start + len(raw.rstrip())


def days(event: Event) -> tuple[date, date]:
    """First and last day of an event."""
    return event.time.start, max(event.time.start, event.time.end)
