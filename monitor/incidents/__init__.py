"""The ledger's core: reports become incidents, claims become holdings, and nobody is counted twice. No I/O."""

from monitor.incidents.claims import claims_of
from monitor.incidents.cues import Cues, build_cues
from monitor.incidents.figures import Step
from monitor.incidents.hindsight import Hindsight, Telling
from monitor.incidents.holdings import Base, base_of, fold_claims, known_at
from monitor.incidents.holdings import in_order as claims_in_order
from monitor.incidents.known import GOES_ON, Ground, Known, Neighbourhood, Queries, Stretch, cell_of, queries
from monitor.incidents.link import Scales
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
from monitor.incidents.reports import left_out, reports_of
from monitor.incidents.resolve import resolve, supersedes
from monitor.incidents.story import Story
from monitor.incidents.tolls import weigh
from monitor.incidents.totals import Bound, Part, covers, in_window, moment, parts, stands_alone, total
from monitor.incidents.voices import Voice, Weight, Weights
from monitor.incidents.windows import Rolling

__all__ = [
    "COPY_WINDOW", "GOES_ON", "Agencies", "Base", "Bound", "Cues", "Ground", "Hindsight", "Known", "Neighbourhood",
    "Part", "Print", "Queries", "Rolling", "Scales", "Step", "Story", "Stretch", "Telling", "Voice", "Weight",
    "Weights", "bands", "base_of", "build_agencies", "build_cues", "cell_of", "claims_in_order", "claims_of", "covers",
    "fold_claims", "in_told_order", "in_window", "known_at", "left_out", "moment", "parts", "queries", "reference",
    "reports_of", "resolve", "signature", "stands_alone", "supersedes", "told_when", "total", "weigh",
]  # fmt: skip
