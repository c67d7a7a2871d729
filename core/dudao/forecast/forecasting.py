"""The forecast as a whole: years ahead by school, the county's sums, the back-test, the words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil

from ..facts import STAGE_LABELS, FactSet, Stage
from ..rulebook import RuleBook
from .assuming import deadline, settle
from .backtest import back_test
from .history import GRADES_OF, History, history_of
from .limiting import limits_for
from .model import (
    Assumptions,
    Forecast,
    Origin,
    PastStage,
    PastYear,
    SchoolForecast,
    SchoolYear,
    StageYear,
)
from .projecting import Cohorts, grade_year, project
from .rates import RECENT, SMALL_COHORT, Rates, rates_of
from .summing import past_sum, sum_known, sum_ranges, year_sum

METHOD = (
    "升级率:某年级学生次年升入高一年级的比率,按校计算,历年合计",
    f"历年该年级学生合计不足 {SMALL_COHORT} 人的学校,用全县的升级率",
    "历年无一人升入高一年级的学校(如只办到三年级的教学点),按 0 计",
    "给定的升级率:学校的优先于全县的;全县的不用于历年无人升入的年级和低一年级历年没有学生的年级",
    f"一年级:给定人数,否则取最近至多 {RECENT} 年的平均;历年没有低一年级却有学生的年级同此",
    f"七年级:给定人数,否则为全县上年六年级人数乘以本校所占份额(最近至多 {RECENT} 年合计)",
    "没有六年级数据的,七年级取近年平均",
    "现有班数:班级随学生升级,起始年级按最近一年的班数开班,学生在班间平均分配",
    "人数按分数精确推算,编班和打印时四舍五入为整人;所需班数为各年级人数除以班额上限、进一",
    "所需教师:增加的班数乘以最近一年每班教师数、进一;未报教师数的不推算",
    "区间:历年最低和最高的升级率、份额和入学人数自始至终同时出现时的结果;给定的人数和升级率没有区间",
)


def forecast(
    series: Sequence[FactSet],
    until: int | None = None,
    assumptions: Assumptions | None = None,
    book: RuleBook | None = None,
) -> Forecast:
    """Return the years ahead of one tenant from its class lists of past years, in any order.

    Raises DudaoError for what is no series, and like `foretell`.
    """
    return foretell(history_of(series), until, assumptions, book)


def foretell(
    history: History,
    until: int | None = None,
    assumptions: Assumptions | None = None,
    book: RuleBook | None = None,
) -> Forecast:
    """Return the years ahead of one tenant.

    `until` is by default three years after the last; the `book` may say how large classes may be.
    Raises DudaoError for a deadline in the past, and assumptions that do not fit the schools.
    """
    last = deadline(history.last, until)
    assumed = assumptions or Assumptions()
    rates = rates_of(history, *settle(history, assumed))
    found = limits_for(assumed.limits, book, last)
    limits = {stage: limit.pupils for stage, limit in found.items()}
    years = project(history, rates, last)
    tested = back_test(history, limits)
    schools = tuple(
        _school(history, rates, years, limits, assumed.capacities.get(each), each)
        for each in history.schools
    )
    too_few = [] if tested else ["只有两年的班级数据,不能回测;有连续三年的数据即可"]
    return Forecast(
        history.tenant,
        history.name,
        history.years,
        last,
        limits,
        {stage: limit.source for stage, limit in found.items()},
        schools,
        tuple(year_sum(year, _of_year(schools, year)) for year in years),
        tuple(past_sum(year, _past(history, year, limits)) for year in history.years),
        tested,
        METHOD,
        (*history.notes, *too_few, *_untold(rates, schools), *_without_staff(schools)),
    )


def _of_year(schools: Iterable[SchoolForecast], year: int) -> list[StageYear]:
    return [
        stage
        for school in schools
        for each in school.years
        if each.year == year
        for stage in each.stages
    ]


def _school(
    history: History,
    rates: Rates,
    years: Mapping[int, Cohorts],
    limits: Mapping[Stage, int],
    capacity: int | None,
    code: str,
) -> SchoolForecast:
    ahead = []
    for year, cohorts in years.items():
        stages = tuple(
            _stage(history, cohorts, code, stage, limits[stage]) for stage in history.stages(code)
        )
        ahead.append(SchoolYear(year, stages, _missing(stages, capacity)))
    own = tuple(rates[code, grade] for grade in history.grades(code))
    before = tuple(
        PastYear(year, tuple(_past_stages(history, year, code, limits)))
        for year in history.years
        if any((year, code, stage) in history.reported for stage in Stage)
    )
    return SchoolForecast(code, history.names[code], capacity, own, tuple(ahead), before)


def _past(history: History, year: int, limits: Mapping[Stage, int]) -> list[PastStage]:
    """Return the stages of all schools in a past year, of those too that have closed since."""
    schools = sorted({code for each, code, _ in history.reported if each == year})
    return [stage for school in schools for stage in _past_stages(history, year, school, limits)]


def _past_stages(
    history: History, year: int, school: str, limits: Mapping[Stage, int]
) -> Iterator[PastStage]:
    for stage, grades in GRADES_OF.items():
        if (year, school, stage) in history.reported:
            sizes = {grade: history.sizes.get((year, school, grade), ()) for grade in grades}
            yield PastStage(
                stage,
                sum(sum(each) for each in sizes.values()),
                sum(len(each) for each in sizes.values()),
                history.over(year, school, stage, limits[stage]),
                sizes,
            )


def _stage(history: History, cohorts: Cohorts, code: str, stage: Stage, limit: int) -> StageYear:
    grades = tuple(grade_year(grade, cohorts[code, grade], limit) for grade in GRADES_OF[stage])
    added = sum_known(each.added for each in grades)
    return StageYear(
        stage,
        sum_ranges(each.pupils for each in grades),
        sum(each.kept for each in grades),
        sum_ranges(each.needed for each in grades),
        sum_ranges(each.over for each in grades),
        added,
        _teachers(added, history.staff.get((code, stage))),
        grades,
    )


def _teachers(added: int | None, per_class: Fraction | None) -> int | None:
    if added == 0:
        return 0
    return None if added is None or per_class is None else ceil(added * per_class)


def _missing(stages: Iterable[StageYear], capacity: int | None) -> int | None:
    needed = sum_ranges(each.needed for each in stages)
    return None if capacity is None or needed is None else max(0, needed.value - capacity)


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
