"""The forecast as a whole: years ahead by school, the county's sums, the back-test, the words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import ceil

from ..facts import STAGE_LABELS, FactSet, Stage
from .assuming import deadline, entries_of
from .backtest import back_test
from .history import GRADES_OF, History, history_of
from .model import (
    LIMITS,
    Assumptions,
    CountyYear,
    Forecast,
    Origin,
    Range,
    SchoolForecast,
    SchoolYear,
    StageYear,
)
from .projecting import Cohorts, grade_year, project
from .rates import RECENT, SMALL_COHORT, Rates, rates_of

METHOD = (
    "升级率:某年级学生次年升入高一年级的比率,按校计算,历年合计",
    f"历年该年级学生合计不足 {SMALL_COHORT} 人的学校,用全县的升级率",
    "历年无一人升入高一年级的学校(如只办到三年级的教学点),按 0 计",
    f"一年级:给定人数,否则取最近至多 {RECENT} 年的平均;历年没有低一年级却有学生的年级同此",
    f"七年级:给定人数,否则为全县上年六年级人数乘以本校所占份额(最近至多 {RECENT} 年合计)",
    "没有六年级数据的,七年级取近年平均",
    "现有班数:班级随学生升级,起始年级按最近一年的班数开班,学生在班间平均分配",
    "人数按分数精确推算,编班和打印时四舍五入为整人;所需班数为各年级人数除以班额上限、进一",
    "所需教师:增加的班数乘以最近一年每班教师数、进一;未报教师数的不推算",
    "区间:历年最低和最高的升级率、份额和入学人数自始至终同时出现时的结果;给定人数没有区间",
)


def forecast(
    series: Sequence[FactSet], until: int | None = None, assumptions: Assumptions | None = None
) -> Forecast:
    """Return the years ahead of one tenant from its class lists of past years, in any order.

    `until` is by default three years after the last. Raises DudaoError for what is no series, a
    deadline in the past, and assumptions that do not fit the schools.
    """
    history, notes = history_of(series)
    last = deadline(history, until)
    assumed = _complete(assumptions or Assumptions())
    rates = rates_of(history, entries_of(history, assumed))
    years = project(history, rates, last)
    tested = back_test(history, assumed.limits)
    schools = tuple(_school(history, rates, years, assumed, each) for each in history.schools)
    too_few = [] if tested else ["只有两年的班级数据,不能回测;有连续三年的数据即可"]
    return Forecast(
        history.tenant,
        history.name,
        history.years,
        last,
        assumed.limits,
        schools,
        tuple(_county(year, schools) for year in years),
        tested,
        METHOD,
        (*notes, *too_few, *_untold(rates, schools), *_without_staff(schools)),
    )


def _complete(assumptions: Assumptions) -> Assumptions:
    return replace(assumptions, limits={**LIMITS, **assumptions.limits})


def _school(
    history: History,
    rates: Rates,
    years: Mapping[int, Cohorts],
    assumed: Assumptions,
    code: str,
) -> SchoolForecast:
    capacity = assumed.capacities.get(code)
    ahead = []
    for year, cohorts in years.items():
        stages = tuple(
            _stage(history, cohorts, code, stage, assumed.limits[stage])
            for stage in history.stages(code)
        )
        ahead.append(SchoolYear(year, stages, _missing(stages, capacity)))
    own = tuple(rates[code, grade] for grade in history.grades(code))
    return SchoolForecast(code, history.names[code], capacity, own, tuple(ahead))


def _stage(history: History, cohorts: Cohorts, code: str, stage: Stage, limit: int) -> StageYear:
    grades = tuple(grade_year(grade, cohorts[code, grade], limit) for grade in GRADES_OF[stage])
    added = _sum(each.added for each in grades)
    return StageYear(
        stage,
        _range(each.pupils for each in grades),
        sum(each.kept for each in grades),
        _range(each.needed for each in grades),
        _range(each.over for each in grades),
        added,
        _teachers(added, history.staff.get((code, stage))),
        grades,
    )


def _teachers(added: int | None, per_class: Fraction | None) -> int | None:
    if added == 0:
        return 0
    return None if added is None or per_class is None else ceil(added * per_class)


def _missing(stages: Iterable[StageYear], capacity: int | None) -> int | None:
    needed = _range(each.needed for each in stages)
    return None if capacity is None or needed is None else max(0, needed.value - capacity)


def _county(year: int, schools: Sequence[SchoolForecast]) -> CountyYear:
    ahead = [each for school in schools for each in school.years if each.year == year]
    sums = []
    for stage in Stage:
        parts = [part for each in ahead for part in each.stages if part.stage is stage]
        if parts:
            sums.append(_added_up(stage, parts))
    return CountyYear(year, tuple(sums))


def _added_up(stage: Stage, parts: Sequence[StageYear]) -> StageYear:
    return StageYear(
        stage,
        _range(each.pupils for each in parts),
        sum(each.kept for each in parts),
        _range(each.needed for each in parts),
        _range(each.over for each in parts),
        _sum(each.added for each in parts),
        _sum(each.teachers for each in parts),
    )


def _sum(numbers: Iterable[int | None]) -> int | None:
    """Return the sum, None when a part of it is not known."""
    total = 0
    for number in numbers:
        if number is None:
            return None
        total += number
    return total


def _range(parts: Iterable[Range[int] | None]) -> Range[int] | None:
    """Return the sum of ranges, None when a part of it is not known."""
    low = value = high = 0
    for part in parts:
        if part is None:
            return None
        low, value, high = low + part.low, value + part.value, high + part.high
    return Range(low, value, high)


def _untold(rates: Rates, schools: Iterable[SchoolForecast]) -> Iterator[str]:
    """Yield for each school and grade since when, and why, it cannot be told."""
    for school in schools:
        first: dict[int, int] = {}
        for each in school.years:
            for part in (grade for stage in each.stages for grade in stage.grades):
                if part.pupils is None:
                    first.setdefault(part.grade, each.year)
        for grade, year in first.items():
            reason = _reason(rates, school.code, grade)
            yield f"{school.code} {school.name} {grade} 年级:自 {year} 年起无法推算,{reason}"


def _without_staff(schools: Iterable[SchoolForecast]) -> Iterator[str]:
    """Yield one note on all stages that need teachers where none were reported."""
    named = {
        f"{school.code} {school.name}{STAGE_LABELS[stage.stage]}": None
        for school in schools
        for each in school.years
        for stage in each.stages
        if stage.added and stage.teachers is None
    }
    if named:
        yield f"最近一年未报教师数,所需教师不推算:{'、'.join(named)}"


def _reason(rates: Rates, school: str, grade: int) -> str:
    match rates[school, grade].origin:
        case Origin.NONE:
            return f"本校和全县历年都没有可比较的 {grade - 1} 年级学生,没有升级率"
        case Origin.SHARE:
            return "因全县六年级人数无法推算"
        case _:
            return f"因其 {grade - 1} 年级上年人数无法推算"
