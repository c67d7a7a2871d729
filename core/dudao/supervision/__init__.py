"""The supervision system as values: who inspects whom, inspections, cases, what they lead to. Pure."""

from .deadlines import due_day, require_deadline
from .model import (
    FOUND_WORDS,
    Case,
    Demand,
    Found,
    Inspection,
    Rung,
    Seen,
    Visit,
)
from .roster import (
    PERSON_WORDS,
    Appraisal,
    Assignment,
    Expert,
    Leave,
    Liaison,
    Meeting,
    Person,
    PersonKind,
    Record,
    Roster,
    Supervised,
    Training,
)

__all__ = [
    "FOUND_WORDS",
    "PERSON_WORDS",
    "Appraisal",
    "Assignment",
    "Case",
    "Demand",
    "Expert",
    "Found",
    "Inspection",
    "Leave",
    "Liaison",
    "Meeting",
    "Person",
    "PersonKind",
    "Record",
    "Roster",
    "Rung",
    "Seen",
    "Supervised",
    "Training",
    "Visit",
    "due_day",
    "require_deadline",
]
