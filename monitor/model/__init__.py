"""The nouns: immutable records that do no more than read themselves. JSON shapes are in `monitor.model.contract`."""

from monitor.model.account import Account, Words
from monitor.model.actor import Actor, ActorKind
from monitor.model.alert import (
    Again,
    Alert,
    AlertStatus,
    Attempt,
    Delivery,
    DeliveryForm,
    DeliveryStatus,
    Outcome,
    Severity,
)
from monitor.model.article import Article
from monitor.model.event import (
    TOLL_KINDS,
    Attribution,
    AttributionKind,
    Context,
    Control,
    ControlStatus,
    Estimate,
    Event,
    Evidence,
    Extraction,
    Qualifier,
    Scope,
    Span,
    Toll,
    TollKind,
    VictimKind,
    Victims,
)
from monitor.model.feed import Entry, Feed, FeedHealth, FeedState, SourceKind
from monitor.model.incident import (
    ArticleRef,
    Cause,
    Holding,
    HoldingChange,
    HoldingStatus,
    Incident,
    Link,
    Point,
    Quote,
    Range,
    Report,
    Revision,
)
from monitor.model.ledger import Changes, Claim, HoldingShift, IncidentChange, Verdict
from monitor.model.place import Field, GeoPrecision, Place, PlaceMention

__all__ = [
    "TOLL_KINDS", "Account", "Actor", "ActorKind", "Again", "Alert", "AlertStatus", "Article", "ArticleRef", "Attempt",
    "Attribution", "AttributionKind", "Cause", "Changes", "Claim", "Context", "Control", "ControlStatus", "Delivery",
    "DeliveryForm", "DeliveryStatus", "Entry", "Estimate", "Event", "Evidence", "Extraction", "Feed", "FeedHealth",
    "FeedState", "Field", "GeoPrecision", "Holding", "HoldingChange", "HoldingShift", "HoldingStatus", "Incident",
    "IncidentChange", "Link", "Outcome", "Place", "PlaceMention", "Point", "Qualifier", "Quote", "Range", "Report",
    "Revision", "Scope", "Severity", "SourceKind", "Span", "Toll", "TollKind", "Verdict", "VictimKind",
    "Victims", "Words",
]  # fmt: skip
