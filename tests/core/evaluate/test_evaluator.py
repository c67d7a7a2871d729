"""Figures laid out once and judged on many days, in part or whole."""

from __future__ import annotations

from datetime import date

import pytest
from tests.core.build import VOCABULARY, at_most, book, facts_of, indicator, school
from tests.core.whole import EVERYTHING, WHOLE, all_verdicts

from dudao.evaluate import Evaluator, evaluate
from dudao.facts import Stage, columns_of

DAY = date(2023, 12, 31)


def test_an_evaluator_says_on_every_day_what_evaluate_says() -> None:
    laid = Evaluator(EVERYTHING, [columns_of(WHOLE)], VOCABULARY)
    for day in (date(2019, 1, 1), DAY):
        expected = evaluate(EVERYTHING, [WHOLE], day, VOCABULARY)
        assert all_verdicts(laid.on(day)) == all_verdicts(expected)


@pytest.mark.parametrize("code", [each.code for each in EVERYTHING.indicators])
def test_one_indicator_alone_is_judged_as_among_all(code: str) -> None:
    laid = Evaluator(EVERYTHING, [columns_of(WHOLE)], VOCABULARY)
    alone = [each for each in all_verdicts(laid.only(code, DAY)) if each.indicator == code]
    among = [each for each in all_verdicts(laid.on(DAY)) if each.indicator == code]
    assert alone
    assert alone == among


def test_classes_are_counted_where_they_belong_and_by_the_limit_of_the_day() -> None:
    limits = (
        at_most(55, stage="primary", since="2021-12-31", until="2022-12-30"),
        at_most(45, stage="primary", since="2022-12-31"),
    )
    rules = book(indicator("size", {"kind": "extreme"}, *limits, subject="stage"))
    both = school("A", "nine_year", classes=[(1, 50), (2, 60), (7, 70)])
    laid = Evaluator(rules, [columns_of(facts_of(both))], VOCABULARY)

    def counted(day: date) -> tuple[list[int], list[int]]:
        [outcome] = laid.only("size", day).of("size")
        found = laid.classes(outcome)
        assert found is not None
        assert found.over[Stage.JUNIOR].tolist() == [0, 0]
        return found.over[Stage.PRIMARY].tolist(), found.listed[Stage.PRIMARY].tolist()

    assert counted(date(2021, 12, 30)) == ([0, 0], [0, 0])
    assert counted(date(2021, 12, 31)) == ([1, 0], [2, 0])
    assert counted(date(2022, 12, 31)) == ([2, 0], [2, 0])


def test_measures_that_are_not_over_classes_have_none() -> None:
    laid = Evaluator(EVERYTHING, [columns_of(WHOLE)], VOCABULARY)
    [outcome] = laid.only("R1", DAY).of("R1")
    assert laid.classes(outcome) is None
