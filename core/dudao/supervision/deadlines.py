"""By which day something is due: as a book says, or as a person types it."""

from __future__ import annotations

from datetime import date, timedelta

from ..errors import refuse
from ..rulebook import DeadlineKind, Supervision
from ..workdays import after_working_days, rest_day, working_day


def due_day(rules: Supervision, kind: DeadlineKind, start: date) -> date | None:
    """Return the day by which something begun on `start` is due; None where the book sets none.

    Calendar days that would end on a rest day end on the next working day.
    """
    rule = rules.deadline(kind)
    if rule is None:
        return None
    if rule.working:
        return after_working_days(start, rule.days)
    return working_day(start + timedelta(days=rule.days))


def require_deadline(day: date, today: date, where: str) -> None:
    """Raise DudaoError for a day that nobody can be held to: one past, or one that is not worked."""
    if day < today:
        raise refuse(where, f"期限 {day} 已经过去", f"应不早于 {working_day(today)}")
    if reason := rest_day(day):
        raise refuse(where, f"期限 {day} 是{reason}", f"请改为 {working_day(day)}")
