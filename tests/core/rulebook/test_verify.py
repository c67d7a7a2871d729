"""What a book has to satisfy before it judges anyone: each fault alone, told with its key."""

from __future__ import annotations

from typing import Any

import pytest
from tests.core.build import (
    BASIS,
    VOCABULARY,
    at_least,
    at_most,
    book,
    indicator,
    ratio,
    raw_book,
    seven,
    veto,
)

from dudao.rulebook import verify

P = {"kind": "value", "metric": "primary_retention"}
Q = {"kind": "value", "metric": "junior_retention"}
ROOM = {"kind": "value", "metric": "music_room_min_area"}
CV = {"kind": "cv", "of": "T"}
PER_PUPIL = ratio("T", "teachers", {"primary": 1}, counts=False)
GOOD = [indicator("P", P, at_least(95)), indicator("Q", Q, at_least(95))]
RELAXED: dict[str, Any] = {
    "code": "x",
    "title": "放宽",
    "when": {},
    "limit": 90,
    "clause": f"{BASIS} 放宽",
}


def faults(*indicators: dict[str, Any], **changes: Any) -> list[str]:
    """Return the faults of a book as people read them, without the file's name."""
    found = verify(raw_book(*indicators, **changes), VOCABULARY, "demo.toml")
    return [str(problem).removeprefix("demo.toml ") for problem in found]


def rule(*of: str, subject: str = "county", **changes: Any) -> dict[str, Any]:
    """Return a k-of-n rule R."""
    return indicator("R", {"kind": "k_of_n", "of": of, **changes}, subject=subject)


def share(*numerator: str, **changes: Any) -> dict[str, Any]:
    """Return a share of a county's teachers."""
    measure = {"kind": "share", "numerator": numerator, "denominator": ["teachers"]}
    return indicator("S", measure, at_least("0.5"), **changes)


def test_a_sound_book_has_no_faults() -> None:
    assert faults(*GOOD) == []
    assert faults(*seven()) == []


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (
            indicator("P", {"kind": "value", "metric": "primary_retentoin"}, at_least(1)),
            "不认识的数据项 primary_retentoin;是否为 primary_retention(小学六年巩固率)?",
        ),
        (
            indicator("P", P, at_least(1, when={"metrics": {"gpd": {"min": 1}}})),
            "不认识的数据项 gpd;是否为 gdp(地区生产总值)?",
        ),
        (
            indicator("P", P, at_least(1), relaxations=[{**RELAXED, "also_counts": ["zzzz"]}]),
            "不认识的数据项 zzzz",
        ),
        (indicator("P", P), "没有目标值"),
        (indicator("P", P, at_least(1), clause="别〔2020〕1号 1"), None),
        (
            indicator("P", P, at_least(1), subject="school"),
            "数据项 primary_retention 按 county 填报,不能按 school 评价",
        ),
        (
            indicator("P", ROOM, at_least(1), subject="stage"),
            "数据项 music_room_min_area 按 school 填报,不能按 stage 评价",
        ),
        (
            ratio("P", "teachers", {"primary": 1}, shared=True),
            "shared 的写法不对;应按 stage 评价,分子为学校的数据项,分母为 students",
        ),
        (
            ratio(
                "P", "books", {"primary": 1}, shared=True, subject="school", targets=[at_least(1)]
            ),
            "shared 的写法不对;应按 stage 评价,分子为学校的数据项,分母为 students",
        ),
        (indicator("P", P, at_least(True)), "目标值 True 与测量方式 value 不符"),
        (indicator("P", P, at_least("good")), "目标值 good 与测量方式 value 不符"),
        (
            indicator("P", {"kind": "attested", "metric": "left_behind_care"}, at_least(1)),
            "目标值 1 与测量方式 attested 不符",
        ),
        (
            indicator("P", {"kind": "attested", "metric": "left_behind_care"}, at_least("good")),
            "目标值 good 与测量方式 attested 不符",
        ),
        (
            indicator("P", {"kind": "attested", "metric": "gdp"}, at_least(1)),
            "数据项 gdp 不是确认事项;请用 value",
        ),
        (
            indicator("P", {"kind": "value", "metric": "left_behind_care"}, at_least(1)),
            "数据项 left_behind_care 不是数字或等级;确认事项请用 attested",
        ),
        (
            indicator(
                "P",
                {"kind": "share", "numerator": ["left_behind_care"], "denominator": ["gdp"]},
                at_least(1),
            ),
            "数据项 left_behind_care 不是数字,不能求比值",
        ),
        (
            indicator("P", {"kind": "change", "metric": "left_behind_care"}, at_least(0)),
            "数据项 left_behind_care 不是数字,不能求增减",
        ),
        (
            indicator("P", {"kind": "change", "metric": "gdp", "reported": "gdp"}, at_least(0)),
            "数据项 gdp 不是增减方向;reported 应为 trend 类的数据项",
        ),
        (
            indicator("P", P, at_least(1, when={"types": ["primary"]})),
            "county 评价的条件不能用学校的属性;types、areas、owners、built 只用于学校和学段",
        ),
        (
            indicator("P", P, at_least(1), applies={"confirmed": ["gdp"]}),
            "数据项 gdp 不是是/否事项,不能用于 confirmed",
        ),
        (
            indicator("P", P, at_least(1, stage="primary")),
            "按 county 评价的指标不能分学段定目标;请按 stage 评价",
        ),
        (
            indicator(
                "P",
                ROOM,
                at_least(1),
                subject="school",
                relaxations=[{**RELAXED, "stage": "junior"}],
            ),
            "按 school 评价的指标不能分学段定目标;请按 stage 评价",
        ),
        (
            indicator("P", P, at_least(1), relaxations=[{**RELAXED, "also_counts": ["gdp"]}]),
            "放宽条件 x 的 also_counts 只用于 ratio 和 share",
        ),
        (
            indicator("P", P, at_least(1), relaxations=[{**RELAXED, "limit": None}]),
            "放宽条件 x 没有放宽什么;请填 limit 或 also_counts",
        ),
        (indicator("P", P, at_least(1), section="x"), "分组 x 不在 sections 中"),
        (indicator("P", P, at_least(1), departments=["教育局"]), "部门 教育局 不在 departments 中"),
    ],
)
def test_an_indicator_that_cannot_be_judged_is_refused(
    entry: dict[str, Any], expected: str | None
) -> None:
    if expected is None:
        expected = "“别〔2020〕1号 1”引用的文件不在本办法的依据中"
        (fault,) = faults(entry)
        assert fault.startswith(f"indicators P clause:{expected};应以 {BASIS} 之一开头")
    else:
        assert faults(entry) == [f"indicators P:{expected}"]


@pytest.mark.parametrize(
    "when",
    [{"types": ["primary"]}, {"areas": ["rural"]}, {"owners": [10]}, {"built": {"max": 2010}}],
)
def test_a_county_has_none_of_the_attributes_of_a_school(when: dict[str, Any]) -> None:
    (fault,) = faults(indicator("P", P, at_least(1), applies=when))
    assert fault.startswith("indicators P:county 评价的条件不能用学校的属性")


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([*GOOD, rule("P", "X")], "引用了不存在的指标 X"),
        ([*GOOD, rule("P", "P")], "重复引用了指标 P"),
        ([*GOOD, rule("P", "Q", k=3)], "k 为 3,而只引用了 2 个指标"),
        ([*GOOD, rule("P", "R")], "经所引用的指标又引用到自己;请去掉循环引用"),
        (
            [*GOOD, {**rule("P", "Q"), "targets": [at_least(2)]}],
            "k_of_n 没有自己的目标值;请写在所引用的指标中",
        ),
        (
            [*GOOD, {**rule("P", "Q"), "relaxations": [RELAXED]}],
            "放宽条件 x 不能用于 k_of_n",
        ),
        (
            [*GOOD, indicator("S", ROOM, at_least(1), subject="school"), rule("P", "S")],
            "S 按 school 评价,与本指标不同",
        ),
        (
            [*GOOD, indicator("B", P, at_most(5)), rule("P", "B", k=1, floor="0.85")],
            "B 不是“不低于”的目标,不能用 floor",
        ),
        (
            [
                *GOOD,
                PER_PUPIL,
                indicator("C", CV, at_most("0.5", stage="primary")),
                rule("P", "C"),
            ],
            "C 分学段评价,不能并入综合指标",
        ),
    ],
)
def test_a_rule_over_indicators_that_do_not_fit_is_refused(
    entries: list[dict[str, Any]], expected: str
) -> None:
    assert faults(*entries) == [f"indicators R:{expected}"]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (indicator("C", CV, at_least("0.5")), "校际差异系数的目标不能是 >=;应为 <="),
        (indicator("C", CV, {"op": "<", "limit": 1}), "校际差异系数的目标不能是 <;应为 <="),
        (indicator("C", CV, at_most(1), subject="stage"), "校际差异系数只按 county 评价"),
        (indicator("C", {"kind": "cv", "of": "X"}, at_most(1)), "引用了不存在的指标 X"),
        (
            indicator("C", {"kind": "cv", "of": "P"}, at_most(1)),
            "P 不是按学段计算的比值,不能求差异系数",
        ),
        (
            indicator("C", {"kind": "mean_cv", "of": ["P", "Q"]}, at_most(1)),
            "P 不是差异系数,不能求综合差异系数",
        ),
        (
            indicator("C", CV, at_most(1), relaxations=[RELAXED]),
            "放宽条件 x 不能用于 cv",
        ),
    ],
)
def test_a_coefficient_of_what_does_not_vary_between_schools_is_refused(
    entry: dict[str, Any], expected: str
) -> None:
    assert f"indicators C:{expected}" in faults(*GOOD, PER_PUPIL, entry)


def test_a_cycle_of_rules_is_told_and_does_not_run_for_ever() -> None:
    first = indicator("A", {"kind": "k_of_n", "of": ["B", "P"]})
    second = indicator("B", {"kind": "k_of_n", "of": ["A", "P"]})
    above = indicator("R", {"kind": "k_of_n", "of": ["A", "P"]})
    assert faults(*GOOD, first, second, above) == [
        f"indicators {code}:经所引用的指标又引用到自己;请去掉循环引用" for code in "AB"
    ]


@pytest.mark.parametrize("name", ["indicators", "conditions", "departments", "phases", "duties"])
def test_a_code_is_given_once(name: str) -> None:
    entries: dict[str, Any] = {
        "indicators": GOOD[0],
        "conditions": veto("P"),
        "departments": {"code": "P", "name": "教育局"},
        "phases": {"code": "P", "title": "x", "clause": BASIS},
        "duties": {"code": "P", "title": "x", "lead": "教育局", "clause": BASIS},
    }
    departments = [{"code": "d", "name": "教育局"}] if name == "duties" else []
    changes: dict[str, Any] = {"departments": departments, name: [entries[name]] * 2}
    indicators = changes.pop("indicators", [])
    assert f"{name} P:代码重复" in faults(*indicators, **changes)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"metric": None}, "metric 与 indicator 应填且只填一项"),
        ({"indicator": "P"}, "metric 与 indicator 应填且只填一项"),
        (
            {"metric": "veto_key_class"},
            "不认识的数据项 veto_key_class;是否为 veto_key_classes(存在重点学校或重点班)?",
        ),
        ({"metric": "charter"}, "数据项 charter 不是按县填报的"),
        ({"metric": "gdp"}, "数据项 gdp 的类型不对;应为 yesno、count"),
        ({"metric": None, "indicator": "X"}, "引用了不存在的指标 X"),
        ({"grade": "不合格"}, "等次 不合格 不在 grading.grades 中"),
        ({"grade": "达标"}, "否决的等次应为最低的 不达标"),
        ({"effect": "ceiling"}, "最低的等次 不达标 不能关闭;应为不能再评的最低一等"),
    ],
)
def test_a_condition_that_could_never_be_told_is_refused(
    changes: dict[str, Any], expected: str
) -> None:
    found = faults(*GOOD, conditions=[veto("V", **changes)])
    assert found == [f"conditions V:{expected}"]


@pytest.mark.parametrize(
    ("grades", "expected"),
    [
        (["达标"], "all_met 须有两个等次;先写达标的,后写不达标的"),
        (["优", "良", "差"], "all_met 须有两个等次;先写达标的,后写不达标的"),
        (["达标", "达标"], "等次重复"),
    ],
)
def test_grades_that_the_scheme_cannot_give_are_refused(grades: list[str], expected: str) -> None:
    assert faults(*GOOD, grading={"scheme": "all_met", "grades": grades}) == [
        f"grading grades:{expected}"
    ]


def test_ceilings_need_a_grade_to_close_and_one_to_leave() -> None:
    grading = {"scheme": "ceilings", "grades": ["合格"]}
    assert faults(*GOOD, grading=grading) == ["grading grades:ceilings 须有两个以上等次;从高到低写"]
    closing = veto("V", effect="ceiling", grade="达标")
    assert faults(*GOOD, conditions=[closing]) == []


CHECK = {"code": "C", "title": "核对"}


@pytest.mark.parametrize(
    ("check", "expected"),
    [
        (
            {"kind": "sum", "total": "gdp", "parts": ["land_income_net", "city_surchage"]},
            "不认识的数据项 city_surchage;是否为 city_surcharge(城市教育费附加)?",
        ),
        (
            {"kind": "sum", "total": "gdp", "parts": ["land_income_net", "survey_valid"]},
            "gdp、land_income_net、survey_valid 的单位不同,不能相加或比较",
        ),
        ({"kind": "same", "metrics": ["survey_valid", "students"]}, None),
        (
            {
                "kind": "trend",
                "total": "education_spending_trend",
                "parts": ["education_spending"],
            },
            "数据项 education_spending 的类型不对;应为 trend",
        ),
        (
            {
                "kind": "ratio",
                "reported": "left_behind_care",
                "numerator": "gdp",
                "denominator": "gdp",
            },
            "数据项 left_behind_care 的类型不对;应为 count、amount、percent、rate",
        ),
        ({"kind": "passed_over", "indicator": "X"}, "引用了不存在的指标 X"),
        ({"kind": "passed_over", "indicator": "S"}, "S 不是按县评价的指标"),
    ],
)
def test_a_check_that_could_never_speak_is_refused(
    check: dict[str, Any], expected: str | None
) -> None:
    of_school = indicator("S", ROOM, at_least(1), subject="school")
    found = faults(*GOOD, of_school, checks=[{**CHECK, **check}])
    if expected is None:
        assert "checks C:数据项 students 不是按县填报的" in found
    else:
        assert found == [f"checks C:{expected}"]


def test_duties_and_phases_refer_to_what_the_book_has() -> None:
    found = faults(
        *GOOD,
        departments=[{"code": "education", "name": "教育局", "aliases": ["县教育局"]}],
        duties=[
            {
                "code": "一.1",
                "title": "x",
                "lead": "县教育局",
                "support": ["education", "财政局"],
                "clause": BASIS,
                "section": "一",
                "indicators": ["P", "X"],
            }
        ],
        phases=[{"code": "1", "title": "x", "clause": "无〔2020〕1号", "indicators": ["Y"]}],
    )
    assert found[1:] == [
        "duties 一.1:分组 一 不在 sections 中",
        "duties 一.1:部门 财政局 不在 departments 中",
        "duties 一.1:引用了不存在的指标 X",
        "phases 1:引用了不存在的指标 Y",
    ]
    assert found[0].startswith("phases 1 clause:“无〔2020〕1号”引用的文件不在本办法的依据中")


def test_a_clause_may_cite_any_document_that_the_book_names() -> None:
    cited = indicator("P", P, at_least(95, clause="上〔2019〕2号 3"))
    assert faults(cited, sources=["上〔2019〕2号"]) == []
    (fault,) = faults(cited)
    assert fault.startswith("indicators P clause:“上〔2019〕2号 3”")


def test_a_county_figure_may_be_summed_up_from_its_schools_and_stages() -> None:
    assert faults(share("certified_teachers")) == []
    assert book(indicator("G", {"kind": "value", "metric": "books"}, at_least(1)))
