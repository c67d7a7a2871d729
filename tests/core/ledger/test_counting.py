"""The ledger in numbers adds up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, strategies as st
from tests.core.ledger.county import class_key

from dudao.ledger import Finding, Gap, Turn, by_month, late_by_owner
from dudao.workflow import FindingState, Owner, OwnerKind

DAYS = st.dates(date(2018, 1, 1), date(2021, 12, 31))


def test_every_month_is_told_also_one_without_anything() -> None:
    turns = [
        Turn(date(2018, 11, 5), True),
        Turn(date(2018, 11, 6), True),
        Turn(date(2019, 1, 2), False),
    ]
    told = [
        (each.year, each.month, each.opened, each.closed, each.standing)
        for each in by_month(turns, date(2019, 2, 1))
    ]
    assert told == [
        (2018, 11, 2, 0, 2),
        (2018, 12, 0, 0, 2),
        (2019, 1, 0, 1, 1),
        (2019, 2, 0, 0, 1),
    ]


def test_an_empty_ledger_has_no_months() -> None:
    assert by_month([], date(2020, 1, 1)) == ()


@given(turns=st.lists(st.builds(Turn, DAYS, st.booleans()), min_size=1), until=DAYS)
def test_what_stands_at_the_end_is_all_that_opened_less_all_that_closed(
    turns: list[Turn], until: date
) -> None:
    months = by_month(turns, until)
    assert months[-1].standing == sum(1 if turn.opens else -1 for turn in turns)
    assert sum(each.opened for each in months) == sum(turn.opens for turn in turns)


def finding(number: int, owner: Owner | None, deadline: date | None) -> Finding:
    gap = Gap(class_key(f"2018-{number}"), "班级学生数", "示例小学", "56 人", "≤ 55", "示 1")
    return Finding(
        number, "demo.book", gap, "2018", date(2018, 1, 1), owner=owner, deadline=deadline
    )


def test_what_is_overdue_is_listed_by_owner_the_longest_list_first() -> None:
    one, two = Owner(OwnerKind.SCHOOL, "S1"), Owner(OwnerKind.DEPARTMENT, "education")
    late, later = date(2019, 1, 1), date(2019, 3, 1)
    held = [
        finding(1, one, late),
        finding(2, two, later),
        finding(3, two, late),
        finding(4, two, date(2019, 6, 1)),
        finding(5, None, None),
        replace(finding(6, one, late), state=FindingState.STRUCK),
    ]
    told = [
        (owner, [each.number for each in found])
        for owner, found in late_by_owner(held, date(2019, 6, 1))
    ]
    assert told == [(two, [3, 2]), (one, [1])]
