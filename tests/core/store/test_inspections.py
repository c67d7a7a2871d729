"""Inspections, cases, visits and the roster in the database: as written, versioned, a tenant's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import IntegrityError
from tests.core.store.records import COUNTY, NEIGHBOUR, PROVINCE
from tests.core.store.work import at_once, raw
from tests.core.supervision.book import roster as roster_with, whole_records

from dudao.errors import ConflictError, DudaoError
from dudao.rulebook import SubjectKind
from dudao.store import (
    Database,
    LogEntry,
    Scope,
    ScopeError,
    add_inspection,
    add_visit,
    broken_seals,
    cases,
    find_visit,
    hold_case,
    hold_inspections,
    inspections,
    log_entries,
    put_records,
    roster,
    visits,
    write_case,
    write_inspection,
    write_log,
)
from dudao.store.supervisiontables import VisitRow
from dudao.supervision import Case, Found, Inspection, Rung, Seen, Visit
from dudao.workflow import CaseState

MINE, OTHER = Scope(COUNTY), Scope(NEIGHBOUR)
WIDE = Scope(PROVINCE, frozenset({COUNTY, NEIGHBOUR}))
ON = date(2026, 4, 8)


def planned(number: int = 1) -> Inspection:
    return Inspection(
        number, "shidu.supervision", "春季综合督导", "east", ("whole", "announced"), "school",
        ("S1", "S2"), ON, date(2026, 4, 20), ("P1",), ("finance",), ("安全",),
    )  # fmt: skip


def case(number: int, subject: str, inspection: int = 1) -> Case:
    return Case(number, inspection, subject, SubjectKind.SCHOOL)


def visit(key: str = "k1", number: int = 1) -> Visit:
    seen = (Seen("1", Found.FAULT, "消防通道堵塞"), Seen("2", Found.GOOD))
    return Visit(key, number, ON, seen, "总体较好", people=("P1",), by="示例人员乙")


@pytest.fixture
def inspected(peopled: Database) -> Database:
    """A database with one inspection of two schools, the first visited."""
    with peopled.session(MINE) as session:
        assert hold_inspections(session) == (0, 0)
        add_inspection(session, planned(), [case(1, "S1"), case(2, "S2")])
        add_visit(session, visit())
    return peopled


def test_all_comes_back_as_it_was_written(inspected: Database) -> None:
    with inspected.reading(MINE) as session:
        assert inspections(session, COUNTY) == [planned()]
        assert cases(session, COUNTY) == [case(1, "S1"), case(2, "S2")]
        assert cases(session, COUNTY, [2]) == [case(2, "S2")]
        assert visits(session, COUNTY) == visits(session, COUNTY, [1]) == [visit()]
        assert visits(session, COUNTY, [2]) == []


def test_what_is_stored_again_is_the_next_version_with_every_field(inspected: Database) -> None:
    later = replace(
        case(1, "S1"), state=CaseState.NOTIFIED, deadline=date(2026, 6, 1), rung=Rung.NOTICE,
        findings=(3, 5), visited=ON, looked=True, closed=date(2026, 7, 1), returns=2,
    )  # fmt: skip
    with inspected.session(MINE) as session:
        assert hold_inspections(session) == (1, 2)
        write_case(session, later)
        write_inspection(session, replace(planned(), title="改期"))
    with inspected.reading(MINE) as session:
        assert cases(session, COUNTY, [1]) == [replace(later, version=2)]
        assert inspections(session, COUNTY) == [replace(planned(), title="改期", version=2)]


def test_a_case_that_somebody_else_moved_meanwhile_is_a_conflict(inspected: Database) -> None:
    with inspected.session(MINE) as session:
        write_case(session, hold_case(session, 1, version=1))
    with inspected.session(MINE) as session:
        with pytest.raises(ConflictError):
            hold_case(session, 1, version=1)
        assert hold_case(session, 1, version=2).number == 1
        with pytest.raises(DudaoError, match="没有这一项"):
            hold_case(session, 9)


def test_a_visit_counts_once_by_its_key_in_each_tenant(inspected: Database) -> None:
    with inspected.session(MINE) as session:
        assert find_visit(session, "k1") == visit()
        assert find_visit(session, "k2") is None
    with pytest.raises(IntegrityError), inspected.session(MINE) as session:
        add_visit(session, visit())
    with inspected.session(OTHER) as session:
        assert find_visit(session, "k1") is None
        add_inspection(session, planned(), [case(1, "S1")])
        add_visit(session, visit())


def test_the_record_of_a_visit_is_never_altered(inspected: Database) -> None:
    for statement in (update(VisitRow).values(on=ON), delete(VisitRow)):
        with pytest.raises(ScopeError), inspected.session(MINE) as session:
            session.execute(statement)


def test_a_body_has_one_case_in_an_inspection(inspected: Database) -> None:
    with pytest.raises(IntegrityError), inspected.session(MINE) as session:
        add_inspection(session, planned(2), [case(3, "S1", 2), case(4, "S1", 2)])


def test_a_neighbour_reads_and_holds_nothing_and_the_body_above_only_reads(
    inspected: Database,
) -> None:
    for read in (inspections, cases, visits, roster):
        with pytest.raises(ScopeError), inspected.reading(OTHER) as session:
            read(session, COUNTY)
    with inspected.reading(WIDE) as session:
        assert inspections(session, COUNTY) == [planned()]
        assert len(cases(session, COUNTY)) == 2
    for scope in (OTHER, WIDE):
        with pytest.raises(DudaoError, match="没有这一项"), inspected.session(scope) as session:
            hold_case(session, 1)


def test_two_who_plan_at_once_get_numbers_of_their_own(peopled: Database) -> None:
    def plan(_: int) -> None:
        with peopled.session(MINE) as session:
            last, last_case = hold_inspections(session)
            number = last + 1
            add_inspection(session, planned(number), [case(last_case + 1, "S1", number)])

    at_once(*(lambda number=number: plan(number) for number in range(6)))
    with peopled.reading(MINE) as session:
        assert [each.number for each in inspections(session, COUNTY)] == [1, 2, 3, 4, 5, 6]
        assert [each.number for each in cases(session, COUNTY)] == [1, 2, 3, 4, 5, 6]


def test_a_roster_comes_back_as_it_was_written_and_a_record_is_put_over_its_former(
    peopled: Database,
) -> None:
    with peopled.session(MINE) as session:
        put_records(session, whole_records())
    first = whole_records()[0]
    renamed = replace(first, name="示例学校更名")  # type: ignore[type-var]
    with peopled.session(MINE) as session:
        assert roster(session, COUNTY) == roster_with(*whole_records())
        put_records(session, [renamed])
    with peopled.reading(MINE) as session:
        assert roster(session, COUNTY) == roster_with(*whole_records(), renamed)


def test_the_log_tells_of_a_case_and_notices_when_it_is_given_to_another(
    inspected: Database, database_url: str
) -> None:
    with inspected.session(MINE) as session:
        write_log(session, LogEntry("示例人员甲", "report", case=1))
        write_log(session, LogEntry("示例人员甲", "report", case=2))
    with inspected.reading(MINE) as session:
        assert [each.case for each in log_entries(session, COUNTY, case=2)] == [2]
        assert not any(each.is_of_duties for each in log_entries(session, COUNTY))
        assert list(broken_seals(session, COUNTY)) == []
    with raw(database_url) as connection:
        connection.execute(text('UPDATE log SET "case" = 1 WHERE number = 2'))
    with inspected.reading(MINE) as session:
        (problem,) = broken_seals(session, COUNTY)
    assert "第 2 条" in str(problem)
