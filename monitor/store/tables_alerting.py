"""The tables of what keeps alerts from being told, and of what brings them back."""

from sqlalchemy import Column, Table, Text

from monitor.model.pace import Acknowledgement, Timer
from monitor.model.silence import Silence
from monitor.store.tables import Document, UtcDateTime, metadata

timers = Table(
    "timers",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("due", UtcDateTime, nullable=False, index=True),
    Column("alert", Text, nullable=False, index=True),
    Column("document", Document(Timer), nullable=False),
)
"""What is to be decided again, and when."""

silences = Table(
    "silences",
    metadata,
    Column("id", Text, primary_key=True),
    Column("starts", UtcDateTime, nullable=False),
    Column("ends", UtcDateTime, nullable=False, index=True),
    Column("document", Document(Silence), nullable=False),
)
"""Those that people added, for ever. `starts` and `ends` say what holds: one that was ended early ends then."""

acknowledgements = Table(
    "acknowledgements",
    metadata,
    Column("alert", Text, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("document", Document(Acknowledgement), nullable=False),
)
"""The last one of each alert."""
