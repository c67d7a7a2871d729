"""The days of a year: the book's own steps, and when each duty is due."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.core.build import BASIS, VOCABULARY, raw_book

from dudao.errors import DudaoError
from dudao.rulebook import RuleBook, verify
from dudao.workflow import calendar, due_days, procedure_of, send_by

STEP = {"clause": f"{BASIS} 三"}
REPORT = {"code": "1", "title": "报告", "due": "10-15", "done_by": "submit", **STEP}
SEND = {"code": "2", "title": "报送", "starts": "10-20", "due": "10-31", "done_by": "send", **STEP}
PRAISE = {"code": "3", "title": "表彰", "due": "01-31", "every": 3, "first": 2020, **STEP}
UNITS = [{"code": "edu", "name": "县教育局"}, {"code": "fin", "name": "县财政局"}]


def duty(code: str, due: str | None = None, **changes: Any) -> dict[str, Any]:
    return {
        "code": code,
        "title": f"{code} 任务",
        "lead": "县教育局",
        "clause": f"{BASIS} {code}",
        "due": due,
        **changes,
    }


def yearly(*steps: dict[str, Any], duties: tuple[dict[str, Any], ...] = ()) -> RuleBook:
    """Return a book with these steps and duties, sound or not."""
    procedure = {"collector": "县教育局", "reviewer": "州", "steps": steps}
    return raw_book(departments=UNITS, procedure=procedure, duties=duties or (duty("一.1"),))


def problems(book: RuleBook) -> list[str]:
    return [str(problem) for problem in verify(book, VOCABULARY, "demo.toml")]


BOOK = yearly(
    REPORT, SEND, PRAISE, duties=(duty("一.1"), duty("一.2", "09-01"), duty("一.3", "2019-03-01"))
)


def test_a_book_of_these_is_sound() -> None:
    assert problems(BOOK) == []


@pytest.mark.parametrize(
    ("year", "steps"),
    [
        (2017, "12"),  # before the first there is none, though the count would fall on it
        (2018, "12"),
        (2020, "312"),
        (2021, "12"),
        (2022, "12"),
        (2023, "312"),
        (2026, "312"),
    ],
)
def test_the_calendar_has_the_steps_of_the_year_in_the_order_of_their_days(
    year: int, steps: str
) -> None:
    found = calendar(BOOK, year)
    assert "".join(each.step.code for each in found) == steps
    assert {each.due.year for each in found} == {year}


def test_a_step_has_its_first_day_where_one_is_stated() -> None:
    report, send = calendar(BOOK, 2018)
    assert (report.starts, report.due) == (None, date(2018, 10, 15))
    assert (send.starts, send.due) == (date(2018, 10, 20), date(2018, 10, 31))


def test_the_day_of_sending_is_the_books_or_none() -> None:
    assert send_by(BOOK, 2018) == date(2018, 10, 31)
    assert send_by(yearly(REPORT), 2018) is None
    assert send_by(raw_book(), 2018) is None
    triennial = {**SEND, "every": 3, "first": 2020}
    assert send_by(yearly(REPORT, triennial), 2019) is None
    assert send_by(yearly(REPORT, triennial), 2020) == date(2020, 10, 31)


def test_a_book_without_a_procedure_has_an_empty_calendar() -> None:
    assert calendar(raw_book(), 2018) == ()


def test_each_duty_is_due_on_its_own_day_else_on_the_day_of_reports() -> None:
    found = due_days(BOOK, 2018, date(2018, 1, 20), {})
    assert found == {
        "一.1": date(2018, 10, 15),
        "一.2": date(2018, 9, 1),
        "一.3": date(2019, 3, 1),
    }


def test_without_a_day_of_reports_a_duty_is_due_at_the_end_of_the_year() -> None:
    assert due_days(yearly(SEND), 2018, date(2018, 1, 1), {}) == {"一.1": date(2018, 12, 31)}


def test_this_years_day_takes_the_place_of_the_books() -> None:
    found = due_days(BOOK, 2018, date(2018, 1, 20), {"一.2": date(2018, 11, 11)})
    assert found["一.2"] == date(2018, 11, 11)
    assert found["一.1"] == date(2018, 10, 15)


def test_a_duty_may_be_due_on_the_day_of_opening_and_not_before() -> None:
    assert due_days(BOOK, 2018, date(2018, 9, 1), {})["一.2"] == date(2018, 9, 1)
    with pytest.raises(DudaoError, match=r"一\.2 任务:完成时限 2018-09-01 早于"):
        due_days(BOOK, 2018, date(2018, 9, 2), {})


def test_every_duty_due_before_the_opening_and_every_unknown_one_is_named() -> None:
    changed = {"九.9": date(2018, 12, 1), "一.3": date(2018, 1, 1)}
    with pytest.raises(DudaoError) as refused:
        due_days(BOOK, 2018, date(2018, 10, 16), changed)
    assert [problem.where for problem in refused.value.problems] == [
        "任务 九.9",
        "任务 一.1 一.1 任务",
        "任务 一.2 一.2 任务",
        "任务 一.3 一.3 任务",
    ]


@pytest.mark.parametrize("day", ["02-29", "02-30", "13-01", "00-10", "2018-02-29"])
def test_a_day_that_is_not_in_every_year_is_refused_by_verify(day: str) -> None:
    told = problems(yearly(REPORT, duties=(duty("一.1", day),)))
    assert any(f"{day} 不是日期" in each for each in told)


@pytest.mark.parametrize("key", ["due", "starts"])
def test_a_step_on_a_leap_day_is_refused_by_verify(key: str) -> None:
    step = {**REPORT, key: "02-29"}
    assert any("02-29 不是日期" in each for each in problems(yearly(step)))


def test_a_leap_day_of_a_named_year_is_a_day() -> None:
    book = yearly(REPORT, duties=(duty("一.1", "2020-02-29"),))
    assert problems(book) == []
    assert due_days(book, 2020, date(2020, 1, 1), {}) == {"一.1": date(2020, 2, 29)}


def test_a_step_that_is_not_yearly_says_from_when_it_counts() -> None:
    told = problems(yearly(REPORT, {**PRAISE, "first": None}))
    assert any("没有 first" in each for each in told)


@pytest.mark.parametrize(
    "book", [raw_book(), raw_book(departments=UNITS, duties=(duty("一.1", "10-15"),))]
)
def test_a_book_without_duties_or_procedure_is_refused(book: RuleBook) -> None:
    with pytest.raises(DudaoError, match="没有职责任务或办理程序"):
        procedure_of(book)
