"""Assumptions as people type them: read with every fault at once, and held against the schools."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import partial
from typing import TypeVar

from ..errors import DudaoError, Problem, refuse
from ..facts import STAGE_LABELS, Stage
from ..facts.intake import LARGEST_CLASS
from ..facts.scalars import Unfit, read_choice, read_period, read_whole, shown
from .history import GRADES_OF, LOWEST, History, stage_of
from .model import HORIZON, Assumptions, Entrance, Rise

MOST_PUPILS, MOST_CLASSES, MOST_RATIO = 9999, 999, 5
# Once every grade has been filled by assumed entries, nothing of the past is left.
FARTHEST = 9
# What is assumed, in words: a fault says this and then whom it is about, as it was typed.
TITLES = {
    "limit": "班额上限",
    "entry": "入学人数",
    "capacity": "可容班数",
    "rate": "升级率",
}
DEADLINE = "预测期限"
_GRADES = {str(grade) for grades in GRADES_OF.values() for grade in grades}
_RATIO = re.compile(r"\d{1,3}(\.\d{1,4})?", re.ASCII)
Key = TypeVar("Key")
Value = TypeVar("Value", int, Fraction)


def read_assumptions(
    limits: Mapping[str, str],
    entries: Mapping[str, str],
    capacities: Mapping[str, str],
    rates: Mapping[str, str],
) -> Assumptions:
    """Return assumptions typed as text.

    Keys are a stage for limits; a school, or SCHOOL:STAGE, for entries; a school for capacities; a
    grade, or SCHOOL:GRADE, for rates. Raises DudaoError with every fault.
    """
    problems: list[Problem] = []
    size = partial(read_whole, low=1, high=LARGEST_CLASS)
    pupils = partial(read_whole, low=0, high=MOST_PUPILS)
    classes = partial(read_whole, low=0, high=MOST_CLASSES)
    found = Assumptions(
        _read(TITLES["limit"], limits, _stage, size, problems),
        _read(TITLES["entry"], entries, _entrance, pupils, problems),
        _read(TITLES["capacity"], capacities, str, classes, problems),
        _read(TITLES["rate"], rates, _rise, _ratio, problems),
    )
    if problems:
        raise DudaoError(problems)
    return found


def _read(
    title: str,
    typed: Mapping[str, str],
    key: Callable[[str], Key],
    value: Callable[[str], Value],
    problems: list[Problem],
) -> dict[Key, Value]:
    found: dict[Key, Value] = {}
    for name, text in typed.items():
        try:
            found[key(name)] = value(text)
        except Unfit as unfit:
            problems.append(Problem(f"{title} {shown(name)}", unfit.what, unfit.expected))
    return found


def _stage(text: str) -> Stage:
    return read_choice(text, Stage, STAGE_LABELS)


def _entrance(text: str) -> Entrance:
    school, mark, stage = text.partition(":")
    return school, _stage(stage) if mark else None


def _rise(text: str) -> Rise:
    school, mark, grade = text.rpartition(":")
    if grade not in _GRADES:
        raise Unfit(f"没有“{shown(grade)}”这个年级", "应为 2 至 6 或 8、9")
    return school if mark else None, int(grade)


def _ratio(text: str) -> Fraction:
    expected = f"应为 0 至 {MOST_RATIO} 的数,至多四位小数,如 0.98"
    if not _RATIO.fullmatch(text.strip()):
        raise Unfit(f"“{shown(text)}”不能作升级率", expected)
    ratio = Fraction(text.strip())
    if ratio > MOST_RATIO:
        raise Unfit(f"{shown(text)} 不可能", expected)
    return ratio


def read_deadline(text: str) -> int:
    """Return a deadline typed as text. Raises DudaoError when it is no year."""
    try:
        return int(read_period(text))
    except Unfit as unfit:
        raise refuse(DEADLINE, unfit.what, unfit.expected) from None


def deadline(last_known: int, until: int | None) -> int:
    """Return the last year to forecast. Raises DudaoError when it has passed or is too far off."""
    year = last_known + HORIZON if until is None else until
    first, last = last_known + 1, last_known + FARTHEST
    expected = f"应为 {first} 至 {last} 年"
    if year < first:
        what = f"{year} 年不晚于最近一年数据({last_known} 年),已成事实,无须预测"
        raise refuse(DEADLINE, what, expected)
    if year > last:
        raise refuse(DEADLINE, f"{year} 年太远,届时各年级都只靠假设", expected)
    return year


def settle(
    history: History, assumptions: Assumptions
) -> tuple[dict[tuple[str, int], int], Mapping[Rise, Fraction]]:
    """Return the pupils given by school and lowest grade, and the ratios given.

    Raises DudaoError with all that does not fit the schools, or cannot be at all.
    """
    problems = [*faults_anywhere(assumptions), *_faults_of_capacities(history, assumptions)]
    entries: dict[tuple[str, int], int] = {}
    for (school, stage), pupils in assumptions.entries.items():
        key = f"{school}:{stage.value}" if stage else school
        where = f"{TITLES['entry']} {shown(key)}"
        fault = _fault_of_entry(history, where, school, stage, pupils)
        if fault:
            problems.append(fault)
            continue
        grade = GRADES_OF[stage or history.stages(school)[0]][0]
        if (school, grade) in entries:
            problems.append(Problem(where, f"{grade} 年级给了两个数", "请只留一个"))
        entries[school, grade] = pupils
    problems += _faults_of_rates(history, entries, assumptions.rates)
    if problems:
        raise DudaoError(problems)
    return entries, assumptions.rates


def faults_anywhere(assumptions: Assumptions) -> Iterator[Problem]:
    """Yield what could not be in any county: limits, and ratios for all of its schools or one."""
    for stage, limit in assumptions.limits.items():
        if limit < 1:
            yield Problem(f"{TITLES['limit']} {stage.value}", f"{limit} 不可能", "应为正整数")
    for rise, ratio in assumptions.rates.items():
        if ratio < 0:
            yield Problem(_place(rise), "不能是负数", "应为不小于 0 的数")
        elif rise[1] in LOWEST:
            what = f"{rise[1]} 年级是起始年级,人数不按升级率推算"
            yield Problem(_place(rise), what, "请改为给定各校的入学人数")


def _place(rise: Rise) -> str:
    school, grade = rise
    key = f"{school}:{grade}" if school else str(grade)
    return f"{TITLES['rate']} {shown(key)}"


def _faults_of_capacities(history: History, assumptions: Assumptions) -> Iterator[Problem]:
    for school, classes in assumptions.capacities.items():
        where = f"{TITLES['capacity']} {shown(school)}"
        if school not in history.schools:
            yield _no_school(history, where)
        if classes < 0:
            yield Problem(where, f"{classes} 不可能", "应为不小于 0 的整数")


def _fault_of_entry(
    history: History, where: str, school: str, stage: Stage | None, pupils: int
) -> Problem | None:
    if pupils < 0:
        return Problem(where, f"{pupils} 不可能", "应为不小于 0 的整数")
    if school not in history.schools:
        return _no_school(history, where)
    stages = history.stages(school)
    if stage is None and len(stages) > 1:
        each = "、".join(f"{school}:{one.value}" for one in stages)
        return Problem(where, "该校有两个学段,没有写明是哪一个", f"请写 {each}")
    if stage is not None and stage not in stages:
        known = "、".join(STAGE_LABELS[one] for one in stages)
        return Problem(where, f"该校最近一年没有{STAGE_LABELS[stage]}班级", f"该校有:{known}")
    return None


def _faults_of_rates(
    history: History, entries: Mapping[tuple[str, int], int], rates: Mapping[Rise, Fraction]
) -> Iterator[Problem]:
    for rise in rates:
        where, (school, grade) = _place(rise), rise
        if grade in LOWEST:
            continue  # told already
        if school is None:
            if not has_grade(history, grade):
                yield _no_stage(where, "全县", grade)
        elif school not in history.schools:
            yield _no_school(history, where)
        elif grade not in history.grades(school):
            yield _no_stage(where, "该校", grade)
        elif not _anybody_below(history, entries, school, grade):
            what = f"该校最近一年 {grade} 年级以下没有学生,也没有给定入学人数,升级率无从用起"
            yield Problem(where, what, "请先给定入学人数,或删去这个升级率")


def _no_stage(where: str, whose: str, grade: int) -> Problem:
    stage = STAGE_LABELS[stage_of(grade)]
    return Problem(where, f"{whose}最近一年没有{stage}班级", "请删去这个升级率")


def has_grade(history: History, grade: int) -> bool:
    """Return whether any school has a grade's stage in the latest year."""
    return any(grade in history.grades(each) for each in history.schools)


def _anybody_below(
    history: History, entries: Mapping[tuple[str, int], int], school: str, grade: int
) -> bool:
    below = [each for each in GRADES_OF[stage_of(grade)] if each < grade]
    given = entries.get((school, below[0]), 0)
    return bool(given or sum(history.pupils(history.last, each, school) for each in below))


def _no_school(history: History, where: str) -> Problem:
    what = f"{history.last} 年没有这所学校的班级"
    return Problem(where, what, "请核对学校代码,如 " + history.schools[0])
