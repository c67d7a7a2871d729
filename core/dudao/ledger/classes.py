"""Following one class through the years: by its school, its year of entry and its number."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from ..facts import ClassFact, FactSet, Stage, SubjectFacts, stage_of_grade

_NUMBER = re.compile(r"(\d+)\D*$")
_FIRST_GRADE = {Stage.PRIMARY: 1, Stage.JUNIOR: 7}


@dataclass(frozen=True, slots=True)
class KnownClass:
    """A class of a period. `item` names it in every period, `label` is how people call it."""

    item: str
    label: str
    students: int


Place = tuple[str, Stage]  # school, stage


def classes_of(facts: FactSet, *, merge: bool) -> dict[Place, dict[str, KnownClass]]:
    """Return the classes of each school and stage by what names them in every period.

    With `merge` those of a point that is no school of its own are its school's.
    """
    found: defaultdict[Place, dict[str, KnownClass]] = defaultdict(dict)
    for subject in facts.schools:
        parent = _parent(subject) if merge else None
        for stage, known in _known(subject, int(facts.period)):
            item = known.item if parent is None else f"{subject.code}/{known.item}"
            label = known.label if parent is None else f"{subject.name} {known.label}"
            place = (parent or subject.code, stage)
            found[place][item] = KnownClass(item, label, known.students)
    return dict(found)


def _parent(subject: SubjectFacts) -> str | None:
    school = subject.school
    return school.parent if school and not school.counts_as_school else None


def _known(subject: SubjectFacts, year: int) -> Iterator[tuple[Stage, KnownClass]]:
    placed = [(stage, entry) for entry in subject.classes if (stage := stage_of_grade(entry.grade))]
    many = Counter(_name(stage, entry, year) for stage, entry in placed)
    for stage, entry in placed:
        entered, number = _name(stage, entry, year)
        if many[entered, number] > 1:  # numbers that say nothing: two campuses, two streams
            number = entry.code
        label = f"{entered} 级 {number} 班({entry.grade} 年级)"
        yield stage, KnownClass(f"{entered}-{number}", label, entry.students)


def _name(stage: Stage, entry: ClassFact, year: int) -> tuple[int, str]:
    """Return the year in which a class entered its stage, and its number."""
    entered = year - entry.grade + _FIRST_GRADE[stage]
    number = _NUMBER.search(entry.code)
    return entered, number[1].lstrip("0") or "0" if number else entry.code
