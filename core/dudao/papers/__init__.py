"""What leaves the office on paper: duty letters and self-evaluations, as DOCX from values."""

from .letter import CalendarLine, DutyLetter, LetterLine, letter_docx
from .page import chinese_date
from .selfevaluation import (
    ClosedLine,
    DutyPart,
    EvidenceLine,
    GradePart,
    Hash,
    Narrative,
    SectionPart,
    SelfEvaluation,
    VerdictLine,
    selfevaluation_docx,
    size_words,
)

__all__ = [
    "CalendarLine",
    "ClosedLine",
    "DutyLetter",
    "DutyPart",
    "EvidenceLine",
    "GradePart",
    "Hash",
    "LetterLine",
    "Narrative",
    "SectionPart",
    "SelfEvaluation",
    "VerdictLine",
    "chinese_date",
    "letter_docx",
    "selfevaluation_docx",
    "size_words",
]
