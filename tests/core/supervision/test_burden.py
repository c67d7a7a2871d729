"""How often a body is inspected in a term."""

from __future__ import annotations

from datetime import date

import pytest

from dudao.rulebook import SubjectKind, Supervision
from dudao.supervision import Burden, Case, Inspection, burdens, supervision_of, term_on
from dudao.workflow import CaseState

from .book import rules


def system() -> Supervision:
    return supervision_of(rules())


def planned(number: int, since: date, until: date) -> Inspection:
    return Inspection(
        number, "shidu.supervision", f"督导{number}", "east", ("special",), "form", ("S1",),
        since, until,
    )  # fmt: skip


def burden(*held: tuple[Inspection, Case], on: date = date(2026, 4, 1)) -> Burden:
    span = term_on(system(), on)
    assert span is not None
    inspections, cases = [each for each, _ in held], [case for _, case in held]
    return burdens(system(), inspections, cases, span, ["S1"])["S1"]


SPRING = (date(2026, 4, 8), date(2026, 4, 20))


def case(number: int, state: CaseState = CaseState.PLANNED, visited: date | None = None) -> Case:
    return Case(number, number, "S1", SubjectKind.SCHOOL, state, visited=visited)


def test_a_school_that_nobody_inspects_in_the_term_is_told_of_too() -> None:
    found = burden()
    assert (found.inspections, found.is_heavy, found.mergeable) == ((), False, ())


def test_what_is_still_to_come_can_be_merged_with_and_what_was_made_cannot() -> None:
    first = planned(1, *SPRING), case(1, CaseState.VISITED, date(2026, 4, 9))
    second = planned(2, *SPRING), case(2)
    found = burden(first, second)
    assert [each.number for each in found.inspections] == [2, 1]
    assert [each.number for each in found.mergeable] == [2]
    assert found.is_heavy  # the book says two a term


def test_one_that_was_called_off_is_no_burden() -> None:
    assert burden((planned(1, *SPRING), case(1, CaseState.CANCELLED))).inspections == ()


@pytest.mark.parametrize("visited", [None, date(2025, 10, 9)])
def test_another_term_is_another_count(visited: date | None) -> None:
    autumn = planned(1, date(2025, 10, 8), date(2025, 10, 20))
    state = CaseState.VISITED if visited else CaseState.PLANNED
    held = autumn, case(1, state, visited)
    assert burden(held).inspections == ()
    assert len(burden(held, on=date(2025, 10, 8)).inspections) == 1
