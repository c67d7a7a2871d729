"""Worked cases about career thresholds: what differs is told, a threshold that moves is noticed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError
from tests.core.build import VOCABULARY, raw_book

from dudao.rulebook import RuleBook, Shelf
from dudao.testing import Case, WorkedCase, run_case
from dudao.testing.mutation import mutants

YEARS = {"at": ["rural", "weak"], "op": ">=", "limit": 3}
THRESHOLD = {
    "code": "T",
    "title": "满 3 年",
    "clause": "示〔2020〕1号 一",
    "posts": ["urban", "town"],
    "years": [YEARS],
}
LISTED = [
    {"teacher": "A", "post": "城区", "years_rural": 3, "years_weak": 0, "granted": {"T": False}}
]


def book() -> RuleBook:
    return raw_book(thresholds=[THRESHOLD])


def worked(listed: list[dict[str, Any]], *reach: dict[str, Any], **more: Any) -> WorkedCase:
    case = {
        "title": "满 3 年",
        "clause": "示〔2020〕1号 一",
        "book": "demo.book",
        "as_of": date(2020, 12, 31),
        "teachers": listed,
        "reach": [{"threshold": "T", **each} for each in reach],
    }
    return WorkedCase("示例", Case.model_validate(case | more), "")


def told(case: WorkedCase) -> list[str]:
    return [str(each) for each in run_case(case, Shelf([(book(), "demo")]), VOCABULARY)]


def test_a_case_that_reproduces_reports_nothing() -> None:
    expected = {"teacher": "A", "state": "reached", "discrepancy": "unclaimed", "applying": False}
    assert told(worked(LISTED, expected)) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"state": "not_yet"}, "示例“满 3 年” A T:为已达到(乡村学校任教 3 年、薄弱学校任教 0 年"),
        ({"lacking": "1"}, "还差 None 年;应为 1"),
        ({"applying": True}, "本次申报为否;应为是"),
        ({"discrepancy": "overclaimed"}, "出入为 unclaimed;应为 overclaimed"),
        ({"discrepancy": None}, "出入为 unclaimed;应为 None"),
        ({"teacher": "B"}, "示例“满 3 年” B T:没有这个结论"),
        ({"threshold": "U"}, "示例“满 3 年” A U:没有这个结论"),
    ],
)
def test_each_part_of_an_expectation_can_fail(changes: dict[str, Any], said: str) -> None:
    (problem,) = told(worked(LISTED, {"teacher": "A", "state": "reached"} | changes))
    assert said in problem


def test_a_faulty_list_is_told_and_not_judged() -> None:
    (problem,) = told(
        worked([{"teacher": "A", "post": "郊区"}], {"teacher": "A", "state": "untold"})
    )
    assert "不认识的学校类别" in problem


@pytest.mark.parametrize(
    "changes", [{"reach": []}, {"teachers": []}, {"figures": "figures.json"}, {"reach": [{}]}]
)
def test_teachers_and_what_they_reach_belong_together(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        worked(LISTED, {"teacher": "A", "state": "reached"}, **changes)


def test_a_threshold_is_moved_in_every_way() -> None:
    changes = [str(each) for each in mutants(book(), Shelf()) if each.part == "thresholds"]
    assert changes == [
        "年数 3 改成 4",
        "年数 3 改成 2",
        "要求连续",
        "去掉乡村学校",
        "去掉薄弱学校",
        "现任教学校中去掉城区",
        "现任教学校中去掉镇区",
    ]


def test_cases_on_both_sides_notice_every_move() -> None:
    teachers = [
        {"teacher": "A", "post": "城区", "years_rural": 3, "unbroken_rural": 0, "years_weak": 0},
        {"teacher": "B", "post": "镇区", "years_rural": 0, "years_weak": 3},
        {"teacher": "C", "post": "城区", "years_rural": 2, "years_weak": 0},
    ]
    states = {"A": "reached", "B": "reached", "C": "not_yet"}
    case = worked(teachers, *({"teacher": who, "state": state} for who, state in states.items()))
    assert told(case) == []
    for mutant in mutants(book(), Shelf()):
        assert run_case(case, Shelf([(mutant.book, "")]), VOCABULARY), str(mutant)
