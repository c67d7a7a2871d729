"""Survival ratios that people set, for all schools or for one."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.core.forecast.series import Grades, level, listed, one_school, series

from dudao.errors import DudaoError
from dudao.facts import FactSet, Stage
from dudao.forecast import Assumptions, Forecast, Origin, Range, forecast

HALF = Fraction(1, 2)


def two_schools(a: Grades, b: Grades, b_type: str = "primary") -> list[FactSet]:
    return series(*[[listed("A", a), listed("B", b, b_type)]] * 2)


def pupils(found: Forecast, school: int, grade: int, year: int = 0) -> Range[int] | None:
    (stage,) = found.schools[school].years[year].stages
    return next(each.pupils for each in stage.grades if each.grade == grade)


def test_a_ratio_for_all_schools_moves_every_school() -> None:
    years = two_schools(level(40), level(60))
    found = forecast(years, 2018, Assumptions(rates={(None, 4): HALF}))
    assert [pupils(found, each, 4) for each in (0, 1)] == [Range(20, 20, 20), Range(30, 30, 30)]
    assert [pupils(found, each, 5) for each in (0, 1)] == [Range(40, 40, 40), Range(60, 60, 60)]
    assert found.schools[0].rates[3].origin is Origin.SET


def test_a_schools_own_ratio_goes_before_the_one_for_all() -> None:
    years = two_schools(level(40), level(60))
    found = forecast(years, 2018, Assumptions(rates={(None, 4): HALF, ("B", 4): Fraction(2)}))
    assert [pupils(found, each, 4) for each in (0, 1)] == [Range(20, 20, 20), Range(120, 120, 120)]


def test_a_ratio_given_has_no_interval_but_keeps_that_of_the_years_before() -> None:
    years = one_school({1: [40], 2: [40]}, {1: [44], 2: [38]}, {1: [48], 2: [46]})
    found = forecast(years, 2020, Assumptions(rates={("A", 2): HALF}))
    assert pupils(found, 0, 2) == Range(24, 24, 24)
    assert pupils(found, 0, 2, year=1) == Range(20, 22, 24)


def test_a_ratio_for_all_gives_a_teaching_point_no_grade_that_it_does_not_have() -> None:
    years = two_schools(level(60), level(40, (1, 2, 3)), "teaching_point")
    found = forecast(years, 2018, Assumptions(rates={(None, 4): Fraction(1)}))
    assert pupils(found, 1, 4) == Range(0, 0, 0)
    own = forecast(years, 2018, Assumptions(rates={("B", 4): Fraction(1)}))
    assert pupils(own, 1, 4) == Range(40, 40, 40)


def test_a_ratio_for_all_leaves_pupils_who_come_from_elsewhere_alone() -> None:
    years = one_school({4: [30], 5: [30]}, {4: [40], 5: [30]})
    found = forecast(years, 2018, Assumptions(rates={(None, 4): HALF}))
    assert found.schools[0].rates[3].origin is Origin.MEAN


def test_a_ratio_tells_what_could_not_be_told() -> None:
    growing = one_school({7: [40]}, {7: [40], 8: [39]}, type="junior")
    found = forecast(growing, 2018, Assumptions(rates={(None, 9): Fraction(1)}))
    assert pupils(found, 0, 9) == Range(39, 39, 39)
    assert found.sums[0].stages[0].pupils


def test_the_back_test_knows_nothing_of_it() -> None:
    years = one_school(*[level(40)] * 3)
    given = forecast(years, 2019, Assumptions(rates={(None, 4): HALF}))
    assert given.back_test == forecast(years, 2019).back_test


def test_every_ratio_that_does_not_fit_is_told_at_once() -> None:
    years = two_schools(level(40), {4: [30], 5: [30]})
    rates = {
        (None, 1): Fraction(1),
        ("A", 7): Fraction(1),
        (None, 8): Fraction(1),
        ("X", 4): Fraction(1),
        ("A", 8): Fraction(1),
        ("B", 4): Fraction(1),
        ("A", 5): Fraction(-1),
    }
    with pytest.raises(DudaoError) as error:
        forecast(years, 2018, Assumptions(rates=rates))
    empty = "该校最近一年 4 年级以下没有学生,也没有给定入学人数,升级率无从用起"
    instead = "人数不按升级率推算;请改为给定各校的入学人数"
    assert [str(each) for each in error.value.problems] == [
        f"升级率 1:1 年级是起始年级,{instead}",
        f"升级率 A:7:7 年级是起始年级,{instead}",
        "升级率 A:5:不能是负数;应为不小于 0 的数",
        "升级率 8:全县最近一年没有初中班级;请删去这个升级率",
        "升级率 X:4:2017 年没有这所学校的班级;请核对学校代码,如 A",
        "升级率 A:8:该校最近一年没有初中班级;请删去这个升级率",
        f"升级率 B:4:{empty};请先给定入学人数,或删去这个升级率",
    ]


def test_with_entries_given_an_empty_cohort_is_none() -> None:
    years = one_school({4: [30], 5: [30]}, {4: [30], 5: [30]})
    assumed = Assumptions(entries={("A", Stage.PRIMARY): 40}, rates={("A", 2): HALF})
    assert pupils(forecast(years, 2019, assumed), 0, 2, year=1) == Range(20, 20, 20)
