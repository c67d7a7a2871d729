"""A trace is enough to recompute its verdict by hand: formula, inputs, steps, clause."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from tests.core.build import (
    BASIS,
    DAY,
    VOCABULARY,
    at_least,
    at_most,
    book,
    county,
    facts_of,
    indicator,
    ratio,
    run,
    school,
    seven,
    verdict_of,
)
from tests.core.whole import EVERYTHING, WHOLE

from dudao.evaluate import (
    Evaluation,
    Trace,
    Tracer,
    evaluate,
    pack,
    sourced,
    unpack,
    verdict_at,
)
from dudao.facts import CLASS_LIST, FactSet, Key, Source, Stage
from dudao.rulebook import RuleBook

FIVE = facts_of(
    *(
        school(f"S{number}", primary={"students": pupils}, books=books)
        for number, (pupils, books) in enumerate(
            zip((45, 37, 89, 76, 55), (279, 137, 935, 160, 402), strict=True), 1
        )
    )
)


def numbers(text: str) -> list[Decimal]:
    """Return the numbers in a text; thousands may be set apart."""
    return [Decimal(found) for found in re.findall(r"-?\d+(?:\.\d+)?", text.replace(",", ""))]


def trace_in(
    evaluation: Evaluation,
    facts: FactSet,
    code: str,
    subject: str | None = None,
    stage: str | None = None,
    previous: FactSet | None = None,
) -> Trace:
    """Return the only trace of an indicator, for a subject and a stage where these are given."""
    rule = evaluation.book.by_code[code]
    tracer = Tracer(evaluation, facts, VOCABULARY, previous)
    traces = [
        tracer.trace(rule, outcome, row)
        for outcome in evaluation.of(code)
        for row in range(len(outcome.state))
    ]
    (found,) = [
        each
        for each in traces
        if subject in (None, each.verdict.subject) and stage in (None, each.verdict.stage)
    ]
    return found


def traced(
    rules: RuleBook,
    facts: FactSet,
    code: str,
    subject: str | None = None,
    stage: str | None = None,
) -> Trace:
    """Evaluate and trace."""
    return trace_in(evaluate(rules, [facts], DAY, VOCABULARY), facts, code, subject, stage)


def test_every_verdict_has_a_trace_that_names_its_rule() -> None:
    found = evaluate(EVERYTHING, [WHOLE], DAY, VOCABULARY)
    tracer = Tracer(found, WHOLE, VOCABULARY)
    for outcome in found.outcomes:
        rule = EVERYTHING.by_code[outcome.indicator]
        for row in range(len(outcome.state)):
            trace = tracer.trace(rule, outcome, row)
            assert trace.verdict == verdict_at(found, VOCABULARY, rule, outcome, row)
            assert trace.formula
            assert trace.steps
            assert trace.clause == f"{BASIS} {rule.code}"
            assert (trace.book, trace.edition) == (f"示例办法({BASIS})", "2020")
            assert (trace.book_hash, trace.facts_hash) == (EVERYTHING.digest, WHOLE.digest())
            assert trace.as_of == DAY


def test_a_ratio_is_traced_to_its_figures() -> None:
    rules = book(ratio("R1", "teachers", {"primary": "4.2"}, per=100))
    trace = traced(rules, facts_of(school("S", primary={"students": 600, "teachers": 30})), "R1")
    assert trace.formula == "专任教师数 ÷ 在校学生数 × 100"
    assert [(each.label, each.value, each.key) for each in trace.inputs] == [
        ("专任教师数", "30 人", Key("S", Stage.PRIMARY, "teachers")),
        ("在校学生数", "600 人", Key("S", Stage.PRIMARY, "students")),
    ]
    assert trace.steps == (
        "3000 ÷ 600",
        "未舍入的值 5.0,表上印 5.00",
        "与目标 ≥ 4.2 比较:达标",
    )


def test_a_shared_figure_can_be_divided_by_hand_from_its_trace() -> None:
    twelve = school(
        "T",
        "twelve_year",
        primary={"students": 166},
        junior={"students": 210},
        senior_students=1250,
        books="23226",
    )
    rules = book(ratio("B", "books", {"primary": 9, "junior": 9}, shared=True))
    trace = traced(rules, facts_of(twelve), "B", "T", "junior")
    assert trace.formula == (
        "图书册数 × 本学段权重 ÷ 全校加权学生数(小学 : 初中 : 高中 = 1 : 1.1 : 1.32)"
    )
    assert [each.key for each in trace.inputs] == [
        Key("T", None, "books"),
        Key("T", Stage.PRIMARY, "students"),
        Key("T", Stage.JUNIOR, "students"),
        Key("T", None, "senior_students"),
    ]
    books, *parts = trace.inputs
    ((amount,), *pupils) = (numbers(each.value) for each in trace.inputs)
    weights = [numbers(each.label)[-1] for each in parts]
    weighted = sum((n * w for (n,), w in zip(pupils, weights, strict=True)), Decimal(0))
    assert weighted == Decimal(2047)
    value = amount * Decimal("1.1") / weighted
    assert trace.verdict.value is not None
    assert abs(value - Decimal(trace.verdict.value)) < Decimal("1e-9")
    assert trace.steps[:2] == (
        "加权学生数 166 × 1 + 210 × 1.1 + 1250 × 1.32 = 2047",
        "25548.6 ÷ 2047",
    )
    assert books.label == "图书册数"


def test_a_coefficient_can_be_recomputed_from_the_schools_in_its_trace() -> None:
    rules = book(
        ratio("B", "books", {"primary": 0}, shared=True),
        indicator("CV", {"kind": "cv", "of": "B"}, at_most("0.5", stage="primary")),
    )
    trace = traced(rules, FIVE, "CV")
    rows = [numbers(each.value) for each in trace.inputs]
    total = sum((n for n, _ in rows), Decimal(0))
    mean = sum((n * r for n, r in rows), Decimal(0)) / total
    variance = sum((n * (r - mean) ** 2 for n, r in rows), Decimal(0)) / total
    assert trace.verdict.value is not None
    assert abs(variance.sqrt() / mean - Decimal(trace.verdict.value)) < Decimal("1e-8")
    # The published figures: mean 6.33, deviation 3.26.
    assert trace.steps[0] == "学生总数 302,加权平均数 6.3344,加权标准差 3.2639"
    assert trace.steps[1] == "3.2639 ÷ 6.3344"


def test_a_relaxation_does_not_enter_the_coefficient_nor_its_trace() -> None:
    more = {
        "code": "x",
        "title": "放宽",
        "when": {},
        "also_counts": ["leased_sports_area"],
        "clause": f"{BASIS} 放宽",
    }
    rules = book(
        ratio("A", "sports_area", {"primary": 5}, shared=True, relaxations=[more]),
        indicator("CV", {"kind": "cv", "of": "A"}, at_most("0.5", stage="primary")),
    )
    facts = facts_of(
        school("X", primary={"students": 10}, sports_area=40, leased_sports_area=40),
        school("Y", primary={"students": 10}, sports_area=60),
    )
    found = traced(rules, facts, "CV")
    assert [numbers(each.value) for each in found.inputs] == [[10, 4], [10, 6]]
    assert found.verdict.value == "0.2"
    relaxed = traced(rules, facts, "A", "X")
    assert [each.metric for each in relaxed.inputs] == [
        "sports_area",
        "leased_sports_area",
        "students",
    ]
    assert relaxed.steps[-1] == "适用放宽:放宽"
    assert "80 ÷ 10" in relaxed.steps


def test_a_composite_shows_the_coefficients_it_is_the_mean_of() -> None:
    trace = traced(EVERYTHING, WHOLE, "mean", None, "primary")
    members = [step for step in trace.steps if step.startswith("CV-")]
    values = [numbers(step.partition(":")[2])[0] for step in members]
    assert [step.split()[0] for step in members] == ["CV-R1", "CV-B"]
    assert trace.verdict.value is not None
    assert abs(sum(values, Decimal(0)) / 2 - Decimal(trace.verdict.value)) < Decimal("1e-9")


@pytest.mark.parametrize(
    ("value", "step"),
    [
        (4, "R1 R1 指标:4.00(目标 ≥ 4.2),未达标,目标的 85% 为 3.57"),
        ("4.2", "R1 R1 指标:4.20(目标 ≥ 4.2),达标"),
    ],
)
def test_a_rule_shows_each_member_with_its_floor(value: object, step: str) -> None:
    plenty = {"backbone_teachers": 1000, "pe_arts_teachers": 1000}
    teachers = int(Decimal(str(value)) * 10)
    subject = school("S", primary={"students": 1000, "teachers_above_degree": teachers, **plenty})
    trace = traced(book(*seven()), facts_of(subject), "R", "S")
    assert trace.steps[0] == step
    assert trace.steps[3] == "R4 R4 指标:—(目标 ≥ 4.5),缺数据"
    assert trace.formula == "R1、R2、R3、R4、R5、R6、R7 中至少 6 项达标,其余不低于目标的 85%"


def test_a_share_of_a_county_is_traced_to_its_sums() -> None:
    trace = traced(EVERYTHING, WHOLE, "G12")
    assert trace.formula == "持证教师数 ÷ 专任教师数 × 100%"
    assert [(each.value, each.key) for each in trace.inputs] == [("180 人", None)] * 2
    assert str(trace.inputs[0].source) == "由各学段汇总"
    assert trace.steps[0] == "180 ÷ 180"


def test_terms_of_different_precision_are_added_and_shown_as_they_are() -> None:
    measure = {
        "kind": "ratio",
        "numerator": ["survey_valid", "gdp"],
        "denominator": ["primary_retention", "interview_total"],
    }
    figures = county(survey_valid=1, gdp="0.25", primary_retention="0.5", interview_total=2)
    trace = traced(book(indicator("X", measure, at_least("0.5"))), facts_of(figures), "X")
    assert trace.steps[:2] == ("1.25 ÷ 2.5", "未舍入的值 0.5,表上印 0.50")
    assert [each.value for each in trace.inputs] == ["1 份", "0.25 元", "0.5 %", "2 人"]


def test_reported_values_and_attestations_are_traced_to_themselves() -> None:
    value, answer = traced(EVERYTHING, WHOLE, "G8"), traced(EVERYTHING, WHOLE, "Q6", "S1")
    assert [(each.value, each.key) for each in value.inputs] == [
        ("96 %", Key("999999", None, "primary_retention"))
    ]
    assert value.formula == "小学六年巩固率(填报值)"
    assert [(each.value, each.key) for each in answer.inputs] == [
        ("良好", Key("S1", None, "moral_education"))
    ]


def test_classes_are_listed_at_every_level() -> None:
    kinds: dict[str, dict[str, Any]] = {
        "largest": {"kind": "extreme"},
        "full": {"kind": "tally", "at_least": 45},
    }
    rules = book(
        *(
            indicator(f"{code}.stage", kind, at_most(45), subject="stage")
            for code, kind in kinds.items()
        ),
        indicator("largest.school", kinds["largest"], at_most(45), subject="school"),
        *(indicator(f"{code}.county", kind, at_most(45)) for code, kind in kinds.items()),
        population={"exclude_owners": [10]},
    )
    facts = facts_of(
        school("A", "nine_year", classes=[(1, 40), (2, 46), (7, 50)]),
        school("B", classes=[(1, 30)]),
        school("C", classes=[(1, 60)], owner=10),
    )
    stage = traced(rules, facts, "largest.stage", "A", "primary")
    assert [(each.value, each.key) for each in stage.inputs] == [
        ("46、40", Key("A", None, CLASS_LIST))
    ]
    of_school = traced(rules, facts, "largest.school", "A")
    assert [(each.stage, each.value) for each in of_school.inputs] == [
        (Stage.PRIMARY, "46、40"),
        (Stage.JUNIOR, "50"),
    ]
    for code, value in (("largest.county", "50"), ("full.county", "2")):
        of_county = traced(rules, facts, code)
        assert of_county.verdict.value == value
        assert [(each.subject, each.value) for each in of_county.inputs] == [
            ("A", "46、40"),
            ("A", "50"),
            ("B", "30"),
        ]


def test_a_change_shows_both_periods_for_a_school_too() -> None:
    rules = book(
        indicator("books", {"kind": "change", "metric": "books"}, at_least(0), subject="school"),
        indicator("gdp", {"kind": "change", "metric": "gdp"}, at_least(0)),
        indicator("pupils", {"kind": "change", "metric": "students"}, at_least(0)),
    )
    now = facts_of(school("A", primary={"students": 9}, books=12), county(gdp="5.5"))
    before = facts_of(school("A", primary={"students": 8}, books=10), county(gdp=4), period="2022")
    found = evaluate(rules, [now], DAY, VOCABULARY, [before])

    def inputs(code: str) -> list[tuple[str, str]]:
        trace = trace_in(found, now, code, previous=before)
        return [(each.value, str(each.source or "")) for each in trace.inputs]

    assert inputs("books") == [("10 册", "2022 年填报"), ("12 册", "")]
    assert inputs("gdp") == [("4 元", "2022 年填报"), ("5.5 元", "")]
    assert inputs("pupils") == [("8 人", "2022 年填报"), ("9 人", "由各学段汇总")]


def test_a_reported_direction_is_an_input_where_it_decides() -> None:
    trace = traced(EVERYTHING, WHOLE, "spending")
    assert [each.value for each in trace.inputs] == ["100 元", "高于上年"]


def test_a_derived_area_is_traced_to_its_parts() -> None:
    rules = book(ratio("R4", "teaching_area", {"primary": "4.5"}, shared=True))
    subject = school(
        "S", primary={"students": 100}, teaching_area_gross="500.5", indoor_sports_area="50.5"
    )
    trace = traced(rules, facts_of(subject), "R4")
    assert [(each.metric, each.value) for each in trace.inputs] == [
        ("teaching_area_gross", "500.5 ㎡"),
        ("indoor_sports_area", "50.5 ㎡"),
        ("students", "100 人"),
    ]
    assert trace.steps[1] == "450 ÷ 100"


def test_a_missing_figure_is_shown_as_missing_and_why_nothing_is_judged() -> None:
    rules = book(ratio("R1", "teachers", {"primary": "4.2"}, per=100))
    trace = traced(rules, facts_of(school("S", primary={"students": 600})), "R1")
    assert [each.value for each in trace.inputs] == ["缺", "600 人"]
    assert trace.steps == ("缺少计算所需的数据,或分母为 0",)


def test_sources_are_added_where_they_are_known() -> None:
    rules = book(ratio("R1", "teachers", {"primary": "4.2"}, per=100))
    trace = traced(rules, facts_of(school("S", primary={"students": 600, "teachers": 30})), "R1")
    place = Source("填报表.xlsx", "学段!C5", "张老师", "2023-10-01")
    found = sourced(trace, {Key("S", Stage.PRIMARY, "students"): place})
    assert [each.source for each in found.inputs] == [None, place]
    assert trace.keys == {Key("S", Stage.PRIMARY, code) for code in ("teachers", "students")}


def test_a_stored_evaluation_gives_the_same_traces() -> None:
    found = evaluate(EVERYTHING, [WHOLE], DAY, VOCABULARY)
    again = unpack(pack(found), EVERYTHING)
    for code, of in (
        ("CV-R4", (None, "junior")),
        ("R", ("S1", "primary")),
        ("mean", (None, "primary")),
    ):
        assert trace_in(again, WHOLE, code, *of) == trace_in(found, WHOLE, code, *of)


def test_the_figures_of_a_merged_point_are_in_its_parents_trace() -> None:
    rules = book(ratio("T", "teachers", {"primary": "0.1"}))
    facts = facts_of(
        school("A", primary={"students": 90, "teachers": 9}),
        school("P", "teaching_point", primary={"students": 10, "teachers": 2}, parent="A"),
    )
    assert [each.value for each in traced(rules, facts, "T", "A").inputs] == ["11 人", "100 人"]
    assert verdict_of(run(rules, *facts.subjects), "T", "A").value == "0.11"
