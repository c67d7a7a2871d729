"""From verdicts to a grade: the range still possible, and what closes the rest."""

from .grade import (
    Closed,
    ConditionState,
    Grade,
    Held,
    Standing,
    all_standings,
    grade,
    graded,
    standings,
)

__all__ = [
    "Closed",
    "ConditionState",
    "Grade",
    "Held",
    "Standing",
    "all_standings",
    "grade",
    "graded",
    "standings",
]
