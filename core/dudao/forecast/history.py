"""The past years as one value: classes by year, school and grade; what is no series is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from ..errors import refuse
from ..facts import STAGES_OF, FactSet, Stage, SubjectFacts, stage_of_grade

GRADES_OF = {Stage.PRIMARY: tuple(range(1, 7)), Stage.JUNIOR: tuple(range(7, 10))}
LOWEST = frozenset(grades[0] for grades in GRADES_OF.values())


@dataclass(frozen=True, slots=True)
class History:
    """The class lists of consecutive years, two or more, oldest first.

    `sizes`: pupils of each class by year, school and grade; grades without a class are left out.
    `totals`: the county's pupils by year and grade. `reported`: stages of schools that have a class
    in a year. `names` are the latest. `staff`: teachers to a class in the latest year, where
    teachers were reported. `notes` name years and schools left out.
    """

    tenant: str
    name: str
    years: tuple[int, ...]
    sizes: Mapping[tuple[int, str, int], tuple[int, ...]]
    totals: Mapping[tuple[int, int], int]
    reported: frozenset[tuple[int, str, Stage]]
    names: Mapping[str, str]
    staff: Mapping[tuple[str, Stage], Fraction]
    notes: tuple[str, ...] = ()

    @property
    def last(self) -> int:
        """The latest year."""
        return self.years[-1]

    @property
    def schools(self) -> tuple[str, ...]:
        """The schools with a class in the latest year, by code."""
        return tuple(sorted({code for year, code, _ in self.reported if year == self.last}))

    def stages(self, school: str) -> tuple[Stage, ...]:
        """Return the stages in which a school has a class in the latest year."""
        return tuple(stage for stage in Stage if (self.last, school, stage) in self.reported)

    def grades(self, school: str) -> tuple[int, ...]:
        """Return all grades of these stages."""
        return tuple(grade for stage in self.stages(school) for grade in GRADES_OF[stage])

    def pupils(self, year: int, grade: int, school: str | None = None) -> int:
        """Return a grade's pupils in one school, else in the county."""
        if school is None:
            return self.totals.get((year, grade), 0)
        return sum(self.sizes.get((year, school, grade), ()))

    def classes(self, year: int, school: str, grade: int) -> int:
        """Return how many classes a grade of a school has."""
        return len(self.sizes.get((year, school, grade), ()))

    def over(self, year: int, school: str, stage: Stage, limit: int) -> int:
        """Return how many classes of a school's stage had more pupils than the limit."""
        sizes = (self.sizes.get((year, school, grade), ()) for grade in GRADES_OF[stage])
        return sum(size > limit for each in sizes for size in each)

    def pairs(self, school: str, grade: int) -> tuple[tuple[int, int], ...]:
        """Return the years in which a school reported a grade's stage, each with the year before.

        For the lowest grade the school may not have reported the year before.
        """
        stage = stage_of(grade)
        lowest = grade in LOWEST
        return tuple(
            (before, after)
            for before, after in pairwise(self.years)
            if (after, school, stage) in self.reported
            and (lowest or (before, school, stage) in self.reported)
        )

    def without_last(self) -> History:
        """Return the same up to the year before; `names` and `staff` remain the latest."""
        return replace(self, years=self.years[:-1])


def history_of(series: Sequence[FactSet]) -> History:
    """Return the past years in order.

    Raises DudaoError for fewer than two years with class lists, for a year that is missing between
    them or given twice, and for figures of several tenants.
    """
    _same_tenant(series)
    listed = {int(each.period): each for each in series if has_classes(each)}
    _enough(series, listed)
    years = tuple(sorted(listed))
    latest = listed[years[-1]]
    sizes = _sizes(listed)
    history = History(
        latest.tenant,
        latest.name or latest.tenant,
        years,
        sizes,
        _totals(sizes),
        frozenset(
            (year, school.code, stage_of(each.grade))
            for year, facts in listed.items()
            for school in facts.schools
            for each in school.classes
        ),
        {school.code: school.name for year in years for school in listed[year].schools},
        {key: ratio for school in latest.schools for key, ratio in _staff(school)},
    )
    idle = sorted(int(each.period) for each in series if not has_classes(each))
    notes = (f"{year} 年没有班级数据,没有用到" for year in idle)
    return replace(history, notes=(*notes, *_left_out(history)))


def has_classes(facts: FactSet) -> bool:
    """Return whether any school handed in its classes."""
    return any(school.classes for school in facts.schools)


def _same_tenant(series: Sequence[FactSet]) -> None:
    tenants = sorted({each.tenant for each in series})
    if len(tenants) > 1:
        known = "、".join(tenants)
        raise refuse("历年数据", f"属于不同的行政区:{known}", "请只用同一行政区的各年数据")
    seen: set[str] = set()
    for each in series:
        if each.period in seen:
            raise refuse("历年数据", f"{each.period} 年给了两份", "每年请只用一份数据")
        seen.add(each.period)


def _enough(series: Sequence[FactSet], listed: Mapping[int, FactSet]) -> None:
    if not listed:
        where = f"租户 {series[0].tenant}" if series else "历年数据"
        raise refuse(where, "没有任何班级数据", "请先填报各校的班级和班级人数,至少连续两年")
    where = f"租户 {next(iter(listed.values())).tenant}"
    if len(listed) < 2:
        (year,) = listed
        raise refuse(where, f"只有 {year} 年的班级数据,不足两年", f"请补报 {year - 1} 年的班级数据")
    missing = [str(year) for year in range(min(listed), max(listed)) if year not in listed]
    if missing:
        raise refuse(
            where,
            f"缺 {'、'.join(missing)} 年的班级数据,升级率无从计算",
            "请补报;确无数据的,请只用其后连续的年份",
        )


def _sizes(listed: Mapping[int, FactSet]) -> dict[tuple[int, str, int], tuple[int, ...]]:
    found: dict[tuple[int, str, int], tuple[int, ...]] = {}
    for year, facts in listed.items():
        for school in facts.schools:
            _fitting(school, year)
            for each in school.classes:
                key = (year, school.code, each.grade)
                found[key] = (*found.get(key, ()), each.students)
    return found


def _totals(sizes: Mapping[tuple[int, str, int], tuple[int, ...]]) -> dict[tuple[int, int], int]:
    found: dict[tuple[int, int], int] = {}
    for (year, _, grade), pupils in sizes.items():
        found[year, grade] = found.get((year, grade), 0) + sum(pupils)
    return found


def _fitting(school: SubjectFacts, year: int) -> None:
    stages = STAGES_OF[school.school.type] if school.school else ()
    for each in school.classes:
        if stage_of_grade(each.grade) not in stages:
            raise refuse(
                f"{school.code} {school.name} {year} 年 {each.code} 班",
                f"{each.grade} 年级不在该校学段之内",
                "请改正该班的年级或学校类型",
            )


def stage_of(grade: int) -> Stage:
    """Return the stage of one of the nine grades."""
    return next(stage for stage, grades in GRADES_OF.items() if grade in grades)


def _staff(school: SubjectFacts) -> list[tuple[tuple[str, Stage], Fraction]]:
    return [
        ((school.code, stage), Fraction(teachers, classes))
        for stage, grades in GRADES_OF.items()
        if (classes := sum(each.grade in grades for each in school.classes))
        and (teachers := school.stages.get(stage, {}).get("teachers", 0))
    ]


def _left_out(history: History) -> list[str]:
    known = {code for _, code, _ in history.reported}
    return [
        f"{code} {history.names[code]}:{history.last} 年没有班级数据,未作预测"
        for code in sorted(known - set(history.schools))
    ]
