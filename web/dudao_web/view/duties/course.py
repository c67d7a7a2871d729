"""How far a year's self-evaluation has come, and who has to act next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from dudao.api import STATE_WORDS, TASK_WORDS, Duties, PlanState, Task, owed

_WAY = (
    PlanState.OPEN,
    PlanState.ASSEMBLED,
    PlanState.LOCKED,
    PlanState.SENT,
    PlanState.REVIEWED,
    PlanState.DECIDED,
)


@dataclass(frozen=True, slots=True)
class Stop:
    """One state on the way; `when` is past, present or future."""

    label: str
    when: str


@dataclass(frozen=True, slots=True)
class Course:
    """The way of a plan, and in sentences what is awaited from whom."""

    stops: tuple[Stop, ...]
    awaited: tuple[str, ...]


def course(duties: Duties, above: str) -> Course:
    """Return how far a plan has come; `above` is what the body that reviews is called."""
    return Course(tuple(_stops(duties.state)), tuple(_awaited(duties, above)))


def _stops(state: PlanState) -> Iterator[Stop]:
    # What was sent back stands where it was sent.
    at = PlanState.SENT if state is PlanState.SENT_BACK else state
    place = _WAY.index(at)
    for number, each in enumerate(_WAY):
        if number == place:
            yield Stop(STATE_WORDS[state], "present")
        else:
            yield Stop(STATE_WORDS[each], "past" if number < place else "future")


def _awaited(duties: Duties, above: str) -> Iterator[str]:
    found = owed(duties.standing())
    tasks = Counter(each.task for each in found)
    collector = duties.collector.name
    if tasks[Task.SUBMIT]:
        yield f"各牵头部门:还有 {tasks[Task.SUBMIT]} 项任务没有报送"
    if tasks[Task.ACCEPT]:
        yield f"{collector}:受理或退回 {tasks[Task.ACCEPT]} 项任务"
    if tasks[Task.SUBMIT] or tasks[Task.ACCEPT]:
        return
    for each in found:
        day = f",{each.due} 前" if each.due else ""
        yield f"{collector if each.department else above}:{TASK_WORDS[each.task]}{day}"
