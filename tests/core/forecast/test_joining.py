"""Several counties as one: an exact sum, and everything that is not in it named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from tests.core.forecast.series import Grades, level, listed, one_school, series
from tests.core.forecast.test_properties import Past, county as past_county, pasts

from dudao.errors import DudaoError, Problem
from dudao.facts import FactSet, Stage
from dudao.forecast import (
    Assumptions,
    Forecast,
    History,
    LeftOut,
    Origin,
    Range,
    Region,
    foretell_region,
    history_of,
)

PRIMARY = Stage.PRIMARY


def named(code: str, years: Sequence[FactSet]) -> History:
    """Return the past of a county with a code of its own, which is its name too."""
    return history_of([replace(each, tenant=code, name=f"{code}县") for each in years])


def steady(code: str, pupils: int, years: int = 3, first: int = 2016) -> History:
    """Return a county with one class of so many pupils in each primary grade, year after year."""
    return named(code, series(*[[listed("A", level(pupils))]] * years, first=first))


def region(*counties: History, until: int = 2020, **assumed: object) -> Region:
    """Return the forecast of a prefecture over its counties."""
    return foretell_region("市", "示例市", counties, (), until, Assumptions(**assumed))  # type: ignore[arg-type]


def every_school(found: Sequence[Forecast], year: int, stage: Stage) -> list[tuple[int, ...]]:
    """Return pupils, needed, over, kept and added of a stage, school by school."""
    return [
        (
            *(part.pupils.low, part.pupils.value, part.pupils.high),
            *(part.needed.low, part.needed.value, part.needed.high),
            *(part.over.low, part.over.value, part.over.high),
            part.kept,
            part.added,
        )
        for county in found
        for school in county.schools
        for each in school.years
        for part in each.stages
        if each.year == year and part.stage is stage and part.pupils and part.needed and part.over
        if part.added is not None
    ]


@settings(deadline=None, max_examples=40)
@given(pasts, pasts)
def test_the_whole_is_the_sum_of_all_schools_of_all_counties(one: Past, other: Past) -> None:
    # Both end with the same year, whatever year they begin with.
    histories = [
        named(code, [replace(each, period=str(2020 - age)) for age, each in enumerate(years[::-1])])
        for code, years in (("甲", past_county(one)), ("乙", past_county(other)))
    ]
    found = foretell_region("市", "示例市", histories, (), 2023)
    assert [each.year for each in found.sums] == [2021, 2022, 2023]
    for each in found.sums:
        for part in each.stages:
            parts = every_school(found.counties, each.year, part.stage)
            assert len(parts) == 4
            assert part.pupils
            assert part.needed
            assert part.over
            assert tuple(map(sum, zip(*parts, strict=True))) == (
                *(part.pupils.low, part.pupils.value, part.pupils.high),
                *(part.needed.low, part.needed.value, part.needed.high),
                *(part.over.low, part.over.value, part.over.high),
                part.kept,
                part.added,
            )


@settings(deadline=None, max_examples=40)
@given(pasts)
def test_one_county_alone_is_its_own_whole(past: Past) -> None:
    found = foretell_region("市", "示例市", [history_of(past_county(past))], (), 2023)
    (alone,) = found.counties
    assert (found.sums, found.before, found.back_test) == (
        alone.sums,
        alone.before,
        alone.back_test,
    )


def test_what_one_county_cannot_tell_the_sum_does_not_know_and_says_so() -> None:
    growing = named("甲", one_school({7: [40]}, {7: [40], 8: [39]}, type="junior"))
    known = named("乙", one_school(*[level(40, (7, 8, 9))] * 2, type="junior"))
    found = region(growing, known, until=2019)
    for each in found.sums:
        (part,) = each.stages
        assert (part.pupils, part.needed, part.over, part.added) == (None, None, None, None)
    assert found.notes == (
        "初中人数和班数:自 2018 年起甲县无法推算,合计也无法推算",
        "各县都只有两年的班级数据,不能回测;有连续三年的数据即可",
    )


def test_teachers_that_one_county_did_not_report_are_not_counted_as_none() -> None:
    silent = named("甲", one_school(*[{7: [60]}] * 3, type="junior"))
    found = region(silent, steady("乙", 60))
    junior = next(each for each in found.sums[0].stages if each.stage is Stage.JUNIOR)
    primary = next(each for each in found.sums[0].stages if each.stage is PRIMARY)
    assert (junior.added, junior.teachers) == (1, None)
    assert primary.teachers == 14
    assert found.notes == ("初中应增教师:自 2019 年起甲县无法推算,合计也无法推算",)


def test_a_county_whose_figures_end_early_is_foretold_and_named() -> None:
    found = region(steady("甲", 40, years=3), steady("乙", 30, years=2))
    assert [each.year for each in found.sums] == [2019, 2020]
    assert found.sums[0].stages[0].pupils == Range(420, 420, 420)
    assert [each.year for each in found.before] == [2016, 2017]
    assert found.notes == (
        "乙县:只有到 2017 年的班级数据,2018 年的数字也是推算的",
        "2018 年:乙县没有可用的班级数据,这一年不合计",
        "2018 年的回测没有包括:乙县",
    )


def test_a_county_whose_figures_are_too_old_is_left_out_with_the_reason() -> None:
    found = region(steady("甲", 40), steady("乙", 30, first=2000))
    assert [each.tenant for each in found.counties] == ["甲"]
    assert found.sums[0].stages[0].pupils == Range(240, 240, 240)
    told = Problem("预测期限", "2020 年太远,届时各年级都只靠假设", "应为 2003 至 2011 年")
    assert found.left_out == (LeftOut("乙", "乙县", (told,)),)


def test_counties_without_a_series_stay_named_in_the_order_of_their_codes() -> None:
    missing = [LeftOut("丙", "丙县", ()), LeftOut("一", "一县", ())]
    found = foretell_region("市", "示例市", [steady("甲", 40)], missing, 2020)
    assert [each.tenant for each in found.left_out] == ["一", "丙"]


def test_past_years_are_summed_up_with_the_classes_over_the_limit() -> None:
    found = region(steady("甲", 46), steady("乙", 45))
    assert [(each.year, each.stages[0].over) for each in found.before] == [
        (2016, 6),
        (2017, 6),
        (2018, 6),
    ]
    (part,) = found.before[0].stages
    assert (part.pupils, part.classes) == (6 * 91, 12)


def test_the_back_test_is_joined_over_all_that_was_compared() -> None:
    def grown(code: str, last: Grades) -> History:
        return named(code, one_school({1: [40]}, {1: [40]}, last))

    # Told 40 each: 48 and 44 came, and a county of two schools weighs twice.
    two = named("丙", series(*[[listed(each, {1: [40]}) for each in ("A", "B")]] * 3))
    found = region(grown("甲", {1: [48]}), grown("乙", {1: [44]}), two)
    assert found.back_test
    told = found.back_test.pupils
    assert (told.error, told.compared) == (Fraction(8 + 4 + 0 + 0, 4), 4)
    assert (told.told, told.came) == (160, 172)
    assert (found.back_test.inside, found.back_test.over.came) == (2, 1)


def test_a_deadline_that_has_passed_in_one_county_is_refused() -> None:
    with pytest.raises(DudaoError, match="2018 年不晚于最近一年数据"):
        region(steady("甲", 40, years=2), steady("乙", 40, years=3), until=2018)


def test_assumptions_on_a_school_belong_to_its_county() -> None:
    with pytest.raises(DudaoError) as error:
        region(
            steady("甲", 40),
            limits={PRIMARY: 0},
            entries={("A", None): 40},
            capacities={"B": 1, "A": 2},
            rates={("C", 4): Fraction(1), (None, 7): Fraction(1)},
        )
    assert [str(each) for each in error.value.problems] == [
        "班额上限 primary:0 不可能;应为正整数",
        "升级率 7:7 年级是起始年级,人数不按升级率推算;请改为给定各校的入学人数",
        *(
            f"学校 {each}:示例市由各县合计,对单个学校的假设只能用于它所在的县;请对该县单独预测"
            for each in "ABC"
        ),
    ]


def test_a_ratio_for_all_schools_is_used_where_the_grade_exists() -> None:
    junior = named("乙", one_school(*[level(40, (7, 8, 9))] * 3, type="junior"))
    found = region(steady("甲", 40), junior, until=2019, rates={(None, 8): Fraction(1, 2)})
    origins = [[rate.origin for rate in each.schools[0].rates] for each in found.counties]
    assert origins == [[Origin.MEAN, *[Origin.OWN] * 5], [Origin.MEAN, Origin.SET, Origin.OWN]]
    assert found.sums[0].stages[1].pupils == Range(100, 100, 100)


def test_all_counties_are_held_against_the_same_limit() -> None:
    found = region(steady("甲", 46), steady("乙", 48), limits={PRIMARY: 47})
    assert found.limits == {PRIMARY: 47, Stage.JUNIOR: 50}
    assert found.sources[PRIMARY] == "给定"
    assert found.sums[0].stages[0].over == Range(6, 6, 6)
