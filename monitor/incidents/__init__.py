"""The ledger's core: reports become incidents, claims become holdings, and nobody is counted twice. No I/O."""

from monitor.incidents.cues import Cues, build_cues
from monitor.incidents.known import Ground, Known, Neighbourhood, Queries, Stretch, cell_of, queries
from monitor.incidents.match import Story
from monitor.incidents.merge import in_order as in_told_order
from monitor.incidents.origin import (
    COPY_WINDOW,
    Agencies,
    Print,
    bands,
    build_agencies,
    reference,
    signature,
    told_when,
)
from monitor.incidents.reports import claims_of, left_out, reports_of
from monitor.incidents.resolve import resolve, supersedes
from monitor.incidents.totals import in_window, stands_alone, total

__all__ = [
    "COPY_WINDOW", "Agencies", "Cues", "Ground", "Known", "Neighbourhood", "Print", "Queries", "Story", "Stretch",
    "bands", "build_agencies", "build_cues", "cell_of", "claims_of", "in_told_order", "in_window", "left_out",
    "queries", "reference", "reports_of", "resolve", "signature", "stands_alone", "supersedes", "told_when", "total",
]  # fmt: skip
