"""The figures checked against themselves: what cannot all be right, and what wants a word."""

from __future__ import annotations

from typing import Any

import pytest
from tests.core.build import (
    VOCABULARY,
    at_least,
    book,
    county,
    facts_of,
    indicator,
    school,
)

from dudao.checks import Doubt, check_facts
from dudao.facts import CLASS_LIST, Key, Stage, SubjectFacts

EMPTY = book(indicator("P", {"kind": "value", "metric": "gdp"}, at_least(0)))


def doubts(*subjects: SubjectFacts, before: tuple[SubjectFacts, ...] = ()) -> list[Doubt]:
    """Return the doubts that hold for every county."""
    previous = facts_of(*before, period="2022") if before else None
    return list(check_facts(facts_of(*subjects), EMPTY, VOCABULARY, previous))


def codes(*subjects: SubjectFacts, before: tuple[SubjectFacts, ...] = ()) -> list[str]:
    """Return the codes of these doubts."""
    return [doubt.code for doubt in doubts(*subjects, before=before)]


def declared(*checks: dict[str, Any], **figures: object) -> list[Doubt]:
    """Return the doubts of a book's own checks on a county's figures."""
    own = [{"code": "C", "title": "核对", **check} for check in checks]
    rules = book(indicator("P", {"kind": "value", "metric": "gdp"}, at_least(0)), checks=own)
    found = check_facts(facts_of(county(**figures)), rules, VOCABULARY)
    return [doubt for doubt in found if doubt.code == "C"]


def test_a_part_above_its_total_is_doubted_with_both_figures() -> None:
    (doubt,) = doubts(school("S", primary={"teachers": 40, "certified_teachers": 41}))
    assert (doubt.code, doubt.severity, doubt.stage) == ("part", "error", Stage.PRIMARY)
    assert doubt.message == "持证教师数 41 人,大于专任教师数 40 人"
    assert (doubt.subject, doubt.subject_name) == ("S", "S学校")
    assert doubt.keys == (
        Key("S", Stage.PRIMARY, "certified_teachers"),
        Key("S", Stage.PRIMARY, "teachers"),
    )


@pytest.mark.parametrize(
    "subject",
    [
        school("S", primary={"teachers": 40, "certified_teachers": 40}),
        school("S", primary={"certified_teachers": 41}),
        # Each stage has its own total.
        school("S", "nine_year", primary={"teachers": 5}, junior={"certified_teachers": 9}),
        county(survey_valid=10, survey_satisfied=10),
    ],
)
def test_a_part_within_its_total_or_without_one_is_not_doubted(subject: SubjectFacts) -> None:
    assert codes(subject) == []


def test_a_part_of_a_county_figure_is_held_to_it_too() -> None:
    assert codes(county(rotation_eligible=900, rotation_actual=901)) == ["part"]


def test_a_share_above_a_hundred_is_doubted_unless_it_may_exceed_it() -> None:
    assert codes(county(primary_retention=100)) == []
    (doubt,) = doubts(county(primary_retention="100.1"))
    assert doubt.code == "above_100"
    assert doubt.message == "小学六年巩固率 100.1 %"
    assert codes(county(preschool_gross_enrolment="103.5")) == []


def test_the_list_of_classes_is_held_against_the_totals_of_its_stage() -> None:
    listed = school(
        "S",
        "nine_year",
        primary={"classes": 3, "students": 83},
        junior={"classes": 1, "students": 50},
        classes=[(1, 40), (6, 44), (7, 50)],
    )
    found = doubts(listed)
    assert [(doubt.code, doubt.stage) for doubt in found] == [
        ("list_classes", Stage.PRIMARY),
        ("list_students", Stage.PRIMARY),
    ]
    assert found[0].message == "班级数 3 个,班级明细合计为 2"
    assert found[1].message == "在校学生数 83 人,班级明细合计为 84"
    assert found[1].keys == (
        Key("S", Stage.PRIMARY, "students"),
        Key("S", Stage.PRIMARY, CLASS_LIST),
    )


def test_without_a_list_or_without_a_total_there_is_nothing_to_compare() -> None:
    assert codes(school("S", primary={"classes": 3, "students": 83})) == []
    assert codes(school("S", primary={"teachers": 4}, classes=[(1, 40)])) == []


@pytest.mark.parametrize(
    ("figures", "way"),
    [
        ({"equipment_value": 1}, None),  # 0.01 a pupil: no slip explains it
        ({"equipment_value": 1_000}, None),  # 10 a pupil: nor this
        ({"equipment_value": 200}, "偏小,相差约 10,000 倍"),  # 2 a pupil, filled in as 万元
        ({"equipment_value": 2_000}, "偏小,相差约 10 倍"),  # 20 a pupil, 200 is usual
        ({"equipment_value": 19_999}, "偏小,相差约 10 倍"),
        ({"equipment_value": 20_000}, None),  # 200 a pupil: the lowest usual
        ({"equipment_value": 6_000_000}, None),  # 60,000: the highest usual
        ({"equipment_value": 60_000_000}, "偏大,相差约 10 倍"),
        ({"teaching_area": "0.5"}, "偏小,相差约 10,000 倍"),
        ({"teaching_area": 80_000}, "偏大,相差约 10 倍"),
        ({"multimedia_rooms": 0}, None),
    ],
)
def test_a_value_that_fits_once_its_unit_is_changed_is_doubted(
    figures: dict[str, Any], way: str | None
) -> None:
    found = doubts(school("S", primary={"students": 100}, **figures))
    assert [doubt.code for doubt in found] == (["unit_slip"] if way else [])
    for doubt in found:
        assert way is not None
        assert way in doubt.message
        assert doubt.severity == "error"
        assert [key.metric for key in doubt.keys] == list(figures)


@pytest.mark.parametrize(
    ("value", "codes_found"),
    [
        ("95.3", []),
        ("0.953", ["unit_slip"]),
        ("9530", ["above_100", "unit_slip"]),
        ("0", []),
    ],
)
def test_a_share_given_as_a_fraction_is_doubted(value: str, codes_found: list[str]) -> None:
    assert codes(county(primary_retention=value)) == codes_found


def test_what_a_school_has_is_counted_per_pupil_of_all_its_stages() -> None:
    # 7,000 yuan: 70 a pupil of the primary part, 35 of both, 14 of all three.
    middle: dict[str, Any] = {"primary": {"students": 100}, "junior": {"students": 100}}
    nine = school("S", "nine_year", **middle, equipment_value=40_000)
    assert codes(nine) == []
    twelve = school(
        "S",
        "twelve_year",
        **middle,
        senior_students=300,
        equipment_value=40_000,
    )
    assert codes(twelve) == ["unit_slip"]


@pytest.mark.parametrize(
    "subject",
    [
        school("S", "complete_middle", junior={"students": 10}, equipment_value=5_000_000),
        school("S", "nine_year", primary={"students": 10}, equipment_value=5_000_000),
        school("S", "nine_year", primary={"students": 10}, junior={}, equipment_value=5_000_000),
        school("S", "vocational", equipment_value=5_000_000),
    ],
)
def test_while_not_all_pupils_are_known_no_slip_is_suspected(subject: SubjectFacts) -> None:
    assert codes(subject) == []


def test_a_senior_schools_figures_are_counted_per_senior_pupil() -> None:
    senior = school("S", "senior", senior_students=100, equipment_value=2_000)
    assert codes(senior) == ["unit_slip"]


@pytest.mark.parametrize(
    ("now", "then", "severity", "times"),
    [
        (199, 100, None, ""),
        (200, 100, "question", "2.0 倍"),
        (100, 250, "question", "2.5 倍"),
        (1000, 100, "error", "10.0 倍"),
        (1100, 100, "error", "11.0 倍"),
        (1300, 100, "question", "13.0 倍"),
        (100, 1_000_000, "error", "10,000.0 倍"),
        (0, 100, "question", "一年有、一年为 0"),
        (19, 1, None, ""),  # small counts double without anything being wrong
        (20, 1, "question", "20.0 倍"),
    ],
)
def test_a_jump_since_the_year_before_is_asked_about_and_a_tenfold_one_doubted(
    now: int, then: int, severity: str | None, times: str
) -> None:
    found = doubts(county(survey_valid=now), before=(county(survey_valid=then),))
    assert [doubt.severity for doubt in found] == ([severity] if severity else [])
    for doubt in found:
        assert doubt.code == "jump"
        assert doubt.message == f"有效问卷数 {now:,} 份,上年为 {then:,}({times})"


def test_only_figures_of_both_years_are_compared_and_no_answers() -> None:
    before = (
        school("A", primary={"students": 400}, charter=True),
        school("B", primary={"students": 400}),
    )
    now = (
        school("A", primary={"students": 100}, charter=False, books=900),
        school("C", primary={"students": 4000}),
    )
    found = doubts(*now, before=before)
    assert [(doubt.subject, doubt.stage, doubt.keys[0].metric) for doubt in found] == [
        ("A", Stage.PRIMARY, "students")
    ]


def test_errors_come_before_questions() -> None:
    found = doubts(
        county(survey_valid=100, survey_satisfied=101),
        before=(county(survey_valid=300),),
    )
    assert [doubt.severity for doubt in found] == ["error", "question"]


SUM = {"kind": "sum", "total": "survey_valid", "parts": ["survey_satisfied", "survey_parents"]}
SAME = {"kind": "same", "metrics": ["survey_valid", "survey_satisfied", "survey_parents"]}
TREND = {
    "kind": "trend",
    "total": "education_spending_trend",
    "parts": [
        "education_spending_per_pupil_primary_trend",
        "education_spending_per_pupil_junior_trend",
    ],
}
RATIO = {
    "kind": "ratio",
    "reported": "primary_retention",
    "numerator": "disabled_children_enrolled",
    "denominator": "disabled_children",
    "per": 100,
    "places": 2,
}


@pytest.mark.parametrize(
    ("check", "figures", "message"),
    [
        (SUM, {"survey_valid": 30, "survey_satisfied": 10, "survey_parents": 20}, None),
        (
            SUM,
            {"survey_valid": 30, "survey_satisfied": 10, "survey_parents": 21},
            "有效问卷数 30 份,各分项合计 31,相差 1",
        ),
        (SUM, {"survey_valid": 30, "survey_satisfied": 10}, None),
        (SAME, {"survey_valid": 30, "survey_satisfied": 30, "survey_parents": 30}, None),
        (
            SAME,
            {"survey_valid": 30, "survey_satisfied": 30, "survey_parents": 20},
            "有效问卷数 30 份;满意问卷数 30 份;有效问卷中家长份数 20 份;相差 10",
        ),
        (TREND, dict(zip([TREND["total"], *TREND["parts"]], ["rose"] * 3, strict=True)), None),
        (
            TREND,
            dict(zip([TREND["total"], *TREND["parts"]], ["fell", "rose", "rose"], strict=True)),
            "一般公共预算教育支出比上年下降,而小学生均支出比上年、初中生均支出比上年均上升",
        ),
        (
            TREND,
            dict(zip([TREND["total"], *TREND["parts"]], ["rose", "fell", "fell"], strict=True)),
            "一般公共预算教育支出比上年上升,而小学生均支出比上年、初中生均支出比上年均下降",
        ),
        (
            TREND,
            dict(zip([TREND["total"], *TREND["parts"]], ["fell", "rose", "flat"], strict=True)),
            None,
        ),
        (
            RATIO,
            {
                "primary_retention": "66.67",
                "disabled_children_enrolled": 2,
                "disabled_children": 3,
            },
            None,
        ),
        (
            RATIO,
            {
                "primary_retention": "66.66",
                "disabled_children_enrolled": 2,
                "disabled_children": 3,
            },
            "小学六年巩固率 66.66 %,按所列数字计算为 66.67",
        ),
        (
            RATIO,
            {"primary_retention": "66.66", "disabled_children_enrolled": 0, "disabled_children": 0},
            None,
        ),
    ],
)
def test_a_declared_check_speaks_exactly_when_the_figures_disagree(
    check: dict[str, Any], figures: dict[str, Any], message: str | None
) -> None:
    found = declared(check, **figures)
    assert [doubt.message for doubt in found] == ([message] if message else [])
    for doubt in found:
        assert {key.metric for key in doubt.keys} == set(figures)
        assert doubt.advice == "请核对原始资料"
        assert doubt.severity == "error"


def test_a_declared_check_may_ask_instead_of_doubting() -> None:
    asking = {**SAME, "severity": "question", "advice": "请说明口径"}
    (doubt,) = declared(asking, survey_valid=30, survey_satisfied=31, survey_parents=30)
    assert (doubt.severity, doubt.advice) == ("question", "请说明口径")


def test_what_a_document_passes_over_is_told_with_the_figures_behind_it() -> None:
    share = {
        "kind": "share",
        "numerator": ["disabled_children_enrolled"],
        "denominator": ["disabled_children"],
    }
    rules = book(
        indicator("Q2", share, at_least("0.95")),
        checks=[{"code": "C", "title": "未提及", "kind": "passed_over", "indicator": "Q2"}],
    )
    facts = facts_of(county(disabled_children=100, disabled_children_enrolled=90))
    assert check_facts(facts, rules, VOCABULARY) == ()
    (doubt,) = check_facts(facts, rules, VOCABULARY, failing={"Q2": "入学率 90%,目标 ≥ 95%"})
    assert doubt.message == "入学率 90%,目标 ≥ 95%"
    assert [key.metric for key in doubt.keys] == [
        "disabled_children_enrolled",
        "disabled_children",
    ]
