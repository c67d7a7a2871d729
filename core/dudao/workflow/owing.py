"""Who owes what, by when; and which reminders are due today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .states import DutyState, PartState, PlanState


class Task(StrEnum):
    """What is still to be done."""

    FILE = "file"
    SUBMIT = "submit"
    ACCEPT = "accept"
    ASSEMBLE = "assemble"
    SEND = "send"
    REVIEW = "review"
    DECIDE = "decide"


TASK_WORDS = {
    Task.FILE: "提交配合材料",
    Task.SUBMIT: "汇总报送",
    Task.ACCEPT: "受理或退回",
    Task.ASSEMBLE: "汇总全县自评",
    Task.SEND: "锁定并报送上级",
    Task.REVIEW: "审核自评",
    Task.DECIDE: "评定等次",
}


@dataclass(frozen=True, slots=True)
class PartStanding:
    """What a department has filed for a duty."""

    department: str
    leads: bool
    state: PartState


@dataclass(frozen=True, slots=True)
class DutyStanding:
    """How a duty stands: its day, its state, and its parts, the leading department's first."""

    code: str
    due: date
    state: DutyState
    parts: tuple[PartStanding, ...]

    @property
    def lead(self) -> str:
        """The leading department's code."""
        return self.parts[0].department


@dataclass(frozen=True, slots=True)
class PlanStanding:
    """How a plan stands; `send_by` is the day the self-evaluation is due, if the book names one."""

    state: PlanState
    collector: str
    duties: tuple[DutyStanding, ...]
    send_by: date | None


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing that a department still owes. `duty` is empty for the self-evaluation itself.

    An empty `department` is the body above. `due` is None where no day is set.
    """

    department: str
    task: Task
    duty: str
    due: date | None

    def days_left(self, today: date) -> int | None:
        """Return how many days are left, negative when it is overdue."""
        return None if self.due is None else (self.due - today).days


def owed(plan: PlanStanding) -> tuple[Owed, ...]:
    """Return all that is owed, what is due first at the head; of one day in the book's order."""
    found = [*_of_plan(plan)]
    if plan.state is PlanState.OPEN:
        found += [each for duty in plan.duties for each in _of_duty(duty, plan)]
    return tuple(sorted(found, key=lambda each: each.due or date.max))


def _of_duty(duty: DutyStanding, plan: PlanStanding) -> Iterator[Owed]:
    if duty.state is DutyState.SUBMITTED:
        yield Owed(plan.collector, Task.ACCEPT, duty.code, plan.send_by)
    if duty.state not in (DutyState.COLLECTING, DutyState.RETURNED):
        return
    for part in duty.parts:
        if not part.leads and part.state is not PartState.FILED:
            yield Owed(part.department, Task.FILE, duty.code, duty.due)
    yield Owed(duty.lead, Task.SUBMIT, duty.code, duty.due)


def _of_plan(plan: PlanStanding) -> Iterator[Owed]:
    match plan.state:
        case PlanState.OPEN | PlanState.SENT_BACK:
            yield Owed(plan.collector, Task.ASSEMBLE, "", plan.send_by)
        case PlanState.ASSEMBLED | PlanState.LOCKED:
            yield Owed(plan.collector, Task.SEND, "", plan.send_by)
        case PlanState.SENT:
            yield Owed("", Task.REVIEW, "", None)
        case PlanState.REVIEWED:
            yield Owed("", Task.DECIDE, "", None)
        case PlanState.DECIDED:
            return


def left_words(left: int) -> str:
    """Return how many days are left, or by how many it is late, in words."""
    return f"超期 {-left} 天" if left < 0 else f"还有 {left} 天" if left else "今天到期"


OVERDUE = -1


def mark_of(each: Owed, today: date, remind: Sequence[int]) -> int | None:
    """Return which reminder is due: the number of days before, OVERDUE, or None for none yet.

    It is the last of the marks that have been passed: who is reminded for the first time three
    days before is told once, not for every mark that went by.
    """
    left = each.days_left(today)
    if left is None:
        return None
    if left < 0:
        return OVERDUE
    return min((days for days in remind if left <= days), default=None)


def by_department(found: Iterable[Owed]) -> dict[str, list[Owed]]:
    """Return what is owed by department, in the order first met."""
    grouped: dict[str, list[Owed]] = {}
    for each in found:
        grouped.setdefault(each.department, []).append(each)
    return grouped
