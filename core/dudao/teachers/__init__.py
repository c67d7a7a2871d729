"""Teachers against career thresholds: a list in, what each has reached out; nothing is stored."""

from .columns import (
    GRANTED,
    POST,
    STARTED,
    TEACHER,
    TITLE,
    Headers,
    TeacherColumn,
    asked_columns,
    known_columns,
)
from .judging import attained, check_teachers
from .model import (
    DISCREPANCY_LABELS,
    REACH_LABELS,
    Attained,
    Discrepancy,
    Reach,
    Teacher,
    TeacherCheck,
    TeacherResult,
)
from .taking import TeacherList, TeacherRows, take_teachers
from .words import ThresholdCount, counts_of, threshold_words, title_words

__all__ = [
    "DISCREPANCY_LABELS",
    "GRANTED",
    "POST",
    "REACH_LABELS",
    "STARTED",
    "TEACHER",
    "TITLE",
    "Attained",
    "Discrepancy",
    "Headers",
    "Reach",
    "Teacher",
    "TeacherCheck",
    "TeacherColumn",
    "TeacherList",
    "TeacherResult",
    "TeacherRows",
    "ThresholdCount",
    "asked_columns",
    "attained",
    "check_teachers",
    "counts_of",
    "known_columns",
    "take_teachers",
    "threshold_words",
    "title_words",
]
