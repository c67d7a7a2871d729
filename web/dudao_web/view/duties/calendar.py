"""The year: its steps and how far they are, and the days on which duties are due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dudao.api import (
    Appointment,
    Duties,
    DutyState,
    PlanState,
    RuleBook,
    calendar,
    due_days,
    step_days,
)

from ..due import Due, due_of
from ..marks import Mark, percent
from .marks import DUTY_MARKS, OVER

_REPORTED = (DutyState.SUBMITTED, DutyState.ACCEPTED)
_UP = (PlanState.SENT, PlanState.REVIEWED, PlanState.DECIDED)
_DONE = Mark("met", "●", "已完成")
_OPEN = Mark("no_data", "○", "未完成")


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of the year; `when` is past, present or future.

    Without a `mark` nothing in the system can tell whether it is done.
    """

    title: str
    statement: str
    days: str
    who: str
    clause: str
    when: str
    mark: Mark | None
    note: str


@dataclass(frozen=True, slots=True)
class DueDuty:
    """A duty on its day; before the plan is opened it has no state to show."""

    code: str
    title: str
    mark: Mark | None


@dataclass(frozen=True, slots=True)
class DueDay:
    """A day on which duties are due, and how many of them have been reported."""

    due: Due
    duties: tuple[DueDuty, ...]
    done: int

    @property
    def open(self) -> int:
        """How many are still owed."""
        return len(self.duties) - self.done


@dataclass(frozen=True, slots=True)
class Span:
    """A step in the strip; x and width in percent, y in pixels. `text_x` is where its name stands."""

    label: str
    x: str
    width: str
    y: int
    when: str
    text_x: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Strip:
    """Twelve months with the steps as bars, the due days as dots and counted by month, and today."""

    months: tuple[tuple[str, str, str], ...]
    spans: tuple[Span, ...]
    dots: tuple[tuple[str, int, str], ...]
    tallies: tuple[tuple[str, int], ...]
    floor: int
    height: int
    today: str | None


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """A year; the due days are split at `today`, which is None in other years."""

    steps: tuple[StepLine, ...]
    before: tuple[DueDay, ...]
    after: tuple[DueDay, ...]
    today: date | None
    strip: Strip


def calendar_page(rules: RuleBook, year: int, duties: Duties | None, today: date) -> CalendarPage:
    """Return the year of a book, and how far it is where its plan was opened."""
    steps = calendar(rules, year)
    days = _due_days(rules, year, duties, today)
    here = today if today.year == year else None
    return CalendarPage(
        tuple(_step(each, duties, today) for each in steps),
        tuple(each for each in days if _day(each) < today),
        tuple(each for each in days if _day(each) >= today),
        here,
        _strip(year, steps, days, today),
    )


def _day(each: DueDay) -> date:
    assert each.due.day is not None, "a due day has a day"
    return each.due.day


def _step(each: Appointment, duties: Duties | None, today: date) -> StepLine:
    done, note = _fulfilled(each, duties)
    mark = None
    if each.step.done_by:
        mark = _DONE if done else OVER if each.due < today else _OPEN
    return StepLine(
        each.step.title,
        each.step.statement,
        step_days(each),
        "、".join(each.step.departments),
        each.step.clause,
        _when(each, today),
        mark,
        note,
    )


def _when(each: Appointment, today: date) -> str:
    if each.due < today:
        return "past"
    return "future" if (each.starts or each.due) > today else "present"


def _fulfilled(each: Appointment, duties: Duties | None) -> tuple[bool, str]:
    """Return whether a step is done as far as the plan can tell, and what to say of it."""
    match each.step.done_by:
        case "open":
            return (True, f"{duties.plan.opened} 部署") if duties else (False, "尚未部署")
        case "submit" if duties:
            count, total = (
                sum(_is_reported(duties, code) for code in duties.works),
                len(duties.works),
            )
            return count == total, f"{count} / {total} 项已报送"
        case "send" if duties:
            back = "上级退回,待重新报送" if duties.state is PlanState.SENT_BACK else ""
            return duties.state in _UP, back
        case _:
            return False, ""


def _is_reported(duties: Duties, code: str) -> bool:
    return duties.works[code].state in _REPORTED


def _due_days(rules: RuleBook, year: int, duties: Duties | None, today: date) -> tuple[DueDay, ...]:
    days = _days(rules, year, duties)
    grouped: dict[date, list[str]] = {}
    for code, day in sorted(days.items(), key=lambda item: item[1]):
        grouped.setdefault(day, []).append(code)
    return tuple(_due_day(rules, duties, day, codes, today) for day, codes in grouped.items())


def _days(rules: RuleBook, year: int, duties: Duties | None) -> Mapping[str, date]:
    if duties is None:
        return due_days(rules, year, date.min, {})
    return {work.code: work.due for work in duties.works.values()}


def _due_day(
    rules: RuleBook, duties: Duties | None, day: date, codes: Sequence[str], today: date
) -> DueDay:
    titles = {duty.code: duty.title for duty in rules.duties}
    done = sum(_is_reported(duties, code) for code in codes) if duties else 0
    return DueDay(
        due_of(day, today, bool(duties) and done < len(codes)),
        tuple(DueDuty(code, titles[code], _mark(duties, code)) for code in codes),
        done,
    )


def _mark(duties: Duties | None, code: str) -> Mark | None:
    return DUTY_MARKS[DutyState(duties.works[code].state)] if duties else None


_HEAD = 26  # pixels for the months
_ROW = 34
_THIN = 1.2  # percent: a step of one day can still be seen


def _strip(year: int, steps: Sequence[Appointment], days: Iterable[DueDay], today: date) -> Strip:
    floor = _HEAD + _ROW * len(steps)
    inside = [each for each in days if _day(each).year == year]
    starts = [date(year, month, 1) for month in range(1, 13)]
    tallies = Counter(_day(each).month for each in inside for _ in each.duties)
    return Strip(
        tuple((_at(day), _at(day, 15), f"{day.month}月") for day in starts),
        tuple(_span(each, _HEAD + _ROW * row, today) for row, each in enumerate(steps)),
        tuple((_at(_day(each), 0.5), len(each.duties), str(_day(each))) for each in inside),
        tuple((_at(date(year, month, 15)), count) for month, count in tallies.items()),
        floor,
        floor + _ROW,
        _at(today, 0.5) if today.year == year else None,
    )


def _at(day: date, later: float = 0) -> str:
    """Return where a day stands in its year, in percent of the width."""
    return percent(_place(day) + later, _length(day.year))


def _place(day: date) -> int:
    return (day - date(day.year, 1, 1)).days


def _length(year: int) -> int:
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days


def _span(each: Appointment, y: int, today: date) -> Span:
    length = _length(each.due.year)
    end = _place(each.due) + 1
    start = min(_place(each.starts or each.due), end - length * _THIN / 100)
    is_late = start > length / 2
    return Span(
        each.step.title,
        percent(start, length),
        percent(end - start, length),
        y,
        _when(each, today),
        percent(end if is_late else start, length),
        is_late,
    )
