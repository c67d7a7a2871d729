"""Who answers for which school on a day, how that keeps to the book, and what is lacking. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ..rulebook import RuleBook, Staffing
from .roster import Assignment, Person, PersonKind, Roster, Supervised
from .units import groups_of, supervision_of, unit_name


def standing_schools(roster: Roster, day: date) -> list[Supervised]:
    """Return the schools and kindergartens that exist on a day, by code."""
    found = (each for each in roster.supervised.values() if each.is_school and each.stands(day))
    return sorted(found, key=lambda each: each.code)


def serving(roster: Roster, kind: PersonKind, day: date) -> list[Person]:
    """Return the people of a kind whose appointment holds on a day, by code."""
    found = (each for each in roster.people.values() if each.kind is kind and each.serves(day))
    return sorted(found, key=lambda each: each.code)


def is_large(school: Supervised, rule: Staffing) -> bool:
    """Return whether a school has so many pupils that its inspector answers for few others.

    One whose pupils are not known counts as not large.
    """
    return school.students is not None and school.students >= rule.large_from


def limit_for(schools: Iterable[Supervised], rule: Staffing) -> int:
    """Return how many schools an inspector may answer for who answers for these."""
    return rule.per_large if any(is_large(each, rule) for each in schools) else rule.schools


def needed_for(schools: Iterable[Supervised], rule: Staffing) -> int:
    """Return how many inspectors it takes at the least to answer for these schools."""
    large = [is_large(each, rule) for each in schools]
    return -(-sum(large) // rule.per_large) + -(-large.count(False) // rule.schools)


def is_sound(assignment: Assignment, roster: Roster, day: date) -> bool:
    """Return whether an assignment puts a school in good hands on a day.

    The inspector is one of schools, serves, and does not head the school.
    """
    person, school = (
        roster.people.get(assignment.inspector),
        roster.supervised.get(assignment.school),
    )
    return (
        assignment.holds(day)
        and school is not None
        and school.stands(day)
        and person is not None
        and person.kind is PersonKind.SCHOOL
        and person.serves(day)
        and person.heads != school.code
    )


@dataclass(frozen=True)
class GroupStaffing:
    """A district group on a day: its inspectors, its schools, how many inspectors those need."""

    code: str
    name: str
    inspectors: tuple[Person, ...]
    schools: tuple[Supervised, ...]
    needed: int

    @property
    def lacking(self) -> int:
        """How many inspectors more it needs."""
        return max(0, self.needed - len(self.inspectors))


@dataclass(frozen=True)
class Coverage:
    """Who answers for the schools on a day: inspectors by school, schools by inspector (codes)."""

    rule: Staffing
    schools: tuple[Supervised, ...]
    inspectors: tuple[Person, ...]
    by_school: Mapping[str, tuple[str, ...]]
    by_inspector: Mapping[str, tuple[str, ...]]
    groups: tuple[GroupStaffing, ...]

    @cached_property
    def large(self) -> tuple[Supervised, ...]:
        """The schools with many pupils."""
        return tuple(each for each in self.schools if is_large(each, self.rule))

    @cached_property
    def uncovered(self) -> tuple[Supervised, ...]:
        """The schools without an inspector."""
        return tuple(each for each in self.schools if each.code not in self.by_school)

    @cached_property
    def shared(self) -> tuple[Supervised, ...]:
        """The large schools with inspectors of whom none is theirs as the book asks."""
        return tuple(
            each
            for each in self.large
            if each.code in self.by_school
            and all(
                len(self.by_inspector[code]) > self.rule.per_large
                for code in self.by_school[each.code]
            )
        )


def coverage(rules: RuleBook, roster: Roster, day: date) -> Coverage:
    """Return who answers for the schools on a day; assignments that are not sound do not count."""
    rule = supervision_of(rules).staffing
    by_school, by_inspector = defaultdict(list), defaultdict(list)
    for code in sorted(roster.assignments):
        assignment = roster.assignments[code]
        if is_sound(assignment, roster, day):
            by_school[assignment.school].append(assignment.inspector)
            by_inspector[assignment.inspector].append(assignment.school)
    return Coverage(
        rule,
        tuple(standing_schools(roster, day)),
        tuple(serving(roster, PersonKind.SCHOOL, day)),
        {code: tuple(found) for code, found in by_school.items()},
        {code: tuple(found) for code, found in by_inspector.items()},
        tuple(_groups(rules, roster, day, rule)),
    )


def _groups(rules: RuleBook, roster: Roster, day: date, rule: Staffing) -> Iterator[GroupStaffing]:
    people, schools = serving(roster, PersonKind.SCHOOL, day), standing_schools(roster, day)
    for code in groups_of(rules):
        own = tuple(each for each in schools if each.group == code)
        yield GroupStaffing(
            code,
            unit_name(rules, code),
            tuple(each for each in people if each.unit == code),
            own,
            needed_for(own, rule),
        )
