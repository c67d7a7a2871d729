"""From verdicts to a grade: the range still possible, and what closes the rest."""

from .grade import Closed, ConditionState, Grade, Standing, Veto, grade, standings

__all__ = ["Closed", "ConditionState", "Grade", "Standing", "Veto", "grade", "standings"]
