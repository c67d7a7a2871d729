"""The self-evaluations below a superior: what waits for it, and how all the others stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dudao.api import STATE_WORDS, TASK_WORDS, PlanBelow, PlanState, Task, TenantCard

from ...here import Here

_WAITING = {PlanState.SENT: Task.REVIEW, PlanState.REVIEWED: Task.DECIDE}


@dataclass(frozen=True, slots=True)
class BelowLine:
    """One county's year; `task` is what the body above has to do with it, empty for nothing."""

    name: str
    synthetic: bool
    period: str
    book: str
    state: str
    sending: int
    task: str
    reviewer: str
    decided: str
    url: str


@dataclass(frozen=True, slots=True)
class BelowPage:
    """What waits for the superior itself, and all the rest, the latest year first."""

    waiting: tuple[BelowLine, ...]
    others: tuple[BelowLine, ...]


def below(
    found: Sequence[PlanBelow], superior: TenantCard, named: Callable[[str], str]
) -> BelowPage:
    """Return the plans below a superior; `named` names a tenant by its code."""
    waiting: list[BelowLine] = []
    others: list[BelowLine] = []
    for plan in found:
        line = _line(plan, named)
        is_mine = line.task and plan.reviewer == superior.code
        (waiting if is_mine else others).append(line)
    return BelowPage(tuple(waiting), tuple(others))


def _line(plan: PlanBelow, named: Callable[[str], str]) -> BelowLine:
    task = _WAITING.get(plan.state)
    book = plan.code if plan.code != plan.tenant.book.partition("@")[0] else None
    here = Here(plan.tenant, plan.period, book)
    page = "grade" if task is Task.DECIDE else "review"
    return BelowLine(
        plan.tenant.name,
        plan.tenant.synthetic,
        plan.period,
        plan.book,
        STATE_WORDS[plan.state],
        plan.sending,
        TASK_WORDS[task] if task else "",
        named(plan.reviewer),
        plan.decided,
        here.url("duties", page),
    )
