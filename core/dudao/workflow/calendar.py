"""The days of a year under a book: its own steps and the days on which duties are due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ..errors import DudaoError, Problem, refuse
from ..rulebook import Duty, Procedure, RuleBook, Step, day_in


@dataclass(frozen=True, slots=True)
class Appointment:
    """A step of the procedure in one year, from `starts` (None: only its end is set) to `due`."""

    step: Step
    starts: date | None
    due: date


def calendar(book: RuleBook, year: int) -> tuple[Appointment, ...]:
    """Return the steps that fall in a year, in the order of their days."""
    steps = book.procedure.steps if book.procedure else ()
    found = (
        Appointment(
            step,
            day_in(year, step.starts) if step.starts else None,
            day_in(year, step.due),
        )
        for step in steps
        if step.falls_in(year)
    )
    return tuple(sorted(found, key=lambda each: each.due))


def send_by(book: RuleBook, year: int) -> date | None:
    """Return the day by which the self-evaluation goes up, if the book names one."""
    step = book.procedure and book.procedure.step_for("send")
    return day_in(year, step.due) if step and step.falls_in(year) else None


def due_days(
    book: RuleBook, year: int, opened: date, changed: Mapping[str, date]
) -> dict[str, date]:
    """Return the day on which each duty is due, as the book says or as `changed` for this year.

    Raises DudaoError for every duty that would be due before the plan is opened, and for changes
    to duties that are none.
    """
    procedure = procedure_of(book)
    unknown = changed.keys() - {duty.code for duty in book.duties}
    problems = [Problem(f"任务 {code}", f"{book.title}中没有") for code in sorted(unknown)]
    days = {}
    for duty in book.duties:
        days[duty.code] = changed.get(duty.code) or _due(duty, procedure, year)
        if days[duty.code] < opened:
            problems.append(
                Problem(
                    f"任务 {duty.code} {duty.title}",
                    f"完成时限 {days[duty.code]} 早于部署日期 {opened}",
                    "请提前部署,或为本年另定时限",
                )
            )
    if problems:
        raise DudaoError(problems)
    return days


def procedure_of(book: RuleBook) -> Procedure:
    """Return how the book's duties are worked on. Raises DudaoError when it has none."""
    if not book.duties or book.procedure is None:
        raise refuse(
            f"评价办法 {book.name}", "没有职责任务或办理程序", "请选用有职责任务的评价办法"
        )
    return book.procedure


def _due(duty: Duty, procedure: Procedure, year: int) -> date:
    step = procedure.step_for("submit")
    written = duty.due or (step.due if step else "12-31")
    return day_in(year, written)
