"""Who owes what by when, and which reminder is due on which day."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from dudao.workflow import (
    OVERDUE,
    TASK_WORDS,
    DutyStanding,
    DutyState,
    Owed,
    PartStanding,
    PartState,
    PlanStanding,
    PlanState,
    Task,
    by_department,
    mark_of,
    owed,
)

DUE, SEND_BY, DAY = date(2018, 10, 15), date(2018, 10, 31), timedelta(1)
DRAFT, FILED, HANDED_BACK = PartState


def duty(
    state: DutyState = DutyState.COLLECTING,
    lead: PartState = DRAFT,
    support: tuple[PartState, ...] = (DRAFT,),
    code: str = "二.1",
    due: date = DUE,
) -> DutyStanding:
    """Return a duty that finance leads, supported by tax and then police."""
    helping = zip(("tax", "police"), support, strict=False)
    parts = (PartStanding(each, False, stands) for each, stands in helping)
    return DutyStanding(code, due, state, (PartStanding("finance", True, lead), *parts))


def plan(*duties: DutyStanding, state: PlanState = PlanState.OPEN) -> PlanStanding:
    return PlanStanding(state, "education", duties, SEND_BY)


def found(standing: PlanStanding) -> list[str]:
    """Return what is owed in short: department, task, duty."""
    return [f"{each.department} {each.task} {each.duty}".strip() for each in owed(standing)]


@pytest.mark.parametrize("state", [DutyState.COLLECTING, DutyState.RETURNED])
@pytest.mark.parametrize("lead", PartState)
def test_an_open_duty_is_owed_by_its_leader_whatever_its_own_part(
    state: DutyState, lead: PartState
) -> None:
    assert found(plan(duty(state, lead, (FILED,)))) == [
        "finance submit 二.1",
        "education assemble",
    ]


@pytest.mark.parametrize(("part", "owes"), [(DRAFT, True), (HANDED_BACK, True), (FILED, False)])
@pytest.mark.parametrize("state", [DutyState.COLLECTING, DutyState.RETURNED])
def test_a_supporting_part_is_owed_until_it_is_filed(
    state: DutyState, part: PartState, owes: bool
) -> None:
    assert ("tax file 二.1" in found(plan(duty(state, support=(part,))))) is owes


def test_a_reported_duty_is_the_collectors_and_nobody_elses() -> None:
    standing = plan(duty(DutyState.SUBMITTED, FILED, (DRAFT, HANDED_BACK)))
    assert found(standing) == ["education assemble", "education accept 二.1"]
    assert {each.due for each in owed(standing)} == {SEND_BY}


def test_an_accepted_duty_is_owed_by_nobody() -> None:
    assert found(plan(duty(DutyState.ACCEPTED, FILED, (DRAFT,)))) == ["education assemble"]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (PlanState.ASSEMBLED, ["education send"]),
        (PlanState.LOCKED, ["education send"]),
        (PlanState.SENT, ["review"]),
        (PlanState.SENT_BACK, ["education assemble"]),
        (PlanState.REVIEWED, ["decide"]),
        (PlanState.DECIDED, []),
    ],
)
def test_after_collecting_only_the_plan_itself_is_owed(
    state: PlanState, expected: list[str]
) -> None:
    # Whatever the duties say: none of them can move any more.
    standing = plan(duty(), duty(DutyState.SUBMITTED, code="二.2"), state=state)
    assert found(standing) == expected


def test_the_body_above_has_no_day_and_no_reminder() -> None:
    (review,) = owed(plan(state=PlanState.SENT))
    assert review == Owed("", Task.REVIEW, "", None)
    assert review.days_left(DUE) is None
    assert mark_of(review, DUE, (30, 7, 1)) is None


def test_what_is_due_first_stands_first_and_what_has_no_day_last() -> None:
    late, early = duty(code="二.1"), duty(code="三.1", due=date(2018, 9, 1))
    dues = [each.due for each in owed(plan(late, early))]
    assert dues == [date(2018, 9, 1)] * 2 + [DUE] * 2 + [SEND_BY]
    undated = PlanStanding(PlanState.OPEN, "education", (late, early), None)
    assert owed(undated)[-1].task is Task.ASSEMBLE


def test_what_is_owed_is_grouped_by_who_owes_it() -> None:
    grouped = by_department(owed(plan(duty(support=(DRAFT, DRAFT)), duty(code="二.2"))))
    assert {name: len(items) for name, items in grouped.items()} == {
        "tax": 2,
        "police": 1,
        "finance": 2,
        "education": 1,
    }
    assert all(each.department == name for name, items in grouped.items() for each in items)


def test_every_task_has_words() -> None:
    assert TASK_WORDS.keys() == set(Task)


OWED = Owed("tax", Task.FILE, "二.1", DUE)


@pytest.mark.parametrize(
    ("left", "mark"),
    [(31, None), (30, 30), (8, 30), (7, 7), (2, 7), (1, 1), (0, 1), (-1, OVERDUE), (-99, OVERDUE)],
)
def test_a_reminder_is_the_last_mark_that_was_passed(left: int, mark: int | None) -> None:
    assert mark_of(OWED, DUE - left * DAY, (30, 7, 1)) == mark
    assert mark_of(OWED, DUE - left * DAY, (1, 30, 7)) == mark


marks = st.lists(st.integers(0, 366), max_size=6)
days = st.dates(date(2017, 1, 1), date(2019, 12, 31))


@given(marks, days)
def test_a_mark_is_one_of_the_books_or_says_that_it_is_overdue(
    remind: list[int], today: date
) -> None:
    mark = mark_of(OWED, today, remind)
    assert (mark == OVERDUE) is (today > DUE)
    assert mark is None or mark == OVERDUE or mark in remind
    if mark is None:
        assert all((DUE - today).days > each for each in remind)


@given(marks, days, st.integers(0, 400))
def test_as_days_pass_a_mark_only_gets_smaller_and_never_goes_away(
    remind: list[int], today: date, later: int
) -> None:
    now, then = mark_of(OWED, today, remind), mark_of(OWED, today + later * DAY, remind)
    if now is not None:
        assert then is not None
        assert then <= now


@given(marks)
def test_who_is_looked_at_every_day_is_reminded_once_for_each_mark_of_the_book(
    remind: list[int],
) -> None:
    seen = [mark_of(OWED, DUE + day * DAY, remind) for day in range(-400, 10)]
    changes = [new for old, new in pairwise(seen) if new != old]
    assert changes == [*sorted(set(remind), reverse=True), OVERDUE]
