"""Counting classes: each by the number of its own stage, summed for a school and the county."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings, strategies as st
from tests.core.build import VOCABULARY, at_most, book, facts_of, indicator, run, school, verdict_of

from dudao.evaluate import Evaluation, State, Tracer, evaluate
from dudao.facts import CLASS_LIST, Key, SubjectFacts
from dudao.rulebook import RuleBook

Classes = list[tuple[int, int]]
LEVELS = ("stage", "school", "county")


def rules(at_least: object, **changes: Any) -> RuleBook:
    """Return a book that counts the same classes at every level."""
    measure = {"kind": "tally", "at_least": at_least}
    found = [indicator(level, measure, at_most(0), subject=level) for level in LEVELS]
    return book(*found, **changes)


BY_STAGE = rules({"primary": 56, "junior": 61})


def grades(first: int, last: int) -> st.SearchStrategy[Classes]:
    """Draw a list of classes of some grades, with sizes on both sides of both numbers."""
    return st.lists(st.tuples(st.integers(first, last), st.integers(50, 65)), min_size=1)


both = st.tuples(grades(1, 6), grades(7, 9)).map(lambda parts: parts[0] + parts[1])
schools = st.one_of(
    st.tuples(st.just("primary"), grades(1, 6)),
    st.tuples(st.just("junior"), grades(7, 9)),
    st.tuples(st.just("nine_year"), both),
)


def counted(classes: Classes) -> int:
    """Count plainly what the measure counts over columns."""
    return sum(pupils >= (56 if grade <= 6 else 61) for grade, pupils in classes)


@settings(deadline=None, max_examples=60)
@given(st.lists(schools, min_size=1, max_size=6))
def test_every_level_counts_what_plain_counting_finds(found: list[tuple[str, Classes]]) -> None:
    subjects = [
        school(f"S{place}", kind, classes=classes) for place, (kind, classes) in enumerate(found)
    ]
    judged = run(BY_STAGE, *subjects)
    for place, (_, classes) in enumerate(found):
        assert verdict_of(judged, "school", f"S{place}").value == str(counted(classes))
    whole = sum(counted(classes) for _, classes in found)
    verdict = verdict_of(judged, "county")
    assert verdict.value == str(whole)
    assert (verdict.state is State.MET) is (whole == 0)


@settings(deadline=None, max_examples=30)
@given(st.lists(schools, min_size=1, max_size=4), st.integers(50, 65))
def test_one_number_is_the_same_as_that_number_for_each_stage(
    found: list[tuple[str, Classes]], bound: int
) -> None:
    subjects = [
        school(f"S{place}", kind, classes=classes) for place, (kind, classes) in enumerate(found)
    ]
    one, two = (
        run(rules(at_least), *subjects) for at_least in (bound, {"primary": bound, "junior": bound})
    )
    for level in ("school", "county"):
        for subject in subjects if level == "school" else [None]:
            code = subject.code if subject else None
            assert verdict_of(one, level, code) == verdict_of(two, level, code)


def test_the_two_stages_of_a_school_have_their_own_numbers() -> None:
    judged = run(BY_STAGE, school("A", "nine_year", classes=[(6, 56), (6, 55), (7, 60), (9, 61)]))
    values = [verdict_of(judged, "stage", "A", stage).value for stage in ("primary", "junior")]
    assert values == ["1", "1"]
    assert verdict_of(judged, "school").value == "2"


def test_a_school_without_its_class_list_leaves_the_county_unknown_but_no_other_school() -> None:
    judged = run(BY_STAGE, school("A", classes=[(1, 60)]), school("B", primary={"students": 200}))
    assert verdict_of(judged, "school", "A").value == "1"
    assert verdict_of(judged, "school", "B").state is State.NO_DATA
    assert verdict_of(judged, "county").state is State.NO_DATA


def test_a_school_that_does_not_count_is_not_in_the_countys_sum() -> None:
    private = rules({"primary": 56, "junior": 61}, population={"exclude_owners": [10]})
    judged = run(private, school("A", classes=[(1, 60)]), school("B", classes=[(1, 60)], owner=10))
    assert verdict_of(judged, "county").value == "1"
    assert verdict_of(judged, "school", "B").state is State.NOT_APPLICABLE


def steps_of(evaluation: Evaluation, subjects: list[SubjectFacts], code: str) -> tuple[str, ...]:
    (outcome,) = evaluation.of(code)
    tracer = Tracer(evaluation, facts_of(*subjects), VOCABULARY)
    return tracer.trace(evaluation.book.by_code[code], outcome, 0).steps


def test_a_trace_says_which_number_applied_to_which_classes() -> None:
    subjects = [
        school("A", "nine_year", classes=[(1, 60), (2, 57), (3, 40), (7, 60)]),
        school("B", classes=[(2, 58)]),
    ]
    judged = run(BY_STAGE, *subjects)
    assert steps_of(judged, subjects, "county")[:3] == (
        "小学 56 人及以上 3 个班:A学校 60、57;B学校 58",
        "初中 61 人及以上 0 个班",
        "未舍入的值 3,表上印 3",
    )
    (outcome,) = judged.of("county")
    tracer = Tracer(judged, facts_of(*subjects), VOCABULARY)
    trace = tracer.trace(BY_STAGE.by_code["county"], outcome, 0)
    assert trace.formula == "小学 56 人、初中 61 人及以上的班级个数"
    assert [(each.key, each.value) for each in trace.inputs] == [
        (Key("A", None, CLASS_LIST), "60、57、40"),
        (Key("A", None, CLASS_LIST), "60"),
        (Key("B", None, CLASS_LIST), "58"),
    ]


def test_a_list_that_is_missing_stands_first_in_the_trace() -> None:
    subjects = [school("A", classes=[(1, 40)]), school("B", primary={"students": 200})]
    judged = run(BY_STAGE, *subjects)
    (outcome,) = judged.of("county")
    tracer = Tracer(judged, facts_of(*subjects), VOCABULARY)
    inputs = tracer.trace(BY_STAGE.by_code["county"], outcome, 0).inputs
    assert [(each.subject, each.value) for each in inputs] == [("B", "缺"), ("A", "40")]


def test_a_stage_that_no_school_has_is_not_spoken_of() -> None:
    subjects = [school("B", classes=[(2, 58)])]
    assert steps_of(run(rules(45), *subjects), subjects, "county")[0] == (
        "小学 45 人及以上 1 个班:B学校 58"
    )


def test_many_counties_are_counted_each_for_itself() -> None:
    sets = [
        facts_of(school("A", "junior", classes=[(7, pupils)] * many), tenant=tenant)
        for tenant, many, pupils in (("000001", 2, 61), ("000002", 3, 60))
    ]
    (outcome,) = evaluate(BY_STAGE, sets, BY_STAGE.since, VOCABULARY).of("county")
    assert outcome.num.tolist() == [2, 0]
