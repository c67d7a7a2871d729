"""Who inspects and who is inspected: the records of a supervision office, as values.

Every record has a code of its own within its kind. Days are inclusive; what has no end is open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from ..rulebook import SubjectKind


class PersonKind(StrEnum):
    """What somebody does in the supervision system."""

    STAFF = "staff"  # of the office
    GOVERNMENT = "government"  # inspects townships and departments (督政)
    SCHOOL = "school"  # inspects schools (督学)


SCHOOLS = (SubjectKind.SCHOOL, SubjectKind.KINDERGARTEN)
PERSON_WORDS = {
    PersonKind.STAFF: "督导室工作人员",
    PersonKind.GOVERNMENT: "督政专家",
    PersonKind.SCHOOL: "督学",
}


@dataclass(frozen=True, slots=True)
class HeadTerm:
    """A term of office of a head."""

    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Supervised:
    """A body that is inspected (督导对象).

    `group` is the unit of the district group that it belongs to, empty where none inspects it.
    `students` decides whether a school is large. `term_since` and `term_until` are the head's
    term of office, `past_terms` those of the heads before.
    """

    code: str
    name: str
    kind: SubjectKind
    group: str = ""
    students: int | None = None
    private: bool = False
    term_since: date | None = None
    term_until: date | None = None
    closed: date | None = None
    past_terms: tuple[HeadTerm, ...] = ()

    @property
    def is_school(self) -> bool:
        """Whether it is a school or a kindergarten."""
        return self.kind in SCHOOLS

    @property
    def terms(self) -> tuple[HeadTerm, ...]:
        """The terms of office of its heads that are known, the latest last."""
        if self.term_since is None or self.term_until is None:
            return self.past_terms
        return (*self.past_terms, HeadTerm(self.term_since, self.term_until))

    def stands(self, day: date) -> bool:
        """Return whether it exists on a day."""
        return self.closed is None or day < self.closed


@dataclass(frozen=True, slots=True)
class Training:
    """A training that somebody took part in; `hours` of 45 minutes."""

    on: date
    title: str
    hours: int


@dataclass(frozen=True, slots=True)
class Appraisal:
    """What came of a year's appraisal."""

    year: int
    result: str


@dataclass(frozen=True, slots=True)
class Leave:
    """Days on which somebody cannot inspect."""

    since: date
    until: date
    reason: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the office or an inspector, appointed from `since` to `until`.

    `unit` is the body worked for: the office or a group. `sent_by` is the member unit that an
    inspector of government comes from. `heads` is the school that an inspector is the head of,
    which they may not inspect. `left` is the day of dismissal or resignation, with its ground.
    """

    code: str
    name: str
    kind: PersonKind
    unit: str
    since: date
    until: date
    full_time: bool = False
    sent_by: str = ""
    heads: str = ""
    trainings: tuple[Training, ...] = ()
    appraisals: tuple[Appraisal, ...] = ()
    leaves: tuple[Leave, ...] = ()
    left: date | None = None
    left_ground: str = ""

    def serves(self, day: date) -> bool:
        """Return whether the appointment holds on a day, on leave or not."""
        last = self.until if self.left is None else min(self.until, self.left)
        return self.since <= day <= last

    def on_leave(self, day: date) -> bool:
        """Return whether a leave covers a day."""
        return any(leave.since <= day <= leave.until for leave in self.leaves)


@dataclass(frozen=True, slots=True)
class Assignment:
    """An inspector answers for a school (挂牌), from `since` to `until`; `code` is both codes."""

    code: str
    inspector: str
    school: str
    since: date
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Return whether it is in force on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Expert:
    """Somebody of the expert pool, for fields of the book by code."""

    code: str
    name: str
    fields: tuple[str, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Liaison:
    """Who a member unit sends word through; `code` is the unit's."""

    code: str
    name: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of the committee, with the member units that came; `full` calls all of them."""

    code: str
    on: date
    title: str
    units: tuple[str, ...] = ()
    full: bool = True


Record = Supervised | Person | Assignment | Expert | Liaison | Meeting


@dataclass(frozen=True)
class Roster:
    """All records of a tenant, each kind by code."""

    supervised: Mapping[str, Supervised] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)
    assignments: Mapping[str, Assignment] = field(default_factory=dict)
    experts: Mapping[str, Expert] = field(default_factory=dict)
    liaisons: Mapping[str, Liaison] = field(default_factory=dict)
    meetings: Mapping[str, Meeting] = field(default_factory=dict)

    def inspectors_of(self, school: str, day: date) -> Iterator[Person]:
        """Yield the inspectors who answer for a school on a day."""
        for assignment in self.assignments.values():
            person = self.people.get(assignment.inspector)
            if assignment.school == school and assignment.holds(day) and person:
                if person.serves(day):
                    yield person

    def schools_of(self, inspector: str, day: date) -> Iterator[Supervised]:
        """Yield the schools that an inspector answers for on a day."""
        for assignment in self.assignments.values():
            school = self.supervised.get(assignment.school)
            if assignment.inspector == inspector and assignment.holds(day) and school:
                if school.stands(day):
                    yield school
