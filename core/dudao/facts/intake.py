"""Turning what was handed in into facts, and telling every fault of it at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any, TypeVar

from ..metrics import Level, Vocabulary
from .entries import ClassEntry, Entry, Fault, Place, Report, StageEntry, SubjectEntry, fault_at
from .model import (
    AREA_LABELS,
    OWNER_LABELS,
    STAGE_LABELS,
    STAGES_OF,
    TYPE_LABELS,
    Area,
    ClassFact,
    FactSet,
    Key,
    School,
    SchoolType,
    Stage,
    SubjectFacts,
    stage_of_grade,
)
from .scalars import (
    Unfit,
    read_choice,
    read_code,
    read_figure,
    read_period,
    read_text,
    read_whole,
    read_yes,
    shown,
)

T = TypeVar("T")

LARGEST_CLASS = 200
_OLDEST, _LAST = 1800, 2100
_KINDS = {Level.SCHOOL: "学校", Level.COUNTY: "县"}
_WHERE_TO = {
    Level.COUNTY: "按县填报,请填在县级数据中",
    Level.SCHOOL: "按学校填报,请填在学校的数据中",
    Level.STAGE: "按学段填报,请填在该校的小学(primary)或初中(junior)学段中",
    Level.CLASS: "按班级填报,请填在班级中",
}
_ATTRIBUTES = ("type", "owner", "area", "boarding", "built", "counts_as_school", "parent")


class Intake:
    """One hand-in being taken: `faults` in the order found, `places` of the figures accepted.

    Whatever has a fault is left out of the facts, never guessed: a figure alone; a school whose
    code, type or another attribute cannot be read; of two subjects with one code, both; and of
    a school with a faulty class, all its classes, because its largest class is then unknown.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self.faults: list[Fault] = []
        self.places: dict[Key, str] = {}
        self._tenant: str | None = None
        self._last_year = _LAST

    def fault(self, place: Place, what: str, expected: str = "", found: object = None) -> None:
        """Note a fault at a place."""
        self.faults.append(fault_at(place, what, expected, "" if found is None else shown(found)))

    def take(self, report: Report) -> FactSet | None:
        """Return the valid part of a hand-in; None when tenant or period cannot be read."""
        tenant = self._read(report.tenant, read_code, "缺少行政区代码(tenant)")
        period = self._read(report.period, read_period, "缺少年度(period)")
        name = self._read(report.name, read_text) if report.name else None
        if not report.subjects:
            self.fault(report.place, "没有任何填报对象", "至少应有一所学校或县级数据")
        self._tenant = tenant
        self._last_year = int(period) + 1 if period else _LAST
        codes = [self._read(entry.code, read_code, "缺少代码(code)") for entry in report.subjects]
        self._repeated(report.subjects, codes)
        seen = Counter(codes)
        taken = {
            code: subject
            for entry, code in zip(report.subjects, codes, strict=True)
            if (subject := self._subject(entry, code or "?")) and seen[code] == 1
        }
        taken.pop(None, None)
        subjects = self._with_parents(report.subjects, codes, taken)
        kept = {subject.code for subject in subjects}
        self.places = {key: at for key, at in self.places.items() if key.subject in kept}
        if tenant is None or period is None:
            return None
        county = next((one for one in subjects if one.kind is Level.COUNTY), None)
        title = name or (county.name if county and county.name != county.code else "")
        return FactSet(tenant, period, subjects, title)

    def _read(
        self, entry: Entry, reader: Callable[[Any], T], missing: str | None = None
    ) -> T | None:
        if entry.value is None:
            if missing:
                self.fault(entry.place, missing)
            return None
        try:
            return entry.read(reader)
        except Unfit as unfit:
            self.faults.append(entry.fault(unfit))
            return None

    def _repeated(self, entries: tuple[SubjectEntry, ...], codes: list[str | None]) -> None:
        first: dict[str, Place] = {}
        for entry, code in zip(entries, codes, strict=True):
            if code is None:
                continue
            if code in first:
                there = first[code].spot
                self.fault(entry.code.place, f"代码 {code} 重复,已用于 {there}", "", code)
            first.setdefault(code, entry.code.place)

    def _subject(self, entry: SubjectEntry, code: str) -> SubjectFacts | None:
        kind = self._read(
            entry.kind, lambda value: read_choice(value, Level, _KINDS), "缺少类别(kind)"
        )
        name = self._read(entry.name, read_text) or code
        if kind is Level.COUNTY:
            return self._county(entry, code, name)
        before = len(self.faults)
        school = self._school(entry)
        usable = school if len(self.faults) == before else None
        facts = self._figures(entry.figures, code, Level.SCHOOL)
        stages = self._stages(entry.stages, code, school)
        classes = self._classes(entry.classes, school)
        if kind is None or usable is None:
            return None
        return SubjectFacts(code, kind, name, usable, facts, stages, classes)

    def _county(self, entry: SubjectEntry, code: str, name: str) -> SubjectFacts | None:
        if entry.stages or entry.classes or entry.attributes:
            self.fault(entry.place, "县级数据不能有学校属性、学段或班级", "请填在各学校中")
        facts = self._figures(entry.figures, code, Level.COUNTY)
        if self._tenant is not None and entry.code.value is not None and code != self._tenant:
            what = f"县级数据的代码 {code} 与行政区代码 {self._tenant} 不一致"
            self.fault(entry.code.place, what, f"应为 {self._tenant}", code)
            return None
        return SubjectFacts(code, Level.COUNTY, name, None, facts)

    def _school(self, entry: SubjectEntry) -> School | None:
        """Return what the school is as far as it can be read; None without its type."""
        given = entry.attributes
        self._unknown_attributes(given)
        nothing = Entry(None, entry.place)
        kind = self._read(
            given.get("type", nothing),
            lambda value: read_choice(value, SchoolType, TYPE_LABELS),
            "缺少学校类型(type)",
        )
        owner = self._read(given.get("owner", nothing), _read_owner)
        area = self._read(
            given.get("area", nothing), lambda value: read_choice(value, Area, AREA_LABELS)
        )
        boarding = self._read(given.get("boarding", nothing), read_yes)
        built = self._read(
            given.get("built", nothing), lambda value: read_whole(value, _OLDEST, self._last_year)
        )
        counts = self._read(given.get("counts_as_school", nothing), read_yes)
        parent = self._read(given.get("parent", nothing), read_code)
        if counts is False and parent is None:
            place = given["counts_as_school"].place
            self.fault(place, "不计校数的学校没有所属学校", "请填所属学校代码(parent)", "否")
        if kind is None:
            return None
        usual = School(kind)
        return School(
            kind,
            owner or usual.owner,
            area or usual.area,
            bool(boarding),
            built,
            counts is not False,
            parent,
        )

    def _unknown_attributes(self, given: Mapping[str, Entry]) -> None:
        for name in given:
            if name not in _ATTRIBUTES:
                near = get_close_matches(name, _ATTRIBUTES, n=1)
                hint = f"是否为 {near[0]}?" if near else f"可用:{'、'.join(_ATTRIBUTES)}"
                self.fault(given[name].place, f"不认识的学校属性 {shown(name)}", hint)

    def _figures(self, figures: Mapping[str, Entry], code: str, level: Level) -> dict[str, int]:
        read = {}
        for metric, entry in figures.items():
            stored = self._figure(metric, entry, level)
            if stored is not None:
                read[metric] = stored
                self.places[Key(code, None, metric)] = entry.place.spot
        return read

    def _figure(self, code: str, entry: Entry, level: Level) -> int | None:
        if code not in self._vocabulary:
            hint = self._vocabulary.resembling(code)
            self.fault(entry.place, f"不认识的数据项 {shown(code)}", hint)
            return None
        metric = self._vocabulary[code]
        if metric.level is not level:
            what = f"“{metric.label}”({code})填错了位置"
            self.fault(entry.place, what, _WHERE_TO[metric.level])
            return None
        return self._read(entry, lambda value: read_figure(metric, value))

    def _stages(
        self, entries: tuple[StageEntry, ...], code: str, school: School | None
    ) -> dict[Stage, dict[str, int]]:
        read: dict[Stage, dict[str, int]] = {}
        for entry in entries:
            stage = self._stage(entry.stage, school)
            figures = {}
            for metric, value in entry.figures.items():
                stored = self._figure(metric, value, Level.STAGE)
                if metric == "students" and stored == 0:
                    self.fault(value.place, "学生数为 0", "没有学生的学段请整段不填", 0)
                elif stored is not None:
                    figures[metric] = stored
            if stage in read:
                label = STAGE_LABELS[stage]
                self.fault(entry.stage.place, f"{code} 的{label}学段重复", "每个学段只填一次")
            elif stage and figures:
                read[stage] = figures
                for metric in figures:
                    place = entry.figures[metric].place
                    self.places[Key(code, stage, metric)] = place.spot
        return read

    def _stage(self, entry: Entry, school: School | None) -> Stage | None:
        stage = self._read(entry, lambda value: read_choice(value, Stage, STAGE_LABELS), "缺少学段")
        if stage is None or school is None or stage in STAGES_OF[school.type]:
            return stage
        what = f"{TYPE_LABELS[school.type]}没有{STAGE_LABELS[stage]}学段"
        self.fault(entry.place, what, _stages_expected(school.type), entry.value)
        return None

    def _classes(
        self, entries: tuple[ClassEntry, ...], school: School | None
    ) -> tuple[ClassFact, ...]:
        before = len(self.faults)
        number: Counter[int] = Counter()
        read: list[ClassFact] = []
        for entry in entries:
            grade = self._grade(entry.grade, school)
            students = self._class_size(entry.students)
            number[grade or 0] += 1
            code: str | None = f"{grade}-{number[grade or 0]}"
            if entry.code.value is not None:
                code = self._read(entry.code, read_text)
            if code and any(other.code == code for other in read):
                self.fault(entry.code.place, f"班级代码 {shown(code)} 重复", "", code)
            read.append(ClassFact(code or "", grade or 0, students or 0))
        return tuple(read) if len(self.faults) == before else ()

    def _grade(self, entry: Entry, school: School | None) -> int | None:
        grade = self._read(entry, lambda value: read_whole(value, 1, 9), "缺少年级(grade)")
        stage = stage_of_grade(grade) if grade else None
        if stage and school and stage not in STAGES_OF[school.type]:
            what = f"{TYPE_LABELS[school.type]}没有 {grade} 年级"
            self.fault(entry.place, what, _stages_expected(school.type), grade)
            return None
        return grade

    def _class_size(self, entry: Entry) -> int | None:
        if entry.value in (0, "0"):
            self.fault(entry.place, "班级人数为 0", "没有学生的班级请不要填", 0)
            return None
        return self._read(
            entry, lambda value: read_whole(value, 1, LARGEST_CLASS), "缺少班级人数(students)"
        )

    def _with_parents(
        self,
        entries: tuple[SubjectEntry, ...],
        codes: list[str | None],
        taken: Mapping[str | None, SubjectFacts],
    ) -> tuple[SubjectFacts, ...]:
        """Return the subjects taken, less the points whose parent school is not among them."""
        kept = []
        for entry, code in zip(entries, codes, strict=True):
            subject = taken.get(code)
            if subject is None:
                continue
            parent = subject.school.parent if subject.school else None
            if parent and (what := _parent_fault(parent, subject, taken, codes)):
                place = entry.attributes["parent"].place
                self.fault(place, what, "应为本文件中另一所计校数的学校", parent)
            else:
                kept.append(subject)
        return tuple(kept)


def _parent_fault(
    code: str,
    subject: SubjectFacts,
    taken: Mapping[str | None, SubjectFacts],
    codes: list[str | None],
) -> str:
    parent = taken.get(code)
    if parent is None:
        known = "有错误,未能采用" if code in codes else "不存在"
        return f"所属学校 {code} {known}"
    if code == subject.code or parent.school is None:
        return f"{code} 不能作所属学校"
    return "" if parent.school.counts_as_school else f"所属学校 {code} 自身不计校数"


def _read_owner(value: object) -> int:
    for owner, label in OWNER_LABELS.items():
        if value == label:
            return owner
    try:
        return read_whole(value, 1, len(OWNER_LABELS))
    except Unfit:
        known = "、".join(f"{owner} {label}" for owner, label in OWNER_LABELS.items())
        raise Unfit(f"“{shown(value)}”不是举办者代码", f"可选:{known}") from None


def _stages_expected(kind: SchoolType) -> str:
    stages = "、".join(STAGE_LABELS[stage] for stage in STAGES_OF[kind])
    return f"{TYPE_LABELS[kind]}可填:{stages}" if stages else f"{TYPE_LABELS[kind]}不填学段和班级"
