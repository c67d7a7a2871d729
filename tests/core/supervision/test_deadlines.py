"""Deadlines of a book, and those that a person types."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, strategies as st

from dudao.errors import DudaoError
from dudao.rulebook import Deadline, DeadlineKind, Supervision
from dudao.supervision import due_day, require_deadline
from dudao.workdays import rest_day, working_days_until

KIND = DeadlineKind.RECTIFY
DAYS = st.dates(date(2005, 1, 1), date(2030, 12, 31))


def rules(days: int, *, working: bool) -> Supervision:
    """Return rules of which only the deadlines are asked."""
    return Supervision.model_construct(deadlines=(Deadline(kind=KIND, days=days, working=working),))


def test_working_days_leave_out_the_national_day_and_count_the_weekend_worked_for_it() -> None:
    # 1 to 7 October 2022 were free, the weekend of the 8th and 9th was worked.
    assert due_day(rules(3, working=True), KIND, date(2022, 9, 29)) == date(2022, 10, 9)


def test_calendar_days_that_end_on_a_holiday_end_on_the_next_working_day() -> None:
    assert due_day(rules(30, working=False), KIND, date(2022, 9, 3)) == date(2022, 10, 8)


def test_without_a_rule_nothing_is_due() -> None:
    assert due_day(rules(3, working=True), DeadlineKind.NOTICE, date(2022, 9, 29)) is None


@given(DAYS, st.integers(1, 90), st.booleans())
def test_what_a_book_sets_is_always_due_on_a_working_day_and_not_too_early(
    start: date, days: int, working: bool
) -> None:
    due = due_day(rules(days, working=working), KIND, start)
    assert due is not None
    assert rest_day(due) == ""
    assert (working_days_until(start, due) if working else (due - start).days) >= days


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2022, 10, 3), "期限 2022-10-03 是国庆节 — 请改为 2022-10-08"),
        (date(2022, 10, 15), "期限 2022-10-15 是周末 — 请改为 2022-10-17"),
        (date(2022, 9, 1), "期限 2022-09-01 已经过去 — 应不早于 2022-09-30"),
    ],
)
def test_a_day_that_nobody_can_be_held_to_is_refused_with_one_that_will_do(
    day: date, said: str
) -> None:
    with pytest.raises(DudaoError) as refused:
        require_deadline(day, date(2022, 9, 30), "督导事项第 1 号")
    (problem,) = refused.value.problems
    assert (problem.where, f"{problem.what} — {problem.expected}") == ("督导事项第 1 号", said)


@pytest.mark.parametrize("day", [date(2022, 9, 30), date(2022, 10, 8), date(2050, 10, 3)])
def test_a_working_day_from_today_on_is_accepted_also_in_a_year_not_arranged_yet(day: date) -> None:
    require_deadline(day, date(2022, 9, 30), "督导事项第 1 号")
