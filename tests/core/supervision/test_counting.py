"""The figures of a year, counted from the records of supervision."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dudao.metrics import Vocabulary
from dudao.plugins import Plugins
from dudao.rulebook import SubjectKind
from dudao.supervision import (
    Case,
    Inspection,
    Record,
    Records,
    Rectification,
    counts,
    detailed_counts,
)
from dudao.workflow import CaseState

from .book import assigned, body, inspector, roster, rules, school, whole_records

END = date(2026, 12, 31)


def vocabulary() -> Vocabulary:
    return Plugins().vocabulary


def records(*more: Record, **given: object) -> Records:
    return Records(rules(), roster(*whole_records(), *more), **given)  # type: ignore[arg-type]


def inspected(
    subject: str, kind: SubjectKind, on: date | None, *modes: str, number: int = 1
) -> dict[str, object]:
    """Return one inspection of one body, visited on a day or not yet."""
    planned = Inspection(
        number, "shidu.supervision", "示例督导", "committee", modes, "form", (subject,),
        date(2026, 4, 1), date(2026, 4, 30), members=("finance",),
    )  # fmt: skip
    state = CaseState.PLANNED if on is None else CaseState.VISITED
    return {"inspections": [planned], "cases": [Case(1, number, subject, kind, state, visited=on)]}


def test_the_counts_are_exactly_the_figures_that_the_vocabulary_counts_from_records() -> None:
    counted = {metric.code for metric in vocabulary() if metric.records}
    assert detailed_counts(records(), END).keys() == counted


def test_nothing_recorded_is_unknown_and_never_zero() -> None:
    found = counts(Records(rules(), roster()), END)
    # What the book itself says of its organisation is all there is.
    assert found == {"member_units": 3, "inspection_groups": 2}


def test_a_county_to_which_nothing_is_lacking_is_counted_in_full() -> None:
    found = counts(records(), END)
    assert found["committee_meetings"] == 1
    assert (found["supervised_schools"], found["supervised_schools_covered"]) == (5, 5)
    assert (found["large_schools"], found["large_schools_covered"]) == (1, 1)
    assert found["most_schools_per_inspector"] == 2
    assert (found["inspection_groups"], found["inspection_groups_staffed"]) == (2, 2)
    assert (found["member_units"], found["member_units_liaison"]) == (3, 3)
    assert found["office_staff"] == 1


def test_what_a_figure_lacks_is_told_by_name() -> None:
    found = detailed_counts(records(school("S9")), END)["supervised_schools_covered"]
    assert (found.value, found.lacking) == (5, ("示例学校S9",))


def test_an_inspector_at_the_school_they_head_does_not_cover_it() -> None:
    there = records(school("S9"), inspector("P9", heads="S9"), assigned("P9", "S9"))
    assert counts(there, END)["supervised_schools_covered"] == 5


def test_only_a_comprehensive_visit_of_the_year_counts_for_a_township() -> None:
    township = SubjectKind.TOWNSHIP
    of_it = [
        (date(2026, 4, 8), ("whole",), 1),
        (date(2026, 4, 8), ("special",), 0),
        (date(2025, 4, 8), ("whole",), 0),
        (None, ("whole",), 0),
    ]
    for on, modes, expected in of_it:
        found = counts(records(**inspected("T1", township, on, *modes)), END)
        assert (found["supervised_townships"], found["townships_inspected"]) == (1, expected)


def test_a_member_unit_has_joined_once_the_inspection_it_takes_part_in_was_made() -> None:
    department = SubjectKind.DEPARTMENT
    planned = records(**inspected("D1", department, None, "special"))
    made = records(**inspected("D1", department, date(2026, 4, 8), "special"))
    assert counts(planned, END)["member_units_joined"] == 0
    assert counts(made, END)["member_units_joined"] == 1
    assert detailed_counts(made, END)["member_units_joined"].lacking == ("县教育局", "县卫生健康局")


def test_a_head_counts_as_inspected_by_a_comprehensive_visit_within_the_term_that_ends() -> None:
    ending = (date(2023, 9, 1), date(2026, 8, 31))
    there = school("S8", term=ending)
    before = inspected("S8", SubjectKind.SCHOOL, date(2023, 4, 8), "whole")
    within = inspected("S8", SubjectKind.SCHOOL, date(2026, 4, 8), "whole")
    assert counts(records(there, **before), END)["heads_inspected"] == 0
    assert counts(records(there, **within), END)["heads_inspected"] == 1
    assert counts(records(there, **within), END)["heads_term_ended"] == 1


def test_while_the_year_runs_only_what_is_due_by_today_is_counted() -> None:
    due = [Rectification(date(2026, 5, 8)), Rectification(date(2026, 11, 9), date(2026, 10, 1))]
    given = inspected("T1", SubjectKind.TOWNSHIP, date(2026, 4, 8), "whole")
    there = replace(records(**given), rectifications=due)
    half, whole = counts(there, date(2026, 6, 30)), counts(there, END)
    assert (half["rectifications_due"], half["rectifications_done"]) == (1, 0)
    assert (whole["rectifications_due"], whole["rectifications_done"]) == (2, 1)


def test_a_body_that_was_closed_is_not_counted_any_more() -> None:
    closed = body("T2", closed=date(2026, 6, 1))
    assert counts(records(closed), date(2026, 5, 31))["supervised_townships"] == 2
    assert counts(records(closed), END)["supervised_townships"] == 1
