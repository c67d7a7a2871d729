"""From verdicts to the grades still possible: closed by failures, never won on missing data."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, strategies as st
from tests.core.build import (
    DAY,
    VOCABULARY,
    at_least,
    book,
    county,
    facts_of,
    indicator,
    ratio,
    school,
    veto,
)

from dudao.evaluate import State, evaluate
from dudao.facts import SubjectFacts
from dudao.grading import ConditionState, Grade, grade, standings
from dudao.rulebook import RuleBook

P = indicator("P", {"kind": "value", "metric": "primary_retention"}, at_least(95))
J = indicator("J", {"kind": "value", "metric": "junior_retention"}, at_least(95))
T = ratio("T", "teachers", {"primary": "0.1"})
VETO = veto("V")
RELAXED = {
    "code": "x",
    "title": "放宽",
    "when": {},
    "limit": 90,
    "clause": "示〔2020〕1号 放宽",
}
BEST, BOTH, WORST = ("达标",), ("达标", "不达标"), ("不达标",)


def graded(rules: RuleBook, *subjects: SubjectFacts) -> Grade:
    """Return the grade of one county."""
    facts = facts_of(*subjects)
    return grade(evaluate(rules, [facts], DAY, VOCABULARY), facts)


@pytest.mark.parametrize(
    ("primary", "junior", "possible"),
    [
        (95, 95, BEST),
        (95, 94, WORST),
        (95, None, BOTH),
        (94, None, WORST),
        (None, None, BOTH),
    ],
)
def test_the_best_grade_needs_every_indicator_met_and_the_worst_one_failure(
    primary: object, junior: object, possible: tuple[str, ...]
) -> None:
    found = graded(book(P, J), county(primary_retention=primary, junior_retention=junior))
    assert found.possible == possible


def test_what_closes_a_grade_is_named() -> None:
    found = graded(book(P, J), county(primary_retention=94, junior_retention=93))
    assert [(each.grade, each.by, each.title) for each in found.closed] == [
        ("达标", "P", "P 指标"),
        ("达标", "J", "J 指标"),
    ]
    assert found.scheme == "all_met"


def test_an_indicator_that_only_feeds_another_closes_nothing() -> None:
    rules = book(P, {**J, "counts": False})
    assert graded(rules, county(primary_retention=95, junior_retention=1)).possible == BEST
    assert graded(rules, county(primary_retention=95)).possible == BEST


def test_one_failing_school_closes_the_grade_of_the_county() -> None:
    good = school("A", primary={"students": 100, "teachers": 10})
    bad = school("B", primary={"students": 100, "teachers": 9})
    open_ = school("C", primary={"students": 100})
    assert graded(book(T), good).possible == BEST
    assert graded(book(T), good, bad).possible == WORST
    assert graded(book(T), good, open_).possible == BOTH
    assert graded(book(T), good, open_, bad).possible == WORST


def test_a_relaxation_counts_as_met() -> None:
    rules = book({**P, "relaxations": [RELAXED]})
    assert graded(rules, county(primary_retention=90)).possible == BEST
    assert graded(rules, county(primary_retention=89)).possible == WORST


def test_a_county_that_reported_no_school_is_not_recognised() -> None:
    whole = county(primary_retention=95)
    assert graded(book(P, T), whole).possible == BOTH
    assert graded(book(T)).possible == BOTH


def test_a_county_without_a_stage_is_not_held_up_by_it() -> None:
    juniors = ratio("B", "teachers", {"junior": "0.1"})
    found = graded(book(T, juniors), school("A", primary={"students": 100, "teachers": 10}))
    assert found.possible == BEST


def test_a_book_without_counting_indicators_decides_nothing() -> None:
    assert graded(book({**P, "counts": False}), county(primary_retention=1)).possible == BOTH


@pytest.mark.parametrize(
    ("happened", "state", "possible"),
    [
        (False, None, BEST),
        (True, ConditionState.TRIGGERED, WORST),
        (None, ConditionState.UNDETERMINED, BOTH),
    ],
)
def test_a_veto_is_cleared_only_by_an_answer(
    happened: object, state: ConditionState | None, possible: tuple[str, ...]
) -> None:
    rules = book(P, conditions=[VETO])
    found = graded(rules, county(primary_retention=95, veto_key_classes=happened))
    assert found.possible == possible
    assert [veto.state for veto in found.vetoes] == ([state] if state else [])


@pytest.mark.parametrize(
    ("happened", "state", "possible"),
    [
        (0, None, BEST),
        (1, ConditionState.TRIGGERED, WORST),
        (7, ConditionState.TRIGGERED, WORST),
        (None, ConditionState.UNDETERMINED, BOTH),
    ],
)
def test_a_veto_on_counted_events_is_cleared_only_by_a_zero(
    happened: object, state: ConditionState | None, possible: tuple[str, ...]
) -> None:
    rules = book(P, conditions=[veto("V", "standing_meetings_education")])
    found = graded(rules, county(primary_retention=95, standing_meetings_education=happened))
    assert found.possible == possible
    assert [veto.state for veto in found.vetoes] == ([state] if state else [])


def test_a_triggered_veto_is_named_beside_the_failures() -> None:
    rules = book(P, conditions=[VETO, veto("W", "veto_exam_admission")])
    found = graded(rules, county(primary_retention=1, veto_key_classes=True))
    assert [each.by for each in found.closed] == ["P", "V"]
    assert [(each.code, each.state) for each in found.vetoes] == [
        ("V", ConditionState.TRIGGERED),
        ("W", ConditionState.UNDETERMINED),
    ]
    assert found.vetoes[0].clause == "示〔2020〕1号 V"


@pytest.mark.parametrize(
    ("value", "possible"),
    [(95, BEST), (94, WORST), (None, BOTH)],
)
def test_a_veto_may_rest_on_an_indicator(value: object, possible: tuple[str, ...]) -> None:
    on_junior = veto("V", metric=None, indicator="J")
    rules = book(P, {**J, "counts": False}, conditions=[on_junior])
    found = graded(rules, county(primary_retention=95, junior_retention=value))
    assert found.possible == possible


@pytest.mark.parametrize(
    ("changes", "possible"),
    [
        ({"until": "2023-12-30"}, BEST),
        ({"until": "2023-12-31"}, WORST),
        ({"since": "2024-01-01"}, BEST),
    ],
)
def test_a_veto_serves_within_its_dates(changes: dict[str, Any], possible: tuple[str, ...]) -> None:
    rules = book(P, conditions=[{**VETO, **changes}])
    assert graded(rules, county(primary_retention=95, veto_key_classes=True)).possible == possible


def test_without_a_formula_there_is_no_grade_but_the_vetoes_are_told() -> None:
    rules = book(P, grading={"scheme": "none"}, conditions=[VETO])
    found = graded(rules, county(primary_retention=1, veto_key_classes=True))
    assert (found.scheme, found.possible, found.closed) == ("none", (), ())
    assert [veto.state for veto in found.vetoes] == [ConditionState.TRIGGERED]


def test_a_county_stands_with_its_worst_verdict_and_the_count_of_each() -> None:
    facts = facts_of(
        school("A", primary={"students": 100, "teachers": 10}),
        school("B", primary={"students": 100, "teachers": 9}),
        school("C", primary={"students": 100}),
        school("D", "junior"),
    )
    (found,) = standings(evaluate(book(T), [facts], DAY, VOCABULARY))
    assert found.by_state == (1, 0, 1, 1, 1)
    assert found.state is State.NOT_MET
    assert found.judged == 3


values = st.sampled_from([None, 94, 95])
answers = st.sampled_from([None, True, False])
RANGES = [WORST, BOTH, BEST]


@given(values, values, answers, st.sampled_from(["primary_retention", "junior_retention"]))
def test_meeting_one_more_indicator_never_lowers_the_grade(
    primary: object, junior: object, happened: object, better: str
) -> None:
    rules = book(P, J, conditions=[VETO])
    figures: dict[str, Any] = {"primary_retention": primary, "junior_retention": junior}
    before = graded(rules, county(**figures, veto_key_classes=happened)).possible
    figures[better] = 95
    after = graded(rules, county(**figures, veto_key_classes=happened)).possible
    assert RANGES.index(after) >= RANGES.index(before)


@given(values, values, answers)
def test_filling_in_what_is_missing_only_narrows_the_range(
    primary: object, junior: object, happened: object
) -> None:
    rules = book(P, J, conditions=[VETO])
    figures: dict[str, Any] = {
        "primary_retention": primary,
        "junior_retention": junior,
        "veto_key_classes": happened,
    }
    before = set(graded(rules, county(**figures)).possible)
    for code, filled in (("primary_retention", 94), ("junior_retention", 95)):
        if figures[code] is None:
            after = graded(rules, county(**{**figures, code: filled}))
            assert before >= set(after.possible)
    if happened is None:
        for answer in (True, False):
            after = graded(rules, county(**{**figures, "veto_key_classes": answer}))
            assert before >= set(after.possible)
