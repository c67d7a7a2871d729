"""How far a year's self-evaluation has come, and who has to act next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dudao.api import TASK_WORDS, Duties, LogEntry, Task, owed

from .progress import Stride, progress


@dataclass(frozen=True, slots=True)
class Course:
    """The steps of a plan, and in sentences what is awaited from whom."""

    strides: tuple[Stride, ...]
    awaited: tuple[str, ...]


def course(duties: Duties, log: Sequence[LogEntry], above: str) -> Course:
    """Return how far a plan has come; `above` is what the body that reviews is called."""
    return Course(progress(duties, log), tuple(_awaited(duties, above)))


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
