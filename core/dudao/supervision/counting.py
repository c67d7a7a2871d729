"""The figures of a year that are counted from the records of supervision. Pure.

What was not recorded at all is unknown and has no figure: silence is not a zero. Records of a
kind begin with the earliest one; what lies before it is not known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ..rulebook import RuleBook, SubjectKind
from .model import Case, Inspection
from .roster import HeadTerm, PersonKind, Roster, Supervised
from .staffing import Coverage, coverage, serving
from .units import groups_of, members_of, supervision_of


@dataclass(frozen=True, slots=True)
class Rectification:
    """A demand for rectification: due by when, and closed on which day, if it was."""

    due: date
    done: date | None = None


@dataclass(frozen=True)
class Records:
    """All that is counted: the rules, the roster, inspections with their cases, rectifications."""

    rules: RuleBook
    roster: Roster
    inspections: Collection[Inspection] = ()
    cases: Collection[Case] = ()
    rectifications: Collection[Rectification] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """A figure, and what it lacks by name: those that are not in it of all that should be.

    `value` is None where it is not known.
    """

    value: int | None
    lacking: tuple[str, ...] = ()


UNKNOWN = Count(None)


def counts(records: Records, day: date) -> Mapping[str, int]:
    """Return the figures of the year of a day, as of that day, by metric; unknown ones are absent.

    `day` is the last one of the year, or today while the year is running.
    """
    found = detailed_counts(records, day)
    return {code: count.value for code, count in found.items() if count.value is not None}


def detailed_counts(records: Records, day: date) -> Mapping[str, Count]:
    """Return what `counts` does with what each figure lacks; unknown ones included."""
    year = _Year(records, day)
    return {
        **year.of_committee(),
        **year.of_people(),
        **year.of_schools(),
        **year.of_government(),
        **year.of_heads(),
        **year.of_rectifications(),
    }


class _Year:
    """A year of the records as of a day."""

    def __init__(self, records: Records, day: date) -> None:
        self._records = records
        self._roster = records.roster
        self._rules = records.rules
        self._day = day
        self._first = date(day.year, 1, 1)

    def of_committee(self) -> Mapping[str, Count]:
        """Count meetings, and what the member units do."""
        members = members_of(self._rules)
        meetings = [each for each in self._roster.meetings.values() if each.on <= self._day]
        full = sum(each.full and self._within(each.on) for each in meetings)
        joined = {unit for each in self._visited_inspections for unit in each.members}
        named = {code: unit.name for code, unit in members.items()}
        return {
            "committee_meetings": Count(full) if meetings else UNKNOWN,
            "member_units": Count(len(members)) if members else UNKNOWN,
            "member_units_joined": _part(named, joined, self._has_inspections and bool(members)),
            "member_units_liaison": _part(
                named, self._roster.liaisons, bool(self._roster.liaisons and members)
            ),
        }

    def of_people(self) -> Mapping[str, Count]:
        """Count the office's staff, the groups, the inspectors, the experts' fields."""
        roster, groups = self._roster, groups_of(self._rules)
        staff = serving(roster, PersonKind.STAFF, self._day)
        experts = roster.experts.values()
        fields = {field.code: field.title for field in supervision_of(self._rules).fields}
        covered = {code for expert in experts for code in expert.fields}
        return {
            "office_staff": Count(len(staff)) if self._knows(PersonKind.STAFF) else UNKNOWN,
            "inspection_groups": Count(len(groups)) if groups else UNKNOWN,
            "inspection_groups_staffed": _part(
                {code: unit.name for code, unit in groups.items()},
                {each.unit for each in self._coverage.inspectors},
                bool(groups) and self._knows(PersonKind.SCHOOL),
            ),
            "expert_fields": _part(fields, covered, bool(experts)),
            **self._of_inspectors(),
        }

    def _of_inspectors(self) -> Mapping[str, Count]:
        inspectors = {each.code: each for each in self._coverage.inspectors}
        names = {code: each.name for code, each in inspectors.items()}
        known = self._knows(PersonKind.SCHOOL)
        trained = {
            each.code
            for each in inspectors.values()
            if any(self._within(training.on) for training in each.trainings)
        }
        appraised = {
            each.code
            for each in inspectors.values()
            if any(appraisal.year == self._day.year for appraisal in each.appraisals)
        }
        people = self._roster.people.values()
        trains = any(one.on <= self._day for each in people for one in each.trainings)
        appraises = any(one.year <= self._day.year for each in people for one in each.appraisals)
        return {
            "inspectors": Count(len(inspectors)) if known else UNKNOWN,
            "inspectors_trained": _part(names, trained, known and trains),
            "inspectors_appraised": _part(names, appraised, known and appraises),
        }

    def of_schools(self) -> Mapping[str, Count]:
        """Count who answers for the schools."""
        found = self._coverage
        schools = {each.code: each.name for each in found.schools}
        large = {each.code: each.name for each in found.large}
        unknown = tuple(each.name for each in found.schools if each.students is None)
        assigned = any(each.since <= self._day for each in self._roster.assignments.values())
        own = large.keys() - {each.code for each in (*found.uncovered, *found.shared)}
        return {
            "most_schools_per_inspector": Count(max(map(len, found.by_inspector.values())))
            if found.by_inspector
            else UNKNOWN,
            "supervised_schools": Count(len(schools)) if schools else UNKNOWN,
            "supervised_schools_covered": _part(
                schools, found.by_school, bool(schools) and assigned
            ),
            "large_schools": Count(len(large)) if schools and not unknown else Count(None, unknown),
            "large_schools_covered": _part(large, own, bool(schools) and assigned and not unknown),
        }

    def of_government(self) -> Mapping[str, Count]:
        """Count the comprehensive inspections of townships and departments."""
        found: dict[str, Count] = {}
        for kind, all_of, inspected in (
            (SubjectKind.TOWNSHIP, "supervised_townships", "townships_inspected"),
            (SubjectKind.DEPARTMENT, "supervised_departments", "departments_inspected"),
        ):
            bodies = {each.code: each.name for each in self._standing(kind)}
            visited = {code for code, on in self._whole_visits if self._within(on)}
            found[all_of] = Count(len(bodies)) if bodies else UNKNOWN
            found[inspected] = _part(bodies, visited, bool(bodies) and self._has_inspections)
        return found

    def of_heads(self) -> Mapping[str, Count]:
        """Count the heads whose term ended, and who of them was inspected within it."""
        schools = self._coverage.schools
        unknown = tuple(each.name for each in schools if not each.terms)
        if not schools or unknown:
            return dict.fromkeys(("heads_term_ended", "heads_inspected"), Count(None, unknown))
        ended = {
            f"{school.code} {term.since}": (school, term)
            for school in schools
            for term in school.terms
            if self._within(term.until)
        }
        inspected = {key for key, (school, term) in ended.items() if self._seen(school, term)}
        names = {key: school.name for key, (school, _) in ended.items()}
        return {
            "heads_term_ended": Count(len(ended)),
            "heads_inspected": _part(names, inspected, self._has_inspections or not ended),
        }

    def of_rectifications(self) -> Mapping[str, Count]:
        """Count the rectifications that were due, and those of them that were closed."""
        due = [each for each in self._records.rectifications if self._within(each.due)]
        done = sum(each.done is not None and each.done <= self._day for each in due)
        known = self._has_inspections
        return {
            "rectifications_due": Count(len(due)) if known else UNKNOWN,
            "rectifications_done": Count(done) if known else UNKNOWN,
        }

    def _within(self, on: date) -> bool:
        return self._first <= on <= self._day

    def _seen(self, school: Supervised, term: HeadTerm) -> bool:
        return any(
            code == school.code and term.since <= on <= term.until
            for code, on in self._whole_visits
        )

    def _standing(self, kind: SubjectKind) -> Iterable[Supervised]:
        bodies = self._roster.supervised.values()
        return (each for each in bodies if each.kind is kind and each.stands(self._day))

    def _knows(self, kind: PersonKind) -> bool:
        people = self._roster.people.values()
        return any(each.kind is kind and each.since <= self._day for each in people)

    @cached_property
    def _coverage(self) -> Coverage:
        return coverage(self._rules, self._roster, self._day)

    @cached_property
    def _has_inspections(self) -> bool:
        return any(each.since <= self._day for each in self._records.inspections)

    @cached_property
    def _visited_inspections(self) -> list[Inspection]:
        visited = {
            each.inspection
            for each in self._records.cases
            if each.visited and self._within(each.visited)
        }
        return [each for each in self._records.inspections if each.number in visited]

    @cached_property
    def _whole_visits(self) -> set[tuple[str, date]]:
        """The comprehensive visits: which body, on which day."""
        modes = {mode.code for mode in supervision_of(self._rules).modes if mode.whole}
        whole = {each.number for each in self._records.inspections if modes & {*each.modes}}
        return {
            (each.subject, each.visited)
            for each in self._records.cases
            if each.inspection in whole and each.visited
        }


def _part(names: Mapping[str, str], those: Collection[str], known: bool) -> Count:
    """Return how many of the named there are among those, and the names of the others."""
    if not known:
        return UNKNOWN
    lacking = tuple(name for code, name in names.items() if code not in those)
    return Count(len(names) - len(lacking), lacking)
