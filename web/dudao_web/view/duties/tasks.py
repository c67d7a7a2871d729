"""What is still owed, by whom and until when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dudao.api import (
    TASK_WORDS,
    Duties,
    DutyState,
    Owed,
    PartState,
    PlanState,
    Task,
    by_department,
)

from ..due import Due, due_of
from .board import late_of

_PAGES = {
    Task.ASSEMBLE: "report",
    Task.SEND: "report",
    Task.REVIEW: "review",
    Task.DECIDE: "grade",
}


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One thing that is owed. `said` is the reason it came back, or what came with it.

    `path` leads to the page where it is done.
    """

    department: str
    code: str
    title: str
    what: str
    due: Due
    said: str
    path: tuple[str, ...]


def task_lines(
    duties: Duties, debts: Iterable[Owed], reviewer: str, today: date
) -> tuple[TaskLine, ...]:
    """Return what is owed in the order given; `reviewer` names the body above."""
    return tuple(_line(duties, each, reviewer, today) for each in debts)


def _line(duties: Duties, each: Owed, reviewer: str, today: date) -> TaskLine:
    duty = duties.duties.get(each.duty)
    return TaskLine(
        duties.directory[each.department].name if each.department else reviewer,
        each.duty,
        duty.title if duty else "全县自评",
        TASK_WORDS[each.task],
        due_of(each.due, today),
        _said(duties, each),
        ("duty", each.duty) if duty else (_PAGES[each.task],),
    )


def _said(duties: Duties, each: Owed) -> str:
    if not each.duty:
        return duties.reviews[-1].comment if duties.state is PlanState.SENT_BACK else ""
    work = duties.works[each.duty]
    if each.task is Task.FILE:
        part = work.part(each.department)
        return part.comment if part and part.state == PartState.HANDED_BACK else ""
    if each.task is Task.SUBMIT:
        return work.comment if work.state == DutyState.RETURNED else ""
    return work.comment


@dataclass(frozen=True, slots=True)
class Debtor:
    """A department with all that it owes; `code` is empty for the body above."""

    code: str
    name: str
    late: int
    lines: tuple[TaskLine, ...]


def debtors(
    duties: Duties, debts: Iterable[Owed], reviewer: str, today: date
) -> tuple[Debtor, ...]:
    """Return who owes what; who has the earliest day comes first."""
    return tuple(
        Debtor(
            code,
            duties.directory[code].name if code else reviewer,
            late_of(items, today),
            task_lines(duties, items, reviewer, today),
        )
        for code, items in by_department(debts).items()
    )
