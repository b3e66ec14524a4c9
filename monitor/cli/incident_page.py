"""One incident as a page: what is known, how each figure came about and by whose word, and why each article belongs."""

from collections.abc import Sequence
from typing import Any

import msgspec

from monitor import charts
from monitor.charts.letters import ASCII, UNICODE, drawn
from monitor.cli.apart import Apart
from monitor.cli.common import counted
from monitor.cli.incident_rows import figure, who
from monitor.cli.sheet import Page
from monitor.incidents import Cues, Step, weigh
from monitor.model import TOLL_KINDS, Alert, Incident, Place, Report, TollKind, contract
from monitor.model.ruling import Ruling
from monitor.rules.toll import name_of
from monitor.store.views import Told
from monitor.times import stamp

CHART_ROWS = 8
LONGEST_QUOTE = 400


def page(told: Told, totals: Sequence[Incident], apart: Sequence[Apart], cues: Cues, *, unicode: bool = True) -> Page:
    """All about an incident. `totals` are those over a stretch that cover it, `apart` the running totals beside it."""
    made = Page()
    _head(made, told.story.incident)
    steps = weigh(told.story.reports, cues)
    reports = {report.id: report for report in told.story.reports}
    for kind in TOLL_KINDS:
        of_kind = [step for step in steps if step.kind == kind]
        if of_kind:
            _toll(made, kind, of_kind, reports, unicode=unicode)
    _articles(made, told)
    _totals(made, totals)
    _apart(made, apart)
    _alerts(made, told.alerts)
    _rulings(made, told)
    return made


def plain(told: Told, totals: Sequence[Incident], apart: Sequence[Apart], cues: Cues) -> dict[str, Any]:
    """The same for programs: an Incident of the contract, and what stands behind it."""
    steps = msgspec.to_builtins(weigh(told.story.reports, cues))
    return {
        **contract.incident(told.story.incident),
        "steps": steps,
        "reports": [_report(report) for report in told.story.reports],
        "totals": [contract.incident(total) for total in totals],
        "apart": [
            {"article": each.article.id, "quote": each.quote, "event": contract.event(each.event)} for each in apart
        ],
        "alerts": [contract.alert(alert) for alert in told.alerts],
        "rulings": msgspec.to_builtins(told.rulings),
    }


def _report(report: Report) -> dict[str, Any]:
    event: dict[str, Any] = contract.event(report.event)
    ref = msgspec.to_builtins(report.article)
    quotes = [contract.quote(quote) for quote in report.quotes]
    return {"id": report.id, "article": ref, "link": msgspec.to_builtins(report.link), "event": event, "quotes": quotes}


def _head(made: Page, incident: Incident) -> None:
    where = name_of(incident.place) if incident.place else "no place named"
    made.heading(f"{where} · {incident.sub_event_type or incident.event_type}")
    made.field("incident", incident.id)
    if incident.scope == "period":
        made.field("scope", "a total over a stretch, told as such; it covers incidents and is never added to them")
    first, last = incident.date_start, incident.date_end
    made.field("when", f"{first}" if first == last else f"{first} to {last}")
    made.field("where", _spot(incident.place))
    made.field("who", who(incident.actor1, incident.actor2))
    for kind, told in incident.toll.items():
        high = "open" if told.high is None else f"{told.high:,}"
        bounds = f"low {told.low:,}, best {told.best:,}, high {high}"
        made.field(kind, f"{figure(told)}   ({bounds})")
    if not incident.articles:
        made.field(
            "denied", "nobody reports it as news any more, so lists and totals leave it out; its history is kept"
        )
    made.field("sources", f"{', '.join(incident.sources) or 'none'} ({len(incident.sources)} independent)")
    made.field("also", ", ".join(f"known as {id}" for id in incident.aliases))


def _spot(place: Place | None) -> str:
    if place is None:
        return ""
    exact = {1: "the place itself", 2: "near it, or a part of it", 3: "the area as a whole"}[place.geo_precision]
    return f"{place.lat:.2f}, {place.lon:.2f}, within {place.radius_km:g} km ({exact})"


def _toll(made: Page, kind: TollKind, steps: Sequence[Step], reports: dict[str, Report], *, unicode: bool) -> None:
    made.heading(f"How the figure of the {kind} came about")
    last = steps[-1]
    won = f"the word of {last.stands.called}, published by {last.stands.publisher}, which weighs {last.stands.weight}"
    made.say(f"It stands at {figure(last.range)}: {won} ({last.stands.why}).")
    changed = [step for step in steps if step.cause is not None]
    if len(changed) > 1:
        drawing = [charts.Step(step.at, step.range.low, step.range.best, step.range.high) for step in changed]
        geometry = charts.chart(drawing, until=steps[-1].at)
        made.draw(drawn(geometry, made.width, CHART_ROWS, UNICODE if unicode else ASCII))
    for step in steps:
        _step(made, step, reports[step.report])


def _step(made: Page, step: Step, report: Report) -> None:
    what = step.cause.replace("_", " ") if step.cause else "no change"
    told = "" if step.told is None else f"{step.told:,} told, "
    made.say("")
    made.say(f"{stamp(step.at)}  {told}{what}: now {figure(step.range)}", 2)
    if quote := _quote(report, step.kind):
        made.say(f"“{quote}”", 4)
    made.say(f"— {report.article.source}" + (f", {report.article.url}" if report.article.url else ""), 4)
    made.say(f"why: {step.reason}", 4)
    made.say(f"word of {step.voice.called}, weighs {step.voice.weight}: {step.voice.why}{_side(step)}", 4)


def _side(step: Step) -> str:
    return f"; speaks for one side ({step.voice.side})" if step.voice.side else ""


def _quote(report: Report, kind: TollKind) -> str:
    """The sentence that gives the figure, else the first that the report rests on."""
    spots = [(each.in_, each.start) for each in report.event.evidence if each.field == f"toll.{kind}"]
    giving = [
        quote for quote in report.quotes for field, at in spots if quote.in_ == field and quote.start <= at < quote.end
    ]
    text = next((quote.quote for quote in (*giving, *report.quotes)), "")
    return text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 1]}…"


def _articles(made: Page, told: Told) -> None:
    reports = told.story.reports
    made.heading(f"Told by {counted(len({report.article.id for report in reports}), 'article')}, and why each belongs")
    for report in reports:
        article = report.article
        credit = f", the text of {article.origin}" if article.origin != article.source else ""
        copied = ", a copy" if article.copy_of else ""
        relation = {"negated": ", denies it", "historical": ", recalls it"}.get(report.event.context, "")
        made.say(f"{stamp(article.at)}  {article.source}{credit}{copied}{relation}", 2)
        if article.title:
            made.say(article.title, 4)
        by = "by a person" if report.link.by == "person" else f"fits to {report.link.score:.0%}"
        made.say(f"{by}: {report.link.reason}", 4)
        made.say(f"article {article.id}", 4)


def _totals(made: Page, totals: Sequence[Incident]) -> None:
    if totals:
        made.heading("Totals over a stretch that cover it (never added to it)")
    for total in totals:
        where = name_of(total.place) if total.place else "no place named"
        killed = f"{figure(total.toll['killed'])} killed" if "killed" in total.toll else "no figure of the killed"
        made.say(f"{total.id[:8]}  {total.date_start} to {total.date_end}, {where}: {killed}", 2)


def _apart(made: Page, apart: Sequence[Apart]) -> None:
    if apart:
        made.heading("Told beside it of a whole war or campaign (counted nowhere)")
    for each in apart:
        made.say(f"{each.figures}, says {each.article.source}", 2)
        made.say(f"“{each.quote}”", 4)


def _alerts(made: Page, alerts: Sequence[Alert]) -> None:
    made.heading("Alerts that came of it")
    for alert in alerts:
        told = alert.muted or (f"told to {', '.join(alert.receivers)}" if alert.receivers else "told to nobody")
        made.say(f"{stamp(alert.at)}  {alert.severity} {alert.status}, {alert.rule}: {alert.summary} ({told})", 2)
    if not alerts:
        made.say("None.", 2)


def _rulings(made: Page, told: Told) -> None:
    if told.rulings:
        made.heading("What people decided")
    for ruling in told.rulings:
        made.say(f"{stamp(ruling.at)}  {_decided(ruling)}, by {ruling.author}", 2)
        if ruling.comment:
            made.say(ruling.comment, 4)


def _decided(ruling: Ruling) -> str:
    one, other = ruling.incident[:8], ruling.other[:8]
    return {
        "merge": f"{other} is the same happening as {one}",
        "split": f"{other} is another happening than {one}",
        "undo": f"what was decided about {one} and {other} is undone",
    }[ruling.kind]
