"""Conditions close grades from above or down to the worst; people decide among the rest."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st
from tests.core.build import DAY, VOCABULARY, at_least, book, county, facts_of, indicator, veto

from dudao.evaluate import evaluate
from dudao.grading import Grade, grade

GRADES = ("优秀", "良好", "合格", "不合格")
P = indicator("P", {"kind": "value", "metric": "primary_retention"}, at_least(95))
CEILING = {**veto("C"), "effect": "ceiling", "grade": "良好"}
VETO = {**veto("V", "veto_exam_admission"), "grade": "不合格"}
RULES = book(P, grading={"scheme": "ceilings", "grades": GRADES}, conditions=[CEILING, VETO])
ANSWERS = st.sampled_from([True, False, None])


def graded(ceiling: object, disqualified: object, retention: object = 95) -> Grade:
    """Return the grade of a county that answers both conditions like this."""
    figures = {"veto_key_classes": ceiling, "veto_exam_admission": disqualified}
    facts = facts_of(county(primary_retention=retention, **figures))
    return grade(evaluate(RULES, [facts], DAY, VOCABULARY), facts)


@pytest.mark.parametrize(
    ("ceiling", "disqualified", "possible"),
    [
        (False, False, GRADES),
        (True, False, ("合格", "不合格")),
        (False, True, ("不合格",)),
        (True, True, ("不合格",)),
        (None, False, GRADES),
        (True, None, ("合格", "不合格")),
    ],
)
def test_what_holds_closes_grades_and_what_is_unknown_closes_none(
    ceiling: object, disqualified: object, possible: tuple[str, ...]
) -> None:
    assert graded(ceiling, disqualified).possible == possible


def test_each_closed_grade_names_what_closes_it() -> None:
    found = graded(True, None)
    assert [(each.grade, each.by) for each in found.closed] == [("优秀", "C"), ("良好", "C")]
    assert [each.code for each in found.ceilings] == ["C"]
    assert [each.code for each in found.vetoes] == ["V"]


def test_a_failed_indicator_alone_closes_nothing() -> None:
    assert graded(False, False, retention=1).possible == GRADES


@given(ANSWERS, ANSWERS)
def test_an_answer_never_opens_a_grade_that_was_closed_without_it(
    ceiling: object, disqualified: object
) -> None:
    assert set(graded(ceiling, disqualified).possible) <= set(graded(ceiling, None).possible)
    assert set(graded(ceiling, disqualified).possible) <= set(graded(None, disqualified).possible)
