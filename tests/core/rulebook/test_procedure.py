"""The yearly course of duty work: which days and steps a book may state, and what is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.core.build import BASIS, VOCABULARY, raw_book

from dudao.errors import DudaoError
from dudao.rulebook import BookFile, Procedure, Step, day_in, verify
from dudao.rulebook.loading import read_book
from dudao.rulebook.procedure import is_day

CLAUSE = f"{BASIS} 三"
OPENING = {"code": "1", "title": "部署", "due": "01-31", "done_by": "open", "clause": CLAUSE}
REPORT = {"code": "2", "title": "报告", "due": "10-15", "done_by": "submit", "clause": CLAUSE}
DEPARTMENTS = [{"code": "education", "name": "县教育局", "aliases": ["教育局"]}]
DUTY = {"code": "一.1", "title": "任务", "lead": "教育局", "clause": CLAUSE}


def faults(*steps: dict[str, Any], duty: dict[str, Any] | None = None, **changes: Any) -> list[str]:
    """Return what is wrong with a book that has these steps."""
    procedure = {"collector": "县教育局", "reviewer": "州政府", "steps": steps, **changes}
    duties = [DUTY | (duty or {})]
    book = raw_book(departments=DEPARTMENTS, duties=duties, procedure=procedure)
    found = verify(book, VOCABULARY, "demo.toml")
    return [str(problem).removeprefix("demo.toml ") for problem in found]


def test_a_procedure_that_opens_and_reports_is_sound() -> None:
    assert faults(OPENING, REPORT) == []


@pytest.mark.parametrize("name", ["education", "教育局"])
def test_the_collector_may_go_by_any_of_its_names(name: str) -> None:
    assert faults(OPENING, REPORT, collector=name) == []


def test_a_collector_that_is_no_department_is_refused() -> None:
    assert faults(REPORT, collector="州教育局") == [
        "procedure collector:部门 州教育局 不在 departments 中"
    ]


def test_two_steps_of_one_code_are_refused() -> None:
    assert faults(OPENING, REPORT | {"code": "1"}) == ["procedure steps 1:代码重复"]


@pytest.mark.parametrize("day", ["02-29", "02-30", "13-01", "00-10", "04-31"])
@pytest.mark.parametrize("key", ["starts", "due"])
def test_a_day_that_is_not_in_every_year_is_refused(key: str, day: str) -> None:
    assert faults(REPORT | {key: day}) == [f"procedure steps 2:{day} 不是日期;应为 MM-DD"]


def test_a_step_that_ends_before_it_starts_is_refused() -> None:
    assert faults(REPORT | {"starts": "10-16"}) == ["procedure steps 2:starts 10-16 晚于 due 10-15"]
    assert faults(REPORT | {"starts": "10-15"}) == []


def test_a_step_of_every_third_year_has_to_name_one_of_its_years() -> None:
    assert faults(REPORT, OPENING | {"every": 3}) == [
        "procedure steps 1:不是每年一次,却没有 first;请填其中一次所在的年份"
    ]
    assert faults(REPORT, OPENING | {"every": 3, "first": 2020}) == []


def test_a_step_that_cites_a_foreign_document_is_refused() -> None:
    (found,) = faults(REPORT | {"clause": "别〔2020〕9号 一"})
    assert found.startswith(
        "procedure steps 2 clause:“别〔2020〕9号 一”引用的文件不在本办法的依据中"
    )


@pytest.mark.parametrize("day", ["02-30", "2018-02-29", "13-01", "02-29"])
def test_a_duty_due_on_no_day_is_refused(day: str) -> None:
    assert faults(REPORT, duty={"due": day}) == [
        f"duties 一.1 due:{day} 不是日期;应为 MM-DD 或 YYYY-MM-DD"
    ]


def test_a_duty_may_be_due_on_one_date_also_a_leap_day() -> None:
    assert faults(REPORT, duty={"due": "2020-02-29"}) == []


def test_a_duty_without_a_day_needs_a_day_of_reports() -> None:
    assert faults(OPENING) == [
        "duties 一.1 due:没有完成时限;请填 due,或在 procedure 中写明报告的日子"
    ]
    assert faults(OPENING, duty={"due": "10-15"}) == []


def test_every_fault_of_a_procedure_is_told_at_once() -> None:
    found = faults(OPENING | {"due": "02-30"}, OPENING | {"every": 2}, collector="无此局")
    assert len(found) == 5


BOOK = """
code = "demo.book"
edition = "2020"
title = "示例办法"
basis = "示〔2020〕1号"
since = 2020-01-01

[procedure]
collector = "县教育局"
reviewer = "州政府"
{procedure}

[[procedure.steps]]
code = "1"
title = "部署"
due = "01-31"
clause = "示〔2020〕1号 三"
{step}
"""


@pytest.mark.parametrize(
    ("procedure", "step", "told"),
    [
        ("", 'starts = "1-1"', "starts:格式不对"),
        ("", "every = 0", "every:不应小于 1"),
        ("", "first = 1899", "first:不应小于 1900"),
        ("", 'done_by = "accept"', "done_by:不是可选值,应为 'open'、'submit'、'send'"),
        ("", 'until = "01-31"', "until:不认识的键"),
        ("remind = [400]", "", "remind → 第 1 项:不应大于 366"),
        ("remind = [-1]", "", "remind → 第 1 项:不应小于 0"),
        ('contact = "x"', "", "contact:不认识的键"),
    ],
)
def test_a_wrong_value_is_refused_at_its_key(procedure: str, step: str, told: str) -> None:
    text = BOOK.format(procedure=procedure, step=step)
    with pytest.raises(DudaoError) as refused:
        read_book(BookFile("demo.toml", text))
    assert told in str(refused.value.problems[0])


def test_a_procedure_without_steps_is_refused() -> None:
    text = BOOK.format(procedure="steps = []", step="").partition("[[procedure.steps]]")[0]
    with pytest.raises(DudaoError, match="procedure → steps:至少要有 1 项"):
        read_book(BookFile("demo.toml", text))


def test_one_faulty_step_is_not_told_as_a_lack_of_steps() -> None:
    text = BOOK.format(procedure="", step="every = 0")
    with pytest.raises(DudaoError) as refused:
        read_book(BookFile("demo.toml", text))
    assert len(refused.value.problems) == 1


def test_a_step_falls_in_its_own_years_and_in_none_before() -> None:
    step = Step(**(OPENING | {"every": 3, "first": 2020}))
    years = [year for year in range(2014, 2028) if step.falls_in(year)]
    assert years == [2020, 2023, 2026]
    assert all(Step(**OPENING).falls_in(year) for year in (1999, 2020))


def test_the_step_that_something_fulfils_is_found_by_it() -> None:
    found = Procedure(collector="a", reviewer="b", steps=(Step(**OPENING), Step(**REPORT)))
    assert found.step_for("submit") == Step(**REPORT)
    assert found.step_for("send") is None
    assert found.remind == (30, 7, 1)


def test_a_day_means_itself_or_the_day_of_the_year_asked_for() -> None:
    assert day_in(2018, "10-15") == date(2018, 10, 15)
    assert day_in(2018, "2019-03-01") == date(2019, 3, 1)
    assert (is_day("2020-02-29"), is_day("02-29")) == (True, False)
