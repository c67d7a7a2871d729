"""Past years in a line each, for the tests of the forecast."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.core.build import facts_of, school

from dudao.facts import FactSet, SchoolType, SubjectFacts

# Pupils of each class by grade.
Grades = Mapping[int, Sequence[int]]
TEACHERS = 14


def listed(code: str, grades: Grades, type: str = "primary") -> SubjectFacts:
    """Return a school with its class list, and with teachers in its primary part if it has one."""
    classes = [(grade, pupils) for grade, sizes in grades.items() for pupils in sizes]
    teachers = {"teachers": TEACHERS} if any(grade < 7 for grade in grades) else None
    return school(code, SchoolType(type), primary=teachers, classes=classes)


def series(*years: Sequence[SubjectFacts], first: int = 2016) -> list[FactSet]:
    """Return consecutive years of one tenant."""
    return [
        facts_of(*subjects, period=str(year)) for year, subjects in enumerate(years, start=first)
    ]


def one_school(*years: Grades, code: str = "A", type: str = "primary") -> list[FactSet]:
    """Return consecutive years of a tenant with one school."""
    return series(*([listed(code, grades, type)] for grades in years))


def level(pupils: int, grades: Sequence[int] = range(1, 7)) -> dict[int, list[int]]:
    """Return as many pupils in each grade, in one class."""
    return {grade: [pupils] for grade in grades}
