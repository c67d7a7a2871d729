"""The roster of the demo: a county of invented bodies and people, with three things lacking."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TypeVar

import pytest

from dudao.api import (
    Assignment,
    Expert,
    Liaison,
    Meeting,
    Person,
    PersonKind,
    Plugins,
    Record,
    Roster,
    RuleBook,
    SubjectKind,
    Supervised,
)
from dudao_lezhi.demo import YEAR, demo_roster

R = TypeVar("R", bound=Record)
EARLY, LATE = date(YEAR, 6, 1), date(YEAR, 11, 20)


@pytest.fixture(scope="module")
def book(plugins: Plugins) -> RuleBook:
    return plugins.shelf.named("lezhi.supervision", LATE)


@pytest.fixture(scope="module")
def records(book: RuleBook) -> tuple[Record, ...]:
    return demo_roster(book)


def of(kind: type[R], records: tuple[Record, ...]) -> dict[str, R]:
    """Return the records of one kind by code; a code given twice is an error."""
    found = [each for each in records if isinstance(each, kind)]
    assert len({each.code for each in found}) == len(found)
    return {each.code: each for each in found}


@pytest.fixture(scope="module")
def roster(records: tuple[Record, ...]) -> Roster:
    return Roster(
        of(Supervised, records),
        of(Person, records),
        of(Assignment, records),
        of(Expert, records),
        of(Liaison, records),
        of(Meeting, records),
    )


def test_the_county_has_as_many_bodies_as_was_planned(roster: Roster) -> None:
    assert Counter(each.kind for each in roster.supervised.values()) == {
        SubjectKind.TOWNSHIP: 25,
        SubjectKind.DEPARTMENT: 17,
        SubjectKind.SCHOOL: 60,
        SubjectKind.KINDERGARTEN: 30,
    }
    names = [each.name for each in roster.supervised.values()]
    assert len(set(names)) == len(names)


def test_everybody_and_everything_but_the_departments_says_that_it_is_an_example(
    roster: Roster, book: RuleBook
) -> None:
    units = {unit.name for unit in book.organisation}
    bodies = {each.name for each in roster.supervised.values()} - units
    people = [*roster.people.values(), *roster.experts.values(), *roster.liaisons.values()]
    names = {each.name for each in people}
    assert len(names) == len(people)
    titles = {each.title for each in roster.meetings.values()}
    assert {name for name in bodies | names | titles if not name.startswith("示例")} == set()


def test_every_unit_named_is_one_of_the_book(roster: Roster, book: RuleBook) -> None:
    units = {unit.code for unit in book.organisation}
    named = {each.group for each in roster.supervised.values() if each.group}
    named |= {each.unit for each in roster.people.values()} | roster.liaisons.keys()
    named |= {each.sent_by for each in roster.people.values() if each.sent_by}
    named |= {unit for each in roster.meetings.values() for unit in each.units}
    assert named <= units


def test_schools_belong_to_a_group_and_their_heads_to_a_term(roster: Roster) -> None:
    for each in roster.supervised.values():
        taught = each.kind in (SubjectKind.SCHOOL, SubjectKind.KINDERGARTEN)
        assert taught == bool(each.group) == bool(each.students) == bool(each.term_until)
    ended = [each for each in roster.supervised.values() if each.term_until == date(YEAR, 8, 31)]
    assert 10 < len(ended) < 30


def test_nobody_answers_for_more_than_five_schools_nor_outside_their_group(
    roster: Roster,
) -> None:
    for person in roster.people.values():
        schools = list(roster.schools_of(person.code, EARLY))
        assert len(schools) <= 5
        assert {school.group for school in schools} <= {person.unit}


def test_every_school_has_one_inspector_until_one_of_them_leaves(roster: Roster) -> None:
    schools = [each.code for each in roster.supervised.values() if each.group]

    def uncovered(day: date) -> list[str]:
        return [code for code in schools if not list(roster.inspectors_of(code, day))]

    assert uncovered(EARLY) == []
    left = uncovered(LATE)
    assert len(left) == 4
    assert {roster.supervised[code].group for code in left} == {"group_9"}


def test_four_schools_are_large_and_one_of_them_shares_its_inspector(
    roster: Roster, book: RuleBook
) -> None:
    assert book.supervision
    least = book.supervision.staffing.large_from
    large = [each for each in roster.supervised.values() if (each.students or 0) >= least]
    loads = []
    for school in large:
        (person,) = roster.inspectors_of(school.code, LATE)
        loads.append(len(list(roster.schools_of(person.code, LATE))))
    assert sorted(loads) == [1, 1, 1, 5]


def test_the_office_has_as_many_as_it_should_and_one_member_no_liaison(
    roster: Roster,
) -> None:
    serving = [each for each in roster.people.values() if each.serves(LATE)]
    assert Counter(each.kind for each in serving) == {
        PersonKind.STAFF: 4,
        PersonKind.GOVERNMENT: 6,
        PersonKind.SCHOOL: 22,
    }
    assert len(roster.liaisons) == 16
    assert [each.full for each in roster.meetings.values()] == [True, False]


def test_the_experts_cover_every_field(roster: Roster, book: RuleBook) -> None:
    assert book.supervision
    covered = {field for each in roster.experts.values() for field in each.fields}
    assert covered == {field.code for field in book.supervision.fields}


def test_some_inspectors_were_not_trained_and_some_not_appraised_yet(roster: Roster) -> None:
    inspectors = [each for each in roster.people.values() if each.kind is PersonKind.SCHOOL]
    trained = [each for each in inspectors if each.trainings]
    appraised = [each for each in inspectors if any(a.year == YEAR for a in each.appraisals)]
    assert 0 < len(appraised) < len(trained) < len(inspectors)
    assert any(each.on_leave(LATE) for each in inspectors)


def test_it_is_the_same_every_time(book: RuleBook, records: tuple[Record, ...]) -> None:
    assert demo_roster(book) == records
