"""Assumptions as people type them: read with every fault at once, and held against the schools."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from ..errors import DudaoError, Problem, refuse
from ..facts import STAGE_LABELS, Stage
from ..facts.intake import LARGEST_CLASS
from ..facts.scalars import Unfit, read_choice, read_whole, shown
from .history import GRADES_OF, History
from .model import HORIZON, Assumptions, Entrance

MOST_PUPILS, MOST_CLASSES = 9999, 999
# Once every grade has been filled by assumed entries, nothing of the past is left.
FARTHEST = 9
Key = TypeVar("Key")


def read_assumptions(
    limits: Mapping[str, str], entries: Mapping[str, str], capacities: Mapping[str, str]
) -> Assumptions:
    """Return assumptions typed as text.

    Keys are a stage for limits; a school, or SCHOOL:STAGE, for entries; a school for capacities.
    Raises DudaoError with every fault.
    """
    problems: list[Problem] = []
    chosen = _read("班额上限", limits, _stage, 1, LARGEST_CLASS, problems)
    entering = _read("入学人数", entries, _entrance, 0, MOST_PUPILS, problems)
    rooms = _read("可容班数", capacities, str, 0, MOST_CLASSES, problems)
    if problems:
        raise DudaoError(problems)
    return Assumptions(chosen, entering, rooms)


def _read(
    title: str,
    typed: Mapping[str, str],
    key: Callable[[str], Key],
    low: int,
    high: int,
    problems: list[Problem],
) -> dict[Key, int]:
    found: dict[Key, int] = {}
    for name, text in typed.items():
        try:
            found[key(name)] = read_whole(text, low, high)
        except Unfit as unfit:
            problems.append(Problem(f"{title} {shown(name)}", unfit.what, unfit.expected))
    return found


def _stage(text: str) -> Stage:
    return read_choice(text, Stage, STAGE_LABELS)


def _entrance(text: str) -> Entrance:
    school, mark, stage = text.partition(":")
    return school, _stage(stage) if mark else None


def deadline(history: History, until: int | None) -> int:
    """Return the last year to forecast. Raises DudaoError when it has passed or is too far off."""
    year = history.last + HORIZON if until is None else until
    first, last = history.last + 1, history.last + FARTHEST
    expected = f"应为 {first} 至 {last} 年"
    if year < first:
        what = f"{year} 年不晚于最近一年数据({history.last} 年),已成事实,无须预测"
        raise refuse("预测期限", what, expected)
    if year > last:
        raise refuse("预测期限", f"{year} 年太远,届时各年级都只靠假设", expected)
    return year


def entries_of(history: History, assumptions: Assumptions) -> dict[tuple[str, int], int]:
    """Return the pupils given by school and lowest grade.

    Raises DudaoError for schools or stages that are not there, in capacities too, for limits below
    1, and for negative numbers.
    """
    found: dict[tuple[str, int], int] = {}
    problems = list(_faults(history, assumptions))
    for (school, stage), pupils in assumptions.entries.items():
        stages = history.stages(school)
        where = f"入学人数 {shown(school)}"
        if school not in history.schools:
            problems.append(_no_school(history, where))
        elif stage is None and len(stages) > 1:
            each = "、".join(f"{school}:{one.value}" for one in stages)
            problems.append(Problem(where, "该校有两个学段,没有写明是哪一个", f"请写 {each}"))
        elif stage is not None and stage not in stages:
            known = "、".join(STAGE_LABELS[one] for one in stages)
            what = f"该校最近一年没有{STAGE_LABELS[stage]}班级"
            problems.append(Problem(where, what, f"该校有:{known}"))
        elif (school, grade := GRADES_OF[stage or stages[0]][0]) in found:
            problems.append(Problem(where, f"{grade} 年级给了两个数", "请只留一个"))
        else:
            found[school, grade] = pupils
    if problems:
        raise DudaoError(problems)
    return found


def _faults(history: History, assumptions: Assumptions) -> Iterator[Problem]:
    for stage, limit in assumptions.limits.items():
        if limit < 1:
            yield Problem(f"班额上限 {STAGE_LABELS[stage]}", f"{limit} 不可能", "应为正整数")
    for (school, _), pupils in assumptions.entries.items():
        if pupils < 0:
            yield Problem(f"入学人数 {shown(school)}", f"{pupils} 不可能", "应为不小于 0 的整数")
    for school, classes in assumptions.capacities.items():
        where = f"可容班数 {shown(school)}"
        if school not in history.schools:
            yield _no_school(history, where)
        if classes < 0:
            yield Problem(where, f"{classes} 不可能", "应为不小于 0 的整数")


def _no_school(history: History, where: str) -> Problem:
    what = f"{history.last} 年没有这所学校的班级"
    return Problem(where, what, "请核对学校代码,如 " + history.schools[0])
