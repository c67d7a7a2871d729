"""A synthetic prefecture for the demo: seven counties, five school years, all figures made here.

The same at every call, on every machine: variation comes from checksums, not from chance.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from importlib.resources import files
from typing import Any

from dudao.api import DemoTenant

from .demo_cohorts import Year, classes_in, years_of
from .demo_counties import COUNTIES, YEARS, County, School, chance, schools_of
from .demo_figures import figures_of
from .demo_stories import LATE_COUNTIES, UNLISTED

Figures = dict[str, Any]

_PREFECTURE, _NAME, _BOOK = "220500", "通化市", "tonghua.integration"
_SOURCE = "示例数据生成器"
# The figures of 2020 have just been taken in, and the last milestone is six weeks away.
_DAY = date(2020, 11, 16)
_BASED_ON = 2017
# Teachers to ten classes.
_TEACHERS = {"rural": 16, "town": 19, "urban": 21}
_TEACHERS_JUNIOR, _TEACHERS_SPECIAL = 32, 15
# From which to which year schools come to meet a standard, one after another.
_STANDARDISED, _MANAGED, _CHARTERED = (2012, 9), (2015, 8), (2012, 7)
_LACKING_COURSES = 12


def demo_tenants() -> tuple[DemoTenant, ...]:
    """Return the prefecture, which has no figures of its own, and its counties with theirs."""
    above = DemoTenant(_PREFECTURE, _NAME, "prefecture", _BOOK, (), _SOURCE, day=_DAY)
    return (above, *(_Demo(county).tenant() for county in COUNTIES))


class _Demo:
    """One county of the demo."""

    def __init__(self, county: County) -> None:
        self._county = county
        self._schools = schools_of(county)

    @cached_property
    def _grown(self) -> dict[int, Year]:
        return years_of(self._county)

    def tenant(self) -> DemoTenant:
        """Return the county with a facts file for each year."""
        return DemoTenant(
            code=self._county.code,
            name=self._county.name,
            level="county",
            book=_BOOK,
            facts=tuple(self._facts_file(year) for year in YEARS),
            source=_SOURCE,
            parent=_PREFECTURE,
            ledger=_ledger(self._county.code),
            day=_DAY,
        )

    def _facts_file(self, year: str) -> str:
        schools = [*self._subjects(int(year))]
        code, name = self._county.code, self._county.name
        figures = figures_of(self._county, int(year), schools)
        county = {"code": code, "kind": "county", "name": name, "facts": figures}
        subjects = [*schools, county]
        document = {"tenant": code, "period": year, "name": name, "subjects": subjects}
        return json.dumps(document, ensure_ascii=False)

    def _subjects(self, year: int) -> Iterator[Figures]:
        """Yield every school that has pupils in a year, as the facts file holds it."""
        for school in self._schools:
            classes = [*classes_in(self._grown[year].cohorts, school, year)]
            if classes:
                yield {
                    "code": school.code,
                    "kind": "school",
                    "name": school.name,
                    "attributes": _attributes(school),
                    "facts": _attested(school, year),
                    "stages": _stages(school, classes),
                    "classes": _listed(school, year, classes),
                }


def _ledger(code: str) -> str:
    name = "ledger-late.toml" if code in LATE_COUNTIES else "ledger.toml"
    return (files("dudao_tonghua") / name).read_text(encoding="utf-8")


def _attributes(school: School) -> Figures:
    boarding = school.area == "town" and school.grades[-1] == 9
    return {
        "type": school.type,
        "area": school.area,
        "built": school.built,
        "boarding": boarding,
    }


def _listed(school: School, year: int, classes: list[tuple[str, int, int]]) -> list[Figures]:
    if (school.code, str(year)) == UNLISTED:
        return []
    return [{"code": code, "grade": grade, "students": pupils} for code, grade, pupils in classes]


def _stages(school: School, classes: list[tuple[str, int, int]]) -> Mapping[str, Figures]:
    stages = {}
    for stage, grades in (("primary", range(1, 7)), ("junior", range(7, 10))):
        sizes = [pupils for _, grade, pupils in classes if grade in grades]
        if sizes:
            teachers = max(2, -(-len(sizes) * _to_ten(school, stage) // 10))
            stages[stage] = {"students": sum(sizes), "classes": len(sizes), "teachers": teachers}
    return stages


def _to_ten(school: School, stage: str) -> int:
    if school.type == "special":
        return _TEACHERS_SPECIAL
    return _TEACHERS_JUNIOR if stage == "junior" else _TEACHERS[school.area]


def _attested(school: School, year: int) -> Figures:
    """Return what a school confirms; nobody asked before there was the document."""
    if year < _BASED_ON:
        return {}
    return {
        "tonghua.standardised": year >= _reached(school, "standardised", _STANDARDISED),
        "tonghua.management": year >= _reached(school, "management", _MANAGED),
        "charter": year >= _reached(school, "charter", _CHARTERED),
        "full_curriculum": chance(_LACKING_COURSES, school.code, year, "courses") > 0,
    }


def _reached(school: School, what: str, span: tuple[int, int]) -> int:
    first, many = span
    late = 1 if school.area == "rural" else 0
    return first + late + chance(many, school.code, what)
