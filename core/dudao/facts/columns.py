"""One county's figures as columns of bytes, so that those of a whole country are joined at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .model import (
    STAGES_OF,
    Area,
    FactSet,
    School,
    SchoolType,
    Stage,
    SubjectFacts,
    stage_of_grade,
)

# Stands where no figure was reported; none comes near it, metrics refuse values far below.
ABSENT = -(2**63)
FIGURE = "<i8"
CELL = "<i4"
# Stands for an attribute that is not given.
UNKNOWN = -1
TYPE_RANK = {kind: rank for rank, kind in enumerate(SchoolType)}
AREA_RANK = {area: rank for rank, area in enumerate(Area)}
STAGE_RANK = {Stage.PRIMARY: 0, Stage.JUNIOR: 1}
_RANK_OF_GRADE = {
    grade: STAGE_RANK[stage] for grade in range(1, 10) if (stage := stage_of_grade(grade))
}


@dataclass(frozen=True, slots=True)
class CountyColumns:
    """What evaluation reads of one tenant and period, without names, as tables of bytes.

    `schools` are the codes in the order reported, `parents` the code of the school that another
    belongs to, by its place in that list. A line of `attributes` is a school: its type and area
    by rank, owner, year of building, whether it counts as a school. A line of `stages` is a
    school's stage: place of the school, rank of the stage, whether it was reported; a line of
    `classes` a class: place of the school, rank of the stage, pupils. These are numbers of type
    `CELL`; figures, by metric, are of type `FIGURE`, one for each school or stage.
    """

    tenant: str
    schools: list[str]
    parents: dict[int, str]
    attributes: bytes
    stages: bytes
    classes: bytes
    county_figures: dict[str, int]
    school_figures: dict[str, bytes]
    stage_figures: dict[str, bytes]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was reported."""
        return not self.schools and not self.county_figures


@dataclass(frozen=True, slots=True)
class Enrolment:
    """How large a county is; None stands for what is not known of any of its stages.

    `lacking` is the number of stages whose pupils are not known.
    """

    schools: int
    classes: int | None
    pupils: int | None
    lacking: int


def enrolment_of(columns: CountyColumns) -> Enrolment:
    """Return how large a county is by its lists of classes, and where there is none by figures.

    Pupils are those reported for a stage, else those of its classes.
    """
    place, rank, _ = np.frombuffer(columns.stages, dtype=CELL).reshape(-1, 3).T
    class_place, class_rank, sizes = np.frombuffer(columns.classes, dtype=CELL).reshape(-1, 3).T
    most = 2 * len(columns.schools)
    at, of_classes = 2 * place + rank, 2 * class_place + class_rank
    listed = np.bincount(of_classes, minlength=most)[at]
    seated = np.bincount(of_classes, weights=sizes, minlength=most)[at]
    is_listed = listed > 0
    reported = {
        code: np.frombuffer(column, dtype=FIGURE) for code, column in columns.stage_figures.items()
    }
    nothing = np.full(len(at), ABSENT)
    classes = np.where(is_listed, listed, reported.get("classes", nothing))
    pupils = reported.get("students", nothing)
    pupils = np.where((pupils == ABSENT) & is_listed, seated.astype(FIGURE), pupils)
    lacking = int((pupils == ABSENT).sum())
    return Enrolment(len(columns.schools), _sum(classes), _sum(pupils), lacking)


def _sum(values: npt.NDArray[np.int64]) -> int | None:
    known = values[values != ABSENT]
    return int(known.sum()) if known.size else None


def columns_of(facts: FactSet) -> CountyColumns:
    """Return a county's figures as columns."""
    schools = facts.schools
    stages = [
        (place, stage) for place, school in enumerate(schools) for stage in school_stages(school)
    ]
    return CountyColumns(
        facts.tenant,
        [subject.code for subject in schools],
        dict(_parents(schools)),
        _packed([_attributes(subject.school) for subject in schools]),
        _packed(
            [(place, STAGE_RANK[stage], stage in schools[place].stages) for place, stage in stages]
        ),
        _packed([line for place, school in enumerate(schools) for line in _classes(place, school)]),
        dict(facts.county.facts),
        _figures([subject.facts for subject in schools]),
        _figures([schools[place].stages.get(stage, {}) for place, stage in stages]),
    )


def school_stages(subject: SubjectFacts) -> Iterable[Stage]:
    """Return the stages a school has by its type, reported or not: an unreported one has no data."""
    school = subject.school
    if school is None or school.type is SchoolType.SPECIAL:
        return subject.stages
    expected = STAGES_OF[school.type]
    if all(stage in expected for stage in subject.stages):
        return expected
    return dict.fromkeys((*expected, *subject.stages))


def _parents(schools: Iterable[SubjectFacts]) -> Iterable[tuple[int, str]]:
    for place, subject in enumerate(schools):
        if subject.school and subject.school.parent:
            yield place, subject.school.parent


def _attributes(school: School | None) -> tuple[int, ...]:
    if school is None:
        return UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, 1
    built = UNKNOWN if school.built is None else school.built
    area = AREA_RANK[school.area]
    return TYPE_RANK[school.type], area, school.owner, built, school.counts_as_school


def _classes(place: int, subject: SubjectFacts) -> list[tuple[int, int, int]]:
    return [
        (place, _RANK_OF_GRADE[entry.grade], entry.students)
        for entry in subject.classes
        if entry.grade in _RANK_OF_GRADE
    ]


def _packed(lines: Sequence[tuple[int, ...]]) -> bytes:
    return np.array(lines, dtype=CELL).tobytes()


def _figures(rows: Sequence[Mapping[str, int]]) -> dict[str, bytes]:
    """Return each metric that any row reports as a column over all of them."""
    columns: dict[str, list[int]] = {}
    for row, figures in enumerate(rows):
        for code, value in figures.items():
            if code not in columns:
                columns[code] = [ABSENT] * len(rows)
            columns[code][row] = value
    block = np.array([*columns.values()], dtype=FIGURE)
    return {code: column.tobytes() for code, column in zip(columns, block, strict=True)}
