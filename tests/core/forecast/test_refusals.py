"""What no forecast is made from is refused, with where, what and what to do."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from tests.core.forecast.series import level, listed, one_school, series

from dudao.errors import DudaoError
from dudao.facts import ClassFact, FactSet, Stage
from dudao.forecast import Assumptions, forecast, read_assumptions

YEARS = one_school(level(40), level(40), level(40))
NINE_YEAR = one_school(*[level(40, range(1, 10))] * 2, type="nine_year")


def said(error: pytest.ExceptionInfo[DudaoError]) -> list[str]:
    return [str(problem) for problem in error.value.problems]


@pytest.mark.parametrize(
    ("years", "told"),
    [
        ([], "历年数据:没有任何班级数据;请先填报各校的班级和班级人数,至少连续两年"),
        (
            series([], []),
            "租户 999999:没有任何班级数据;请先填报各校的班级和班级人数,至少连续两年",
        ),
        (YEARS[:1], "租户 999999:只有 2016 年的班级数据,不足两年;请补报 2015 年的班级数据"),
        (
            [YEARS[0], YEARS[2]],
            "租户 999999:缺 2017 年的班级数据,升级率无从计算;请补报;确无数据的,请只用其后连续的年份",
        ),
        ([*YEARS, YEARS[1]], "历年数据:2017 年给了两份;每年请只用一份数据"),
        (
            [YEARS[0], replace(YEARS[1], tenant="999998")],
            "历年数据:属于不同的行政区:999998、999999;请只用同一行政区的各年数据",
        ),
    ],
    ids=["nothing", "no classes", "one year", "a gap", "twice", "two tenants"],
)
def test_what_is_no_series_is_refused(years: list[FactSet], told: str) -> None:
    with pytest.raises(DudaoError) as error:
        forecast(years, 2020)
    assert said(error) == [told]


def test_a_year_whose_figures_have_no_classes_is_a_gap_too() -> None:
    with pytest.raises(DudaoError, match="缺 2017 年的班级数据"):
        forecast([YEARS[0], *series([], first=2017), YEARS[2]], 2020)


@pytest.mark.parametrize(
    ("until", "told"),
    [
        (2018, "2018 年不晚于最近一年数据(2018 年),已成事实,无须预测;应为 2019 至 2027 年"),
        (2028, "2028 年太远,届时各年级都只靠假设;应为 2019 至 2027 年"),
    ],
)
def test_a_deadline_that_has_passed_or_is_too_far_is_refused(until: int, told: str) -> None:
    with pytest.raises(DudaoError) as error:
        forecast(YEARS, until)
    assert said(error) == [f"预测期限:{told}"]


def test_a_grade_outside_the_school_is_refused() -> None:
    wrong = replace(listed("A", level(40)), classes=(ClassFact("甲", 8, 40),))
    with pytest.raises(DudaoError) as error:
        forecast([YEARS[0], *series([wrong], first=2017)], 2019)
    told = "A A学校 2017 年 甲 班:8 年级不在该校学段之内;请改正该班的年级或学校类型"
    assert said(error) == [told]


def test_every_assumption_that_does_not_fit_is_told_at_once() -> None:
    assumed = Assumptions(
        limits={Stage.JUNIOR: 0},
        entries={("X", None): 40, ("A", Stage.JUNIOR): 40, ("A", None): -1},
        capacities={"Y": 6, "A": -6},
    )
    with pytest.raises(DudaoError) as error:
        forecast(YEARS, 2020, assumed)
    assert said(error) == [
        "班额上限 junior:0 不可能;应为正整数",
        "可容班数 Y:2018 年没有这所学校的班级;请核对学校代码,如 A",
        "可容班数 A:-6 不可能;应为不小于 0 的整数",
        "入学人数 X:2018 年没有这所学校的班级;请核对学校代码,如 A",
        "入学人数 A:junior:该校最近一年没有初中班级;该校有:小学",
        "入学人数 A:-1 不可能;应为不小于 0 的整数",
    ]


def test_a_school_of_two_stages_is_asked_which_one() -> None:
    with pytest.raises(DudaoError, match="请写 A:primary、A:junior"):
        forecast(NINE_YEAR, 2018, Assumptions(entries={("A", None): 40}))
    found = forecast(NINE_YEAR, 2018, Assumptions(entries={("A", Stage.JUNIOR): 41}))
    entering = found.schools[0].years[0].stages[1].grades[0].pupils
    assert entering
    assert entering.value == 41


def test_two_numbers_for_one_entry_are_refused() -> None:
    both = Assumptions(entries={("A", None): 40, ("A", Stage.PRIMARY): 50})
    with pytest.raises(DudaoError, match="入学人数 A:primary:1 年级给了两个数;请只留一个"):
        forecast(YEARS, 2020, both)


def test_assumptions_typed_wrongly_are_told_at_once() -> None:
    with pytest.raises(DudaoError) as error:
        read_assumptions(
            {"senior": "50", "primary": "0", "junior": "1000"},
            {"A": "-1", "B:高中": "4"},
            {"A": "六", "B": "1.5", "C": "-6"},
            {"10": "1", "A:4": "98", "A:5": "-0.9", "甲": "1"},
        )
    assert said(error) == [
        "班额上限 senior:“senior”不是可选值;可选:小学(primary)、初中(junior)",
        "班额上限 primary:0 不可能;应为 1 至 200 的整数",
        "班额上限 junior:1000 不可能;应为 1 至 200 的整数",
        "入学人数 A:-1 不可能;应为 0 至 9999 的整数",
        "入学人数 B:高中:“高中”不是可选值;可选:小学(primary)、初中(junior)",
        "可容班数 A:“六”不是数字;应为 0 至 999 的整数",
        "可容班数 B:1.5 不可能;应为 0 至 999 的整数",
        "可容班数 C:-6 不可能;应为 0 至 999 的整数",
        "升级率 10:没有“10”这个年级;应为 2 至 6 或 8、9",
        "升级率 A:4:98 不可能;应为 0 至 5 的数,至多四位小数,如 0.98",
        "升级率 A:5:“-0.9”不能作升级率;应为 0 至 5 的数,至多四位小数,如 0.98",
        "升级率 甲:没有“甲”这个年级;应为 2 至 6 或 8、9",
    ]


def test_assumptions_typed_well_are_read() -> None:
    found = read_assumptions(
        {"小学": "46"},
        {"A": "80", "B:junior": "90"},
        {"A": "6"},
        {"4": "0.98", "A:5": " 1 "},
    )
    assert found == Assumptions(
        {Stage.PRIMARY: 46},
        {("A", None): 80, ("B", Stage.JUNIOR): 90},
        {"A": 6},
        {(None, 4): Fraction(49, 50), ("A", 5): Fraction(1)},
    )
