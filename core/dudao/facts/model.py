"""What a tenant reported for a period, as plain values: subjects, their stages and classes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import msgspec

from ..metrics import Level


class Stage(StrEnum):
    """A school's primary or junior part."""

    PRIMARY = "primary"
    JUNIOR = "junior"


class SchoolType(StrEnum):
    """Types of school, as on the national form."""

    PRIMARY = "primary"
    JUNIOR = "junior"
    NINE_YEAR = "nine_year"
    COMPLETE_MIDDLE = "complete_middle"
    TWELVE_YEAR = "twelve_year"
    SENIOR = "senior"
    SPECIAL = "special"
    VOCATIONAL = "vocational"
    TEACHING_POINT = "teaching_point"


class Area(StrEnum):
    """Where a school stands."""

    URBAN = "urban"
    TOWN = "town"
    RURAL = "rural"


STAGE_LABELS = {Stage.PRIMARY: "小学", Stage.JUNIOR: "初中"}
AREA_LABELS = {Area.URBAN: "城区", Area.TOWN: "镇区", Area.RURAL: "乡村"}
TYPE_LABELS = {
    SchoolType.PRIMARY: "小学",
    SchoolType.JUNIOR: "初级中学",
    SchoolType.NINE_YEAR: "九年一贯制学校",
    SchoolType.COMPLETE_MIDDLE: "完全中学",
    SchoolType.TWELVE_YEAR: "十二年一贯制学校",
    SchoolType.SENIOR: "高级中学",
    SchoolType.SPECIAL: "特殊教育学校",
    SchoolType.VOCATIONAL: "职业学校",
    SchoolType.TEACHING_POINT: "教学点",
}
# Owner codes 1-10 of the national form; 10 is private.
OWNER_LABELS = {
    1: "省级教育部门",
    2: "省级其他部门",
    3: "地级教育部门",
    4: "地级其他部门",
    5: "县级教育部门",
    6: "县级其他部门",
    7: "乡镇、村集体",
    8: "事业单位",
    9: "国有企业",
    10: "民办",
}
PRIVATE = 10

_BOTH = (Stage.PRIMARY, Stage.JUNIOR)
STAGES_OF: dict[SchoolType, tuple[Stage, ...]] = {
    SchoolType.PRIMARY: (Stage.PRIMARY,),
    SchoolType.JUNIOR: (Stage.JUNIOR,),
    SchoolType.NINE_YEAR: _BOTH,
    SchoolType.COMPLETE_MIDDLE: (Stage.JUNIOR,),
    SchoolType.TWELVE_YEAR: _BOTH,
    SchoolType.SENIOR: (),
    SchoolType.SPECIAL: _BOTH,
    SchoolType.VOCATIONAL: (),
    SchoolType.TEACHING_POINT: (Stage.PRIMARY,),
}
WITH_SENIOR = frozenset({SchoolType.COMPLETE_MIDDLE, SchoolType.TWELVE_YEAR})


def stage_of_grade(grade: int) -> Stage | None:
    """Return the stage of a grade 1-9 (six years of primary, three of junior), else None."""
    if 1 <= grade <= 6:
        return Stage.PRIMARY
    return Stage.JUNIOR if 7 <= grade <= 9 else None


@dataclass(frozen=True, slots=True)
class School:
    """What a school is, apart from its figures."""

    type: SchoolType
    owner: int = 5
    area: Area = Area.TOWN
    boarding: bool = False
    built: int | None = None
    counts_as_school: bool = True
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class ClassFact:
    """One class: its code within the school, its grade and its pupils."""

    code: str
    grade: int
    students: int


@dataclass(frozen=True, slots=True)
class SubjectFacts:
    """One subject's figures: metric code → stored integer (see `Metric.read`).

    `kind` is "school" or "county"; `school` is present for schools only. `stages` and `classes`
    stay empty for a county.
    """

    code: str
    kind: Level
    name: str
    school: School | None = None
    facts: Mapping[str, int] = field(default_factory=dict)
    stages: Mapping[Stage, Mapping[str, int]] = field(default_factory=dict)
    classes: tuple[ClassFact, ...] = ()

    def keys(self) -> Iterator[Key]:
        """Yield the key of each figure, and of the list of classes."""
        yield Key(self.code, None, CLASS_LIST)
        yield from (Key(self.code, None, metric) for metric in self.facts)
        for stage, figures in self.stages.items():
            yield from (Key(self.code, stage, metric) for metric in figures)


@dataclass(frozen=True, slots=True)
class FactSet:
    """All figures of one tenant and period. `period` is a year, such as "2023"."""

    tenant: str
    period: str
    subjects: tuple[SubjectFacts, ...]
    name: str = ""

    @property
    def county(self) -> SubjectFacts:
        """The county's own figures; empty ones when none were reported."""
        for subject in self.subjects:
            if subject.kind is Level.COUNTY:
                return subject
        return SubjectFacts(self.tenant, Level.COUNTY, self.name or self.tenant)

    @property
    def schools(self) -> tuple[SubjectFacts, ...]:
        """The schools in the order reported."""
        return tuple(subject for subject in self.subjects if subject.kind is Level.SCHOOL)

    def subject(self, code: str) -> SubjectFacts | None:
        """Return the subject with this code, or None."""
        return next((subject for subject in self.subjects if subject.code == code), None)

    def digest(self) -> str:
        """Return the SHA-256 of the figures in canonical order; same figures, same digest."""
        return digest_of(self.tenant, self.period, self.subjects)


def digest_of(tenant: str, period: str, subjects: Iterable[SubjectFacts]) -> str:
    """Return the SHA-256 over tenant, period and subjects, whatever their order."""
    ordered = sorted(subjects, key=lambda subject: (subject.kind, subject.code))
    payload = msgspec.json.encode([tenant, period, ordered], order="sorted")
    return hashlib.sha256(payload).hexdigest()


# Stands for a metric where a school's list of classes is meant as a whole.
CLASS_LIST = "classes:list"


@dataclass(frozen=True, slots=True)
class Key:
    """Names one figure: whose, at which stage (None: the subject itself), which metric."""

    subject: str
    stage: Stage | None
    metric: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure came from, as a person can look it up again."""

    file: str
    place: str = ""
    who: str = ""
    when: str = ""

    def __str__(self) -> str:
        origin = " ".join(part for part in (self.file, self.place) if part)
        by = "、".join(part for part in (self.who, self.when) if part)
        return f"{origin}({by})" if by else origin
