"""The duty letter of a department, from the plan as it was opened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..errors import refuse
from ..evaluate import OP_LABELS, limit_words
from ..metrics import Vocabulary
from ..papers import CalendarLine, DutyLetter, LetterLine
from ..rulebook import Department, Duty, Indicator
from ..workflow import Appointment, calendar
from .office import Office
from .work import Duties, place_of


def duty_letter(office: Office, duties: Duties, department: str) -> DutyLetter:
    """Return the letter of a department, found by any of its names.

    Raises DudaoError for a name that is none, or a department without a duty.
    """
    unit = duties.directory.find(department)
    lines = tuple(_lines(duties, unit, office.plugins.vocabulary))
    if not lines:
        raise refuse(f"部门 {unit.name}", "没有承担任务", "请选择承担任务的部门")
    return DutyLetter(
        duties.tenant.name,
        duties.plan.period,
        duties.rules.title,
        "、".join((duties.rules.basis, *duties.rules.sources)),
        unit.name,
        duties.collector.name,
        duties.plan.opened,
        lines,
        tuple(_calendar(each) for each in calendar(duties.rules, duties.year)),
        duties.tenant.synthetic,
    )


def _lines(duties: Duties, unit: Department, vocabulary: Vocabulary) -> Iterator[LetterLine]:
    for code, work in duties.works.items():
        if work.part(unit.code) is None:
            continue
        duty = duties.duties[code]
        lead, *support = (duties.directory[part.department].name for part in work.parts)
        yield LetterLine(
            code,
            duty.title,
            duty.statement,
            lead == unit.name,
            lead,
            tuple(support),
            tuple(_targets(duties, duty, vocabulary)),
            work.due,
            place_of(duty.clause, duties.rules),
        )


def _targets(duties: Duties, duty: Duty, vocabulary: Vocabulary) -> Iterator[str]:
    last = date(duties.year, 12, 31)
    for code in duty.indicators:
        indicator = duties.rules.by_code[code]
        words = "、".join(_limits(indicator, last, vocabulary))
        yield f"{indicator.title}:{words}" if words else indicator.title


def _limits(indicator: Indicator, day: date, vocabulary: Vocabulary) -> Iterator[str]:
    for target in indicator.targets:
        if target.holds(day):
            sign = "" if target.op == "==" else OP_LABELS[target.op]
            yield f"{sign}{limit_words(indicator, target.limit, vocabulary)}"


def _calendar(each: Appointment) -> CalendarLine:
    return CalendarLine(each.step.title, step_days(each), "、".join(each.step.departments))


def step_days(each: Appointment) -> str:
    """Return the days of a step in words."""
    end = f"{each.due.month}月{each.due.day}日"
    if each.starts is None:
        return f"{end}前"
    return f"{each.starts.month}月{each.starts.day}日至{end}"
