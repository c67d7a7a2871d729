"""The forecasts of many counties as one: their exact sum, and who had to be left out of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from ..errors import DudaoError, Problem
from ..facts import STAGE_LABELS, Stage
from ..facts.scalars import shown
from ..rulebook import RuleBook
from .assuming import deadline, faults_anywhere, has_grade
from .forecasting import METHOD, foretell
from .history import History
from .model import (
    Assumptions,
    BackTest,
    Forecast,
    LeftOut,
    PastStage,
    Region,
    StageYear,
    Told,
    YearSum,
)
from .summing import past_sum, year_sum

Known = Callable[[StageYear], bool]
_KNOWN: tuple[tuple[str, Known], ...] = (
    ("人数和班数", lambda stage: stage.pupils is not None),
    ("应增教师", lambda stage: stage.pupils is None or stage.teachers is not None),
)


def foretell_region(
    tenant: str,
    name: str,
    histories: Sequence[History],
    left_out: Sequence[LeftOut],
    until: int | None = None,
    assumptions: Assumptions | None = None,
    book: RuleBook | None = None,
) -> Region:
    """Return the forecasts of the counties below a tenant, one at least, and their sum.

    `left_out` are those whose past is no series. A county whose figures are too old for the
    deadline joins them. Raises DudaoError for a deadline that has passed in some county, and for
    assumptions that cannot be or that are on single schools.
    """
    last = deadline(max(each.last for each in histories), until)
    assumed = assumptions or Assumptions()
    faults = [*faults_anywhere(assumed), *_faults_of_schools(name, assumed)]
    if faults:
        raise DudaoError(faults)
    told: list[Forecast] = []
    missing = list(left_out)
    for each in histories:
        try:
            told.append(foretell(each, last, _within(each, assumed), book))
        except DudaoError as error:
            missing.append(LeftOut(each.tenant, each.name, error.problems))
    return join(tenant, name, told, sorted(missing, key=lambda each: each.tenant))


def _faults_of_schools(name: str, assumed: Assumptions) -> Iterator[Problem]:
    """Yield a fault for each school named: the same code may stand for schools of two counties."""
    entries = (school for school, _ in assumed.entries)
    rates = (school for school, _ in assumed.rates if school)
    for school in dict.fromkeys((*entries, *assumed.capacities, *rates)):
        what = f"{name}由各县合计,对单个学校的假设只能用于它所在的县"
        yield Problem(f"学校 {shown(school)}", what, "请对该县单独预测")


def _within(history: History, assumed: Assumptions) -> Assumptions:
    """Return what applies to a county: a ratio into a grade that it does not have says nothing."""
    rates = {rise: rate for rise, rate in assumed.rates.items() if has_grade(history, rise[1])}
    return replace(assumed, rates=rates)


def join(
    tenant: str, name: str, counties: Sequence[Forecast], left_out: Sequence[LeftOut]
) -> Region:
    """Return forecasts up to the same year under the same limits, one at least, as one."""
    first = counties[0]
    lasts = {each.past[-1] for each in counties}
    years = range(max(lasts) + 1, first.until + 1)
    common = set.intersection(*(set(each.past) for each in counties))
    sums = tuple(year_sum(year, _ahead(counties, year)) for year in years)
    return Region(
        tenant,
        name,
        tuple(sorted({year for each in counties for year in each.past})),
        first.until,
        first.limits,
        first.sources,
        tuple(counties),
        tuple(left_out),
        sums,
        tuple(past_sum(year, _past(counties, year)) for year in sorted(common)),
        _tested(counties),
        METHOD,
        (*_uneven(counties, max(lasts), common), *_untold(counties, sums), *_untested(counties)),
    )


def _ahead(counties: Iterable[Forecast], year: int) -> list[StageYear]:
    sums = (each for county in counties for each in county.sums if each.year == year)
    return [stage for each in sums for stage in each.stages]


def _past(counties: Iterable[Forecast], year: int) -> list[PastStage]:
    before = (each for county in counties for each in county.before if each.year == year)
    return [stage for each in before for stage in each.stages]


def _uneven(counties: Sequence[Forecast], last: int, common: Collection[int]) -> Iterator[str]:
    """Yield which counties end early, and which years are not summed up because some lack them."""
    for each in counties:
        if each.past[-1] < last:
            yield f"{each.name}:只有到 {each.past[-1]} 年的班级数据,{last} 年的数字也是推算的"
    for year in sorted({year for each in counties for year in each.past} - set(common)):
        names = "、".join(each.name for each in counties if year not in each.past)
        yield f"{year} 年:{names}没有可用的班级数据,这一年不合计"


def _untold(counties: Sequence[Forecast], sums: Sequence[YearSum]) -> Iterator[str]:
    """Yield for each stage whose numbers are not known, and since when."""
    for stage in Stage:
        for label, known in _KNOWN:
            since = [each.year for each in sums if not all(map(known, _of(each, stage)))]
            names = [each.name for each in counties if _lacks(each, stage, known, since)]
            if names:
                who = "、".join(names)
                label = f"{STAGE_LABELS[stage]}{label}"
                yield f"{label}:自 {since[0]} 年起{who}无法推算,合计也无法推算"


def _lacks(county: Forecast, stage: Stage, known: Known, years: Collection[int]) -> bool:
    own = (part for each in county.sums if each.year in years for part in _of(each, stage))
    return not all(map(known, own))


def _of(sum: YearSum, stage: Stage) -> list[StageYear]:
    return [each for each in sum.stages if each.stage is stage]


def _tested(counties: Iterable[Forecast]) -> BackTest | None:
    """Return the back-tests of the latest year as one; those of other years are left out."""
    tests = [each.back_test for each in counties if each.back_test]
    if not tests:
        return None
    year = max(each.year for each in tests)
    same = [each for each in tests if each.year == year]
    return BackTest(
        year,
        _joined([each.pupils for each in same]),
        sum(each.inside for each in same),
        _joined([each.over for each in same]),
        sum(each.skipped for each in same),
    )


def _joined(parts: Sequence[Told]) -> Told:
    """Return the error over all pairs behind the parts, which is exact: errors are fractions."""
    distance = sum((each.error * each.compared for each in parts if each.error), Fraction(0))
    compared = sum(each.compared for each in parts)
    error = Fraction(distance, compared) if compared else None
    return Told(error, compared, sum(each.told for each in parts), sum(each.came for each in parts))


def _untested(counties: Sequence[Forecast]) -> Iterator[str]:
    tested = _tested(counties)
    if tested is None:
        yield "各县都只有两年的班级数据,不能回测;有连续三年的数据即可"
        return
    without = [
        each.name
        for each in counties
        if each.back_test is None or each.back_test.year != tested.year
    ]
    if without:
        yield f"{tested.year} 年的回测没有包括:{'、'.join(without)}"
