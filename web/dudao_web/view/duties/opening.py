"""Before a year is opened: what will be asked of whom by when, and the form that opens it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dudao.api import Directory, DudaoError, Duty, Problem, RuleBook, calendar, due_days

from .areas import by_area

OPENED = "opened"
_DUE = "due-"


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """A duty as the book has it; `field` takes another day for this year, `typed` is what it has."""

    code: str
    title: str
    lead: str
    support: tuple[str, ...]
    due: date
    field: str
    typed: str

    @property
    def is_changed(self) -> bool:
        """Whether another day than the book's was typed."""
        return self.typed != self.due.isoformat()


@dataclass(frozen=True, slots=True)
class Opening:
    """The form with what was typed, and the duties by area."""

    opened: str
    areas: tuple[tuple[str, tuple[OpeningLine, ...]], ...]
    duties: int
    departments: int
    is_changed: bool


def opening(rules: RuleBook, year: int, today: date, typed: Mapping[str, str]) -> Opening:
    """Return the page before a year is opened; `typed` holds the form's fields, if it was sent."""
    days = due_days(rules, year, date.min, {})
    directory = Directory(rules.departments)
    lines = {duty.code: _line(duty, directory, days[duty.code], typed) for duty in rules.duties}
    units = {name for line in lines.values() for name in (line.lead, *line.support)}
    return Opening(
        typed.get(OPENED, _first_day(rules, year, today).isoformat()),
        by_area(rules, lines),
        len(lines),
        len(units),
        any(line.is_changed for line in lines.values()),
    )


def _line(duty: Duty, directory: Directory, due: date, typed: Mapping[str, str]) -> OpeningLine:
    lead, *support = dict.fromkeys(directory.find(name).name for name in (duty.lead, *duty.support))
    field = f"{_DUE}{duty.code}"
    return OpeningLine(
        duty.code,
        duty.title,
        lead,
        tuple(support),
        due,
        field,
        typed.get(field, due.isoformat()),
    )


def _first_day(rules: RuleBook, year: int, today: date) -> date:
    """Return the day to propose: today in its own year, else the book's day of opening."""
    if today.year == year:
        return today
    steps = (each.due for each in calendar(rules, year) if each.step.done_by == "open")
    return next(steps, date(year, 1, 1))


def read_opening(
    rules: RuleBook, year: int, typed: Mapping[str, str]
) -> tuple[date, dict[str, date]]:
    """Return the day of opening and the days that differ from the book's.

    A day left empty is the book's. Raises DudaoError for all that are no days.
    """
    days = due_days(rules, year, date.min, {})
    problems: list[Problem] = []
    opened = _day("部署日期", typed.get(OPENED, ""), problems)
    changed = {}
    for duty in rules.duties:
        text = typed.get(f"{_DUE}{duty.code}", "")
        day = _day(f"任务 {duty.code} {duty.title}", text, problems) if text else days[duty.code]
        if day != days[duty.code]:
            changed[duty.code] = day
    if problems:
        raise DudaoError(problems)
    return opened, changed


def _day(where: str, text: str, problems: list[Problem]) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        what = f"“{text}”不是日期" if text else "没有填写"
        problems.append(Problem(where, what, "应写作 2018-10-15"))
        return date.min
