"""A made-up country for the benchmarks: counties, schools, and their figures. 示例数据."""

from __future__ import annotations

import random
from collections.abc import Iterator

from dudao.facts import FactSet, School, SchoolType, Stage, SubjectFacts
from dudao.metrics import Level, Vocabulary

PERIOD = "2023"
_TYPES = (
    (SchoolType.PRIMARY, 40),
    (SchoolType.JUNIOR, 12),
    (SchoolType.NINE_YEAR, 9),
)


def code_of(number: int) -> str:
    """Return the code of a made-up county."""
    return f"{900000 + number}"


def counties(count: int, vocabulary: Vocabulary) -> Iterator[FactSet]:
    """Yield made-up counties of about seventy stages each, the same ones in every run."""
    for number in range(count):
        yield _county(random.Random(number), code_of(number), vocabulary)


def _county(chance: random.Random, code: str, vocabulary: Vocabulary) -> FactSet:
    schools = []
    for kind, many in _TYPES:
        for _ in range(many):
            name = f"S{len(schools):03}"
            schools.append(_school(chance, name, kind, vocabulary))
    return FactSet(code, PERIOD, tuple(schools), "示例县")


def _school(
    chance: random.Random, code: str, kind: SchoolType, vocabulary: Vocabulary
) -> SubjectFacts:
    stages = {
        SchoolType.PRIMARY: (Stage.PRIMARY,),
        SchoolType.JUNIOR: (Stage.JUNIOR,),
    }.get(kind, (Stage.PRIMARY, Stage.JUNIOR))
    figures = {stage: _stage(chance) for stage in stages}
    pupils = sum(figures[stage]["students"] for stage in stages)
    amounts = {
        "teaching_area": f"{pupils * chance.uniform(4.2, 9):.1f}",
        "sports_area": f"{pupils * chance.uniform(7, 14):.1f}",
        "equipment_value": f"{pupils * chance.uniform(1800, 5000):.2f}",
        "multimedia_rooms": round(pupils * chance.uniform(0.021, 0.05)) or 1,
    }
    facts = {name: vocabulary[name].read(value) for name, value in amounts.items()}
    return SubjectFacts(code, Level.SCHOOL, f"示例学校{code}", School(kind), facts, figures)


def _stage(chance: random.Random) -> dict[str, int]:
    pupils = chance.randint(60, 1800)
    return {
        "students": pupils,
        "teachers_above_degree": round(pupils * chance.uniform(0.04, 0.08)),
        "backbone_teachers": round(pupils * chance.uniform(0.009, 0.02)),
        "pe_arts_teachers": round(pupils * chance.uniform(0.008, 0.02)),
    }
