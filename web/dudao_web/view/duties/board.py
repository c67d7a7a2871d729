"""The board: every duty of a year with who leads and supports it, how it stands and by when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dudao.api import (
    Duties,
    DutyState,
    DutyWork,
    Owed,
    PartState,
    PlanState,
    Standing,
    State,
    by_department,
    owed,
)

from ..due import Due, due_of
from ..marks import MARKS, Mark
from .marks import DUTY_MARKS, OVER, PART_MARKS

_OWED = (DutyState.COLLECTING, DutyState.RETURNED)
OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Unit:
    """A department with a part in a duty, and how that part stands."""

    code: str
    name: str
    mark: Mark
    is_filed: bool


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A duty as the board shows it; `indicators` counts its indicators by how they stand."""

    code: str
    title: str
    lead: Unit
    support: tuple[Unit, ...]
    state: DutyState
    due: Due
    evidence: int
    indicators: tuple[tuple[Mark, int], ...]

    @property
    def mark(self) -> Mark:
        """How the state looks."""
        return DUTY_MARKS[self.state]

    @property
    def units(self) -> tuple[Unit, ...]:
        """All departments with a part, the leading one first."""
        return (self.lead, *self.support)

    @property
    def filed(self) -> int:
        """How many supporting departments have filed."""
        return sum(unit.is_filed for unit in self.support)

    def unit(self, code: str) -> Unit | None:
        """Return what a department is to the duty, or None when it is nothing."""
        return next((unit for unit in self.units if unit.code == code), None)

    def is_in(self, state: str) -> bool:
        """Whether it is in a state, or overdue; everything is in none in particular."""
        return not state or (self.due.is_over if state == OVERDUE else self.state == state)


def duty_lines(
    duties: Duties, evidence: Mapping[str, int], standings: Iterable[Standing], today: date
) -> tuple[DutyLine, ...]:
    """Return all duties; `evidence` counts files by duty. What has no standing has no figures."""
    states = {each.indicator: each.state for each in standings}
    return tuple(
        _line(duties, work, evidence.get(work.code, 0), states, today)
        for work in duties.works.values()
    )


def _line(
    duties: Duties, work: DutyWork, evidence: int, states: Mapping[str, State], today: date
) -> DutyLine:
    duty = duties.duties[work.code]
    lead, *support = _units(duties, work)
    return DutyLine(
        work.code,
        duty.title,
        lead,
        tuple(support),
        DutyState(work.state),
        due_of(work.due, today, _is_owed(duties, work)),
        evidence,
        tuple(_indicators(duty.indicators, states)),
    )


def _is_owed(duties: Duties, work: DutyWork) -> bool:
    return duties.state is PlanState.OPEN and work.state in _OWED


def _units(duties: Duties, work: DutyWork) -> Iterator[Unit]:
    for part in work.parts:
        state = PartState(part.state)
        name = duties.directory[part.department].name
        yield Unit(part.department, name, PART_MARKS[state], state is PartState.FILED)


def _indicators(codes: Iterable[str], states: Mapping[str, State]) -> Iterator[tuple[Mark, int]]:
    """Yield how many indicators stand how, the worst first."""
    found = Counter(states.get(code, State.NO_DATA) for code in codes)
    for state in (State.NOT_MET, State.NO_DATA, State.MET_RELAXED, State.MET):
        if found[state]:
            yield MARKS[state], found[state]


@dataclass(frozen=True, slots=True)
class Chip:
    """A choice among duties, with how many it would leave; `key` is empty for all of them."""

    key: str
    label: str
    symbol: str
    style: str
    count: int


def chips(lines: Sequence[DutyLine]) -> tuple[Chip, ...]:
    """Return the choices by state, and the overdue where there are any."""
    counted = Counter(line.state for line in lines)
    found = [Chip("", "全部", "", "", len(lines))]
    for state in (*_OWED, DutyState.SUBMITTED, DutyState.ACCEPTED):
        mark = DUTY_MARKS[state]
        found.append(Chip(state.value, mark.label, mark.symbol, mark.key, counted[state]))
    late = sum(line.due.is_over for line in lines)
    if late:
        found.append(Chip(OVERDUE, OVER.label, OVER.symbol, OVER.key, late))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Share:
    """One department's share in a duty."""

    line: DutyLine
    leads: bool
    mark: Mark


@dataclass(frozen=True, slots=True)
class DepartmentGroup:
    """A department with its shares, and how much it owes, also beyond them."""

    code: str
    name: str
    shares: tuple[Share, ...]
    owes: int
    late: int


def department_groups(
    duties: Duties, lines: Sequence[DutyLine], today: date
) -> tuple[DepartmentGroup, ...]:
    """Return the departments that have a part in any of these duties, in the book's order."""
    debts = by_department(owed(duties.standing()))
    groups = (
        DepartmentGroup(
            unit.code,
            unit.name,
            tuple(_shares(unit.code, lines)),
            len(debts.get(unit.code, ())),
            late_of(debts.get(unit.code, ()), today),
        )
        for unit in duties.directory
    )
    return tuple(group for group in groups if group.shares)


def _shares(department: str, lines: Iterable[DutyLine]) -> Iterator[Share]:
    """Yield what the department leads, then what it supports."""
    for leads in (True, False):
        for line in lines:
            unit = line.unit(department)
            if unit and (unit is line.lead) == leads:
                yield Share(line, leads, unit.mark)


def late_of(debts: Iterable[Owed], today: date) -> int:
    """Return how many of these are overdue."""
    return sum(due_of(each.due, today).is_over for each in debts)


@dataclass(frozen=True, slots=True)
class Deadline:
    """The next day on which something is due, and how many things."""

    due: Due
    count: int


def deadline(debts: Iterable[Owed], today: date) -> Deadline | None:
    """Return the next deadline from today on, or None where nothing has one."""
    days = Counter(each.due for each in debts if each.due and each.due >= today)
    if not days:
        return None
    first = min(days)
    return Deadline(due_of(first, today), days[first])
