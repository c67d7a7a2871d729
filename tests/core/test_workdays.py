"""Working days: weekends, holidays, and the weekends worked in their place."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from dudao.workdays import (
    after_working_days,
    is_arranged,
    rest_day,
    working_day,
    working_days_until,
)

DAYS = st.dates(date(2004, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2022, 10, 1), "国庆节"),
        (date(2022, 10, 7), "国庆节"),
        (date(2022, 10, 8), ""),  # a Saturday worked for the holiday
        (date(2022, 10, 9), ""),  # a Sunday worked for the holiday
        (date(2022, 4, 2), ""),
        (date(2022, 4, 5), "清明节"),
        (date(2022, 6, 3), "端午节"),
        (date(2022, 9, 12), "中秋节"),
        (date(2022, 10, 15), "周末"),
        (date(2022, 10, 17), ""),
        (date(2015, 9, 3), "抗战胜利纪念日"),
    ],
)
def test_the_days_of_a_year_are_worked_as_the_state_council_arranged(
    day: date, reason: str
) -> None:
    assert rest_day(day) == reason


def test_in_a_year_not_arranged_yet_weekends_are_all_that_is_known() -> None:
    assert is_arranged(date(2022, 1, 1))
    assert not is_arranged(date(2050, 10, 1))
    assert rest_day(date(2050, 10, 1)) == "周末"
    assert rest_day(date(2050, 10, 3)) == ""


def test_no_holiday_is_named_in_another_language() -> None:
    first = date(2004, 1, 1)
    days = (first + timedelta(days=each) for each in range(366 * 23))
    assert {reason for day in days if (reason := rest_day(day)).isascii() and reason} == set()


@given(DAYS, st.integers(1, 60))
def test_so_many_working_days_on_lie_as_many_working_days_ahead(start: date, count: int) -> None:
    end = after_working_days(start, count)
    assert rest_day(end) == ""
    assert working_days_until(start, end) == count
    assert working_days_until(end, start) == -count


@given(DAYS)
def test_the_next_working_day_is_worked_and_skips_nothing_but_rest_days(day: date) -> None:
    found = working_day(day)
    assert rest_day(found) == ""
    between = (found - day).days
    assert all(rest_day(day + timedelta(days=each)) for each in range(between))


def test_no_working_days_on_is_the_day_itself() -> None:
    assert after_working_days(date(2022, 10, 1), 0) == date(2022, 10, 1)
