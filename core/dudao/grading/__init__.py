"""From verdicts to a grade: the range still possible, and what closes the rest."""

from .grade import (
    Closed,
    ConditionState,
    Grade,
    Grader,
    Held,
    conditions_of,
    grade,
    graded,
    verify_grade,
)
from .score import Score, ScoreLine, decimal, scored
from .standing import Standing, all_standings, standings

__all__ = [
    "Closed",
    "ConditionState",
    "Grade",
    "Grader",
    "Held",
    "Score",
    "ScoreLine",
    "Standing",
    "all_standings",
    "conditions_of",
    "decimal",
    "grade",
    "graded",
    "scored",
    "standings",
    "verify_grade",
]
